"""What may be asked of the printer: a ticket (`Slip`), or any other slip of the office (`Sheet`).

Plain values only: what the office knows comes in, and the named fields of a template come out.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING

from look import formats
from printer import slips
from printer.outcome import PrintState, Reason

if TYPE_CHECKING:  # Pillow comes with the first ticket, not with the start of the service
    from printer.drawing import Mark, Values
    from printer.template import Template


@dataclass(frozen=True, slots=True)
class OfficeNames:
    """What stands on every ticket; None is left out."""

    office: str
    parent: str | None = None
    url: str | None = None
    leader: str | None = None


@dataclass(frozen=True, slots=True)
class Slip:
    """One ticket to print. `issued_at_ms`: ms UTC since 1970; `asked_at_mono`: `time.monotonic()`."""

    ticket: int
    number: str
    service: str
    counters: str
    ahead: int | None
    wait: str | None
    issued_at_ms: int
    priority: bool
    reprint: bool
    training: bool
    asked_at_mono: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """A slip that is no ticket of anybody; the office's names and the time come onto it by themselves.

    `slip` is one of `printer.slips.KINDS`; `template` prints another one than the office uses, for a trial; `trial`
    marks it as an exercise. `done` is called once, in the printer's thread, and must not wait.
    """

    slip: str
    done: Callable[[PrintState, Reason | None], None]
    asked_at_mono: float
    values: "Values" = field(default_factory=dict)
    template: "Template | None" = None
    trial: bool = False


NOBODY = Slip(0, "A001", "…", "1", 1, None, 0, False, False, False, 0.0)
"""The ticket of nobody, drawn once before the first citizen comes."""


def values_of(slip: Slip, names: OfficeNames, timezone: tzinfo) -> dict[str, str | None]:
    """The named fields of a template for this ticket."""
    issued = datetime.fromtimestamp(slip.issued_at_ms / 1000, UTC).astimezone(timezone)
    return {
        "office": names.office,
        "parent": names.parent,
        "number": slip.number,
        "service": slip.service,
        "counters": slip.counters,
        "ahead": None if slip.ahead is None else str(slip.ahead),
        "wait": slip.wait,
        "time": formats.clock(issued),
        "date": formats.day_short(issued),
        "leader": names.leader,
        "url": names.url,
        "printed": formats.clock(datetime.now(timezone)) if slip.reprint else None,
    }


def sheet_values(sheet: Sheet, template: "Template", names: OfficeNames, timezone: tzinfo) -> "Values":
    """The named fields of a template for this slip; what the sheet says itself goes before."""
    now = datetime.now(timezone)
    house: dict[str, str | None] = {
        "office": names.office,
        "parent": names.parent,
        "leader": names.leader,
        "url": names.url,
        "time": formats.clock(now),
        "date": formats.day_short(now),
    }
    if sheet.slip == slips.TEST:
        house |= {"paper": f"{template.paper} mm", "dots": f"{template.dots} điểm"}
    return {**house, **sheet.values}


def marks_of(slip: Slip) -> tuple["Mark", ...]:
    """The marks that the ticket carries in every template."""
    from printer.drawing import Mark

    wanted = ((Mark.TRAINING, slip.training), (Mark.PRIORITY, slip.priority), (Mark.REPRINT, slip.reprint))
    return tuple(mark for mark, on in wanted if on)


def marks_of_sheet(sheet: Sheet) -> tuple["Mark", ...]:
    """A trial is not taken for a ticket."""
    from printer.drawing import Mark

    return (Mark.TRAINING,) if sheet.trial else ()
