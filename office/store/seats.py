"""Who sits where: open sessions at counters, and the counters' memory for the calling rule."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from office.domain.moment import Moment
from office.store.tables import counter, counter_session


@dataclass(frozen=True, slots=True)
class Seat:
    """An open session at a counter."""

    id: int
    counter: int
    clerk: str
    paused_at: int | None
    pause_reason: str | None


def at_counter(conn: Connection, number: int) -> Seat | None:
    return _first(conn, counter_session.c.counter == number)


def of_clerk(conn: Connection, clerk: str) -> Seat | None:
    return _first(conn, counter_session.c.clerk == clerk)


def all_open(conn: Connection) -> dict[int, Seat]:
    rows = conn.execute(select(counter_session).where(counter_session.c.closed_at.is_(None)))
    return {r.counter: _seat(r) for r in rows}


def take(conn: Connection, number: int, clerk: str, now: Moment) -> None:
    conn.execute(insert(counter_session).values(counter=number, clerk=clerk, opened_at=now.wall))


def leave(conn: Connection, seat: Seat, now: Moment) -> None:
    conn.execute(update(counter_session).where(counter_session.c.id == seat.id).values(closed_at=now.wall))


def pause(conn: Connection, seat: Seat, reason: str | None, now: Moment | None) -> None:
    """`now` None ends the pause."""
    at = None if now is None else now.wall
    conn.execute(
        update(counter_session).where(counter_session.c.id == seat.id).values(paused_at=at, pause_reason=reason)
    )


def runs(conn: Connection) -> dict[int, int]:
    """Counter → its ordinary calls since the last priority call."""
    return {r.number: r.run for r in conn.execute(select(counter.c.number, counter.c.run).where(~counter.c.retired))}


def set_run(conn: Connection, number: int, run: int) -> None:
    conn.execute(update(counter).where(counter.c.number == number).values(run=run))


def reset_runs(conn: Connection) -> None:
    conn.execute(update(counter).values(run=0))


def _first(conn: Connection, condition: Any) -> Seat | None:
    row = conn.execute(select(counter_session).where(counter_session.c.closed_at.is_(None), condition)).first()
    return None if row is None else _seat(row)


def _seat(row: Row[Any]) -> Seat:
    return Seat(row.id, row.counter, row.clerk, row.paused_at, row.pause_reason)
