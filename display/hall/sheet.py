"""A board with everything in its place: what the glass draws, and what tests measure.

Each thing has a key, so that the glass draws only what has changed. Things are drawn in their order.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from display.hall.lettering import Fitted, Run, fit
from display.hall.panel import LEAST_MM, Area, Panel


@dataclass(frozen=True, slots=True)
class Plate:
    """A filled rectangle."""

    area: Area
    fill: str


@dataclass(frozen=True, slots=True)
class Letters:
    """Lines of letters on a ground. `across` and `down`: 0 = left or top, 0.5 = middle, 1 = right or bottom."""

    area: Area
    fitted: Fitted
    ground: str
    across: float = 0.0
    down: float = 0.5


@dataclass(frozen=True, slots=True)
class Emblem:
    """The office's emblem, square."""

    area: Area


Thing = Plate | Letters | Emblem


@dataclass(slots=True)
class Sheet:
    """Takes things one after the other."""

    panel: Panel
    things: dict[str, Thing] = field(default_factory=dict)

    @property
    def area(self) -> Area:
        return Area(0, 0, self.panel.width, self.panel.height)

    def put(self, key: str, thing: Thing) -> None:
        if key in self.things:
            raise KeyError(f"{key} stands on the sheet already")
        self.things[key] = thing

    def fitted(
        self,
        runs: Sequence[Run],
        area: Area,
        sizes: Sequence[float],
        weight: int,
        lines: int = 1,
        least_mm: float = LEAST_MM,
    ) -> Fitted:
        """`sizes` from large to small, as drawn for 1920 × 1080."""
        pixels = sorted({self.panel.letters(size, least_mm) for size in sizes}, reverse=True)
        return fit(runs, area.w, area.h, pixels, weight, lines)

    def write(
        self,
        key: str,
        area: Area,
        runs: Sequence[Run],
        sizes: Sequence[float],
        weight: int,
        ground: str,
        *,
        lines: int = 1,
        across: float = 0.0,
        down: float = 0.5,
        least_mm: float = LEAST_MM,
    ) -> Fitted:
        """Nothing is written of an empty text."""
        fitted = self.fitted(runs, area, sizes, weight, lines, least_mm)
        if fitted.text.strip():
            self.put(key, Letters(area, fitted, ground, across, down))
        return fitted
