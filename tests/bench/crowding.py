"""Neighbours who hold hundreds of connections and say nothing, half of something, or everything very slowly.

    silent     connected, not a byte
    slow       one byte of the headers after the other
    idle       asked once, kept the connection open
    body       announced a body, one byte after the other

Whoever is cut comes again at once. Their addresses are others of this machine (127.0.x.y), which count as strangers.
"""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from uuid import uuid4

from tests.bench.calling import timed
from tests.bench.crowd import KINDS, OWN, WHENCE
from tests.bench.figures import Row, times_row
from tests.durability.running import ROOT, Office, prepare, running, wiring

COUNT = 500
CLERK = "127.0.200.1"
"""A neighbour with work to do."""

A_SECOND = 8.0
"""Numbers that the neighbour takes; more than ten a second are refused to one token."""


class Came:
    """How many came, once they are gone."""

    count = 0


@contextmanager
def crowd(port: int, kind: str, whence: str, count: int = COUNT) -> Iterator[Came]:
    """All of them are there as soon as the block begins."""
    command = [sys.executable, "-m", "tests.bench.crowd", str(port), kind, whence, str(count)]
    those = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    came = Came()
    try:
        assert those.stdout is not None
        assert those.stdout.readline() == "all\n"
        yield came
    finally:
        came.count = int(those.communicate(timeout=60)[0])


def take(port: int, token: str, address: str, count: int, pause_s: float = 0.0, *, anew: bool = False) -> list[float]:
    """Seconds of each number. `anew`: each over a new connection, as a clerk's browser that was closed meanwhile."""
    seconds, stop = list[float](), threading.Event()
    asking = _asking(port, address)
    for _ in range(count):
        if anew:
            asking.close()
            asking = _asking(port, address)
        seconds.append(timed(lambda: _post(asking, token)))  # noqa: B023 -- called at once
        stop.wait(pause_s)
    asking.close()
    return seconds


def _asking(port: int, address: str) -> HTTPConnection:
    return HTTPConnection(OWN, port, timeout=30, source_address=(address, 0))


def _post(asking: HTTPConnection, token: str) -> None:
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
    asking.request("POST", "/api/v1/tickets", f'{{"service": "A", "request_id": "{uuid4()}"}}', headers)
    answer = asking.getresponse()
    answer.read()
    assert answer.status == 201, answer.status


def measure(folder: Path, quick: bool) -> list[Row]:
    folder.mkdir(parents=True, exist_ok=True)
    config, data = wiring(folder), folder / "data"
    token = str(prepare(config, data, devices=("touch",))["touch"])
    with running(config, data) as office:
        rows = [times_row("issue with nobody else", _own(office, token, quick), p99_ms=300)]
        for kind in KINDS:
            for whence in WHENCE:
                rows += _crowded(office, token, kind, whence, quick)
    return rows


def _own(office: Office, token: str, quick: bool) -> list[float]:
    return take(office.port, token, OWN, 60 if quick else 400)


def _crowded(office: Office, token: str, kind: str, whence: str, quick: bool) -> list[Row]:
    named = f"{COUNT} {kind} from {whence}"
    with crowd(office.port, kind, whence, COUNT) as those:
        own = _own(office, token, quick)
        clerk = take(office.port, token, CLERK, 15 if quick else 60, 1 / A_SECOND, anew=True)
    return [
        times_row(f"issue with {named}", own, p99_ms=300),
        times_row(f"… over the network, a new connection each ({those.count} came)", clerk, p99_ms=300),
    ]
