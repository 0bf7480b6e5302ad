"""Where a person can go: the navigation of the office pages, by role.

Only what people see; what they may do is decided again by every path itself.
"""

from dataclasses import dataclass

from look.words import N_
from office.domain.people import Role

EVERYBODY = frozenset(Role)
OFFICE = frozenset({Role.HEAD, Role.INSPECTOR})
DEVICES = frozenset({Role.HEAD, Role.TECHNICIAN, Role.INSPECTOR})


@dataclass(frozen=True, slots=True)
class Place:
    """`label` is an English msgid, `pictogram` a name of look.pictograms."""

    key: str
    path: str
    label: str
    pictogram: str
    roles: frozenset[Role]


ADMIN = (
    Place("overview", "/admin", N_("Overview"), "calendar", DEVICES),
    Place("tickets", "/admin/tickets", N_("Today's numbers"), "list", DEVICES),
    Place("results", "/admin/results", N_("Result of the day"), "chart", OFFICE),
    Place("accuracy", "/admin/accuracy", N_("Waiting times"), "target", OFFICE),
    Place("letters", "/admin/letters", N_("Suggestions"), "chat", frozenset({Role.HEAD})),
    Place("people", "/admin/people", N_("People"), "people", OFFICE),
    Place("services", "/admin/services", N_("Services"), "paper", OFFICE),
    Place("counters", "/admin/counters", N_("Counters"), "counter", OFFICE),
    Place("procedures", "/admin/procedures", N_("Procedures"), "note", OFFICE),
    Place("synonyms", "/admin/synonyms", N_("Search words"), "large_text", OFFICE),
    Place("content", "/admin/content", N_("Information pages"), "information", OFFICE),
    Place("opening", "/admin/opening", N_("Opening hours"), "clock", OFFICE),
    Place("rule", "/admin/rule", N_("Order of calling"), "settings", OFFICE),
    Place("voice", "/admin/voice", N_("Hall voice"), "speaker", DEVICES),
    Place("slips", "/admin/slips", N_("Slips"), "printer", frozenset({Role.HEAD, Role.TECHNICIAN})),
    Place("devices", "/admin/devices", N_("Devices"), "device", DEVICES),
    Place("health", "/admin/health", N_("Machine check"), "check", frozenset({Role.HEAD, Role.TECHNICIAN})),
    Place("journal", "/admin/journal", N_("Who did what"), "search", OFFICE),
)


def of_role(role: str, places: tuple[Place, ...] = ADMIN) -> list[Place]:
    """The places that this role is shown; none for a clerk, who works at the console."""
    return [place for place in places if role in place.roles]


ROLE_NAMES = {
    Role.CLERK.value: N_("Clerk"),
    Role.HEAD.value: N_("Head of the office"),
    Role.TECHNICIAN.value: N_("Technician"),
    Role.INSPECTOR.value: N_("Inspector"),
}
