"""Who may open the database: one process at a time, by a lock that the kernel drops when the process dies."""

import fcntl
import os
import time
from pathlib import Path

LOCK_NAME = "serve.lock"


class DataInUse(Exception):
    """Another process has this data directory open; `pid` when it said so."""

    def __init__(self, path: Path, pid: int | None) -> None:
        super().__init__(f"{path} is in use" + (f" by process {pid}" if pid else ""))
        self.path, self.pid = path, pid


class DataLock:
    """Held from `take` until `release` or the end of the process."""

    def __init__(self, data: Path) -> None:
        self._path = data / LOCK_NAME
        self._fd: int | None = None

    def take(self, patience_s: float = 0.0) -> None:
        """Raises `DataInUse` when somebody else holds it for longer than `patience_s`."""
        fd = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        until = time.monotonic() + patience_s
        while not _try_lock(fd):
            if time.monotonic() >= until:
                pid = _pid_in(fd)
                os.close(fd)
                raise DataInUse(self._path.parent, pid)
            time.sleep(0.05)
        try:
            os.ftruncate(fd, 0)
            os.pwrite(fd, f"{os.getpid()}\n".encode(), 0)
        except OSError:
            os.close(fd)  # a full disk: the lock would hold, but nothing else would work
            raise
        self._fd = fd

    def take_to_read(self) -> None:
        """Beside others who only read. Makes nothing: a folder without a lock is one in which nobody ever worked.

        Raises `DataInUse` while somebody works there.
        """
        try:
            fd = os.open(self._path, os.O_RDONLY | os.O_CLOEXEC)
        except (FileNotFoundError, NotADirectoryError):
            return
        if not _try_lock(fd, fcntl.LOCK_SH):
            pid = _pid_in(fd)
            os.close(fd)
            raise DataInUse(self._path.parent, pid)
        self._fd = fd

    def release(self) -> None:
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None


def _try_lock(fd: int, how: int = fcntl.LOCK_EX) -> bool:
    try:
        fcntl.flock(fd, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _pid_in(fd: int) -> int | None:
    """Who took it last, unless that process is gone: those who only read do not write theirs."""
    text = os.pread(fd, 20, 0).strip().decode(errors="replace")
    return int(text) if text.isdecimal() and Path("/proc", text).exists() else None
