"""The table of `motcua simulate` as a picture: for each rule and class the mean, 95 of 100, and the longest wait.

A bar reaches to the mean, a thin line from there to what 95 of 100 people did not exceed, a ring is the longest wait.
Ordinary and priority differ by colour and by the word beside each bar. The picture is as high as its rows need.
"""

from collections.abc import Iterator
from functools import cache

from PIL import Image, ImageDraw, ImageFont

from kiosk.cli.simulating import CLASS_NAMES, Outcome, Tried
from look import formats
from look.fonts import BOLD, REGULAR
from look.theme import COLOURS
from look.words import N_, say
from office.domain.moment import MINUTE
from office.domain.waits import CLASSES, ClassWaits, Waits

WIDTH = 1600
MARGIN, LEFT, RIGHT = 48, 520, 220
"""Pixels: around everything, for the words before the bars, and for the figures behind them."""
TOP, ROW, GAP, FOOT = 190, 46, 26, 96
COLOUR = {"all": COLOURS.ink2, "ordinary": COLOURS.primary, "priority": COLOURS.warn}
STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 240)
"""Minutes between two lines of the scale; about eight lines are drawn."""


def drawn(outcome: Outcome, language: str) -> Image.Image:
    """An RGB picture, 1600 pixels wide."""
    return _Sheet(outcome, language).drawn()


@cache
def _font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(BOLD if bold else REGULAR, size)


class _Sheet:
    def __init__(self, outcome: Outcome, language: str) -> None:
        self._outcome, self._language = outcome, language
        group = len(CLASSES) * ROW + GAP
        self._bottom = TOP + len(outcome.tried) * group
        self._image = Image.new("RGB", (WIDTH, self._bottom + FOOT), COLOURS.card)
        self._pen = ImageDraw.Draw(self._image)
        waits = [found.waits for one in outcome.tried for found in one.classes.values()]
        self._most = max([MINUTE, *(one.longest for one in waits if one is not None)])

    def drawn(self) -> Image.Image:
        self._text((MARGIN, MARGIN), self._outcome.title, 34, bold=True)
        self._legend(MARGIN, MARGIN + 68)
        for minutes in self._scale():
            self._line_at(minutes)
        for at, one in enumerate(self._outcome.tried):
            self._group(TOP + at * (len(CLASSES) * ROW + GAP), one)
        return self._image

    def _scale(self) -> Iterator[int]:
        most = self._most // MINUTE
        step = next((step for step in STEPS if most / step <= 8), STEPS[-1])
        return iter(range(0, most + 1, step))

    def _x(self, ms: float) -> float:
        return LEFT + ms / self._most * (WIDTH - LEFT - RIGHT)

    def _line_at(self, minutes: int) -> None:
        x = self._x(minutes * MINUTE)
        self._pen.line((x, TOP - 12, x, self._bottom), COLOURS.line, 2)
        self._text((x, self._bottom + 12), formats.number(minutes, self._language), 24, anchor="ma")
        if minutes == 0:
            self._text((LEFT - 24, self._bottom + 12), say(self._language, N_("minutes")), 24, anchor="ra")

    def _group(self, y: int, one: Tried) -> None:
        self._text((MARGIN, y + ROW / 2), one.label, 28, bold=True, anchor="lm")
        for at, key in enumerate(CLASSES):
            self._row(y + at * ROW, key, one.classes[key])

    def _row(self, y: int, key: str, found: ClassWaits) -> None:
        middle = y + ROW / 2
        self._text((LEFT - 24, middle), say(self._language, CLASS_NAMES[key]), 24, anchor="rm")
        if found.waits is None:
            self._text((LEFT + 8, middle), formats.UNKNOWN, 24, anchor="lm")
            return
        self._bar(middle, COLOUR[key], found.waits)
        words = formats.minutes_mean(found.waits.mean, self._language)
        self._text((WIDTH - MARGIN, middle), words, 24, anchor="rm")

    def _bar(self, y: float, colour: str, waits: Waits) -> None:
        mean, p95, longest = (self._x(ms) for ms in (waits.mean, waits.p95, waits.longest))
        self._pen.rectangle((LEFT, y - 13, max(mean, LEFT + 2), y + 13), colour)
        self._pen.line((mean, y, p95, y), colour, 4)
        self._pen.line((p95, y - 10, p95, y + 10), colour, 4)
        self._pen.ellipse((longest - 8, y - 8, longest + 8, y + 8), COLOURS.card, colour, 4)

    def _legend(self, x: float, y: float) -> None:
        """What bar, line and ring mean."""
        middle, colour = y + 16, COLOURS.ink2
        self._pen.rectangle((x, middle - 13, x + 56, middle + 13), colour)
        x = self._word(x + 72, middle, say(self._language, N_("Mean wait")))
        self._pen.line((x, middle, x + 56, middle), colour, 4)
        self._pen.line((x + 56, middle - 10, x + 56, middle + 10), colour, 4)
        x = self._word(x + 76, middle, say(self._language, N_("95 of 100 waited at most")))
        self._pen.ellipse((x, middle - 8, x + 16, middle + 8), COLOURS.card, colour, 4)
        self._word(x + 32, middle, say(self._language, N_("Longest wait")))

    def _word(self, x: float, y: float, words: str) -> float:
        """Where the next sign may begin."""
        self._text((x, y), words, 24, anchor="lm")
        return x + _font(24).getlength(words) + 48

    def _text(self, at: tuple[float, float], words: str, size: int, *, bold: bool = False, anchor: str = "la") -> None:
        self._pen.text(at, words, COLOURS.ink, _font(size, bold=bold), anchor)
