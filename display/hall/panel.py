"""The panel in millimetres, and rectangles cut from it: from the top left, in pixels, y downwards as one reads.

A television's own report of its size (EDID) is often wrong, so its diagonal comes from the command line or the
configuration. Heights of digits follow from the font: a capital of Noto Sans is 0.714 of the size.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

INCH_MM = 25.4
CAPITAL = 0.714
LEAST_MM = 6.8
"""The smallest size of letters; its capitals are 4.8 mm high."""

TITLE_MM = 10.3
"""The smallest size of titles; their capitals are 7.3 mm high."""

NUMBER_MM_PER_M = 5.0


@dataclass(frozen=True, slots=True)
class Panel:
    """`width` × `height` pixels, `diagonal_in` inches; `depth_m`: how far away the last row sits, metres."""

    width: int
    height: int
    diagonal_in: float = 43.0
    depth_m: float = 8.0

    @property
    def is_portrait(self) -> bool:
        return self.height > self.width

    @property
    def mm_per_px(self) -> float:
        return self.diagonal_in * INCH_MM / math.hypot(self.width, self.height)

    def px(self, parts: float) -> int:
        """Pixels of a measure that was drawn for 1920 × 1080 (upright 1080 × 1920)."""
        long, short = max(self.width, self.height), min(self.width, self.height)
        return max(1, round(parts * min(long / 1920, short / 1080)))

    def letters(self, parts: float, least_mm: float = LEAST_MM) -> int:
        """A size of letters in whole pixels, never below what can be read."""
        return max(self.px(parts), math.ceil(least_mm / self.mm_per_px))

    def reads_as_far(self, size: float) -> bool:
        """Whether digits of this size in pixels can be read from the last row."""
        return size * CAPITAL * self.mm_per_px >= NUMBER_MM_PER_M * self.depth_m


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle. A cut that asks for more than there is leaves an empty rest."""

    x: float
    y: float
    w: float
    h: float

    def inset(self, dx: float, dy: float) -> "Area":
        return Area(self.x + dx, self.y + dy, max(0.0, self.w - 2 * dx), max(0.0, self.h - 2 * dy))

    def top(self, h: float) -> tuple["Area", "Area"]:
        """(the upper `h`, the rest)."""
        h = min(h, self.h)
        return Area(self.x, self.y, self.w, h), Area(self.x, self.y + h, self.w, self.h - h)

    def bottom(self, h: float) -> tuple["Area", "Area"]:
        """(the lower `h`, the rest)."""
        rest, cut = self.top(self.h - min(h, self.h))
        return cut, rest

    def left(self, w: float) -> tuple["Area", "Area"]:
        """(the left `w`, the rest)."""
        w = min(w, self.w)
        return Area(self.x, self.y, w, self.h), Area(self.x + w, self.y, self.w - w, self.h)

    def right(self, w: float) -> tuple["Area", "Area"]:
        """(the right `w`, the rest)."""
        rest, cut = self.left(self.w - min(w, self.w))
        return cut, rest

    def middle(self, w: float, h: float) -> "Area":
        """A rectangle of this size in the middle."""
        return Area(self.x + (self.w - w) / 2, self.y + (self.h - h) / 2, w, h)

    def columns(self, count: int) -> list["Area"]:
        w = self.w / count
        return [Area(self.x + place * w, self.y, w, self.h) for place in range(count)]

    def rows(self, weights: Sequence[float]) -> list["Area"]:
        """One below the other, as high as their weights say."""
        found, y = list[Area](), self.y
        for weight in weights:
            h = self.h * weight / sum(weights)
            found.append(Area(self.x, y, self.w, h))
            y += h
        return found
