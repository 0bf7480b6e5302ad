"""A systemd that only listens: the socket on which a program tells how it is (sd_notify)."""

import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Listening:
    """What was told so far; `since` forgets nothing, it only marks a place."""

    def __init__(self, own: socket.socket, address: str) -> None:
        self._own, self.address = own, address
        self.told: list[str] = []

    def take(self, seconds: float = 0.0) -> list[str]:
        """All lines that come until then; the first wait ends with the first message."""
        self._own.settimeout(max(seconds, 0.001))
        new = list[str]()
        try:
            while True:
                new += self._own.recv(4096).decode().splitlines()
                self._own.settimeout(0.001)
        except TimeoutError:
            pass
        self.told += new
        return new

    def wait_for(self, line: str, *words: str, seconds: float = 60.0) -> None:
        """Until a line begins like this and has these words; fails with what was told instead."""
        until = time.monotonic() + seconds
        while not any(one.startswith(line) and all(word in one for word in words) for one in self.told):
            assert time.monotonic() < until, self.told
            self.take(0.2)

    def around(self, watchdog_s: float | None = None, pid: int | None = None) -> dict[str, str]:
        """The environment of a program that it started."""
        around = {"NOTIFY_SOCKET": self.address}
        if watchdog_s is not None:
            around |= {"WATCHDOG_USEC": str(round(watchdog_s * 1_000_000))}
        if pid is not None:
            around |= {"WATCHDOG_PID": str(pid)}
        return around


@contextmanager
def listening(folder: Path) -> Iterator[Listening]:
    """At a path in this folder, or without a file when the path is too long for a socket."""
    path = str(folder / "notify")
    address = path if len(path) < 100 else f"@motcua-test-{os.getpid()}-{time.monotonic_ns()}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as own:
        own.bind("\0" + address[1:] if address.startswith("@") else address)
        yield Listening(own, address)
