"""A demo that runs, as a program sees it: its line, its API, its end."""

import contextlib
import json
import os
import selectors
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from tests.asking import PATIENCE_S
from tests.demo.offices import demo

READY_S = 60


def next_line(process: subprocess.Popen[str], deadline_s: float = READY_S) -> str:
    """The next line of standard output. Raises AssertionError when it does not come in time."""
    assert process.stdout is not None
    return _next_line_of(process.stdout.fileno(), process, deadline_s)


def next_aside(process: subprocess.Popen[str], deadline_s: float = READY_S) -> str:
    """The next line of standard error, likewise."""
    assert process.stderr is not None
    return _next_line_of(process.stderr.fileno(), process, deadline_s)


def _next_line_of(stream: int, process: subprocess.Popen[str], deadline_s: float) -> str:
    """Read byte by byte, so that nothing behind it is taken along."""
    line, until = b"", time.monotonic() + deadline_s
    with selectors.DefaultSelector() as waiting:
        waiting.register(stream, selectors.EVENT_READ)
        while not line.endswith(b"\n"):
            assert waiting.select(until - time.monotonic()), "no line in time"
            piece = os.read(stream, 1)
            assert piece, process.communicate()[1]
            line += piece
    return line.decode()


def is_alive(pid: int) -> bool:
    """Whether there is such a process; a dead one that nobody has buried yet does not count."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_until(true: Any, deadline_s: float = 10.0) -> None:
    until = time.monotonic() + deadline_s
    while not true():
        assert time.monotonic() < until
        time.sleep(0.03)


class Started:
    """A running demo and its line."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.said: dict[str, Any] = json.loads(next_line(process))
        self.api = httpx.Client(
            base_url=self.said["url"] + "/api/v1",
            headers={"Authorization": f"Bearer {self.said['screen_token']}"},
            trust_env=False,
            timeout=PATIENCE_S,
        )

    @property
    def serve(self) -> int:
        return int(self.said["pids"]["serve"])

    def issue(self, service: str = "A") -> dict[str, Any]:
        answer = self.api.post("/tickets", json={"service": service, "request_id": str(uuid4())})
        assert answer.status_code == 201, answer.text
        made: dict[str, Any] = answer.json()
        return made

    def answers(self) -> bool:
        with contextlib.suppress(httpx.TransportError):
            return self.api.get("/state").status_code == 200
        return False

    def end(self, number: signal.Signals = signal.SIGINT) -> tuple[int, str, str]:
        """Exit code, the rest of standard output, standard error."""
        self.process.send_signal(number)
        out, err = self.process.communicate(timeout=10)
        return self.process.returncode, out, err


@contextmanager
def running(
    *arguments: str, windows: bool = False, district: bool = False, around: Mapping[str, str] | None = None
) -> Iterator[Started]:
    process = demo(*arguments, windows=windows, district=district, around=around)
    started: Started | None = None
    try:
        started = Started(process)
        yield started
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate(timeout=10)
        if started is not None:
            started.api.close()
