"""How a ticket will be printed, part by part: which way, how many bytes and seconds. For `motcua printer plan`."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from printer.composing import paper, tail
from printer.hybrid import How, Part, as_pictures, header, parts_of
from printer.modes import Choice, Composer, Mode
from printer.profiles import Profile

if TYPE_CHECKING:
    from printer.drawing import Drawing, Mark, Values

_HOW = {
    How.PICTURE: "as a picture",
    How.LETTERS: "in the printer's own letters",
    How.CODE: "by the printer's own QR command",
}


@dataclass(frozen=True, slots=True)
class Step:
    """A part of the ticket; `line_s` on the line, `head_s` at the head, both at once."""

    part: Part
    line_s: float
    head_s: float

    @property
    def seconds(self) -> float:
        """How long the part takes: the slower of the two."""
        return max(self.line_s, self.head_s)


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole ticket."""

    printer: Profile
    bytes_per_s: int | None
    choice: Choice
    steps: tuple[Step, ...]
    other_bytes: int
    mm: int

    @property
    def bytes(self) -> int:
        """Bytes of the ticket with its beginning and its end."""
        return _bytes([step.part for step in self.steps], self.printer)

    @property
    def seconds(self) -> float:
        """From the first byte to the knife."""
        return sum(step.seconds for step in self.steps)


def plan(composer: Composer, drawing: "Drawing", values: "Values", marks: "Iterable[Mark]" = ()) -> Plan:
    """What `composer` would send for this ticket."""
    lines = drawing.lines(values, tuple(marks))
    ways = {Mode.RASTER: as_pictures(lines), Mode.HYBRID: parts_of(lines, composer.printer)}
    choice = composer.choice
    other = Mode.HYBRID if choice.mode is Mode.RASTER else Mode.RASTER
    steps = tuple(_step(part, composer) for part in ways[choice.mode])
    rows = sum(step.part.rows for step in steps)
    return Plan(
        composer.printer,
        composer.bytes_per_s,
        choice,
        steps,
        _bytes(ways[other], composer.printer),
        paper(rows, composer.printer),
    )


def _bytes(parts: Sequence[Part], printer: Profile) -> int:
    return sum(len(part.data) for part in parts) + len(header(printer)) + len(tail(printer))


def _step(part: Part, composer: Composer) -> Step:
    speed = composer.bytes_per_s
    line_s = len(part.data) / speed if speed else 0.0
    return Step(part, line_s, part.rows / composer.printer.dpi * 25.4 / composer.printer.mm_per_s)


def sentences(made: Plan) -> Iterator[str]:
    """The plan in words for operators."""
    printer, choice = made.printer, made.choice
    speed = "no limit" if made.bytes_per_s is None else f"{made.bytes_per_s:,} bytes a second"
    yield f"printer: {printer.title} ({printer.name}): {printer.width_mm} mm paper, {printer.dots} dots a row"
    yield f"line: {speed}; head: about {printer.mm_per_s} mm a second"
    yield f"mode: {choice.mode}, because {choice.why}"
    for step in made.steps:
        if step.part.what not in ("margin", "space", "rule"):
            yield _sentence(step)
    rest = [step for step in made.steps if step.part.what in ("margin", "space", "rule")]
    yield f"  rules and white: {sum(len(one.part.data) for one in rest):,} bytes, {_s(rest)}"
    yield f"together: {made.bytes:,} bytes, {made.mm} mm of paper, about {made.seconds:.1f} s until it is out"
    other = Mode.HYBRID if choice.mode is Mode.RASTER else Mode.RASTER
    yield f"mode {other} would send {made.other_bytes:,} bytes"


def _sentence(step: Step) -> str:
    what = step.part.what if len(step.part.what) <= 40 else step.part.what[:39] + "…"
    return f"  {what}: {_HOW[step.part.how]}, {len(step.part.data):,} bytes, {step.seconds:.2f} s"


def _s(steps: list[Step]) -> str:
    return f"{sum(step.seconds for step in steps):.2f} s"
