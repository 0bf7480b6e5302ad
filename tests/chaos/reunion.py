"""Two hundred offices lose the broker at the same moment, write on, and all come back: how long, and how crowded."""

import re
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, func, select

from district.collector import Collector
from district.store.tables import fact, tally
from sync.transport.mqtt import MqttMaker
from tests.chaos.world import TOP
from tests.mosquitto import Mosquitto

_CONNECTED = re.compile(r"^(\d+): New client connected from \S+ as xa-")


class Crowd:
    """The process with the offices."""

    def __init__(self, port: int, offices: int) -> None:
        command = [sys.executable, "-m", "tests.chaos.crowd", str(port), str(offices)]
        self._process = subprocess.Popen(
            command, cwd=TOP, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        self.connected = self.delivered = 0
        threading.Thread(target=self._listen, daemon=True).start()

    def write(self, count: int) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"write {count}\n")
        self._process.stdin.flush()

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        if self._process.stdin is not None:
            self._process.stdin.close()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            for line in lines:
                self.connected, self.delivered, _ = map(int, line.split())


@dataclass(frozen=True, slots=True)
class Reunion:
    """Seconds from the broker's return: until all stood in connection, until all had everything acknowledged; how many
    connections the broker took in each second; what the collector threw away or refused."""

    offices: int
    connected_s: float
    delivered_s: float
    each_second: tuple[int, ...]
    facts: int
    thrown_away: int


def reunite(folder: Path, store: Engine, offices: int, *, away_s: float = 3.0, facts: int = 20) -> Reunion:
    """`store`: an empty, migrated database."""
    broker = Mosquitto(folder / "broker", ("allow_anonymous true", f"max_connections {offices + 20}"))
    broker.start()
    collector = Collector(store, MqttMaker(broker.host, broker.port), "collector-1", backlogs=2)
    with _running(broker, collector), _crowd(broker.port, offices) as crowd:
        crowd.write(5)
        _until(lambda: crowd.connected == offices and crowd.delivered == offices, 60)
        broker.kill()
        crowd.write(facts)
        time.sleep(away_s)
        before = len(_arrivals(broker))
        back = time.monotonic()
        broker.start()
        _until(lambda: crowd.connected == offices, 60)
        connected = time.monotonic() - back
        _until(lambda: crowd.delivered == offices, 60)
        delivered = time.monotonic() - back
        arrivals = Counter(_arrivals(broker)[before:])
    begun = min(arrivals)
    each = tuple(arrivals[second] for second in range(begun, max(arrivals) + 1))
    with store.connect() as conn:
        count = int(conn.execute(select(func.count()).select_from(fact)).scalar_one())
        lost = int(conn.execute(select(func.coalesce(func.sum(tally.c.times), 0))).scalar_one())
    return Reunion(offices, connected, delivered, each, count, lost)


@contextmanager
def _running(broker: Mosquitto, collector: Collector) -> Iterator[None]:
    collector.start()
    try:
        yield
    finally:
        collector.stop()
        broker.kill()


@contextmanager
def _crowd(port: int, offices: int) -> Iterator[Crowd]:
    crowd = Crowd(port, offices)
    try:
        yield crowd
    finally:
        crowd.end()


def _arrivals(broker: Mosquitto) -> list[int]:
    """The second of each connection of an office, as the broker's log has it."""
    found = (_CONNECTED.match(line) for line in broker.log().splitlines())
    return [int(one.group(1)) for one in found if one]


def _until(what: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)
