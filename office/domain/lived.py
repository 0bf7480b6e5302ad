"""A day as it was, read from its facts, so that it can be played again under another rule.

Who came when and for what, how long they took at the counters, who did not come, and when somebody sat where. Rules:
1. Practice is left out, and whoever gave the number up before being called.
2. An undone act never happened.
3. The way to the counter is what passed between the last call and the start; whoever came back after being missed or
   parked counts as one who came.
4. A clerk who takes a moment before calling somebody who waits already keeps the counter for so long: that moment is
   added to the service before it, at most `LONGEST_MOMENT_MS` of it.
5. Of people who were never called, who are still at a counter or were written by hand without their end, and of those
   whose times the clerk marked as inexact, nobody knows how long they took: they get the median of their service on
   that day, and are counted (`guessed`). Who was served without a call on record has no wait.
6. A counter serves what the house says today and whatever it called on that day; breaks are the pauses of the journal.
All times are ms after midnight of the office.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import median
from typing import Any, NamedTuple

from office.domain.load import ERRANDS, OTHER, Citizen
from office.domain.moment import MINUTE
from office.domain.simulation import Place, Sessions
from office.domain.ticket import State
from office.domain.waits import PlayedDay, Waited

LONGEST_MOMENT_MS = 10 * MINUTE
NO_COUNTER = 0
"""Where somebody was served whose number was written by hand."""


class Told(NamedTuple):
    """A fact: `at`, and times in its `body`, in ms after midnight; `subject` is "ticket:17", "counter:3"."""

    at: int
    kind: str
    subject: str
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class LivedDay:
    """`waited`: what really happened to the people; `cancelled`: how many gave the number up."""

    played: PlayedDay
    waited: Sequence[Waited]
    guessed: int
    cancelled: int


@dataclass(frozen=True, slots=True)
class _Leg:
    """One stay at a counter; `left` None = it goes on."""

    service: str
    counter: int
    called: int
    started: int | None = None
    left: int | None = None


@dataclass(frozen=True, slots=True)
class _Life:
    """One ticket after one of its facts."""

    issued: int
    service: str
    priority: bool
    state: str
    legs: tuple[_Leg, ...] = ()
    since: int = 0  # when it began to wait this time
    inexact: bool = False  # the clerk says so of its times

    @property
    def is_known(self) -> bool:
        """How long this person keeps a counter busy was seen."""
        return bool(self.legs) and self.legs[-1].left is not None and not self.inexact

    @property
    def is_wait_known(self) -> bool:
        """Also that there was none yet."""
        return not self.inexact and (bool(self.legs) or self.state != State.DONE)

    @property
    def first_call(self) -> int | None:
        return self.legs[0].called if self.legs else None


def lived_day(facts: Iterable[Told], services: Mapping[int, Sequence[str]]) -> LivedDay:
    """`facts`: of that day, in order; `services`: counter → what it serves. A day that still runs ends with them."""
    reading = _Reading()
    for fact in facts:
        reading.take(fact)
    lives = [one[-1] for one in reading.lives.values()]
    staying = [life for life in lives if life.state != State.CANCELLED or life.legs]
    closes = reading.last + 1 if reading.closed is None else reading.closed
    usual = _usual(staying)
    citizens = [_citizen(life, reading.moments, usual) for life in staying]
    return LivedDay(
        played=PlayedDay(_places(reading, services, closes), citizens, closes),
        waited=[Waited(life.priority, _wait(life)) for life in staying if life.is_wait_known],
        guessed=sum(not life.is_known for life in staying),
        cancelled=len(lives) - len(staying),
    )


@dataclass(slots=True)
class _Reading:
    """What the facts said so far. `moments`: (counter, when somebody left it) → until the clerk called the next."""

    lives: dict[str, list[_Life]] = field(default_factory=dict)
    sits: dict[int, list[list[int | None]]] = field(default_factory=dict)
    called: dict[int, set[str]] = field(default_factory=dict)
    left: dict[int, int] = field(default_factory=dict)
    moments: dict[tuple[int, int], int] = field(default_factory=dict)
    closed: int | None = None
    last: int = 0

    def take(self, fact: Told) -> None:
        kind, body = fact.kind, fact.body
        self.last = max(self.last, fact.at)
        if kind in ("day.opened", "day.closed"):
            self.closed = fact.at if kind == "day.closed" else None
        elif kind in _SITS:
            self._sit(int(body["counter"]), fact.at, sits=_SITS[kind])
        elif kind.startswith("ticket.") and not body.get("training"):
            self._ticket(fact)

    def _sit(self, counter: int, at: int, *, sits: bool) -> None:
        spans = self.sits.setdefault(counter, [])
        if spans and spans[-1][1] is None:
            spans[-1][1] = at
        if sits:
            spans.append([at, None])
        self.left.pop(counter, None)

    def _ticket(self, fact: Told) -> None:
        history = self.lives.get(fact.subject)
        if history is None:
            if fact.kind in ("ticket.issued", "ticket.entered_by_hand"):
                self.lives[fact.subject] = [_born(fact)]
        elif fact.kind == "ticket.undone":
            _undo(history, fact.body)
        else:
            self._note(history[-1], fact)
            history.append(_after(history[-1], fact))

    def _note(self, life: _Life, fact: Told) -> None:
        """When counters were left, and how long the clerk took until the next call."""
        if fact.kind == "ticket.called":
            counter = int(fact.body["counter"])
            self.called.setdefault(counter, set()).add(str(fact.body["service"]))
            left = self.left.pop(counter, None)
            if left is not None and life.since <= left:
                self.moments[counter, left] = min(fact.at - left, LONGEST_MOMENT_MS)
        elif life.state in (State.CALLED, State.SERVING) and fact.kind in _LEAVES:
            self.left[life.legs[-1].counter] = fact.at


_SITS = {"counter.opened": True, "counter.resumed": True, "counter.paused": False, "counter.closed": False}
"""Whether somebody sits there from then on. Whoever takes the counter over in another browser stays where they are."""

_LEAVES = frozenset({"ticket.finished", "ticket.no_show", "ticket.parked", "ticket.transferred"})


def _born(fact: Told) -> _Life:
    body = fact.body
    issued = int(body.get("issued_at", fact.at))
    born = _Life(issued, str(body["service"]), bool(body.get("priority")), str(body["state"]), since=issued)
    called = body.get("called_at")
    if called is None:
        return born
    return replace(born, legs=(_Leg(born.service, NO_COUNTER, called, called, body.get("finished_at")),))


def _after(life: _Life, fact: Told) -> _Life:
    body = fact.body
    now = _told(life, body)
    if fact.kind == "ticket.called":
        return replace(now, legs=(*life.legs, _Leg(str(body["service"]), int(body["counter"]), fact.at)))
    if now.state == State.SERVING and life.state == State.CALLED:
        implied = fact.kind != "ticket.started" or body.get("implied_start")
        return _with_last(now, replace(life.legs[-1], started=life.legs[-1].called if implied else fact.at))
    if fact.kind in _LEAVES and life.state in (State.CALLED, State.SERVING):
        now = _with_last(now, replace(life.legs[-1], left=fact.at))
    return replace(now, since=fact.at) if now.state == State.WAITING and life.state != State.WAITING else now


def _told(life: _Life, body: Mapping[str, Any]) -> _Life:
    """With what a fact about a ticket says of its state."""
    if "state" not in body:
        return life
    state, inexact = str(body["state"]), bool(body.get("inexact"))
    return replace(life, state=state, priority=bool(body.get("priority")), inexact=inexact)


def _with_last(life: _Life, leg: _Leg) -> _Life:
    return replace(life, legs=(*life.legs[:-1], leg))


def _undo(history: list[_Life], body: Mapping[str, Any]) -> None:
    """Back to the last time when it stood as the undo left it."""
    while len(history) > 1 and history[-1].state != body["state"]:
        history.pop()
    history[-1] = _told(history[-1], body)


# --- people and places -----------------------------------------------------------------------------------------------
def _wait(life: _Life) -> int | None:
    return None if life.first_call is None else life.first_call - life.issued


def _took(leg: _Leg) -> int:
    """At the counter from the start on; 0 for one that goes on, or was never started."""
    return 0 if leg.started is None or leg.left is None else max(0, leg.left - leg.started)


def _usual(lives: Iterable[_Life]) -> Mapping[str, int]:
    """Service → the median of the day."""
    took: dict[str, list[int]] = {}
    legs = (leg for life in lives if life.is_known for leg in life.legs)
    for leg in (leg for leg in legs if leg.left is not None and leg.started is not None):
        took.setdefault(leg.service, []).append(_took(leg))
    return {service: round(median(times)) for service, times in took.items()}


def _citizen(life: _Life, moments: Mapping[tuple[int, int], int], usual: Mapping[str, int]) -> Citizen:
    served = [leg for leg in life.legs if leg.started is not None]
    first = life.legs[0].service if life.legs else life.service
    moved = next((at for at, leg in enumerate(served) if leg.service != first), len(served))
    before, then = served[:moved], served[moved:]
    return Citizen(
        arrives_ms=life.issued,
        service=first,
        priority=life.priority,
        comes=bool(served) or not life.legs,
        needs_second_call=False,
        walk_ms=max(0, (served[0].started or 0) - served[0].called) if served else 0,
        service_ms=_kept_busy(before, moments) if life.is_known else _guess(first, usual),
        moves_to=then[0].service if before and then else None,
        then_ms=_kept_busy(then, moments),
        level=None,
        reads_ms=0,
    )


def _kept_busy(legs: Iterable[_Leg], moments: Mapping[tuple[int, int], int]) -> int:
    return sum(_took(leg) + moments.get((leg.counter, leg.left or 0), 0) for leg in legs)


def _guess(service: str, usual: Mapping[str, int]) -> int:
    return usual.get(service, ERRANDS.get(service, OTHER).median)


def _places(reading: _Reading, services: Mapping[int, Sequence[str]], closes: int) -> list[Place]:
    return [
        Place(counter, _serves(services.get(counter, ()), reading.called.get(counter, set())), _spans(spans, closes))
        for counter, spans in sorted(reading.sits.items())
    ]


def _serves(today: Sequence[str], called: set[str]) -> tuple[str, ...]:
    return (*today, *sorted(called.difference(today)))


def _spans(spans: Iterable[Sequence[int | None]], closes: int) -> Sessions:
    ended = ((begin or 0, closes if end is None else end) for begin, end in spans)
    return tuple((begin, end) for begin, end in ended if begin < end)
