"""Ratings and their windows come back: each window with the end that the facts tell, none of them open."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from office.domain.moment import Moment
from office.domain.rating import TIMEOUT
from office.performing import Act
from office.refill.telling import Chance
from office.store.tables import rating, rating_reasons, rating_window, ticket

# Built once, and run with many rows: a day of a large office has a thousand windows.
_GIVE = upsert(rating)
_GIVE = _GIVE.on_conflict_do_update(index_elements=["ticket", "question"], set_={"level": _GIVE.excluded.level})
_REASONS = upsert(rating_reasons).on_conflict_do_nothing()


def write(act: Act, chances: Mapping[int, Sequence[Chance]], ids: Mapping[int, int]) -> None:
    """`ids`: ticket in the facts → in the table; what became of others is nobody's here."""
    conn, rows = act.conn, _Rows(act)
    last = conn.execute(select(func.max(rating_window.c.id))).scalar() or 0
    older = _older(conn, set(chances) - set(ids))
    for key, mine in chances.items():
        for chance in mine:
            if key in ids and chance.opened is not None:
                last += 1
                rows.open(last, ids[key], chance, chance.opened)
                rows.give(last, ids[key], chance)
            elif (window := older.get(key)) is not None or (window := _latest(conn, ids.get(key))) is not None:
                _end(conn, window, chance)
                rows.give(window, ids.get(key, key), chance)
    rows.write(conn)


class _Rows:
    """What goes into the three tables."""

    def __init__(self, act: Act) -> None:
        self._rules, self._conn = act.house.rating, act.conn
        self.windows: list[dict[str, Any]] = []
        self.levels: list[dict[str, Any]] = []
        self.reasons: list[dict[str, Any]] = []

    def open(self, number: int, ticket_id: int, chance: Chance, opened: Moment) -> None:
        """One whose end these facts do not tell ran out: nobody stands before it any more."""
        until = opened.plus(self._rules.window_ms)
        counter, service = chance.counter, chance.service
        if counter is None or service is None:
            row = select(ticket.c.counter, ticket.c.service).where(ticket.c.id == ticket_id)
            counter, service = self._conn.execute(row).one()
        self.windows.append(
            {
                "id": number,
                "ticket": ticket_id,
                "counter": counter,
                "clerk": chance.clerk,
                "service": service,
                "opened": opened,
                "closes_at": until.wall,
                "scale": chance.scale or self._rules.scale,
                "outcome": chance.outcome or TIMEOUT,
                "closed": chance.closed or until,
            }
        )

    def give(self, window: int, ticket_id: int, chance: Chance) -> None:
        for question, given in chance.levels.items():
            row = {"ticket": ticket_id, "question": question, "window": window}
            self.levels.append({**row, **given})
        if chance.reasons is not None:
            self.reasons.append({"ticket": ticket_id, "reasons": chance.reasons[0], "at": chance.reasons[1]})

    def write(self, conn: Connection) -> None:
        for statement, rows in ((insert(rating_window), self.windows), (_GIVE, self.levels), (_REASONS, self.reasons)):
            if rows:
                conn.execute(statement, rows)


def _older(conn: Connection, keys: set[int]) -> dict[int, int]:
    """The last window of tickets of the copy of which only the rating came later."""
    if not keys:
        return {}
    of = rating_window.c
    rows = conn.execute(select(of.ticket, func.max(of.id).label("id")).where(of.ticket.in_(keys)).group_by(of.ticket))
    return {row.ticket: row.id for row in rows}


def _latest(conn: Connection, ticket_id: int | None) -> int | None:
    return _older(conn, {ticket_id}).get(ticket_id) if ticket_id is not None else None


def _end(conn: Connection, window: int, chance: Chance) -> None:
    if chance.outcome is not None:
        ended = {"outcome": chance.outcome, "closed": chance.closed}
        conn.execute(update(rating_window).where(rating_window.c.id == window).values(ended))
