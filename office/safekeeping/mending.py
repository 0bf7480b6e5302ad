"""Makes indexes anew that do not know every row of their table: the one damage that is put right without a copy.

Nothing is lost by it, because the rows are all there. An index that knows more than its table is another matter: there
the table has lost rows, and only a copy has them. What cannot be mended stays as it was.
"""

import os
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import structlog

from office.safekeeping.checking import is_damage, reading
from office.store.engine import uri_of

_LACKS = re.compile(r"row \d+ missing from index (\S+)")
_COUNTS = re.compile(r"wrong # of entries in index (\S+)")
_LINES, _ROUNDS = 100, 10
_log = structlog.get_logger()


def mend_in_place(database: Path) -> str | None:
    """Looks at every index, mends what can be mended; what is wrong afterwards, None = it is sound.

    For a start, while nobody works there. Raises OSError when the disk does not say.
    """
    try:
        with reading(database) as held:  # or closing the other one would write the log into the file
            held.execute("SELECT count(*) FROM sqlite_master").fetchone()
            return _mended(database, "wal_autocheckpoint=0")
    except sqlite3.Error as error:
        return _damage(database, error)


def mend_draft(draft: Path) -> str | None:
    """The same for a copy on its way, which is thrown away when it cannot be mended; it lies on the disk afterwards."""
    try:
        trouble = _mended(draft, "journal_mode=MEMORY")
    except sqlite3.Error as error:
        trouble = _damage(draft, error)
    handle = os.open(draft, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    return trouble


def _mended(database: Path, pragma: str) -> str | None:
    with closing(sqlite3.connect(uri_of(database, "mode=rw"), uri=True, isolation_level=None)) as conn:
        conn.execute(f"PRAGMA {pragma}")
        return _trouble_left(conn)


def _damage(database: Path, error: sqlite3.Error) -> str:
    if is_damage(error) or isinstance(error, sqlite3.IntegrityError):
        return str(error)
    raise OSError(f"{database}: {error}") from error


def _trouble_left(conn: sqlite3.Connection) -> str | None:
    said: list[str] = []
    for _ in range(_ROUNDS):
        said = [str(line) for (line,) in conn.execute(f"PRAGMA integrity_check({_LINES})")]
        if said == ["ok"]:
            return None
        indexes = _to_be_made_anew(said)
        if not indexes:
            break
        for index in sorted(indexes):
            conn.execute(f'REINDEX "{index}"')
        _log.error("database.index_made_anew", indexes=sorted(indexes), why=said[0])
    return said[0]


def _to_be_made_anew(said: list[str]) -> set[str]:
    """None, when anything is wrong but indexes that lack rows."""
    lacking = {found[1] for line in said if (found := _LACKS.fullmatch(line))}
    others = [line for line in said if not _LACKS.fullmatch(line)]
    counted = {found[1] for line in others if (found := _COUNTS.fullmatch(line))}
    return lacking if len(counted) == len(others) and counted <= lacking else set()
