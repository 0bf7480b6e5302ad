"""The panel in millimetres: how large a pixel is, and the few sizes of letters that are used.

A panel's own report of its size (EDID) is often wrong, so its diagonal comes from the configuration. Heights of
capitals follow from the font: a capital of Noto Sans is 0.714 of the size.
"""

import math
from dataclasses import dataclass

INCH_MM = 25.4
CAPITAL = 0.714
"""Height of a capital of Noto Sans for a size of 1."""

SMALL = 6.8
BODY = 7.6
STRONG = 8.6
HEADING = 10.4
LARGE = 13.6
HUGE = 19.0
"""Sizes of letters in mm. The smallest has capitals of 4.8 mm, `HEADING` of 7.4 mm."""

GAP = 4.5
"""Millimetres between two things to press."""

MARGIN = 10.8
KEY_MIN = 20.0
COMPACT_MM = 209.0
"""The short side of a panel of 15.6 inches is 194 mm, of one of 18.5 inches 230 mm."""


@dataclass(frozen=True, slots=True)
class Measures:
    """A panel of `width` × `height` pixels with a diagonal of `diagonal_in` inches."""

    width: int
    height: int
    diagonal_in: float

    @property
    def mm_per_px(self) -> float:
        return self.diagonal_in * INCH_MM / math.hypot(self.width, self.height)

    @property
    def is_portrait(self) -> bool:
        return self.height > self.width

    @property
    def is_small(self) -> bool:
        """A tablet at a counter rather than a panel to stand in front of."""
        return self.diagonal_in < 14

    @property
    def is_compact(self) -> bool:
        """A panel on which letters and keys of full size leave room for little else: everything dispensable goes."""
        return min(self.width, self.height) * self.mm_per_px < COMPACT_MM

    def px(self, mm: float) -> int:
        return max(1, round(mm / self.mm_per_px))

    def letters(self, mm: float) -> int:
        """A size of letters in whole pixels, never below what was asked for."""
        return max(1, math.ceil(mm / self.mm_per_px - 1e-6))
