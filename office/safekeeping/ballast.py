"""Room that is held on the disk so that it can be given up: a full disk then still lets the office finish its day.

A large office writes a few megabytes a day, so that some tens of them are days. What fills a disk is hardly ever the
office itself; it must not be what stops over it.
"""

import os
import shutil
import sqlite3
from contextlib import suppress
from pathlib import Path

FILE = "ballast"
LITTLE = 8 << 20
"""Bytes of free room under which the ballast goes."""
_PLENTY = 3
"""It comes back only where so many times its size is free, or it would go and come all the time."""


class Ballast:
    """`size` in bytes; 0 = none is wanted. Every method may be called by any thread."""

    def __init__(self, data: Path, size: int) -> None:
        self._data, self._path, self._size = data, data / FILE, size

    @property
    def is_held(self) -> bool:
        return self._path.exists()

    def give_up(self) -> bool:
        """Whether there was some."""
        try:
            self._path.unlink()
        except OSError:
            return False
        return True

    def hold(self) -> bool:
        """Makes it where there is plenty of room; whether it was made now."""
        if not self._size or self.is_held or free_room(self._data) < self._size * _PLENTY + LITTLE:
            return False
        try:
            _fill(self._path, self._size)
        except OSError:
            self.give_up()
        return self.is_held


def _fill(path: Path, size: int) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        os.posix_fallocate(handle, 0, size)
    finally:
        os.close(handle)


def free_room(folder: Path) -> int:
    """Bytes that may still be written there; 0 when nobody can say."""
    with suppress(OSError):
        return shutil.disk_usage(folder).free
    return 0


def is_full(error: BaseException | None, data: Path) -> bool:
    """Whether SQLite could not write because there is no room; without room for its log it calls that an I/O error."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF if isinstance(error, sqlite3.Error) else 0
    return code == sqlite3.SQLITE_FULL or (
        code in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN) and not free_room(data)
    )
