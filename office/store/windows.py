"""Rating windows and ratings on disk."""

from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from office.domain.moment import Moment
from office.domain.rating import Given, Window
from office.store.tables import rating, rating_window


def open_at(conn: Connection, counter: int) -> Window | None:
    return _first(conn, rating_window.c.counter == counter, rating_window.c.outcome.is_(None))


def all_open(conn: Connection) -> list[Window]:
    rows = conn.execute(select(rating_window).where(rating_window.c.outcome.is_(None)))
    return [_window(row) for row in rows]


def latest_of(conn: Connection, ticket: int) -> Window | None:
    """The ticket's last window, open or not; a withdrawn one does not count."""
    counts = rating_window.c.outcome.is_(None) | (rating_window.c.outcome != "withdrawn")
    return _first(conn, rating_window.c.ticket == ticket, counts)


def get(conn: Connection, window_id: int) -> Window | None:
    return _first(conn, rating_window.c.id == window_id)


def insert_window(conn: Connection, values: dict[str, Any]) -> Window:
    return _window(conn.execute(insert(rating_window).values(values).returning(rating_window)).one())


def close(conn: Connection, window: Window, outcome: str, now: Moment) -> None:
    conn.execute(update(rating_window).where(rating_window.c.id == window.id).values(outcome=outcome, closed=now))


def reopen(conn: Connection, window: Window) -> None:
    conn.execute(update(rating_window).where(rating_window.c.id == window.id).values(outcome=None, closed=None))


def given(conn: Connection, ticket: int) -> dict[str, Given]:
    """question → the rating that stands."""
    rows = conn.execute(select(rating).where(rating.c.ticket == ticket))
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


def _first(conn: Connection, *conditions: Any) -> Window | None:
    row = conn.execute(select(rating_window).where(*conditions).order_by(rating_window.c.id.desc()).limit(1)).first()
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
