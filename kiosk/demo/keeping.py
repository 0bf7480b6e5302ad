"""Keeps the parts of the demo running as systemd would: whatever dies is started again.

Owns the service with its address and its log file; the windows look after themselves (`kiosk.demo.windows`). The
address is reserved once, so that a restarted service is found where it was.
"""

import os
import socket
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from kiosk.demo.program import TOP, Program
from kiosk.demo.stopping import Stopping

__all__ = ["TOP", "Address", "Keeper", "Tended", "keep"]

RESTART_S, LONGEST_RESTART_S = 0.2, 5.0
STEADY_S = 10.0
"""A service that lived so long starts again without delay beyond `RESTART_S`."""

LOG_NAME = "serve.log"
LOOK_S = 0.1


class Tended(Protocol):
    """What is looked at every `LOOK_S` and helps itself when it has died; never waits."""

    def tend(self) -> None: ...


def keep(tended: Sequence[Tended], stopping: Stopping) -> None:
    """Until `stopping`."""
    while not stopping.wait(LOOK_S):
        for one in tended:
            one.tend()


class Address:
    """A port of 127.0.0.1, reserved but not listened on: nobody is given it by chance while the service restarts.

    Raises OSError when another program has it.
    """

    def __init__(self, port: int) -> None:
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            self._socket.bind(("127.0.0.1", port))
        except OSError:
            self._socket.close()
            raise
        self.port: int = self._socket.getsockname()[1]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def give_back(self) -> None:
        self._socket.close()


class Kept(Program):
    """A program that is started again as often as it dies, each time later unless it had lived for a while."""

    def __init__(self, command: Sequence[str], log: Path) -> None:
        super().__init__(command, log)
        self._pause = RESTART_S
        self._due: float | None = None

    def tend(self) -> None:
        if not self.has_died():
            return
        now = time.monotonic()
        if self._due is None:
            steady = self.lived_s > STEADY_S
            self._pause = RESTART_S if steady else min(self._pause * 2, LONGEST_RESTART_S)
            self._due = now + self._pause
        if now >= self._due:
            self._due = None
            self.start()


class Keeper(Kept):
    """The service on `data` at `port`, with the wiring of the file `config`; `way`: to the tier above."""

    def __init__(self, config: Path, data: Path, port: int, way: Sequence[str] = ()) -> None:
        command = [
            *(sys.executable, "-m", "kiosk.demo.child", "--config", str(config), "--data", str(data)),
            *("--port", str(port), "--parent", str(os.getpid()), *way),
        ]
        super().__init__(command, data / LOG_NAME)
