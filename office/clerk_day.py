"""A clerk's own day at a glance: whom I served, what I gave, how long it took. For that clerk alone.

Ratings are no part of it, and times that somebody marked as inexact belong into no mean.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, or_, select

from office.acts.showing import shown
from office.domain.house import House
from office.domain.moment import Moment, local, utc_text
from office.domain.ticket import State, Ticket
from office.store import days, tickets
from office.store.days import Day
from office.store.tables import call, counter_session, ticket
from office.views import HourView, OwnDayView, ServedView

RECENT = 12


@dataclass(frozen=True, slots=True)
class _Given:
    """One service that this clerk gave to somebody; `ms`: None when its time is not to be believed."""

    service: str
    ended_at: int
    ms: int | None


def own_day(conn: Connection, house: House, clerk: str, now: Moment) -> OwnDayView:
    """Everything of the running day that this clerk did; all zero without one."""
    day = days.running(conn)
    mine = [] if day is None else _touched(conn, day, clerk)
    done = [one for one in mine if one.state is State.DONE and one.clerk == clerk]
    lasted = [ms for ms in (_visit_ms(one, clerk) for one in done) if ms is not None]
    given = [one for visit in mine for one in _given(visit, clerk)]
    calls, recalls = (0, 0) if day is None else _calls(conn, day, clerk)
    since, paused = (None, 0) if day is None else _seated(conn, day, clerk, now)
    return {
        "served": len(done),
        "mean_ms": _mean(lasted),
        "longest_ms": max(lasted, default=None),
        "calls": calls,
        "recalls": recalls,
        "parked": sum(one.state is State.PARKED and one.clerk == clerk for one in mine),
        "no_show": sum(one.state is State.NO_SHOW and one.clerk == clerk for one in mine),
        "inexact": sum(one.inexact for one in mine),
        "since": None if since is None else utc_text(since),
        "paused_ms": paused,
        "services": _by_service(given),
        "hours": _by_hour(done, house),
        "recent": [shown(conn, house, one) for one in _last(mine)],  # type: ignore[misc]
    }


def _touched(conn: Connection, day: Day, clerk: str) -> list[Ticket]:
    """Tickets that this clerk called last or gave a service of; few have more than one part."""
    parts = ticket.c.parts.is_not(None)
    query = select(ticket).where(
        ticket.c.day == day.id, ticket.c.training == day.training, or_(ticket.c.clerk == clerk, parts)
    )
    found = (tickets.read(row) for row in conn.execute(query))
    return [one for one in found if one.clerk == clerk or any(part.clerk == clerk for part in one.parts)]


def _given(one: Ticket, clerk: str) -> Iterator[_Given]:
    for part in one.parts:
        if part.clerk == clerk:
            yield _Given(part.service, part.ended_at, None if one.inexact else part.served_ms)
    if one.state is State.DONE and one.clerk == clerk and one.finished_at is not None:
        yield _Given(one.service, one.finished_at, None if one.inexact else one.served_ms)


def _visit_ms(one: Ticket, clerk: str) -> int | None:
    times = [given.ms for given in _given(one, clerk)]
    return None if one.inexact else sum(ms for ms in times if ms is not None)


def _mean(times: Sequence[int]) -> int | None:
    return round(sum(times) / len(times)) if times else None


def _by_service(given: Sequence[_Given]) -> list[ServedView]:
    return [
        ServedView(
            service=service,
            served=count,
            mean_ms=_mean([one.ms for one in given if one.service == service and one.ms is not None]),
        )
        for service, count in Counter(one.service for one in given).most_common()
    ]


def _by_hour(done: Sequence[Ticket], house: House) -> list[HourView]:
    ends = Counter(local(one.finished_at, house.zone).hour for one in done if one.finished_at is not None)
    return [HourView(hour=hour, served=count) for hour, count in sorted(ends.items())]


def _last(mine: Sequence[Ticket]) -> list[Ticket]:
    return sorted(mine, key=lambda one: one.called_at or 0, reverse=True)[:RECENT]


def _calls(conn: Connection, day: Day, clerk: str) -> tuple[int, int]:
    """First calls and further calls at the counters where this clerk sat at that time."""
    sat = (
        (counter_session.c.clerk == clerk)
        & (counter_session.c.counter == call.c.counter)
        & (call.c.at >= counter_session.c.opened_at)
        & or_(counter_session.c.closed_at.is_(None), call.c.at <= counter_session.c.closed_at)
    )
    query = select(call.c.recall, func.count(call.c.id.distinct()).label("n")).join(counter_session, sat)
    counted = {row.recall: row.n for row in conn.execute(query.where(call.c.day == day.id).group_by(call.c.recall))}
    return counted.get(False, 0), counted.get(True, 0)


def _seated(conn: Connection, day: Day, clerk: str, now: Moment) -> tuple[int | None, int]:
    """(first sign-in of today, ms on a pause)."""
    mine = (counter_session.c.clerk == clerk) & (counter_session.c.opened_at >= day.opened.wall)
    still = counter_session.c.closed_at.is_(None) & (counter_session.c.clerk == clerk)
    rows = conn.execute(select(counter_session).where(mine | still)).all()
    running = sum(max(0, now.wall - row.paused_at) for row in rows if row.paused_at is not None)
    first = min((max(row.opened_at, day.opened.wall) for row in rows), default=None)
    return first, sum(row.paused_ms for row in rows) + running
