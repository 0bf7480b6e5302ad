"""How long those in line will wait, as of this moment: the hall is read once, and played on when somebody asks.

What the figures mean and how good they are is written in `office.domain.waiting`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random

from sqlalchemy import Connection

from office.domain.house import House
from office.domain.line import Waiting
from office.domain.moment import HOUR, MINUTE, SECOND, Moment, local
from office.domain.replay import Busy, Hall, Open, Outlook, play_on
from office.domain.waiting import Foresight, Timetable, Told, foretold, told
from office.store import tickets
from office.store.seats import Seat
from office.views import WaitView

_LAST = 2**62
"""Arrival and id of somebody who would come now, behind everybody."""


@dataclass(frozen=True, slots=True)
class Coming:
    """`wait`: of somebody who takes a number now; `late`: the line cannot be served before the office closes."""

    wait: Told | None
    late: bool


class Forecast:
    """Good for one transaction; `seats`: open sessions, `runs`: see `office.domain.replay.Hall`."""

    def __init__(
        self,
        conn: Connection,
        house: House,
        waiting: Sequence[Waiting],
        seats: Mapping[int, Seat],
        runs: Mapping[int, int],
        foresight: Foresight,
    ) -> None:
        self._conn, self._house, self._waiting = conn, house, waiting
        self._seats, self._runs = seats, runs
        self._learned, self._now = foresight
        # The same lots for a minute: a band moves because the hall does, not because somebody looked again.
        self._rng = Random(foresight.now.wall // MINUTE)  # noqa: S311 - lots for a forecast, no secret

    def of_newcomer(self, service: str, priority: bool) -> Told | None:
        """What somebody is told who comes now."""
        newcomer = Waiting(_LAST, _LAST, service, priority)
        return foretold(self._hall, newcomer, self._learned, self._times, self._rng)

    def of(self, one: Waiting) -> Told | None:
        """What somebody in line may be told now."""
        outlook = self._outlooks.get(one.id)
        return None if outlook is None else told(outlook, one.priority, self._learned, self._times)

    def services(self) -> dict[str, Coming]:
        """For each service what somebody would be told who comes now."""
        coming = {s: Waiting(_LAST, _LAST + place, s, False) for place, s in enumerate(self._house.services)}
        found = play_on(self._hall, self._learned.pace, self._rng, list(coming.values()))
        crowded = {one.service for one in self._waiting}
        return {s: self._coming(s, found.get(one.id), s in crowded) for s, one in coming.items()}

    def _coming(self, service: str, outlook: Outlook | None, crowded: bool) -> Coming:
        if outlook is None:
            return Coming(None, late=False)
        wait, times = told(outlook, False, self._learned, self._times), self._times
        closes = times.sessions[-1][1] if times.sessions else times.ends_ms
        called = times.now_ms + (times.ends_ms if wait is None else wait.point_ms)
        ends = called + (self._learned.pace.mean_ms(service) if crowded else 0)
        return Coming(wait, late=times.now_ms < closes < ends)

    @cached_property
    def _outlooks(self) -> dict[int, Outlook]:
        return play_on(self._hall, self._learned.pace, self._rng)

    @cached_property
    def _hall(self) -> Hall:
        house = self._house.counters
        places = [house[n] for n, seat in self._seats.items() if seat.paused_at is None and n in house]
        busy = {row.counter: _busy(row, self._now) for row in tickets.standing(self._conn)} if places else {}
        counters = [Open(place, busy.get(place.number)) for place in places]
        return Hall(counters, self._waiting, self._house.calling, self._runs)

    @cached_property
    def _times(self) -> Timetable:
        return timetable(self._house, self._now)


def timetable(house: House, now: Moment) -> Timetable:
    """The sessions of today and the end of its record, on the wall clock; a day after its end lasts until midnight."""
    at = local(now.wall, house.zone)
    midnight = now.wall - at.hour * HOUR - at.minute * MINUTE - at.second * SECOND - at.microsecond // 1000
    sessions = tuple((midnight + begin * MINUTE, midnight + end * MINUTE) for begin, end in house.hours_on(at.date()))
    ends = midnight + house.day_hours.ends * MINUTE
    return Timetable(now.wall, sessions, ends if ends > now.wall else midnight + 24 * HOUR)


def wait_view(wait: Told | None) -> WaitView | None:
    return None if wait is None else WaitView(low=wait.low, high=wait.high)


def _busy(row: tickets.Standing, now: Moment) -> Busy:
    came = row.started is not None
    since = row.started or row.first_call
    return Busy(row.service, 0 if since is None else now.since(since), came)
