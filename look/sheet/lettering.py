"""Texts in their places: coloured words broken into lines, in the largest of a few sizes that fits.

A text that fits in no size is cut at the end with an ellipsis, in the smallest size; `cut` tells tests of it. Balanced
lines leave no single word alone, and break after a comma or dash where they can.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from PIL import ImageFont

from look.fonts import WEIGHTS

LEADING = 1.24
"""Distance of two lines for a size of 1."""

ELLIPSIS = "…"
_PAUSES = frozenset(",.;:–·?!")
_WAYS = 24
_SAFE = 1.015  # two renderers never agree on the last pixel

Run = tuple[str, str]
"""A text and its colour, #RRGGBB ("" where only its size matters)."""

Line = tuple[Run, ...]


@lru_cache(maxsize=128)
def _font(size: int, weight: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(WEIGHTS[weight], size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=8192)
def width(text: str, size: int, weight: int) -> float:
    """Pixels of the bundled font, without kerning: never too little. `weight` as in CSS.

    Word by word, because words come again and again and lines do not.
    """
    words = text.split(" ")
    return sum(_word_width(word, size, weight) for word in words) + (len(words) - 1) * _word_width(" ", size, weight)


@lru_cache(maxsize=16384)
def _word_width(word: str, size: int, weight: int) -> float:
    return float(_font(size, weight).getlength(word)) * _SAFE


def line_width(line: Sequence[Run], size: int, weight: int) -> float:
    return sum(width(text, size, weight) for text, _ in line)


@dataclass(frozen=True, slots=True)
class Fitted:
    """Lines of runs, all of one size in pixels. `cut`: the end of the text is missing."""

    lines: tuple[Line, ...]
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
    def texts(self) -> tuple[str, ...]:
        return tuple("".join(text for text, _ in line) for line in self.lines)

    @property
    def text(self) -> str:
        return " ".join(self.texts)


def fit(
    runs: Sequence[Run],
    w: float,
    h: float,
    sizes: Sequence[int],
    weight: int,
    most_lines: int | None = None,
) -> Fitted:
    """The runs in the largest of the sizes (given from large to small) in which they fit.

    With `most_lines` a single line may be higher than its place: capitals need less than a line's full height.
    """
    return _fit(tuple(runs), w, h, tuple(sizes), weight, most_lines)


@lru_cache(maxsize=2048)  # most texts of a page stay where they are while somebody types
def _fit(
    runs: tuple[Run, ...], w: float, h: float, sizes: tuple[int, ...], weight: int, most_lines: int | None
) -> Fitted:
    for size in sizes:
        lines = wrap(runs, w, size, weight)
        is_low = len(lines) * size * LEADING <= h + 1 or (most_lines is not None and len(lines) == 1)
        if is_low and len(lines) <= (most_lines or len(lines)) and _hold(lines, w, size, weight):
            even = (_balanced(words, w, size, weight) for words in _paragraphs(runs))
            return Fitted(tuple(line for part in even for line in part), size, weight)
    return _cut(runs, w, h, sizes[-1], weight, most_lines)


def _hold(lines: Sequence[Line], w: float, size: int, weight: int) -> bool:
    return all(line_width(line, size, weight) <= w for line in lines)


def wrap(runs: Sequence[Run], w: float, size: int, weight: int) -> tuple[Line, ...]:
    """Greedy lines; a word that is wider than the line stands alone. A line break in a text is kept."""
    return tuple(line for words in _paragraphs(runs) for line in _wrapped(words, w, size, weight))


def _paragraphs(runs: Sequence[Run]) -> list[list[Run]]:
    """The words of each paragraph, with their colours."""
    found = list[list[Run]]([[]])
    for text, colour in runs:
        for place, part in enumerate(text.splitlines()):
            if place:
                found.append([])
            found[-1] += [(word, colour) for word in part.split(" ") if word]
    return found


def _wrapped(words: Sequence[Run], w: float, size: int, weight: int) -> Iterator[Line]:
    line, used, space = list[Run](), 0.0, _word_width(" ", size, weight)
    for word in words:
        wide = _word_width(word[0], size, weight)
        if line and used + space + wide > w:
            yield _joined(line)
            line, used = [word], wide
        else:
            used += wide + (space if line else 0)
            line.append(word)
    yield _joined(line)


def _joined(words: Sequence[Run]) -> Line:
    """Words of one colour together, with the spaces between them."""
    runs = list[Run]()
    for place, (word, colour) in enumerate(words):
        spaced = word if place == 0 else f" {word}"
        if runs and runs[-1][1] == colour:
            runs[-1] = (runs[-1][0] + spaced, colour)
        else:
            runs.append((spaced, colour))
    return tuple(runs)


def _balanced(words: Sequence[Run], w: float, size: int, weight: int) -> tuple[Line, ...]:
    """One paragraph, of all ways with as many lines: breaks after a comma or dash, then lines as equal as can be."""
    lines = tuple(_wrapped(words, w, size, weight))
    if len(lines) < 2:
        return lines

    def cost(tried: tuple[Line, ...]) -> tuple[int, float]:
        torn = sum(1 for line in tried[:-1] if not line or line[-1][0][-1:] not in _PAUSES)
        return torn, max(line_width(line, size, weight) for line in tried)

    ways = {lines}
    for step in range(_WAYS):
        tried = tuple(_wrapped(words, w * (0.45 + 0.55 * step / _WAYS), size, weight))
        if len(tried) == len(lines) and _hold(tried, w, size, weight):
            ways.add(tried)
    return min(ways, key=cost)


def _cut(runs: Sequence[Run], w: float, h: float, size: int, weight: int, most_lines: int | None) -> Fitted:
    room = max(1, int((h + 1) // (size * LEADING)))
    room = room if most_lines is None else min(room, most_lines)
    broken = [[piece for word in words for piece in _pieces(word, w, size, weight)] for words in _paragraphs(runs)]
    lines = [line for words in broken for line in _wrapped(words, w, size, weight)]
    if len(lines) <= room:
        return Fitted(tuple(lines), size, weight)
    return Fitted((*lines[: room - 1], _shortened(lines[room - 1], w, size, weight)), size, weight, cut=True)


def _shortened(line: Line, w: float, size: int, weight: int) -> Line:
    """The line with an ellipsis at its end, and as much before it as there is room for."""
    *before, (text, colour) = line or (("", ""),)
    while text and line_width((*before, (text + ELLIPSIS, colour)), size, weight) > w:
        text = text[:-1]
    return (*before, (text.rstrip() + ELLIPSIS, colour))


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
