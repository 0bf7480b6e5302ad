"""Is there an office in this folder, and may this program read it? Asked before anything is locked or opened.

The one way for everything that only reads: a folder that was never used, an empty file or the database of another
program is no office, and stays as it is to the last byte. Whether a database is sound is not asked here.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from look.words import N_
from office.identity import has_notes
from office.safekeeping.checking import reading
from office.safekeeping.exchanging import COMING
from office.store import schema
from office.store.engine import FILE_NAME, way_at_rest
from office.store.lock import DataLock

NO_FOLDER = N_("There is no office in {folder}: this folder does not exist.")
NO_DATABASE = N_("There is no office in {folder}: no database is in this folder.")
A_FILE = N_("There is no office in {folder}: this is a file, not a folder.")
EMPTY = N_("There is no office in {folder}: its database is empty.")
ANOTHER = N_("There is no office in {folder}: its database belongs to another program.")
LOST = N_("The office in {folder} has lost its database.")
NEWER = N_("The office in {folder} was written by a newer version of the program.")
OLDER = N_("The office in {folder} was last used by an older version of the program.")
NOT_ALLOWED = N_("This user may not read the folder {folder}.")
UNREAD = frozenset((NO_FOLDER, NO_DATABASE, A_FILE, EMPTY, ANOTHER, LOST, NEWER, OLDER, NOT_ALLOWED))
"""Why an office was not read."""

_NAME_IT = N_("Name the folder of the office with --data, or make an office: motcua setup")
_COMES_BACK = N_("Start the service: it puts the newest copy in its place. By hand: motcua restore")
_INSTALL = N_("Install the newer program, or restore the backup made before the update.")
_START = N_("Start the service: it keeps a copy and brings the database up to date.")
_WITH_SUDO = N_("Try again with sudo.")


class Unread(Exception):
    """No office was read in this folder. `what` (with {folder}) and `advice` are English msgids."""

    def __init__(self, folder: Path, what: str, advice: str) -> None:
        super().__init__(what.format(folder=folder))
        self.folder, self.what, self.advice = folder, what, advice


class NoOffice(Unread):
    """There is none."""

    def __init__(self, folder: Path, what: str) -> None:
        super().__init__(folder, what, _NAME_IT)


def find_office(data: Path) -> Path:
    """Its database, which need not be sound. Makes and changes nothing. Raises NoOffice, Unread or OSError."""
    database = data / FILE_NAME
    try:
        with database.open("rb") as file:
            has_bytes = bool(file.read(1))
    except FileNotFoundError:
        raise _nothing(data) from None
    except NotADirectoryError:
        raise NoOffice(data, A_FILE) from None
    except PermissionError:
        raise _not_allowed(data) from None
    if not has_bytes:
        raise _empty(data)
    with suppress(sqlite3.Error), reading(database, way_at_rest(database)) as conn:
        _look_into(data, conn.execute)
    return database


@contextmanager
def office_at_rest(data: Path) -> Iterator[Path]:
    """The same, and nobody begins to work there meanwhile; others may read, too. Raises DataInUse as well."""
    lock = DataLock(data)
    try:
        lock.take_to_read()
    except PermissionError:
        raise _not_allowed(data) from None
    try:
        yield find_office(data)
    finally:
        lock.release()


def is_of_another(database: Path) -> bool:
    """Whether a database is there that no office has ever written. The caller has the lock."""
    with suppress(sqlite3.Error), reading(database, way_at_rest(database)) as conn:
        return schema.is_of_another(conn.execute)
    return False


def refuse_older(data: Path, ask: schema.Ask) -> None:
    """Reading does not migrate. Raises Unread."""
    found = schema.standing(ask)
    if found is not None and found.version < schema.HEAD:
        raise Unread(data, OLDER, _START)


def _look_into(data: Path, ask: schema.Ask) -> None:
    if schema.is_empty(ask):
        raise _empty(data)
    if schema.is_of_another(ask):
        raise NoOffice(data, ANOTHER)
    found = schema.standing(ask)
    if found is not None and not found.opens_for(schema.HEAD):
        raise Unread(data, NEWER, _INSTALL)


def _nothing(data: Path) -> Unread:
    if _had_one(data):
        return _lost(data)
    if not data.exists():
        return NoOffice(data, NO_FOLDER)
    return NoOffice(data, NO_DATABASE)


def _empty(data: Path) -> Unread:
    if _had_one(data):
        return _lost(data)
    return NoOffice(data, EMPTY)


def _had_one(data: Path) -> bool:
    """The notebook remembers it, or a copy is just being put back."""
    return has_notes(data) or (data / COMING).exists()


def _lost(data: Path) -> Unread:
    return Unread(data, LOST, _COMES_BACK)


def _not_allowed(data: Path) -> Unread:
    return Unread(data, NOT_ALLOWED, _WITH_SUDO)
