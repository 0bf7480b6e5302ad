"""What the office says about each fault behind each plug: state, reason, condition, and the words on the touch screen.

One row of `BEFORE` is a fault that is there when the ticket comes, one of `UNDER_WAY` comes in its middle. A cell that
differs behind one plug has its own row in `OTHERWISE`, with the reason why.
"""

from dataclasses import dataclass

from printer.outcome import Condition, PrintState, Reason
from printer.transport.script import Fault, What

GOOD = "Please take your slip"
PAPER = "The printer is out of paper – this number is valid"
COVER = "The printer's cover is open – this number is valid"
JAM = "The printer is jammed – this number is valid"
AWAY = "The printer does not answer – this number is valid"
FAULT = "The slip could not be printed – this number is valid"
LOOK = "Please see whether the slip came out – the number is valid either way"


@dataclass(frozen=True)
class Told:
    """What is told of one ticket. `condition`: what the console shows of the printer."""

    state: PrintState
    reason: Reason | None
    condition: Condition
    screen: str


def failed(reason: Reason, condition: Condition, screen: str) -> Told:
    return Told(PrintState.FAILED, reason, condition, screen)


def unknown(reason: Reason, condition: Condition) -> Told:
    return Told(PrintState.UNKNOWN, reason, condition, LOOK)


LOST = failed(Reason.UNREACHABLE, Condition.UNREACHABLE, AWAY)
SILENT = failed(Reason.SILENT, Condition.UNREACHABLE, AWAY)
IN_USE = failed(Reason.IN_USE, Condition.UNREACHABLE, AWAY)
NO_PAPER = failed(Reason.PAPER_OUT, Condition.PAPER_OUT, PAPER)
WELL = Told(PrintState.PRINTED, None, Condition.OK, GOOD)

BEFORE: dict[str, Told] = {
    "nothing": WELL,
    "near_end": Told(PrintState.PRINTED, None, Condition.NEAR_END, GOOD),
    "paper_out": NO_PAPER,
    "cover_open": failed(Reason.COVER_OPEN, Condition.COVER_OPEN, COVER),
    "cutter": failed(Reason.CUTTER, Condition.CUTTER, JAM),
    "error": failed(Reason.PRINTER_ERROR, Condition.ERROR, FAULT),
    "offline": failed(Reason.OFFLINE, Condition.OFFLINE, AWAY),
    "mute": SILENT,
    "noise": failed(Reason.RUBBISH, Condition.UNREACHABLE, AWAY),
    "frozen": SILENT,
    "unplugged": LOST,
    "without power": LOST,
    "another program has it": IN_USE,
}

UNDER_WAY: dict[str, tuple[Fault, Told]] = {
    "paper ends": (Fault(What.PAPER_OUT, after_rows=200), NO_PAPER),
    "cover is opened": (Fault(What.COVER, after_rows=200), failed(Reason.COVER_OPEN, Condition.COVER_OPEN, COVER)),
    "cutter jams": (Fault(What.CUTTER, after_rows=200), failed(Reason.CUTTER, Condition.CUTTER, JAM)),
    "paper is replaced at once": (Fault(What.PAPER_OUT, after_rows=200, lasts_s=0.15), WELL),
    "takes nothing any more": (
        Fault(What.FROZEN, after_rows=200),
        failed(Reason.TOO_SLOW, Condition.UNREACHABLE, FAULT),
    ),
    "cable is pulled": (Fault(What.UNPLUGGED, after_rows=200), LOST),
    "power goes for a moment": (Fault(What.POWER_CYCLE, after_rows=200, lasts_s=0.4), LOST),
    "starts anew": (Fault(What.RESET, after_rows=200), LOST),
    "stops answering": (Fault(What.MUTE, after_rows=200), unknown(Reason.SILENT, Condition.UNREACHABLE)),
    "answers rubbish from now on": (Fault(What.NOISE, after_rows=200), unknown(Reason.RUBBISH, Condition.UNREACHABLE)),
}

LONG_S = 60.0
OTHER_FAULTS: dict[tuple[str, str], Fault] = {
    # a serial line does not show that the printer is away: here it is until after the end of the ticket. One that is
    # back before its end cannot be told from one that was never away; see `test_a_serial_printer_that_is_back_…`
    ("power goes for a moment", "serial"): Fault(What.POWER_CYCLE, after_rows=200, lasts_s=LONG_S),
    ("starts anew", "serial"): Fault(What.RESET, after_rows=200, lasts_s=LONG_S),
}

MUTE_BY_NOW = unknown(Reason.SILENT, Condition.UNREACHABLE)
"""All bytes are gone, and nobody answers any more."""

OTHERWISE: dict[tuple[str, str], Told] = {
    # the port of the cable stays when the printer has no power: nobody answers
    ("without power", "serial"): SILENT,
    # a serial line goes on taking bytes for a printer that no longer hears them
    ("power goes for a moment", "serial"): MUTE_BY_NOW,
    ("starts anew", "serial"): MUTE_BY_NOW,
}
