"""A ticket's story told again from its facts: what each of them made of it, for a database that had to be restored.

A fact carries the state after it, so most of a ticket is simply read; what a fact does not say (a place in the line, a
part of the visit that ended) follows from the same rules by which it came about. Pure: no database, no clock. The rule
that surprises: a fact about a ticket that nobody has heard of tells nothing, unless it is the one that gave the number.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from office.domain import numbers
from office.domain.moment import Moment
from office.domain.ticket import State, Ticket, ended_part, served_ms

Body = Mapping[str, Any]
MOST_ID = 2**62
_STATES = frozenset(str(one) for one in State)


@dataclass(frozen=True, slots=True)
class Told:
    """A fact of the journal, read."""

    seq: int
    kind: str
    subject: str
    body: Body
    at: Moment

    @property
    def number(self) -> int | None:
        """17 of "ticket:17"."""
        digits = self.subject.partition(":")[2]
        return int(digits) if digits.isascii() and digits.isdigit() and 0 < len(digits) < 19 else None

    def text(self, key: str) -> str | None:
        value = self.body.get(key)
        return value if type(value) is str else None

    def count(self, key: str) -> int | None:
        value = self.body.get(key)
        return value if type(value) is int and 0 <= value < MOST_ID else None

    def flag(self, key: str) -> bool:
        return self.body.get(key) is True


@dataclass(slots=True)
class Places:
    """The places that are given in order: in the line, and among those who come back."""

    arrival: int = 0
    back: int = 0

    def arrives(self, wall: int) -> int:
        self.arrival = max(self.arrival + 1, wall)
        return self.arrival

    def comes_back(self) -> int:
        self.back += 1
        return self.back


@dataclass(slots=True)
class Story:
    """`tickets`: as they are now, by id; `born`: id → date of those whose number these facts gave."""

    tickets: dict[int, Ticket] = field(default_factory=dict)
    born: dict[int, str] = field(default_factory=dict)
    changed: set[int] = field(default_factory=set)
    places: Places = field(default_factory=Places)

    def tell(self, fact: Told) -> bool:
        """Whether the fact told something about a ticket."""
        rule, key = RULES.get(fact.kind), fact.number
        if rule is None or key is None:
            return False
        before = self.tickets.get(key) or self._begin(key, fact)
        if before is None:
            return False
        self.tickets[key] = rule(_common(before, fact) if fact.kind not in ASIDE else before, fact, self.places)
        self.changed.add(key)
        return True

    def _begin(self, key: int, fact: Told) -> Ticket | None:
        number, service, date = fact.text("number"), fact.text("service"), fact.text("date")
        if fact.kind not in GIVING or service is None or date is None or numbers.read(number or "") is None:
            return None
        assert number is not None
        self.born[key] = date
        issued = fact.count("issued_at") or fact.at.wall
        arrival = issued if "issued_at" in fact.body else self.places.arrives(issued)
        channel = fact.text("channel") or "by_hand"
        return Ticket(key, 0, number, service, False, State.WAITING, channel, arrival, arrival, issued)


def _common(one: Ticket, fact: Told) -> Ticket:
    """What every fact about a ticket says."""
    word = fact.text("state") or ""
    return replace(
        one,
        service=fact.text("service") or one.service,
        state=State(word) if word in _STATES else one.state,
        priority=fact.flag("priority"),
        counter=fact.count("counter"),
        clerk=fact.text("clerk"),
        calls=fact.count("calls") or 0,
        training=fact.flag("training"),
        by_hand=fact.flag("by_hand"),
        inexact=fact.flag("inexact"),
    )


Rule = Callable[[Ticket, Told, Places], Ticket]


def _same(one: Ticket, _fact: Told, _places: Places) -> Ticket:
    return one


def _issued(one: Ticket, fact: Told, _places: Places) -> Ticket:
    given = fact.body.get("wait")
    low, high = given if type(given) is list and len(given) == 2 else (None, None)
    told: dict[str, Any] = {"wait_low": low, "wait_high": high, "wait_ms": fact.count("wait_ms")}
    return replace(one, issued=fact.at, ahead_at_issue=fact.count("ahead"), **told)


def _by_hand(one: Ticket, fact: Told, _places: Places) -> Ticket:
    called = fact.count("called_at")
    return replace(one, called_at=called, started_at=called, finished_at=fact.count("finished_at"))


def _called(one: Ticket, fact: Told, _places: Places) -> Ticket:
    waited = fact.count("waited_ms") if one.waited_ms is None else one.waited_ms
    why: dict[str, Any] = {"rule": fact.text("rule"), "because": fact.text("because"), "waited_ms": waited}
    return replace(one, called_at=fact.at.wall, first_call=fact.at, started_at=None, started=None, **why)


def _started(one: Ticket, fact: Told, _places: Places) -> Ticket:
    """Whoever was only called when the next was called counts as started at the call."""
    at = one.first_call if fact.flag("implied_start") and one.first_call is not None else fact.at
    return replace(one, started_at=at.wall, started=at)


def _finished(one: Ticket, fact: Told, _places: Places) -> Ticket:
    served = fact.count("served_ms")
    return replace(one, finished_at=fact.at.wall, served_ms=served_ms(one, fact.at) if served is None else served)


def _missed(one: Ticket, fact: Told, _places: Places) -> Ticket:
    return replace(one, left=fact.at)


def _parked(one: Ticket, fact: Told, _places: Places) -> Ticket:
    return replace(one, park_reason=fact.text("reason"), parts=_ended(one, fact), started_at=None, started=None)


def _moved(one: Ticket, fact: Told, places: Places) -> Ticket:
    position = fact.text("position")
    return replace(
        one,
        for_counter=fact.count("to"),
        first_call=None,
        parts=_ended(one, fact),
        started_at=None,
        started=None,
        returned=places.comes_back() if position == "front" else None,
        arrival=places.arrives(fact.at.wall) if position == "back" else one.first_arrival,
    )


def _came_back(one: Ticket, _fact: Told, places: Places) -> Ticket:
    return replace(one, returned=places.comes_back(), first_call=None, park_reason=None, left=None)


def _went_on(one: Ticket, fact: Told, _places: Places) -> Ticket:
    return replace(one, parts=_ended(one, fact), started_at=fact.at.wall, started=fact.at)


def _ended(one: Ticket, fact: Told) -> tuple[Any, ...]:
    """With the part that ended, as the fact says it: its service, and how long it took."""
    served, service = fact.count("served_ms"), fact.text("from_service")
    counter = one.counter if one.counter is not None else fact.count("from_counter")
    clerk = one.clerk or fact.body.get("by", "").removeprefix("clerk:")
    if service is None or served is None or one.started_at is None or counter is None or not clerk:
        return one.parts
    serving = replace(one, service=service, state=State.SERVING, counter=counter, clerk=clerk)
    return (*one.parts, replace(ended_part(serving, fact.at)[-1], served_ms=served))


def _undone(one: Ticket, fact: Told, _places: Places) -> Ticket:
    """What was taken back did not happen; the place in the line was never touched by it."""
    part, began = fact.count("part"), fact.count("started_at")
    parts = one.parts if part is None else one.parts[: max(0, part - 1)]
    back = replace(one, parts=parts, finished_at=None, served_ms=None, left=None)
    if fact.text("act") == "transfer":
        back = replace(back, for_counter=None)
    if began is not None:
        shift = fact.at.wall - began
        back = replace(back, started_at=began, started=fact.at.plus(-shift))
    if one.state is State.WAITING:
        return replace(back, called_at=None, first_call=None, started_at=None, started=None, waited_ms=None)
    if one.first_call is None and one.called_at is not None:
        back = replace(back, first_call=fact.at.plus(one.called_at - fact.at.wall))
    return replace(back, started_at=None, started=None) if one.state is State.CALLED else back


def _printed(one: Ticket, fact: Told, _places: Places) -> Ticket:
    state = fact.text("state") or one.print_state
    return replace(one, print_state=state, print_reason=fact.text("reason"), print_job=fact.text("job"))


def _reprinted(one: Ticket, fact: Told, _places: Places) -> Ticket:
    return replace(one, reprints=fact.count("reprints") or one.reprints)


GIVING = frozenset({"ticket.issued", "ticket.entered_by_hand"})
ASIDE = frozenset({"print.settled"})
"""Facts about a ticket that do not carry its state."""
RULES: dict[str, Rule] = {
    "ticket.issued": _issued,
    "ticket.entered_by_hand": _by_hand,
    "ticket.called": _called,
    "ticket.recalled": _same,
    "ticket.started": _started,
    "ticket.finished": _finished,
    "ticket.no_show": _missed,
    "ticket.parked": _parked,
    "ticket.transferred": _moved,
    "ticket.returned": _came_back,
    "ticket.cancelled": _same,
    "ticket.expired": _same,
    "ticket.prioritised": _same,
    "ticket.continued": _went_on,
    "ticket.noted": _same,
    "ticket.times_marked": _same,
    "ticket.undone": _undone,
    "ticket.reprint_asked": _reprinted,
    "print.settled": _printed,
}
