"""A board on its way to the glass: a surface that is written on in sizes as drawn for 1920 × 1080."""

from collections.abc import Sequence
from dataclasses import dataclass

from display.hall.panel import LEAST_MM, Panel
from look.sheet.areas import Area
from look.sheet.lettering import Fitted, Run, fit
from look.sheet.things import Surface, Writing


@dataclass(slots=True)
class Sheet(Surface):
    """Takes things one after the other; all `sizes` go from large to small and never below what can be read."""

    @property
    def panel(self) -> Panel:
        assert isinstance(self.measures, Panel)
        return self.measures

    def fitted(
        self,
        runs: Sequence[Run],
        area: Area,
        sizes: Sequence[float],
        weight: int,
        lines: int = 1,
        least_mm: float = LEAST_MM,
    ) -> Fitted:
        pixels = sorted({self.panel.type_size(size, least_mm) for size in sizes}, reverse=True)
        return fit(runs, area.w, area.h, pixels, weight, lines)

    def set(self, key: str, area: Area, fitted: Fitted, ground: str, across: float = 0.0, down: float = 0.5) -> None:
        """Letters in their place; nothing for an empty text."""
        if fitted.text.strip():
            self.put(key, Writing(area, fitted, ground, across, down, by_capitals=True))

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
        fitted = self.fitted(runs, area, sizes, weight, lines, least_mm)
        self.set(key, area, fitted, ground, across, down)
        return fitted
