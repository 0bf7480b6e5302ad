"""The panel of the hall: how far away it must be read, and measures as drawn for 1920 × 1080."""

import math
from dataclasses import dataclass

from look.sheet.measures import CAPITAL, Measures

LEAST_MM = 6.8
"""The smallest size of letters; its capitals are 4.8 mm high."""

TITLE_MM = 10.3
"""The smallest size of titles; their capitals are 7.3 mm high."""

NUMBER_MM_PER_M = 5.0


@dataclass(frozen=True, slots=True)
class Panel(Measures):
    """`depth_m`: how far away the last row sits, metres."""

    diagonal_in: float = 43.0
    depth_m: float = 8.0

    def parts(self, parts: float) -> int:
        """Pixels of a measure that was drawn for 1920 × 1080 (upright 1080 × 1920)."""
        long, short = max(self.width, self.height), min(self.width, self.height)
        return max(1, round(parts * min(long / 1920, short / 1080)))

    def type_size(self, parts: float, least_mm: float = LEAST_MM) -> int:
        """A size of letters in whole pixels, never below what can be read."""
        return max(self.parts(parts), math.ceil(least_mm / self.mm_per_px))

    def reads_as_far(self, size: float) -> bool:
        """Whether digits of this size in pixels can be read from the last row."""
        return size * CAPITAL * self.mm_per_px >= NUMBER_MM_PER_M * self.depth_m
