"""Opens the district's database: PostgreSQL 15 or newer for real work, one SQLite file for a trial.

On PostgreSQL every transaction is READ COMMITTED and a commit is on the disk before it returns. On SQLite every
transaction begins with BEGIN IMMEDIATE, so that two writers wait for one another instead of reading the same state.
"""

import sqlite3
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.pool import QueuePool

_BUSY_MS = 10_000


class UnknownDatabase(Exception):
    """The address names neither PostgreSQL nor SQLite; `url` is shown without its password."""

    def __init__(self, url: str) -> None:
        super().__init__(f"{url}: neither postgresql+psycopg://… nor sqlite:///…")
        self.url = url


def open_store(url: str) -> Engine:
    """An engine with a small pool; nothing is connected yet. Raises `UnknownDatabase`."""
    parsed = make_url(url)
    if parsed.drivername == "postgresql+psycopg":
        return create_engine(
            parsed,
            pool_size=4,
            max_overflow=12,
            pool_pre_ping=True,
            hide_parameters=True,  # an error's text goes to the log; what an office sent does not
            connect_args={"connect_timeout": 5, "options": "-c timezone=UTC"},
        )
    if parsed.get_backend_name() == "sqlite":
        return _open_file(url)
    raise UnknownDatabase(parsed.render_as_string(hide_password=True))


def is_postgres(conn: Connection) -> bool:
    return conn.dialect.name == "postgresql"


def _open_file(url: str) -> Engine:
    engine = create_engine(
        url,
        poolclass=QueuePool,
        pool_size=4,
        max_overflow=12,
        connect_args={"check_same_thread": False},
        hide_parameters=True,
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def _prepare(dbapi: sqlite3.Connection, _record: Any) -> None:
    dbapi.isolation_level = None
    try:
        dbapi.execute(f"PRAGMA busy_timeout={_BUSY_MS}")
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            dbapi.execute(f"PRAGMA {pragma}")
    except sqlite3.Error:
        dbapi.close()  # the pool only looks after connections that were prepared
        raise


def _begin_immediate(conn: Connection) -> None:
    conn.exec_driver_sql("BEGIN IMMEDIATE")
