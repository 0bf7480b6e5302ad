"""Whole days of each profile, with what everybody was told at the issue held against the wait that came true.

The office begins with nothing learned and learns as it does in service: a time at its end, a band at the call. Compared
with what other machines say: people ahead × learned mean, and the wait of whoever of the service was called last.
Nobody is told a wait before the counters open; to whom a counter is free the band says "0–1 minutes", and that is
counted apart: four of five is said of those who have to wait.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

from office.domain.house import Calling, Counter
from office.domain.load import PROFILES, Profile, arrivals_of_a_day, citizens, tickets_on
from office.domain.moment import HOUR, MINUTE
from office.domain.replay import Busy, Hall, Open
from office.domain.simulation import USUAL_SESSIONS, Place, Scene, Visit, places_of, simulate
from office.domain.ticket import State
from office.domain.waiting import Learned, Timetable, Told, foretold
from tests.bench.figures import Row

SERVICES = "ABCDEGHT"
CLOSES = 18 * HOUR
FIRST_DAY = date(2026, 1, 5)
FULL = 200
"""Days from which on a figure is bound to its bar; fewer are judged with the spread of so few."""


@dataclass(frozen=True, slots=True)
class Case:
    """One person: what was told, what the two others would have said (ms), and the wait that came true (ms)."""

    told: Told
    ahead_by_mean: float
    last_called: float
    waited: int

    @property
    def inside(self) -> bool:
        return self.told.low * MINUTE <= self.waited <= self.told.high * MINUTE


class Office:
    """One office through many days. `untold`: people to whom nothing could be said."""

    def __init__(self, profile: Profile, rng: Random) -> None:
        self.profile, self.rng = profile, rng
        self.learned = Learned()
        self.cases: list[Case] = []
        self.untold = 0
        self.places = places_of(profile, SERVICES)
        self.counters = {place.number: Counter(place.number, "", place.services) for place in self.places}

    def live(self, days: int) -> None:
        day = FIRST_DAY
        for _ in range(days):
            _Day(self).through(tickets_on(self.profile, day))
            day += timedelta(days=3 if day.weekday() == 4 else 1)


@dataclass(slots=True)
class _Said:
    told: Told
    ahead_by_mean: float
    last_called: float


class _Day:
    def __init__(self, office: Office) -> None:
        self._office = office
        self._open: list[Visit] = []
        self._said: dict[int, _Said] = {}
        self._last: dict[str, Visit] = {}

    def through(self, people: int) -> None:
        office = self._office
        coming = citizens(office.rng, arrivals_of_a_day(office.rng, people), list(SERVICES))
        visits = simulate(
            office.places,
            Calling(),
            coming,
            closes_ms=CLOSES,
            rng=office.rng,
            on_issue=self._issued,
            on_finish=self._finished,
        )
        self._learn_calls(visits)
        for visit in visits:
            self._learn_way(visit)

    def _finished(self, service: str, ms: int) -> None:
        known = self._office.learned
        self._office.learned = replace(known, pace=known.pace.served(service, ms))

    def _issued(self, scene: Scene, visit: Visit) -> None:
        self._learn_calls(self._open)
        self._open = [one for one in self._open if one.called_ms is None]
        self._open.append(visit)
        newcomer, office = scene.waiting[-1], self._office
        if not any(place.sits(scene.now_ms) for place in scene.places):
            office.untold += 1
            return
        hall = Hall(self._seen(scene), scene.waiting[:-1], Calling(), scene.runs)
        told = foretold(hall, newcomer, office.learned, Timetable(scene.now_ms, USUAL_SESSIONS, CLOSES), office.rng)
        if told is None:
            office.untold += 1
            return
        shared = {service for one in hall.serving(newcomer) for service in one.counter.services}
        ahead = sum(one.service in shared for one in hall.waiting)
        last = self._last.get(newcomer.service)
        self._said[visit.ticket] = _Said(
            told,
            ahead * office.learned.pace.of(newcomer.service).mean_ms,
            0 if last is None else last.waited_ms or 0,
        )

    def _seen(self, scene: Scene) -> list[Open]:
        def busy(place: Place) -> Busy | None:
            at = scene.serving.get(place.number)
            return None if at is None else Busy(at.service, scene.now_ms - at.since_ms, at.state is State.SERVING)

        return [Open(self._office.counters[place.number], busy(place)) for place in scene.places]

    def _learn_calls(self, visits: Sequence[Visit]) -> None:
        """Everybody who was called since: in the order of the calls, as an office hears of them."""
        called = [one for one in visits if one.called_ms is not None]
        for one in sorted(called, key=lambda visit: visit.called_ms or 0):
            self._last[one.citizen.service] = one
            said, waited = self._said.pop(one.ticket, None), one.waited_ms
            if said is not None and waited is not None:
                self._office.learned = self._office.learned.came_true(said.told, waited)
                self._office.cases.append(Case(said.told, said.ahead_by_mean, said.last_called, waited))

    def _learn_way(self, visit: Visit) -> None:
        known, called = self._office.learned, visit.called_ms
        if visit.outcome is State.NO_SHOW:
            self._office.learned = replace(known, pace=known.pace.did_not_come(Calling().no_show_ms))
        elif visit.started_ms is not None and called is not None and visit.citizen.moves_to is None:
            self._office.learned = replace(known, pace=known.pace.came(visit.started_ms - called))


def days(_folder: Path, count: int) -> list[Row]:
    """`count` days of each profile."""
    return [row for name, profile in PROFILES.items() for row in _rows(name, profile, count)]


def _rows(name: str, profile: Profile, count: int) -> list[Row]:
    office = Office(profile, Random(f"waiting {name}"))
    office.live(count)
    waits = [case for case in office.cases if not case.told.is_free]
    free = [case for case in office.cases if case.told.is_free]
    what = f"waiting, {name}, {count} days"
    return [
        _error(f"{what}: all", office.cases),
        _error(f"{what}: who had to wait", waits),
        _band(what, waits, free, full=count >= FULL),
    ]


def _error(what: str, cases: Sequence[Case]) -> Row:
    """Mean absolute error at the issue; both others must be worse."""
    ours, by_mean, last = (
        _mean_error(cases, of) for of in (lambda c: c.told.point_ms, lambda c: c.ahead_by_mean, lambda c: c.last_called)
    )
    measured = f"off by {ours:.2f} min on average (n = {len(cases)}, mean wait {_mean_wait(cases):.1f} min)"
    bar = f"below ahead × mean {by_mean:.2f} and last called {last:.2f}"
    return Row(what, measured, bar, ours < by_mean and ours < last)


def _band(what: str, waits: Sequence[Case], free: Sequence[Case], *, full: bool) -> Row:
    inside, width = _share(waits), sum(c.told.high - c.told.low for c in waits) / max(1, len(waits))
    slack = 0.05 + (0 if full else 2 * math.sqrt(0.16 / max(1, len(waits))))
    measured = f"{inside:.1%} inside, {width:.1f} min wide; a free counter: {_share(free):.1%} of {len(free)} inside"
    return Row(f"{what}: shown band", measured, "80 % ± 5", abs(inside - 0.8) <= slack)


def _mean_error(cases: Sequence[Case], of: Callable[[Case], float]) -> float:
    return sum(abs(of(case) - case.waited) for case in cases) / max(1, len(cases)) / MINUTE


def _mean_wait(cases: Sequence[Case]) -> float:
    return sum(case.waited for case in cases) / max(1, len(cases)) / MINUTE


def _share(cases: Sequence[Case]) -> float:
    return sum(case.inside for case in cases) / max(1, len(cases))
