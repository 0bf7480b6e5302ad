"""A stretch goes into the tables: one transaction, in which people come back to where they were.

Rules:
1. What was done in the present stream holds: a ticket that somebody has touched since is left as it is.
2. On the running day people wait again with their numbers, and whoever stood at a counter stands there; where somebody
   else stands by now, one who was being served is done, and one who was called waits again, in front.
3. On a day that is over everybody has gone home, as when a day closes by itself.
4. Seats are closed: who sits where now, only the present knows.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from office.domain import numbers
from office.domain.facts import subject_of, ticket_body
from office.domain.moment import Moment
from office.domain.ticket import ACTIVE, State, Ticket, after, served_ms
from office.performing import Act
from office.refill import ratings
from office.refill.telling import Stretch, series_of
from office.store import days, tickets
from office.store.days import Day
from office.store.kept_line import line_of
from office.store.tables import call, clerk, counter, counter_session, day, series, service, stream, ticket

_ENDED = {
    State.DONE: "ticket.finished",
    State.NO_SHOW: "ticket.no_show",
    State.EXPIRED: "ticket.expired",
    State.WAITING: "ticket.returned",
}
_RETIRED = {"retired": True}


@dataclass(slots=True)
class Written:
    """How many tickets were put in or changed, how many of them wait now, how many were left as they are."""

    tickets: int = 0
    waiting: int = 0
    passed: int = 0
    house: int = 0
    ids: dict[int, int] = field(default_factory=dict)
    """Ticket in the facts → in the table."""


def write(act: Act, made: Stretch) -> Written:
    """Puts it in; the caller keeps how far it has come in the same transaction."""
    # Whoever left a counter goes before whoever came to it: it has one place only.
    done, dates = Written(house=made.house), {made.date, *made.story.born.values()} - {""}
    _furnish(act.conn, made, act.now.wall)
    records = {date: _record(act, made, date) for date in sorted(dates)}
    stands = _standing(act.conn)
    for key in sorted(made.story.changed, key=lambda key: (made.story.tickets[key].state in ACTIVE, key)):
        _put(act, made, key, records, stands, done)
    kept = line_of(act.conn)
    if kept is not None:
        kept.forget()
    _write_calls(act.conn, made, done)
    ratings.write(act, made.chances, done.ids)
    _write_seats(act, made)
    _write_series(act.conn, made, records)
    return done


# --- tickets ---------------------------------------------------------------------------------------------------------
def _put(act: Act, made: Stretch, key: int, records: dict[str, int], stands: dict[int, int], done: Written) -> None:
    one, conn = made.story.tickets[key], act.conn
    is_new = key in made.story.born
    present = None if is_new else conn.execute(select(ticket.c.version).where(ticket.c.id == key)).scalar()
    of = records[made.story.born[key]] if is_new else one.day
    taken = is_new and _taken(conn, of, one.number)
    if taken or key in made.touched or (not is_new and present != made.versions.get(key)):
        done.passed += 1
        return
    if one.counter is not None and stands.get(one.counter) == key:
        del stands[one.counter]
    running = days.running(conn)
    settled = _settled(act, made, replace(one, day=of), running, stands)
    written = _insert(conn, settled) if is_new else _change(conn, settled)
    done.ids[key], done.tickets = written.id, done.tickets + 1
    done.waiting += written.state is State.WAITING
    if written.state in ACTIVE and written.counter is not None:
        stands[written.counter] = written.id
    if settled.state is not one.state:
        act.record(_ENDED[settled.state], subject_of(written), ticket_body(written, refilled=True))


def _settled(act: Act, made: Stretch, one: Ticket, running: Day | None, stands: dict[int, int]) -> Ticket:
    """Where the person is now (rules 2 and 3)."""
    if running is None or one.day != running.id:
        if one.state not in (State.WAITING, State.PARKED, State.NO_SHOW, *ACTIVE):
            return one
        return replace(one, state=after("close", one.state), **_ending(one, made.ended))
    if one.state not in ACTIVE or one.counter not in stands:
        return one
    if one.state is State.SERVING:
        return replace(one, state=State.DONE, **_ending(one, made.ended))
    back: dict[str, Any] = {"counter": None, "clerk": None, "first_call": None, "calls": 0}
    return replace(one, state=State.WAITING, returned=days.next_return(act.conn, running), **back)


def _ending(one: Ticket, at: Moment) -> dict[str, Any]:
    """`at`: the last that was heard of that day."""
    if one.state is State.SERVING:
        return {"finished_at": at.wall, "served_ms": served_ms(one, at)}
    return {"left": at} if one.state is State.CALLED else {}


def _taken(conn: Connection, of: int, number: str) -> bool:
    mine = (ticket.c.day == of) & (ticket.c.number == number)
    return conn.execute(select(ticket.c.id).where(mine)).first() is not None


def _insert(conn: Connection, one: Ticket) -> Ticket:
    """Under its own id, or under a new one where the present has given that one to somebody else."""
    values = _columns(one)
    if conn.execute(select(ticket.c.id).where(ticket.c.id == one.id)).first() is not None:
        del values["id"]
    return tickets.read(conn.execute(insert(ticket).values(values).returning(ticket)).one())


def _change(conn: Connection, one: Ticket) -> Ticket:
    now = replace(one, version=one.version + 1)
    conn.execute(update(ticket).where(ticket.c.id == one.id).values(_columns(now)))
    return now


def _columns(one: Ticket) -> dict[str, Any]:
    return {name: getattr(one, name) for name in one.__dataclass_fields__}


def _standing(conn: Connection) -> dict[int, int]:
    """Counter → who stands there."""
    rows = conn.execute(select(ticket.c.counter, ticket.c.id).where(ticket.c.state.in_(list(ACTIVE))))
    return {row.counter: row.id for row in rows}


# --- days and series -------------------------------------------------------------------------------------------------
def _record(act: Act, made: Stretch, date: str) -> int:
    """The day record of that date; one that the copy does not have is over, unless it is today's and still goes on."""
    found = act.conn.execute(select(day.c.id).where(day.c.date == date).order_by(day.c.id.desc()).limit(1)).scalar()
    if found is not None:
        return int(found)
    today = act.now.date(act.house.zone).isoformat()
    goes_on = date == today and made.closed_by is None and days.running(act.conn) is None
    values: dict[str, Any] = {"date": date, "status": "open" if goes_on else "closed", "opened": made.opened or act.now}
    if not goes_on:
        values |= {"closed_at": made.ended.wall, "closed_by": made.closed_by or act.actor.word}
    return int(act.conn.execute(insert(day).values(values).returning(day.c.id)).scalar_one())


def _write_series(conn: Connection, made: Stretch, records: dict[str, int]) -> None:
    of = records.get(made.date) or next(iter(records.values()), None)
    if of is None:
        of = next((one.day for one in made.story.tickets.values() if one.day), None)
    if of is None:
        return
    prefixes = {row.id: row.prefix for row in conn.execute(select(service.c.id, service.c.prefix))}
    given, called = series_of(made, prefixes)
    highest: dict[str, int] = {}
    for key in made.story.born:
        read = numbers.read(made.story.tickets[key].number)
        if read is not None:
            highest[read[0]] = max(read[1], highest.get(read[0], 0))
    for prefix in {*given, *called, *highest} - {""}:
        days.lift_series(conn, of, prefix, highest.get(prefix, 0), given=given[prefix])
        mine = (series.c.day == of) & (series.c.prefix == prefix)
        conn.execute(update(series).where(mine).values(calls=series.c.calls + called[prefix]))
    places = made.story.places
    lifted = {"last_arrival": func.max(day.c.last_arrival, places.arrival)}
    conn.execute(
        update(day).where(day.c.id == of).values(last_return=func.max(day.c.last_return, places.back), **lifted)
    )


# --- calls and seats -------------------------------------------------------------------------------------------------
def _write_calls(conn: Connection, made: Stretch, done: Written) -> None:
    """Under ids below all others: the newest call on a screen is one of the present."""
    mine = [one for one in made.calls if one[0] in done.ids]
    if not mine:
        return
    wanted = {done.ids[one[0]] for one in mine}
    of = {row.id: row.day for row in conn.execute(select(ticket.c.id, ticket.c.day).where(ticket.c.id.in_(wanted)))}
    lowest = conn.execute(select(func.min(call.c.id))).scalar()
    begin = min(1 if lowest is None else lowest, 1) - len(mine)
    rows = [
        {"id": begin + at, "day": of[done.ids[key]], "ticket": done.ids[key], "counter": n, "at": wall, "recall": again}
        for at, (key, n, wall, again) in enumerate(mine)
    ]
    conn.execute(insert(call), rows)


def _write_seats(act: Act, made: Stretch) -> None:
    begun = act.conn.execute(select(func.max(stream.c.made_at))).scalar_one()
    for number, who, at in made.left:
        _leave(act, number, who, at, begun)
    rows = []
    for one in made.sittings:
        closed = made.ended.wall if one.closed is None else one.closed
        more = 0 if one.paused is None else max(0, closed - one.paused)
        row = {"counter": one.counter, "clerk": one.clerk, "opened_at": one.opened, "closed_at": closed}
        rows.append({**row, "paused_ms": one.paused_ms + more})
    if rows:
        act.conn.execute(insert(counter_session), rows)


def _leave(act: Act, number: int, who: str, at: int, begun: int) -> None:
    """A seat of the copy whose clerk left before it was put back; never one that was taken since."""
    of = counter_session.c
    mine = (of.counter == number) & (of.clerk == who) & of.closed_at.is_(None) & (of.opened_at < min(at, begun))
    if act.conn.execute(update(counter_session).where(mine).values(closed_at=at, paused_at=None)).rowcount:
        act.record("counter.closed", f"counter:{number}", {"counter": number, "clerk": who, "refilled": True})


# --- what the copy does not know -------------------------------------------------------------------------------------
def _furnish(conn: Connection, made: Stretch, wall: int) -> None:
    """Services, counters and people that were added after the copy: out of use, so that their tickets have a place."""
    told, sat = made.story.tickets.values(), made.sittings
    rated = [one for mine in made.chances.values() for one in mine]
    letters = {one.service: "A" for one in rated if one.service} | {one.service: one.number[0] for one in told}
    _add(conn, service, service.c.id, letters, lambda key: {"id": key, "prefix": letters[key], "name": key, **_RETIRED})
    places = {one.counter for some in (told, sat, rated) for one in some} | {one.for_counter for one in told}
    known = {n for n in places | {n for _, n, _, _ in made.calls} if n is not None and 1 <= n <= 99}
    _add(conn, counter, counter.c.number, known, lambda n: {"number": n, "name": str(n), **_RETIRED})
    people = {one.clerk for some in (told, sat, rated) for one in some if one.clerk}
    role = {"role": "clerk", "disabled": True, "made_at": wall}
    _add(conn, clerk, clerk.c.id, people, lambda who: {"id": who, "name": who, **role})


def _add(conn: Connection, table: Any, key: Any, wanted: Iterable[Any], made: Any) -> None:
    there = set(conn.execute(select(key)).scalars())
    rows = [made(one) for one in sorted(set(wanted) - there)]
    if rows:
        conn.execute(upsert(table).on_conflict_do_nothing(), rows)
