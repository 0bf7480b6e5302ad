"""The kinds of slips that an office prints, and which fields each may show.

A field is a name in braces in a template; a list is what a block of kind `each` repeats itself for, with fields of its
own. Who fills them is not this module's business.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from look.words import N_

TICKET, REPRINT, CHECKLIST, SURVEY, TEST, DAY = "ticket", "reprint", "checklist", "survey", "test", "day"

_HOUSE = ("office", "parent", "time", "date", "leader", "url")
_NUMBER = ("office", "parent", "number", "service", "counters", "ahead", "wait", "time", "date", "leader", "url")
_NO_LISTS: Mapping[str, tuple[str, ...]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Slip:
    """`label` is an English msgid; `lists`: list → fields of each entry; `numbered`: it must show the number."""

    label: str
    fields: tuple[str, ...]
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: _NO_LISTS)
    numbered: bool = False


KINDS: Mapping[str, Slip] = MappingProxyType(
    {
        TICKET: Slip(N_("Ticket"), _NUMBER, numbered=True),
        REPRINT: Slip(N_("Ticket printed again"), (*_NUMBER, "printed"), numbered=True),
        CHECKLIST: Slip(
            N_("List of papers of a procedure"),
            (*_HOUSE, "title", "code", "service", "counters", "fee", "deadline"),
            {"papers": ("n", "paper", "copies")},
        ),
        SURVEY: Slip(N_("Slip for an opinion, with a QR code"), (*_HOUSE, "number", "service", "until")),
        TEST: Slip(N_("Test page"), (*_HOUSE, "printer", "paper", "dots")),
        DAY: Slip(
            N_("Slip at the end of the day"),
            (*_HOUSE, "given", "served", "absent"),
            {"services": ("prefix", "service", "given", "served", "absent")},
        ),
    }
)
"""Name of a slip (and beginning of its template's file) → what it may show."""


def kind_of(file: str) -> str:
    """Which slip a template is by the name of its file without its ending: "day-80" → "day"; any other is a ticket."""
    name = file.rpartition("-")[0]
    return name if name in KINDS else TICKET
