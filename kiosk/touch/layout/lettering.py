"""Texts in their places: broken into lines, in the largest of a few sizes that fits.

A text that fits in no size is cut at the end with an ellipsis, in the smallest size; `cut` tells tests of it. Lines are
balanced, so that no single word is left alone, and break after a comma or dash where they can.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from PIL import ImageFont

from look.fonts import WEIGHTS

LEADING = 1.24
"""Distance of two lines for a size of 1."""

ELLIPSIS = "…"
_PAUSES = frozenset(",.;:–·?!")
_WAYS = 24
_SAFE = 1.015  # two renderers never agree on the last pixel


class Ruler(Protocol):
    """Measures letters. `size` in pixels, `weight` as in CSS."""

    def width(self, text: str, size: int, weight: int) -> float: ...


class FontRuler:
    """The bundled font itself, without kerning: what it measures is never too little."""

    def width(self, text: str, size: int, weight: int) -> float:
        return _width(text, size, weight)


@lru_cache(maxsize=128)
def _font(size: int, weight: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(WEIGHTS[weight], size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=8192)
def _width(text: str, size: int, weight: int) -> float:
    return float(_font(size, weight).getlength(text)) * _SAFE


@dataclass(frozen=True, slots=True)
class Fitted:
    """Lines of one size. `cut`: the end of the text is missing."""

    lines: tuple[str, ...]
    size: int
    cut: bool = False

    @property
    def height(self) -> float:
        return len(self.lines) * self.size * LEADING


def fit(
    ruler: Ruler,
    text: str,
    width: float,
    height: float,
    sizes: Sequence[int],
    weight: int,
    *,
    balanced: bool = False,
) -> Fitted:
    """The text in the largest of the sizes (given from large to small) in which it fits."""
    for size in sizes:
        lines = wrap(ruler, text, width, size, weight)
        fits = len(lines) * size * LEADING <= height + 1
        if fits and all(ruler.width(line, size, weight) <= width for line in lines):
            return Fitted(_balanced(ruler, text, width, size, weight, lines) if balanced else lines, size)
    return _cut(ruler, text, width, height, sizes[-1], weight)


def wrap(ruler: Ruler, text: str, width: float, size: int, weight: int) -> tuple[str, ...]:
    """Greedy lines; a word that is wider than the line stands alone."""
    lines = list[str]()
    for paragraph in text.splitlines() or [""]:
        line = ""
        for word in paragraph.split(" "):
            longer = f"{line} {word}" if line else word
            if line and ruler.width(longer, size, weight) > width:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
    return tuple(lines)


def _balanced(ruler: Ruler, text: str, width: float, size: int, weight: int, lines: tuple[str, ...]) -> tuple[str, ...]:
    """Of all ways with as many lines: breaks after a comma or dash first, then lines as equal as can be."""
    if len(lines) < 2:
        return lines

    def cost(tried: tuple[str, ...]) -> tuple[int, float]:
        torn = sum(1 for line in tried[:-1] if line[-1:] not in _PAUSES)
        return torn, max(ruler.width(line, size, weight) for line in tried)

    ways = {lines}
    for step in range(_WAYS):
        tried = wrap(ruler, text, width * (0.45 + 0.55 * step / _WAYS), size, weight)
        if len(tried) == len(lines) and all(ruler.width(line, size, weight) <= width for line in tried):
            ways.add(tried)
    return min(ways, key=cost)


def _cut(ruler: Ruler, text: str, width: float, height: float, size: int, weight: int) -> Fitted:
    most = max(1, int((height + 1) // (size * LEADING)))
    lines = [
        piece for line in wrap(ruler, text, width, size, weight) for piece in _pieces(ruler, line, width, size, weight)
    ]
    if len(lines) <= most:
        return Fitted(tuple(lines), size)
    last = lines[most - 1]
    while last and ruler.width(last + ELLIPSIS, size, weight) > width:
        last = last[:-1]
    return Fitted((*lines[: most - 1], last.rstrip() + ELLIPSIS), size, cut=True)


def _pieces(ruler: Ruler, word: str, width: float, size: int, weight: int) -> list[str]:
    """A word that is wider than the line, broken where the line ends."""
    pieces, piece = list[str](), ""
    for sign in word:
        if piece and ruler.width(piece + sign, size, weight) > width:
            pieces.append(piece)
            piece = ""
        piece += sign
    return [*pieces, piece]
