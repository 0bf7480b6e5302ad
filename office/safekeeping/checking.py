"""Is a database sound? Quickly (its pages), in full (its indexes and every digest of the journal), and as a copy.

Reads through a connection of its own that cannot write and never checkpoints, not even as the last one that is closed;
nobody waits for it. What the disk cannot read (an I/O error, no rights) is no damage: then nobody knows, and the caller
hears of it as an OSError.
"""

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool

from office.journal import verify
from office.safekeeping.copies import Content, Copy, CopyDamaged, CopyFailed, read_copy
from office.store.engine import UNTOUCHED, uri_of, way_at_rest

_BLOCK = 1 << 20
_DAMAGE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_BUSY_S = 5.0
_LOOKING = "mode=ro"
"""Beside the service, or before it opens the file. With `mode=rw` the last one to close would write the log into the
file, and what is set aside as damaged would not be what was there."""
_INDEXES = "PRAGMA integrity_check(1)"


def is_damage(error: BaseException | None) -> bool:
    """Whether SQLite says that the file itself is broken, not only that the disk is full, read-only or slow."""
    return isinstance(error, sqlite3.Error) and (getattr(error, "sqlite_errorcode", 0) & 0xFF) in _DAMAGE


def quick_trouble(database: Path) -> str | None:
    """The first thing that is wrong with the pages of this database, which may be in use; None: it is sound."""
    return _trouble(database, "PRAGMA quick_check(1)")


def index_trouble(database: Path) -> str | None:
    """The same with every index compared with its table."""
    return _trouble(database, _INDEXES)


def chain_trouble(database: Path) -> str | None:
    """Computes every digest of the journal anew: the file is sound, but somebody changed what stands in it."""
    return _broken_chain(database, _LOOKING)


def full_trouble(database: Path, *, at_rest: bool = False) -> str | None:
    """Everything that is known how to check. `at_rest`: nobody works there, see `way_at_rest`."""
    way = way_at_rest(database) if at_rest else _LOOKING
    return _trouble(database, _INDEXES, way) or _broken_chain(database, way)


def content_of(conn: sqlite3.Connection) -> Content:
    """Raises sqlite3.Error when there is not everything that an office has."""
    schema = conn.execute("SELECT version_num FROM alembic_version").fetchone()[0]
    no, stream = conn.execute("SELECT no, id FROM stream ORDER BY no DESC LIMIT 1").fetchone()
    end = "SELECT seq, lower(hex(digest)) FROM fact WHERE stream_no = ? ORDER BY seq DESC LIMIT 1"
    seq, digest = conn.execute(end, (no,)).fetchone() or (0, "")
    (facts,) = conn.execute("SELECT count(*) FROM fact").fetchone()
    (tickets,) = conn.execute("SELECT count(*) FROM ticket").fetchone()
    return Content(str(schema), str(stream), int(seq), str(digest), int(facts), int(tickets))


def check_copy(path: Path, *, chains: bool = False) -> Copy:
    """Opens a finished copy and compares it with its slip; `chains`: computes every digest anew. Raises CopyFailed.

    Its indexes were compared with their tables when it was made, and are again before it is put in place.
    """
    copy = read_copy(path)
    try:
        with path.open("rb") as file:
            if hashed(file) != copy.sha256:
                raise CopyFailed(path, "its bytes are not those that were written (SHA-256)")
        if inspect(path) != copy.content:
            raise CopyFailed(path, "it does not hold what its slip says")
    except OSError as error:
        raise CopyFailed(path, error.strerror or str(error)) from error
    if chains and (broken := _broken_chain(path, UNTOUCHED)):
        raise CopyFailed(path, broken)
    return copy


def inspect(path: Path, *, indexes: bool = False) -> Content:
    """Checks the pages of a database that nobody writes, and what it holds. Raises CopyDamaged."""
    try:
        with reading(path, UNTOUCHED) as conn:
            (said,) = conn.execute(f"PRAGMA {'integrity' if indexes else 'quick'}_check(1)").fetchone()
            if said != "ok":
                raise CopyDamaged(path, f"the database in it is damaged ({said})")
            return content_of(conn)
    except (sqlite3.Error, TypeError) as error:
        raise CopyDamaged(path, f"the database in it cannot be read ({error})") from error


def hashed(file: BinaryIO) -> str:
    """SHA-256 of what the disk has, not of what memory still remembers."""
    os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    whole = hashlib.sha256()
    while block := file.read(_BLOCK):
        whole.update(block)
    return whole.hexdigest()


@contextmanager
def reading(database: Path, way: str = _LOOKING) -> Iterator[sqlite3.Connection]:
    """A connection that cannot write and never checkpoints: beside those of the service, or another `way`."""
    uri = uri_of(database, way)
    with closing(sqlite3.connect(uri, uri=True, timeout=_BUSY_S, isolation_level=None)) as conn:
        conn.execute("PRAGMA query_only=ON")
        conn.execute("PRAGMA wal_autocheckpoint=0")
        yield conn


def _trouble(database: Path, pragma: str, way: str = _LOOKING) -> str | None:
    try:
        with reading(database, way) as conn:
            (said,) = conn.execute(pragma).fetchone()
    except sqlite3.Error as error:
        if is_damage(error):
            return str(error)
        raise OSError(f"{database}: {error}") from error
    return None if said == "ok" else str(said)


def _broken_chain(database: Path, way: str) -> str | None:
    with reading(database, way) as raw:
        engine = create_engine("sqlite://", creator=lambda: raw, poolclass=StaticPool)
        with engine.connect() as conn:
            broken = next((fault for *_, fault in verify(conn) if fault is not None), None)
    return None if broken is None else f"the journal was changed at fact {broken.seq} ({broken.why})"
