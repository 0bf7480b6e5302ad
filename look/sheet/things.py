"""What stands on a screen, each thing in its place: what the glass draws, what can be pressed, what tests measure.

Things are drawn in their order. Each has a key, so that the glass draws only what has changed.
"""

from dataclasses import dataclass, field

from look.sheet.areas import Area
from look.sheet.lettering import Fitted
from look.sheet.measures import Measures
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
    """Lines of letters on a ground. `across` and `down`: 0 = left or top, 0.5 = in the middle, 1 = right or bottom.

    `by_capitals`: the middle of a line is that of its capitals, for digits that are looked at from far away; `lit`:
    runs in the first colour have the second one behind them.
    """

    area: Area
    fitted: Fitted
    ground: str
    across: float = 0.0
    down: float = 0.5
    by_capitals: bool = False
    lit: tuple[str, str] | None = None

    @property
    def colours(self) -> frozenset[str]:
        return frozenset(colour for line in self.fitted.lines for _, colour in line)


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
class Surface:
    """Takes things one after the other. `ground`: the colour of the whole surface."""

    measures: Measures
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
