"""Who sits where: open sessions at counters, and the counters' memory for the calling rule."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from office.domain.moment import Moment
from office.store.tables import counter, counter_session

# Built once, because they run at every act (see `office.store.tickets`).
_OPEN = select(counter_session).where(counter_session.c.closed_at.is_(None))
_OPEN_AT = _OPEN.where(counter_session.c.counter == bindparam("at"))
_OPEN_OF = _OPEN.where(counter_session.c.clerk == bindparam("clerk_id"))
_SET_RUN = update(counter).where(counter.c.number == bindparam("at"))
_RUNS = select(counter.c.number, counter.c.run).where(~counter.c.retired)


@dataclass(frozen=True, slots=True)
class Seat:
    """An open session at a counter."""

    id: int
    counter: int
    clerk: str
    paused_at: int | None
    pause_reason: str | None


def at_counter(conn: Connection, number: int) -> Seat | None:
    return _first(conn, _OPEN_AT, {"at": number})


def of_clerk(conn: Connection, clerk: str) -> Seat | None:
    return _first(conn, _OPEN_OF, {"clerk_id": clerk})


def all_open(conn: Connection) -> dict[int, Seat]:
    rows = conn.execute(_OPEN)
    return {r.counter: _seat(r) for r in rows}


def take(conn: Connection, number: int, clerk: str, now: Moment) -> None:
    conn.execute(insert(counter_session).values(counter=number, clerk=clerk, opened_at=now.wall))


def leave(conn: Connection, seat: Seat, now: Moment) -> None:
    _change(conn, seat, {"closed_at": now.wall, "paused_at": None, **_pause_ended(seat, now)})


def pause(conn: Connection, seat: Seat, reason: str, now: Moment) -> None:
    _change(conn, seat, {"paused_at": now.wall, "pause_reason": reason})


def resume(conn: Connection, seat: Seat, now: Moment) -> None:
    _change(conn, seat, {"paused_at": None, "pause_reason": None, **_pause_ended(seat, now)})


def _pause_ended(seat: Seat, now: Moment) -> dict[str, Any]:
    if seat.paused_at is None:
        return {}
    return {"paused_ms": counter_session.c.paused_ms + max(0, now.wall - seat.paused_at)}


def _change(conn: Connection, seat: Seat, values: dict[str, Any]) -> None:
    conn.execute(update(counter_session).where(counter_session.c.id == seat.id).values(values))


def runs(conn: Connection) -> dict[int, int]:
    """Counter → its ordinary calls since the last priority call."""
    return {r.number: r.run for r in conn.execute(_RUNS)}


def set_run(conn: Connection, number: int, run: int) -> None:
    conn.execute(_SET_RUN, {"at": number, "run": run})


def reset_runs(conn: Connection) -> None:
    conn.execute(update(counter).values(run=0))


def _first(conn: Connection, query: Any, of: dict[str, Any]) -> Seat | None:
    row = conn.execute(query, of).first()
    return None if row is None else _seat(row)


def _seat(row: Row[Any]) -> Seat:
    return Seat(row.id, row.counter, row.clerk, row.paused_at, row.pause_reason)
