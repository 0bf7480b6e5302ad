"""An office that runs in a child process, with people at its counters and a way to pull the plug."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

from sqlalchemy import update

from kiosk.config import load
from kiosk.config.fill import first_fill
from office.answers import Answer
from office.clock import MachineClock
from office.domain.people import OPERATOR, SYSTEM
from office.performing import Act
from office.pins import hash_pin
from office.premises import Premises, open_premises
from office.store.tables import clerk
from tests.daytime import MORNING

ROOT = Path(__file__).parents[2]
PIN = "481516"
READY_S = 20.0
T = TypeVar("T")

_TABLES = """
[office]
timezone = "{zone}"
[day]
begins = "00:00"
ends = "24:00"
[printer]
{printer}
[voice]
player = "off"
[first]
name = "Bộ phận Một cửa"
[first.opening]
{week}
"""
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def wiring(folder: Path, *, counters: int = 3, printer: str = 'transport = "off"') -> Path:
    """A config file: always open, services A and B, each counter serves both, a clerk `c1` … for each, head `head`."""
    week = "\n".join(f'{day} = ["00:00-24:00"]' for day in _DAYS)
    text = _TABLES.format(zone=MORNING.key, printer=printer, week=week)
    for letter in "AB":
        text += f'[[first.services]]\nprefix = "{letter}"\nname = "Dịch vụ {letter}"\n'
    for number in range(1, counters + 1):
        text += f'[[first.counters]]\nnumber = {number}\nname = "Quầy {number}"\nservices = ["A", "B"]\n'
        text += f'[[first.people]]\nid = "c{number}"\nname = "Cán bộ {number}"\nrole = "clerk"\n'
    text += '[[first.people]]\nid = "head"\nname = "Trưởng bộ phận"\nrole = "head"\n'
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


@contextmanager
def opened_by_hand(config: Path, data: Path) -> Iterator[Premises]:
    """The same data without a service, as the command line opens it."""
    wires = load(config)
    premises = open_premises(
        data, first_fill(wires.first), MachineClock(), wires.office.timezone, office_id="test", version="test"
    )
    try:
        yield premises
    finally:
        premises.close()


@cache
def _hash() -> str:
    return hash_pin(PIN)


def prepare(config: Path, data: Path, devices: Iterable[str] = ("screen",)) -> dict[str, str]:
    """Makes the database, gives everybody the PIN, and makes device tokens: role → token."""

    def give_pins(act: Act) -> Answer:
        act.conn.execute(update(clerk).values(pin_hash=_hash()))
        return Answer({})

    with opened_by_hand(config, data) as premises:
        premises.performer.perform("pins", SYSTEM, None, {}, give_pins)
        add = premises.doors.add_device
        return {role: add(OPERATOR, None, role=role, name=role).body["token"] for role in devices}


@dataclass
class Reply:
    status: int
    body: Any

    @property
    def code(self) -> str:
        return str(self.body["code"])


class Unreachable(Exception):
    """The service died, or is not there: nobody knows whether the request was carried out."""


class Caller:
    """One client with one connection, as a screen or console keeps it; not for several threads."""

    def __init__(self, port: int, token: str | None = None) -> None:
        self.port, self.token = port, token
        self._connection: HTTPConnection | None = None

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Reply:
        """Below /api/v1. Raises `Unreachable`."""
        headers = {"Content-Type": "application/json"}
        if self.token is not None:
            headers["Authorization"] = f"Bearer {self.token}"
        if self._connection is None:
            self._connection = HTTPConnection("127.0.0.1", self.port, timeout=15)
        try:
            self._connection.request(method, f"/api/v1{path}", None if body is None else json.dumps(body), headers)
            answer = self._connection.getresponse()
            text = answer.read()
        except (OSError, HTTPException) as error:
            self.close()
            raise Unreachable from error
        return Reply(answer.status, json.loads(text) if text else None)

    def get(self, path: str) -> Reply:
        return self.ask("GET", path)

    def post(self, path: str, **body: Any) -> Reply:
        """With a fresh request_id unless one is given."""
        return self.ask("POST", path, {"request_id": str(uuid4()), **body})

    def sign_in(self, clerk_id: str, counter: int | None = None) -> str:
        path = "/session" if counter is None else f"/counters/{counter}/sign-in"
        reply = self.ask("POST", path, {"clerk": clerk_id, "pin": PIN})
        assert reply.status == 200, reply
        self.token = str(reply.body["token"])
        return self.token

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


@dataclass
class Office:
    """The child process. `start` again after `kill` or `stop`; `log` is all that it ever said."""

    config: Path
    data: Path
    port: int = 0
    log: list[str] = field(default_factory=list)
    _child: subprocess.Popen[str] | None = None
    _listener: threading.Thread | None = None
    _ready: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None:
        """Raises AssertionError with what the child said when it does not get ready."""
        self.launch()
        assert self._ready.wait(READY_S), self.said
        assert self.url, self.said

    def launch(self) -> None:
        self._ready.clear()
        child = subprocess.Popen(
            [sys.executable, "-m", "tests.durability.child", str(self.config), str(self.data), str(self.port)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        self._child = child
        self._listener = threading.Thread(target=self._listen, args=(child,))
        self._listener.start()

    def _listen(self, child: subprocess.Popen[str]) -> None:
        assert child.stdout is not None
        for line in child.stdout:
            self.log.append(line.rstrip())
            found = re.match(r"READY http://127\.0\.0\.1:(\d+)", line)
            if found:
                self.port = int(found[1])
                self._ready.set()
        child.stdout.close()
        self._ready.set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}" if self.port else ""

    @property
    def said(self) -> str:
        return "\n".join(self.log[-30:])

    @property
    def pid(self) -> int:
        assert self._child is not None
        return self._child.pid

    def caller(self, token: str | None = None) -> Caller:
        return Caller(self.port, token)

    def sign_in(self, clerk_id: str, counter: int | None = None) -> str:
        """The token of a new session."""
        caller = self.caller()
        try:
            return caller.sign_in(clerk_id, counter)
        finally:
            caller.close()

    def kill(self) -> None:
        """kill -9."""
        self._end(signal.SIGKILL)

    def stop(self) -> tuple[int, float]:
        """SIGTERM; (exit code, seconds until the process was gone)."""
        began = time.monotonic()
        code = self._end(signal.SIGTERM)
        return code, time.monotonic() - began

    def wait(self, timeout_s: float) -> int:
        """Until it ends by itself."""
        assert self._child is not None
        code = self._child.wait(timeout_s)
        self._finish()
        return code

    def _end(self, sign: signal.Signals) -> int:
        if self._child is None:
            return 0
        self._child.send_signal(sign)
        return self.wait(15)

    def _finish(self) -> None:
        assert self._listener is not None
        self._listener.join(5)
        self._child = None


@contextmanager
def running(config: Path, data: Path, *, start: bool = True) -> Iterator[Office]:
    """An office in a child process, which is gone afterwards whatever happens."""
    office = Office(config, data)
    try:
        if start:
            office.start()
        yield office
    finally:
        office.kill()


def stretched(seconds: float) -> float:
    """A deadline on a machine that has other things to do as well: longer by its load for each processor."""
    return seconds * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def together(*work: Callable[[], T]) -> list[T]:
    """Runs each in a thread of its own, all beginning at once; their results. An error of any is raised."""
    barrier = threading.Barrier(len(work))

    def run(one: Callable[[], T]) -> T:
        barrier.wait(10)
        return one()

    with ThreadPoolExecutor(len(work)) as threads:
        return [future.result(60) for future in [threads.submit(run, one) for one in work]]
