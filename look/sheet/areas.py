"""Rectangles and how they are cut: from the top left, in pixels, y downwards as one reads."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle. A cut that asks for more than there is leaves an empty rest, never a negative one."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        return self.x + self.w

    @property
    def bottom(self) -> float:
        return self.y + self.h

    @property
    def middle(self) -> tuple[float, float]:
        return self.x + self.w / 2, self.y + self.h / 2

    def holds(self, x: float, y: float, slack: float = 0) -> bool:
        return self.x - slack <= x < self.right + slack and self.y - slack <= y < self.bottom + slack

    def inset(self, dx: float, dy: float | None = None) -> "Area":
        dy = dx if dy is None else dy
        return Area(self.x + dx, self.y + dy, max(0, self.w - 2 * dx), max(0, self.h - 2 * dy))

    def cut_top(self, h: float, gap: float = 0) -> tuple["Area", "Area"]:
        """(the upper `h`, the rest below the gap)."""
        h = min(h, self.h)
        top = Area(self.x, self.y, self.w, h)
        return top, Area(self.x, self.y + h + gap, self.w, max(0, self.h - h - gap))

    def cut_bottom(self, h: float, gap: float = 0) -> tuple["Area", "Area"]:
        """(the lower `h`, the rest above the gap)."""
        h = min(h, self.h)
        rest = Area(self.x, self.y, self.w, max(0, self.h - h - gap))
        return Area(self.x, self.bottom - h, self.w, h), rest

    def cut_left(self, w: float, gap: float = 0) -> tuple["Area", "Area"]:
        w = min(w, self.w)
        rest = Area(self.x + w + gap, self.y, max(0, self.w - w - gap), self.h)
        return Area(self.x, self.y, w, self.h), rest

    def cut_right(self, w: float, gap: float = 0) -> tuple["Area", "Area"]:
        w = min(w, self.w)
        rest = Area(self.x, self.y, max(0, self.w - w - gap), self.h)
        return Area(self.right - w, self.y, w, self.h), rest

    def centred(self, w: float, h: float) -> "Area":
        """A rectangle of this size in the middle, at most as large as this one."""
        w, h = min(w, self.w), min(h, self.h)
        return Area(self.x + (self.w - w) / 2, self.y + (self.h - h) / 2, w, h)

    def columns(self, weights: Sequence[float], gap: float) -> list["Area"]:
        """Side by side, as wide as their weights say."""
        free, at, found = self.w - gap * (len(weights) - 1), self.x, list[Area]()
        for weight in weights:
            w = max(0.0, free * weight / sum(weights))
            found.append(Area(at, self.y, w, self.h))
            at += w + gap
        return found

    def rows(self, count: int, gap: float, most: float | None = None) -> list["Area"]:
        """One below the other, equally high and at most `most` high."""
        h = max(0.0, (self.h - gap * (count - 1)) / max(count, 1))
        h = h if most is None else min(h, most)
        return [Area(self.x, self.y + place * (h + gap), self.w, h) for place in range(count)]
