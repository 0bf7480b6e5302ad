"""Texts in their places: coloured words broken into lines, in the largest of a few sizes that fits.

A text that fits in no size is cut at the end with an ellipsis, in the smallest size; `cut` tells tests of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from PIL import ImageFont

from look.fonts import WEIGHTS

LEADING = 1.24
"""Distance of two lines for a size of 1."""

ELLIPSIS = "…"
_SAFE = 1.015  # two renderers never agree on the last pixel

Run = tuple[str, str]
"""A text and its colour, #RRGGBB."""


@lru_cache(maxsize=64)
def _font(size: int, weight: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(WEIGHTS[weight], size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=4096)
def width(text: str, size: int, weight: int) -> float:
    """Pixels; without kerning, so never too little."""
    return float(_font(size, weight).getlength(text)) * _SAFE


@dataclass(frozen=True, slots=True)
class Fitted:
    """Lines of runs, all of one size in pixels. `cut`: the end of the text is missing."""

    lines: tuple[tuple[Run, ...], ...]
    size: int
    weight: int
    cut: bool = False

    @property
    def height(self) -> float:
        return len(self.lines) * self.size * LEADING

    @property
    def widest(self) -> float:
        return max((line_width(line, self.size, self.weight) for line in self.lines), default=0.0)

    @property
    def text(self) -> str:
        return " ".join("".join(run for run, _ in line) for line in self.lines)


def line_width(line: Sequence[Run], size: int, weight: int) -> float:
    return sum(width(run, size, weight) for run, _ in line)


def fit(runs: Sequence[Run], w: float, h: float, sizes: Sequence[int], weight: int, most_lines: int = 1) -> Fitted:
    """The runs in the largest of the sizes (given from large to small) in which they fit."""
    words = [(word, colour) for text, colour in runs for word in text.split()]
    for size in sizes:
        lines = _wrapped(words, w, size, weight)
        fits = len(lines) <= most_lines and (len(lines) == 1 or len(lines) * size * LEADING <= h + 1)
        if fits and all(line_width(line, size, weight) <= w for line in lines):
            return Fitted(_balanced(words, w, size, weight, lines), size, weight)
    return _cut(words, w, h, sizes[-1], weight, most_lines)


def _wrapped(words: Sequence[Run], w: float, size: int, weight: int) -> tuple[tuple[Run, ...], ...]:
    lines = list[list[Run]]([[]])
    for word in words:
        longer = [*lines[-1], word]
        if lines[-1] and line_width(_joined(longer), size, weight) > w:
            lines.append([word])
        else:
            lines[-1] = longer
    return tuple(_joined(line) for line in lines)


def _balanced(
    words: Sequence[Run], w: float, size: int, weight: int, lines: tuple[tuple[Run, ...], ...]
) -> tuple[tuple[Run, ...], ...]:
    """The narrowest width that needs no further line, so that no single word is left alone."""
    low, high = w / 2, w
    for _ in range(6 if len(lines) > 1 else 0):
        middle = (low + high) / 2
        tried = _wrapped(words, middle, size, weight)
        if len(tried) == len(lines) and all(line_width(line, size, weight) <= w for line in tried):
            high, lines = middle, tried
        else:
            low = middle
    return lines


def _joined(words: Sequence[Run]) -> tuple[Run, ...]:
    """Words of one colour together, with the spaces between them."""
    runs = list[Run]()
    for place, (word, colour) in enumerate(words):
        spaced = word if place == 0 else f" {word}"
        if runs and runs[-1][1] == colour:
            runs[-1] = (runs[-1][0] + spaced, colour)
        else:
            runs.append((spaced, colour))
    return tuple(runs)


def _cut(words: Sequence[Run], w: float, h: float, size: int, weight: int, most_lines: int) -> Fitted:
    room = max(1, min(most_lines, int((h + 1) // (size * LEADING))))
    pieces = [piece for word in words for piece in _pieces(word, w, size, weight)]
    lines = _wrapped(pieces, w, size, weight)
    if len(lines) <= room:
        return Fitted(lines, size, weight)
    kept = list(lines[: room - 1])
    rest = [run for line in lines[room - 1 :] for run in line]
    text, colour = " ".join(run.strip() for run, _ in rest), rest[0][1] if rest else ""
    while text and width(text + ELLIPSIS, size, weight) > w:
        text = text[:-1]
    return Fitted((*kept, ((text.rstrip() + ELLIPSIS, colour),)), size, weight, cut=True)


def _pieces(word: Run, w: float, size: int, weight: int) -> list[Run]:
    """A word that is wider than the line, broken where the line ends."""
    text, colour = word
    pieces, piece = list[Run](), ""
    for sign in text:
        if piece and width(piece + sign, size, weight) > w:
            pieces.append((piece, colour))
            piece = ""
        piece += sign
    return [*pieces, (piece, colour)]
