"""Rating windows and ratings on disk."""

from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, insert, select, update

from office.domain.moment import Moment
from office.domain.rating import Given, Window
from office.store.tables import rating, rating_window

# Built once, because they run at every act (see `office.store.tickets`).
_NEWEST_FIRST = select(rating_window).order_by(rating_window.c.id.desc()).limit(1)
_OPEN = rating_window.c.outcome.is_(None)
_OPEN_AT = _NEWEST_FIRST.where(rating_window.c.counter == bindparam("at"), _OPEN)
_ALL_OPEN = select(rating_window).where(_OPEN)
_LATEST_OF = _NEWEST_FIRST.where(
    rating_window.c.ticket == bindparam("of_ticket"), _OPEN | (rating_window.c.outcome != "withdrawn")
)
_BY_ID = _NEWEST_FIRST.where(rating_window.c.id == bindparam("wanted"))
_INSERT = insert(rating_window).returning(rating_window)
_END = update(rating_window).where(rating_window.c.id == bindparam("ended"))
_GIVEN = select(rating).where(rating.c.ticket == bindparam("of_ticket"))


def open_at(conn: Connection, counter: int) -> Window | None:
    return _first(conn, _OPEN_AT, at=counter)


def all_open(conn: Connection) -> list[Window]:
    return [_window(row) for row in conn.execute(_ALL_OPEN)]


def latest_of(conn: Connection, ticket: int) -> Window | None:
    """The ticket's last window, open or not; a withdrawn one does not count."""
    return _first(conn, _LATEST_OF, of_ticket=ticket)


def get(conn: Connection, window_id: int) -> Window | None:
    return _first(conn, _BY_ID, wanted=window_id)


def insert_window(conn: Connection, values: dict[str, Any]) -> Window:
    return _window(conn.execute(_INSERT, values).one())


def close(conn: Connection, window: Window, outcome: str, now: Moment) -> None:
    conn.execute(_END, {"ended": window.id, "outcome": outcome, "closed": now})


def reopen(conn: Connection, window: Window) -> None:
    conn.execute(_END, {"ended": window.id, "outcome": None, "closed": None})


def given(conn: Connection, ticket: int) -> dict[str, Given]:
    """question → the rating that stands."""
    rows = conn.execute(_GIVEN, {"of_ticket": ticket})
    return {r.question: Given(r.ticket, r.question, r.level, r.first) for r in rows}


def give(conn: Connection, window: Window, question: str, level: int, channel: str, now: Moment) -> None:
    conn.execute(
        insert(rating).values(
            ticket=window.ticket,
            question=question,
            window=window.id,
            level=level,
            scale=window.scale,
            channel=channel,
            first=now,
        )
    )


def change(conn: Connection, one: Given, level: int) -> None:
    conn.execute(
        update(rating).where(rating.c.ticket == one.ticket, rating.c.question == one.question).values(level=level)
    )


def _first(conn: Connection, query: Select[Any], **asked: int) -> Window | None:
    row = conn.execute(query, asked).first()
    return None if row is None else _window(row)


def _window(row: Row[Any]) -> Window:
    return Window(
        row.id,
        row.ticket,
        row.counter,
        row.clerk,
        row.service,
        row.opened,
        row.closes_at,
        row.scale,
        row.outcome,
        row.closed,
    )
