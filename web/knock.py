"""Knocks at the service's own door, as everybody else does: a loop that hangs answers nobody.

Owns one thread. What is asked is the health of the service, without a token; any answer in HTTP counts, because a disk
that is full is no reason to end.
"""

import socket
import threading
import time
from collections.abc import Callable

ASKED = b"GET /api/v1/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
EVERY_S, PATIENCE_S = 5.0, 10.0
FIRST_S = 0.1
"""Between two knocks at a door that has not opened yet."""


class Knock:
    """`door`: connects to the service, within `PATIENCE_S`. `busy_since`: since when nobody answers."""

    def __init__(self, door: Callable[[], socket.socket]) -> None:
        self._door = door
        self.busy_since: float | None = None
        self.has_answered = False
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._work, name="knock", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, deadline_s: float = 1.0) -> None:
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(deadline_s)

    def _work(self) -> None:
        while not self._stopping.wait(EVERY_S if self.has_answered else FIRST_S):
            if self.busy_since is None:
                self.busy_since = time.monotonic()
            if self._is_answered():
                self.busy_since, self.has_answered = None, True

    def _is_answered(self) -> bool:
        try:
            with self._door() as way:
                way.sendall(ASKED)
                return way.recv(64).startswith(b"HTTP/1.")
        except OSError:
            return False
