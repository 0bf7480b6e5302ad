"""A stretch goes into the tables: one transaction, in which people come back to where they were.

Rules:
1. What was done in the present stream holds: a ticket that somebody has touched since is left as it is.
2. On the running day people wait again with their numbers, and whoever stood at a counter stands there; where somebody
   else stands by now, one who was being served is done, and one who was called waits again, in front.
3. On a day that is over everybody has gone home, as when a day closes by itself.
4. Seats are closed: who sits where now, only the present knows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from office.domain import numbers
from office.domain.facts import subject_of, ticket_body
from office.domain.moment import Moment
from office.domain.ticket import ACTIVE, State, Ticket, after, served_ms
from office.performing import Act
from office.refill import ratings
from office.refill.telling import Stretch, series_of
from office.store import days
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
_FIELDS = tuple(field.name for field in fields(Ticket))
_CHANGE = (
    update(ticket).where(ticket.c.id == bindparam("to_id")).values({name: bindparam(f"to_{name}") for name in _FIELDS})
)
_AT_ONCE = 5_000


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
    done, dates = Written(house=made.house), {made.date, *made.story.born.values()} - {""}
    _furnish(act.conn, made, act.now.wall)
    records = {date: _record(act, made, date) for date in sorted(dates)}
    _write_tickets(act, made, records, done)
    _write_calls(act.conn, made, done)
    ratings.write(act, made.chances, done.ids)
    _write_seats(act, made)
    _write_series(act.conn, made, records)
    return done


# --- tickets ---------------------------------------------------------------------------------------------------------
@dataclass(slots=True)
class _There:
    """What is in the tables now, read once: a day of a large office is a thousand tickets.

    `stands`: counter → who stands there; `numbers`: day record → given ones; `versions`: of tickets that were there;
    `ids`: of tickets of the present that have the id of a refilled one; `free`: the next id that nobody had.
    """

    running: Day | None
    stands: dict[int, int]
    numbers: dict[int, set[str]]
    versions: dict[int, int]
    ids: set[int]
    free: int


def _write_tickets(act: Act, made: Stretch, records: dict[str, int], done: Written) -> None:
    there, new, changed = _look(act.conn, made, records), list[Ticket](), list[Ticket]()
    # Whoever left a counter goes before whoever came to it: it has one place only.
    for key in sorted(made.story.changed, key=lambda key: (made.story.tickets[key].state in ACTIVE, key)):
        one = _now(act, made, key, records, there)
        if one is None:
            done.passed += 1
            continue
        (new if key in made.story.born else changed).append(one)
        done.ids[key], done.tickets = one.id, done.tickets + 1
        done.waiting += one.state is State.WAITING
        if one.state is not made.story.tickets[key].state:
            act.record(_ENDED[one.state], subject_of(one), ticket_body(one, refilled=True))
    if changed:
        act.conn.execute(_CHANGE, [{f"to_{name}": value for name, value in _columns(one).items()} for one in changed])
    if new:
        act.conn.execute(insert(ticket), [_columns(one) for one in new])
    kept = line_of(act.conn)
    if kept is not None:
        kept.forget()


def _look(conn: Connection, made: Stretch, records: dict[str, int]) -> _There:
    born = set(made.story.born)
    ids = [key for some in _some(sorted(born)) for key in conn.execute(_ids(some)).scalars()]
    found = {
        of: set(conn.execute(select(ticket.c.number).where(ticket.c.day == of)).scalars()) for of in records.values()
    }
    versions = dict[int, int]()
    for some in _some(sorted(made.story.changed - born)):
        query = select(ticket.c.id, ticket.c.version).where(ticket.c.id.in_(some))
        versions |= {row.id: row.version for row in conn.execute(query)}
    rows = conn.execute(select(ticket.c.counter, ticket.c.id).where(ticket.c.state.in_(list(ACTIVE))))
    stands = {row.counter: row.id for row in rows}
    given = conn.exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name = 'ticket'").scalar() or 0
    return _There(days.running(conn), stands, found, versions, set(ids), max(given, *born, 0) + 1)


def _ids(some: Sequence[int]) -> Any:
    return select(ticket.c.id).where(ticket.c.id.in_(some))


def _some(keys: Sequence[int]) -> Iterable[Sequence[int]]:
    return (keys[at : at + _AT_ONCE] for at in range(0, len(keys), _AT_ONCE))


def _now(act: Act, made: Stretch, key: int, records: dict[str, int], there: _There) -> Ticket | None:
    """The ticket as it goes into the table; None: it is left as it is there."""
    one = made.story.tickets[key]
    if key in made.story.born:
        of = records[made.story.born[key]]
        if one.number in there.numbers[of]:
            return None
        one = replace(one, day=of, id=_free_id(key, there))
    elif key in made.touched or there.versions.get(key) != made.versions.get(key):
        return None
    else:
        one = replace(one, version=one.version + 1)
    if one.counter is not None and there.stands.get(one.counter) == one.id:
        del there.stands[one.counter]
    now = _settled(act, made, one, there)
    if now.state in ACTIVE and now.counter is not None:
        there.stands[now.counter] = now.id
    return now


def _free_id(key: int, there: _There) -> int:
    """Its own, or a new one where the present has given that one to somebody else."""
    if key not in there.ids:
        return key
    there.free += 1
    return there.free - 1


def _settled(act: Act, made: Stretch, one: Ticket, there: _There) -> Ticket:
    """Where the person is now (rules 2 and 3)."""
    if there.running is None or one.day != there.running.id:
        if one.state not in (State.WAITING, State.PARKED, State.NO_SHOW, *ACTIVE):
            return one
        return replace(one, state=after("close", one.state), **_ending(one, made.ended))
    if one.state not in ACTIVE or one.counter not in there.stands:
        return one
    if one.state is State.SERVING:
        return replace(one, state=State.DONE, **_ending(one, made.ended))
    back: dict[str, Any] = {"counter": None, "clerk": None, "first_call": None, "calls": 0}
    return replace(one, state=State.WAITING, returned=days.next_return(act.conn, there.running), **back)


def _ending(one: Ticket, at: Moment) -> dict[str, Any]:
    """`at`: the last that was heard of that day."""
    if one.state is State.SERVING:
        return {"finished_at": at.wall, "served_ms": served_ms(one, at)}
    return {"left": at} if one.state is State.CALLED else {}


def _columns(one: Ticket) -> dict[str, Any]:
    return {name: getattr(one, name) for name in _FIELDS}


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
