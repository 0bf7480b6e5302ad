"""What became of a ticket on paper, and how the printer is: the words of the whole package.

Expected states of the hardware are values here, never exceptions. "Unknown" is an answer of its own: it is
never told as success.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from look.words import N_


class PrintState(StrEnum):
    """How sure we are that the ticket came out."""

    PRINTED = "printed"  # the printer itself answered behind the last byte of the job
    ACCEPTED = "accepted"  # taken by a printer that cannot answer
    FAILED = "failed"  # surely not a whole ticket
    UNKNOWN = "unknown"  # all bytes are there, the answer is not


class Reason(StrEnum):
    """Why a ticket did not come out, or why nobody knows."""

    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    CUTTER = "cutter"
    OFFLINE = "offline"
    UNREACHABLE = "unreachable"  # no connection, or it broke
    SILENT = "silent"  # connected, but status is not answered
    RUBBISH = "rubbish"  # connected, but what is answered makes no sense
    IN_USE = "in_use"  # another program has the port
    NOT_ALLOWED = "not_allowed"  # the port is not for this user
    PRINTER_ERROR = "printer_error"
    TOO_SLOW = "too_slow"  # a band was not taken before its deadline
    BAD_TEMPLATE = "bad_template"
    STALE = "stale"  # its turn came too late; nobody wants it any more
    STOPPED = "stopped"  # the service was stopping
    ERROR = "error"  # a mistake of ours; the log has it


class Condition(StrEnum):
    """How the printer is, as the office's fact `device.condition` tells it."""

    OK = "ok"
    NEAR_END = "near_end"  # prints on, the roll ends soon
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    CUTTER = "cutter"
    OFFLINE = "offline"
    UNREACHABLE = "unreachable"
    ERROR = "error"

    @property
    def prints(self) -> bool:
        """Whether a ticket may be sent in this condition."""
        return self in (Condition.OK, Condition.NEAR_END)


@dataclass(frozen=True, slots=True)
class Health:
    """What the printer said about itself; `detail` is for operators, such as "silent"."""

    condition: Condition
    detail: str | None = None

    @property
    def reason(self) -> Reason:
        """The reason of a ticket that fails because of this condition (which must not be a printing one)."""
        if self.condition is Condition.UNREACHABLE and self.detail in _WHY_UNREACHABLE:
            return Reason(self.detail)
        return _REASONS[self.condition]


@dataclass(frozen=True, slots=True)
class PrintResult:
    """The end of one job: `job` is the name under which the virtual printer kept it, else None.

    `health` is what the printer said last, so that the caller needs no second question. `printed_mm`: paper that was
    used up, also by a ticket that broke off; of one whose end is unknown, what it would have been.
    """

    state: PrintState
    reason: Reason | None
    health: Health
    job: str | None = None
    printed_mm: int = field(default=0, compare=False)


_WHY_UNREACHABLE = (Reason.SILENT, Reason.RUBBISH, Reason.IN_USE, Reason.NOT_ALLOWED)
_REASONS: Mapping[Condition, Reason] = MappingProxyType(
    {
        Condition.PAPER_OUT: Reason.PAPER_OUT,
        Condition.COVER_OPEN: Reason.COVER_OPEN,
        Condition.CUTTER: Reason.CUTTER,
        Condition.OFFLINE: Reason.OFFLINE,
        Condition.UNREACHABLE: Reason.UNREACHABLE,
        Condition.ERROR: Reason.PRINTER_ERROR,
    }
)

REASON_WORDS: Mapping[Reason, str] = MappingProxyType(
    {
        Reason.PAPER_OUT: N_("The printer is out of paper"),
        Reason.COVER_OPEN: N_("The printer's cover is open"),
        Reason.CUTTER: N_("The printer's cutter is jammed"),
        Reason.OFFLINE: N_("The printer is offline"),
        Reason.UNREACHABLE: N_("The printer cannot be reached"),
        Reason.SILENT: N_("The printer does not answer"),
        Reason.RUBBISH: N_("The printer's answers make no sense; look at cable, speed and flow control"),
        Reason.IN_USE: N_("Another program is using the printer"),
        Reason.NOT_ALLOWED: N_("The service may not use the printer's port"),
        Reason.PRINTER_ERROR: N_("The printer reports an error"),
        Reason.TOO_SLOW: N_("The printer is too slow"),
        Reason.BAD_TEMPLATE: N_("The ticket's template cannot be printed"),
        Reason.STALE: N_("The ticket waited too long for the printer"),
        Reason.STOPPED: N_("The service was stopping"),
        Reason.ERROR: N_("The ticket could not be printed"),
    }
)
"""For people, to be translated by `look.words.say`."""

CONDITION_WORDS: Mapping[Condition, str] = MappingProxyType(
    {
        Condition.OK: N_("The printer is ready"),
        Condition.NEAR_END: N_("The printer's paper is nearly used up"),
        Condition.PAPER_OUT: REASON_WORDS[Reason.PAPER_OUT],
        Condition.COVER_OPEN: REASON_WORDS[Reason.COVER_OPEN],
        Condition.CUTTER: REASON_WORDS[Reason.CUTTER],
        Condition.OFFLINE: REASON_WORDS[Reason.OFFLINE],
        Condition.UNREACHABLE: REASON_WORDS[Reason.UNREACHABLE],
        Condition.ERROR: REASON_WORDS[Reason.PRINTER_ERROR],
    }
)
"""For people, to be translated by `look.words.say`."""


def words_of(health: Health) -> str:
    """How the printer is, as exactly as it is known; to be translated by `look.words.say`."""
    return CONDITION_WORDS[health.condition] if health.condition.prints else REASON_WORDS[health.reason]
