"""Keeps the service of the demo running as systemd would: starts it, starts it again when it dies, ends it.

Owns the child process and its log file. The address is reserved once, so that a restarted service is found where it
was. To be used from one thread that lives as long as the demo: the child dies with the thread that started it.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from kiosk.demo.stopping import Stopping

RESTART_S, LONGEST_RESTART_S = 0.2, 5.0
STEADY_S = 10.0
"""A service that lived so long starts again without delay beyond `RESTART_S`."""

GRACE_S = 2.0
LOG_NAME = "serve.log"
_LARGEST_LOG = 10_000_000
TOP = Path(__file__).resolve().parents[2]


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


class Keeper:
    """The service on `data` at `port`, with the wiring of the file `config`."""

    def __init__(self, config: Path, data: Path, port: int) -> None:
        self._command = [
            *(sys.executable, "-m", "kiosk.demo.child", "--config", str(config), "--data", str(data)),
            *("--port", str(port), "--parent", str(os.getpid())),
        ]
        self._log = data / LOG_NAME
        self._process: subprocess.Popen[bytes] | None = None
        self._begun = 0.0
        self._pause = RESTART_S

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        with contextlib.suppress(OSError):
            if self._log.stat().st_size > _LARGEST_LOG:
                self._log.unlink()
        self._begun = time.monotonic()
        with self._log.open("ab") as log:
            # A session of its own: Ctrl-C in the terminal is the demo's to answer, not the child's.
            self._process = subprocess.Popen(  # noqa: S603 - our own module
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                env={**os.environ, "PYTHONPATH": str(TOP), "PYTHONSAFEPATH": "1"},
            )

    def has_died(self) -> bool:
        return self._process is not None and self._process.poll() is not None

    def keep(self, stopping: Stopping) -> None:
        """Until `stopping`: whenever the service has died, it is started again after a moment."""
        while not stopping.wait(0.1):
            if self.has_died():
                self._start_again(stopping)

    def _start_again(self, stopping: Stopping) -> None:
        steady = time.monotonic() - self._begun > STEADY_S
        self._pause = RESTART_S if steady else min(self._pause * 2, LONGEST_RESTART_S)
        if not stopping.wait(self._pause if not steady else RESTART_S):
            self.start()

    def stop(self) -> None:
        """Ends the service; after `GRACE_S` by force."""
        process = self._process
        if process is None:
            return
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(GRACE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def last_words(self) -> str:
        """The last line of the log, for when the service did not start."""
        with contextlib.suppress(OSError):
            lines = self._log.read_text(encoding="utf-8", errors="replace").splitlines()
            return lines[-1] if lines else ""
        return ""
