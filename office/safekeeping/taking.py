"""Takes a copy of the database while the office works: SQLite's own online backup, from one moment of the file.

The reading connection keeps that moment until the end, so writers neither wait nor make it begin again; it goes a few
pages at a time. The copy counts only once it lies on the disk, was read back from there, opened and checked with its
indexes.
"""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import tzinfo
from itertools import count
from pathlib import Path

from office.safekeeping.ballast import free_room
from office.safekeeping.checking import hashed, inspect, reading
from office.safekeeping.copies import PARTIAL, Copy, CopyFailed, Kind, is_of, name_of, slip_of, write_slip
from web.writing import keep_folder

PAGES, PAUSE_S = 512, 0.01
"""Two megabytes, then a breath: the disk belongs to those who take a number."""
_ROOM = 32 << 20


@dataclass(frozen=True, slots=True)
class Occasion:
    """Whose copy is made, why and when, and by which version; `now` in ms of UTC."""

    office: str
    kind: Kind
    now: int
    zone: tzinfo
    version: str


def take_copy(database: Path, folder: Path, why: Occasion) -> Copy:
    """Into `folder`, which is made if need be. Raises CopyFailed; then nothing of it is left that counts.

    CopyDamaged: the database itself has to be looked at.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _need_room(database, folder)
        return _taken(database, _free_name(folder, why), why)
    except OSError as error:
        raise CopyFailed(folder, error.strerror or str(error)) from error
    except sqlite3.Error as error:
        raise CopyFailed(database, f"it cannot be copied ({error})") from error


def clear_away(folder: Path, office: str) -> None:
    """What copies of this office that were cut off have left; call only while nobody makes one."""
    for path in [one for one in folder.glob(f"motcua-{office}-*") if is_of(one.name, office)]:
        if PARTIAL in path.name or (path.suffix == ".db" and not slip_of(path).exists()):
            path.unlink(missing_ok=True)


def has_room(database: Path, folder: Path) -> bool:
    return free_room(folder) >= _wanted(database)


def _free_name(folder: Path, why: Occasion) -> Path:
    """A second later, where a clock that begins anew at each start has given that name already."""
    names = (name_of(why.office, why.now + 1_000 * later, why.kind, why.zone) for later in count())
    return next(path for name in names if not (path := folder / f"{name}.db").exists())


def _wanted(database: Path) -> int:
    return database.stat().st_size + _ROOM


def _need_room(database: Path, folder: Path) -> None:
    if not has_room(database, folder):
        needed, free = _wanted(database) >> 20, free_room(folder) >> 20
        raise CopyFailed(folder, f"too little room: {needed} MB are needed, {free} MB are free")


def _taken(database: Path, path: Path, why: Occasion) -> Copy:
    draft = path.with_name(path.name + PARTIAL)
    try:
        _copy_pages(database, draft)
        with draft.open("rb") as file:
            os.fsync(file.fileno())
            sha256 = hashed(file)
        content = inspect(draft, indexes=True)
        made = Copy(path, why.office, why.kind, why.now, why.version, draft.stat().st_size, sha256, content)
        draft.rename(path)
    except BaseException:
        _discard(draft)
        raise
    keep_folder(path.parent)
    write_slip(made)
    return made


def _discard(draft: Path) -> None:
    """With the log that SQLite may have beside it: it must never meet the next draft of that name."""
    for name in (f"{draft.name}-wal", f"{draft.name}-shm", draft.name):
        draft.with_name(name).unlink(missing_ok=True)


def _copy_pages(database: Path, draft: Path) -> None:
    _discard(draft)
    handle = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        _copy_through(database, draft, lambda: os.fdatasync(handle))
    finally:
        os.close(handle)


def _copy_through(database: Path, draft: Path, keep: Callable[[], None]) -> None:
    """`keep` after each piece: written to the disk all at once, a large copy would hold everybody's commit."""
    with reading(database) as source, closing(sqlite3.connect(draft, isolation_level=None)) as target:
        target.execute("PRAGMA journal_mode=OFF")
        target.execute("PRAGMA synchronous=OFF")  # it is synced as a whole afterwards
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()  # the moment that is copied
        source.backup(target, pages=PAGES, progress=lambda *_: keep(), sleep=PAUSE_S)
        source.execute("COMMIT")
        target.execute("PRAGMA journal_mode=DELETE")  # a single file, readable on a stick that cannot be written
