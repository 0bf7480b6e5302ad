"""Is a database sound? Quickly (its pages), in full (its indexes and every digest of the journal), and as a copy.

Reads through a connection of its own that cannot write and never checkpoints; nobody waits for it. What the disk cannot
read (an I/O error, no rights) is no damage: then nobody knows, and the caller hears of it as an OSError.
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
from office.safekeeping.copies import Content, Copy, CopyFailed, read_copy

_BLOCK = 1 << 20
_DAMAGE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_BUSY_S = 5.0


def is_damage(error: BaseException | None) -> bool:
    """Whether SQLite says that the file itself is broken, not only that the disk is full, read-only or slow."""
    return isinstance(error, sqlite3.Error) and (getattr(error, "sqlite_errorcode", 0) & 0xFF) in _DAMAGE


def quick_trouble(database: Path) -> str | None:
    """The first thing that is wrong with the pages of this database, which may be in use; None: it is sound."""
    return _trouble(database, "PRAGMA quick_check(1)")


def index_trouble(database: Path) -> str | None:
    """The same with every index compared with its table."""
    return _trouble(database, "PRAGMA integrity_check(1)")


def chain_trouble(database: Path) -> str | None:
    """Computes every digest of the journal anew: the file is sound, but somebody changed what stands in it."""
    return _broken_chain(f"file:{_quoted(database)}?mode=ro")


def full_trouble(database: Path) -> str | None:
    """Everything that is known how to check."""
    return index_trouble(database) or chain_trouble(database)


def content_of(conn: sqlite3.Connection) -> Content:
    """Raises sqlite3.Error when there is not everything that an office has."""
    schema = conn.execute("SELECT version_num FROM alembic_version").fetchone()[0]
    no, stream = conn.execute("SELECT no, id FROM stream ORDER BY no DESC LIMIT 1").fetchone()
    end = "SELECT seq, lower(hex(digest)) FROM fact WHERE stream_no = ? ORDER BY seq DESC LIMIT 1"
    seq, digest = conn.execute(end, (no,)).fetchone() or (0, "")
    (facts,) = conn.execute("SELECT count(*) FROM fact").fetchone()
    (tickets,) = conn.execute("SELECT count(*) FROM ticket").fetchone()
    return Content(str(schema), str(stream), int(seq), str(digest), int(facts), int(tickets))


def check_copy(path: Path, *, indexes: bool = False, chains: bool = False) -> Copy:
    """Opens a finished copy and compares it with its slip. Raises CopyFailed.

    `indexes`: compares them with their tables too; `chains`: computes every digest anew.
    """
    copy = read_copy(path)
    try:
        with path.open("rb") as file:
            if hashed(file) != copy.sha256:
                raise CopyFailed(path, "its bytes are not those that were written (SHA-256)")
        if inspect(path, indexes=indexes) != copy.content:
            raise CopyFailed(path, "it does not hold what its slip says")
    except OSError as error:
        raise CopyFailed(path, error.strerror or str(error)) from error
    if chains and (broken := _broken_chain(f"file:{_quoted(path)}?immutable=1")):
        raise CopyFailed(path, broken)
    return copy


def inspect(path: Path, *, indexes: bool = False) -> Content:
    """Checks the pages of a database that nobody writes, and what it holds. Raises CopyFailed."""
    try:
        with closing(sqlite3.connect(f"file:{_quoted(path)}?immutable=1", uri=True)) as conn:
            (said,) = conn.execute(f"PRAGMA {'integrity' if indexes else 'quick'}_check(1)").fetchone()
            if said != "ok":
                raise CopyFailed(path, f"the database in it is damaged ({said})")
            return content_of(conn)
    except (sqlite3.Error, TypeError) as error:
        raise CopyFailed(path, f"the database in it cannot be read ({error})") from error


def hashed(file: BinaryIO) -> str:
    """SHA-256 of what the disk has, not of what memory still remembers."""
    os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    whole = hashlib.sha256()
    while block := file.read(_BLOCK):
        whole.update(block)
    return whole.hexdigest()


@contextmanager
def reading(database: Path) -> Iterator[sqlite3.Connection]:
    """A connection beside those of the service that cannot write and never checkpoints."""
    uri = f"file:{_quoted(database)}?mode=rw"  # it is never made here
    with closing(sqlite3.connect(uri, uri=True, timeout=_BUSY_S, isolation_level=None)) as conn:
        conn.execute("PRAGMA query_only=ON")
        conn.execute("PRAGMA wal_autocheckpoint=0")
        yield conn


def _trouble(database: Path, pragma: str) -> str | None:
    try:
        with reading(database) as conn:
            (said,) = conn.execute(pragma).fetchone()
    except sqlite3.Error as error:
        if is_damage(error):
            return str(error)
        raise OSError(f"{database}: {error}") from error
    return None if said == "ok" else str(said)


def _broken_chain(uri: str) -> str | None:
    engine = create_engine("sqlite://", creator=lambda: sqlite3.connect(uri, uri=True), poolclass=StaticPool)
    try:
        with engine.connect() as conn:
            broken = next((fault for *_, fault in verify(conn) if fault is not None), None)
    finally:
        engine.dispose()
    return None if broken is None else f"the journal was changed at fact {broken.seq} ({broken.why})"


def _quoted(path: Path) -> str:
    return str(path.absolute()).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
