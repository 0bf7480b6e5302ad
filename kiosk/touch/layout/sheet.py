"""A page with everything in its place: what the glass draws, what can be pressed, and what tests measure.

Things are drawn in their order. Each has a key, so that the glass draws only what has changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from kiosk.touch.layout.areas import Area
from kiosk.touch.layout.lettering import Fitted, Ruler, fit
from kiosk.touch.layout.measures import Measures
from look.theme import COLOURS


@dataclass(frozen=True, slots=True)
class Plate:
    """A filled rectangle with round corners; `left`: (colour, width) of a strip along its left side."""

    area: Area
    fill: str
    edge: str = ""
    edge_px: int = 0
    radius: int = 0
    left: tuple[str, int] | None = None
    shadow: str = ""


@dataclass(frozen=True, slots=True)
class Writing:
    """Lines of letters. `across` and `down`: 0 = left or top, 0.5 = in the middle, 1 = right or bottom."""

    area: Area
    fitted: Fitted
    weight: int
    colour: str
    ground: str
    across: float = 0.0
    down: float = 0.5


@dataclass(frozen=True, slots=True)
class Drawing:
    """A pictogram by its name, in one colour on a ground."""

    area: Area
    name: str
    colour: str
    ground: str


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code of the text, with its quiet zone inside the area."""

    area: Area
    text: str


@dataclass(frozen=True, slots=True)
class Photo:
    """The picture of a clerk, from the office's address; nothing until it is there."""

    area: Area
    url: str


Thing = Plate | Writing | Drawing | Code | Photo


@dataclass(frozen=True, slots=True)
class Target:
    """Where a control is pressed. `secondary`: it may be smaller; `radius`: of the ring around it."""

    name: str
    area: Area
    spoken: str
    off: bool = False
    secondary: bool = False
    radius: int = 0


@dataclass(slots=True)
class Sheet:
    """Takes things one after the other. `ground`: the colour of the whole sheet."""

    measures: Measures
    ruler: Ruler
    ground: str = COLOURS.ground
    things: dict[str, Thing] = field(default_factory=dict)
    targets: list[Target] = field(default_factory=list)

    @property
    def area(self) -> Area:
        return Area(0, 0, self.measures.width, self.measures.height)

    def put(self, key: str, thing: Thing) -> None:
        if key in self.things:
            raise KeyError(f"{key} stands on the sheet already")
        self.things[key] = thing

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
        """Letters in the largest of these sizes (mm) that fits; nothing for an empty text."""
        pixels = [self.measures.letters(size) for size in sizes]
        fitted = fit(self.ruler, text, area.w, area.h, pixels, weight, balanced=True)
        if text:
            self.put(key, Writing(area, fitted, weight, colour, ground, across, down))
        return fitted

    def needed(self, text: str, width: float, height: float, sizes: Sequence[float], weight: int = 400) -> float:
        """How high the text will stand."""
        if not text:
            return 0.0
        pixels = [self.measures.letters(size) for size in sizes]
        return fit(self.ruler, text, width, height, pixels, weight).height
