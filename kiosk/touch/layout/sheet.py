"""A page on its way to the glass: a surface that is written on in sizes of millimetres."""

from collections.abc import Sequence
from dataclasses import dataclass

from look.sheet.areas import Area
from look.sheet.lettering import Fitted, fit, width
from look.sheet.things import Surface, Writing
from look.theme import COLOURS


@dataclass(slots=True)
class Sheet(Surface):
    """Takes things one after the other; all `sizes` are mm, from large to small."""

    def fitted(
        self, text: str, w: float, h: float, sizes: Sequence[float], weight: int = 400, colour: str = COLOURS.ink
    ) -> Fitted:
        """Letters in the largest of these sizes that fits."""
        pixels = [self.measures.letters(size) for size in sizes]
        return fit([(text, colour)], w, h, pixels, weight)

    def width(self, text: str, size: float, weight: int) -> float:
        """Pixels of the text in one line."""
        return width(text, self.measures.letters(size), weight)

    def write(
        self,
        key: str,
        area: Area,
        text: str,
        sizes: Sequence[float],
        weight: int = 400,
        colour: str = COLOURS.ink,
        ground: str = COLOURS.ground,
        across: float = 0.0,
        down: float = 0.5,
    ) -> Fitted:
        """Letters in their place; nothing for an empty text."""
        fitted = self.fitted(text, area.w, area.h, sizes, weight, colour)
        if text:
            self.put(key, Writing(area, fitted, ground, across, down))
        return fitted

    def needed(self, text: str, w: float, h: float, sizes: Sequence[float], weight: int = 400) -> float:
        """How high the text will stand."""
        return self.fitted(text, w, h, sizes, weight).height if text else 0.0
