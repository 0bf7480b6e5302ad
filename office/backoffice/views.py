"""How the back office describes itself: the JSON shapes of `/api/v1/admin/…`.

Times are UTC RFC 3339 with milliseconds.
"""

from typing import TypedDict


class PersonView(TypedDict):
    """`area`: counter numbers, None = the whole office; `counter`: where the person sits now."""

    id: str
    name: str
    title: str
    role: str
    area: list[int] | None
    disabled: bool
    has_pin: bool
    photo_url: str | None
    counter: int | None


class OfferedServiceView(TypedDict):
    """A service as the head sees it, as `office.domain.house.Service` has it. `given`: counted today."""

    id: str
    prefix: str
    name: str
    name_en: str
    detail: str
    detail_en: str
    switched_on: bool
    quota: int | None
    quota_morning: int | None
    quota_afternoon: int | None
    stop_before: int | None
    off_until: str | None
    position: int
    given: int
    counters: list[int]


class DeskView(TypedDict):
    """A counter as a piece of the house: its name and what it serves."""

    number: int
    name: str
    services: list[str]
    clerk: str | None


class FoundTicketView(TypedDict):
    """One line of "today's tickets"."""

    id: int
    number: str
    service: str
    state: str
    priority: bool
    counter: int | None
    issued_at: str
    called_at: str | None
    finished_at: str | None
    training: bool
    by_hand: bool
    print_state: str
    reprints: int


class DeedView(TypedDict):
    """One line of "who did what": a fact with the one who did it. `name`: of the person, when known."""

    seq: int
    at: str
    kind: str
    subject: str
    by: str
    name: str | None
    fact: dict[str, object]
