"""A day of the office played through without a clock, a database or a screen: who waits how long under which rule.

Events in the order of their time: somebody leaves a counter, a counter's session begins, somebody comes. At the same
millisecond all of that happens first, then the idle counters call, in an order drawn by lot, each once. Who is called
is asked of `office.domain.line`, the product's own rule; nothing here knows it. All times are ms after midnight.

What the clerks do: they call as soon as they are free and sit there; a person who needs a second call gets it after
`RECALL_MS`; for one who does not come they wait as long as the rule wants (`Calling.no_show_ms`), then a moment more.
Whoever is at a counter when its session ends is served to the end. A person who is sent on to another service keeps
the place of the first issue. Nobody is called from `closes_ms` on: who still waits then is `expired`.
"""

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from random import Random
from typing import NamedTuple

from office.domain.house import Calling, Counter
from office.domain.line import Line, Waiting, run_after
from office.domain.load import Citizen, Profile, busy_shares
from office.domain.moment import HOUR, MINUTE, SECOND
from office.domain.ticket import State

RECALL_MS = 20 * SECOND
NO_SHOW_GRACE_MS = 1 * SECOND

Sessions = tuple[tuple[int, int], ...]
"""(from, to) in ms after midnight, in order."""

USUAL_SESSIONS: Sessions = ((7 * HOUR + 30 * MINUTE, 12 * HOUR), (13 * HOUR, 18 * HOUR))
"""The afternoon's is longer than its issuing hours: whoever holds a number at five is still served."""


@dataclass(frozen=True, slots=True)
class Place:
    """A counter of the day: what it serves, and when somebody sits there."""

    number: int
    services: tuple[str, ...]
    sessions: Sessions = USUAL_SESSIONS

    def sits(self, at_ms: int) -> bool:
        return any(begin <= at_ms < end for begin, end in self.sessions)


@dataclass(slots=True)
class Visit:
    """What became of one person. `called_ms`: the first call; `started_ms`, `finished_ms`, `counter`: of the last.

    `outcome`: done | no_show | expired. Of one who was sent on and not called again `finished_ms` is None.
    """

    citizen: Citizen
    ticket: int
    issued_ms: int
    called_ms: int | None = None
    started_ms: int | None = None
    finished_ms: int | None = None
    counter: int | None = None
    outcome: State = State.EXPIRED

    @property
    def waited_ms(self) -> int | None:
        """From the number to the first call; None for one who was never called."""
        return None if self.called_ms is None else self.called_ms - self.issued_ms


class AtCounter(NamedTuple):
    """Who stands at a counter. `state`: called | serving, `since_ms`: in that state."""

    service: str
    since_ms: int
    state: State


@dataclass(frozen=True, slots=True)
class Scene:
    """What can be seen in the hall at `now_ms`, and no more: nobody knows how long somebody will take.

    `waiting` holds the newcomer too, last; `runs`: ordinary calls of a counter since its last priority call.
    """

    now_ms: int
    waiting: list[Waiting]
    serving: dict[int, AtCounter]
    runs: dict[int, int]
    places: Sequence[Place]


OnIssue = Callable[[Scene, Visit], None]
OnFinish = Callable[[str, int], None]
"""(service, ms between start and finish) of everybody who was served or sent on."""


def simulate(
    places: Sequence[Place],
    calling: Calling,
    citizens: Sequence[Citizen],
    *,
    closes_ms: int,
    rng: Random,
    on_issue: OnIssue | None = None,
    on_finish: OnFinish | None = None,
) -> list[Visit]:
    """One visit for everybody who comes before `closes_ms`, in the order of their numbers (1, 2, …)."""
    play = _Play(places, calling, closes_ms, rng, on_issue, on_finish)
    return play.through(sorted((c for c in citizens if c.arrives_ms < closes_ms), key=lambda c: c.arrives_ms))


@dataclass(slots=True)
class _Stay:
    """One person at one counter; `started_ms` None = nobody came."""

    visit: Visit
    service: str
    called_ms: int
    started_ms: int | None
    leaves_ms: int

    def seen(self, now_ms: int) -> AtCounter:
        if self.started_ms is not None and self.started_ms <= now_ms:
            return AtCounter(self.service, self.started_ms, State.SERVING)
        return AtCounter(self.service, self.called_ms, State.CALLED)


class _Play:
    def __init__(
        self,
        places: Sequence[Place],
        calling: Calling,
        closes_ms: int,
        rng: Random,
        on_issue: OnIssue | None,
        on_finish: OnFinish | None,
    ) -> None:
        self._places = {place.number: place for place in places}
        self._counters = {p.number: Counter(p.number, "", p.services) for p in places}
        self._calling, self._closes_ms, self._rng = calling, closes_ms, rng
        self._on_issue, self._on_finish = on_issue, on_finish
        self._line = Line(())
        self._waiting: dict[int, Waiting] = {}
        self._visits: dict[int, Visit] = {}
        self._moved: set[int] = set()
        self._stays: dict[int, _Stay] = {}
        self._idle: set[int] = set()
        self._runs: dict[int, int] = {place.number: 0 for place in places}
        self._ends: list[tuple[int, int]] = []
        """(when, counter) of everybody who stands at one."""

    def through(self, citizens: Sequence[Citizen]) -> list[Visit]:
        begins = sorted({begin for place in self._places.values() for begin, _ in place.sessions}, reverse=True)
        coming = list(reversed(citizens))
        while (now := self._next(begins, coming)) is not None:
            while self._ends and self._ends[0][0] == now:
                self._leave(heapq.heappop(self._ends)[1])
            if begins and begins[-1] == now:
                self._sit_down(begins.pop())
            while coming and coming[-1].arrives_ms == now:
                self._issue(coming.pop())
            self._call(now)
        return list(self._visits.values())

    def _next(self, begins: list[int], coming: list[Citizen]) -> int | None:
        """When something happens next."""
        times = [self._ends[0][0]] if self._ends else []
        times += begins[-1:] + ([coming[-1].arrives_ms] if coming else [])
        return min(times, default=None)

    def _sit_down(self, now: int) -> None:
        self._idle |= {n for n, place in self._places.items() if n not in self._stays and place.sits(now)}

    def _issue(self, citizen: Citizen) -> None:
        number, now = len(self._visits) + 1, citizen.arrives_ms
        visit = self._visits[number] = Visit(citizen, number, now)
        self._wait(Waiting(now, number, citizen.service, citizen.priority))
        if self._on_issue is not None:
            self._on_issue(self._scene(now), visit)

    def _wait(self, one: Waiting) -> None:
        self._line.add(one)
        self._waiting[one.id] = one

    def _scene(self, now: int) -> Scene:
        serving = {number: stay.seen(now) for number, stay in self._stays.items()}
        return Scene(now, list(self._waiting.values()), serving, dict(self._runs), tuple(self._places.values()))

    def _call(self, now: int) -> None:
        if not self._waiting or now >= self._closes_ms:
            return
        idle = sorted(number for number in self._idle if self._places[number].sits(now))
        if len(idle) > 1:
            self._rng.shuffle(idle)
        for number in idle:
            self._call_to(number, now)

    def _call_to(self, number: int, now: int) -> None:
        picked = self._line.take(self._counters[number], self._calling, self._runs[number])
        if picked is None:
            return
        one = picked.waiting
        self._idle.discard(number)
        del self._waiting[one.id]
        self._runs[number] = run_after(self._runs[number], one.priority)
        visit = self._visits[one.id]
        visit.counter = number
        visit.called_ms = now if visit.called_ms is None else visit.called_ms
        stay = self._stays[number] = self._stay(visit, one.service, now)
        visit.started_ms = stay.started_ms
        heapq.heappush(self._ends, (stay.leaves_ms, number))

    def _stay(self, visit: Visit, service: str, now: int) -> _Stay:
        citizen = visit.citizen
        if not citizen.comes:
            return _Stay(visit, service, now, None, now + self._calling.no_show_ms + NO_SHOW_GRACE_MS)
        started = now + citizen.walk_ms + (RECALL_MS if citizen.needs_second_call else 0)
        takes = citizen.then_ms if visit.ticket in self._moved else citizen.service_ms
        return _Stay(visit, service, now, started, started + takes)

    def _leave(self, number: int) -> None:
        stay = self._stays.pop(number)
        self._idle.add(number)
        visit, citizen = stay.visit, stay.visit.citizen
        if stay.started_ms is None:
            visit.outcome = State.NO_SHOW
            return
        if self._on_finish is not None:
            self._on_finish(stay.service, stay.leaves_ms - stay.started_ms)
        if citizen.moves_to is not None and visit.ticket not in self._moved:
            self._moved.add(visit.ticket)
            self._wait(Waiting(visit.issued_ms, visit.ticket, citizen.moves_to, citizen.priority))
            return
        visit.finished_ms, visit.outcome = stay.leaves_ms, State.DONE


def places_of(profile: Profile, services: Sequence[str], sessions: Sessions = USUAL_SESSIONS) -> list[Place]:
    """Counters of an office of this size, the work dealt out evenly.

    The services lie side by side, each as wide as its share of the work, and are cut into as many equal pieces as there
    are counters; a counter also takes half of the piece of either neighbour, so that no line stands beside an idle
    clerk for long.
    """
    ends = list(accumulate(busy_shares(services)))
    begins = [0.0, *ends[:-1]]
    piece = 1 / profile.counters
    return [
        Place(n + 1, _within(services, begins, ends, (n - 0.5) * piece, (n + 1.5) * piece), sessions)
        for n in range(profile.counters)
    ]


def _within(
    services: Sequence[str], begins: Sequence[float], ends: Sequence[float], low: float, high: float
) -> tuple[str, ...]:
    return tuple(s for s, begin, end in zip(services, begins, ends, strict=True) if begin < high and end > low)
