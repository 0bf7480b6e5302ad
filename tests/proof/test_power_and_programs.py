"""Whatever is switched off or killed, at whatever moment: nothing is lost and nothing is doubled."""

import queue
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import Engine

from district.collector import Collector
from district.times import wall_clock
from sync import topics
from sync.courier.status import Condition
from sync.transport.port import Connected, Event, Letter
from sync.transport.tries import Pace
from tests.mosquitto import Mosquitto
from tests.postgres import Cluster
from tests.proof.commune import Commune, Communes
from tests.proof.far_side import (
    COLLECTOR,
    KILLED,
    TOP,
    CollectorAlone,
    collecting,
    maker_at,
    number,
    rows,
    same,
    until,
)

pytestmark = [pytest.mark.needs("mosquitto", "postgres"), pytest.mark.slow]
NUMBERS = "SELECT number FROM ticket ORDER BY ticket"


def test_s01_power_cut_at_a_random_point(store: Engine, broker: Mosquitto, tmp_path: Path) -> None:
    chance, data = random.Random(11), tmp_path / "office"
    in_hands: list[str] = []
    with collecting(store, maker_at(broker.port)):
        for _ in range(3):
            in_hands += _until_the_power_goes(data, broker.port, chance)
        commune = Commune(data, maker_at(broker.port))
        try:
            same(commune, store)
            streams = number(store, "SELECT count(*) FROM stream")
        finally:
            commune.close()
    given = [row[0] for row in rows(store, NUMBERS)]
    assert set(in_hands) <= set(given)
    assert len(in_hands) > 30
    assert len(set(given)) == len(given)
    assert streams == 1


def _until_the_power_goes(data: Path, port: int, chance: random.Random) -> list[str]:
    """The numbers that were given out; what is left on the disk is what a power cut leaves."""
    command = [sys.executable, "-m", "tests.proof.office_alone", str(data), str(port)]
    process = subprocess.Popen(command, cwd=TOP, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    numbers = [process.stdout.readline().strip()]
    notebook = (data / "notebook.json").read_bytes()
    time.sleep(chance.uniform(0.1, 0.9))
    process.kill()
    numbers += process.stdout.read().split()
    process.stdout.close()
    process.wait(10)
    _as_after_a_power_cut(data, notebook, chance)
    return numbers


def _as_after_a_power_cut(data: Path, notebook: bytes, chance: random.Random) -> None:
    """Shared memory is gone, the write in hand is torn, and what was never flushed is as it was a while ago."""
    (data / "motcua.db-shm").unlink(missing_ok=True)
    with (data / "motcua.db-wal").open("ab") as log:
        log.write(chance.randbytes(chance.randint(1, 4_000)))
    with (data / "notebook.json").open("r+b") as notes:
        notes.write(notebook)


def test_s02_a_broker_killed_with_minus_9(store: Engine, broker: Mosquitto, communes: Communes) -> None:
    with collecting(store, maker_at(broker.port)):
        commune = communes()
        for _ in range(3):
            commune.issue(40)
            broker.kill()
            commune.issue(20)
            broker.start()
        same(commune, store)


@pytest.mark.parametrize("answer", [1, 3])
def test_s03_a_collector_killed_between_commit_and_acknowledgement(
    answer: int, store: Engine, url: str, broker: Mosquitto, communes: Communes
) -> None:
    commune = communes()
    commune.issue(30)
    first = CollectorAlone(url, broker.port, "--die-before-answer", str(answer)).until_ready()
    while first.process.poll() is None:
        commune.issue(5)
        time.sleep(0.05)
    assert first.wait() == KILLED
    there = number(store, "SELECT count(*) FROM fact")
    assert there > 0
    assert not commune.is_done()
    with collecting(store, maker_at(broker.port)):
        same(commune, store)
    assert rows(store, "SELECT * FROM quarantine") == []


def test_s04_postgresql_is_down_for_a_while(
    cluster: Cluster, store: Engine, broker: Mosquitto, communes: Communes
) -> None:
    with collecting(store, maker_at(broker.port)) as collector:
        commune = communes()
        commune.issue(20)
        same(commune, store)
        cluster.stop()
        try:
            commune.issue(50)
            until(lambda: commune.courier.status().condition is Condition.OFFLINE)
            assert not collector.status().alive
            assert commune.courier.status().connected, "the line stands; only the database is away"
            assert commune.courier.status().backlog > 0
        finally:
            cluster.start()
        same(commune, store)
        assert collector.status().alive
        until(lambda: commune.reported[-1] is Condition.ONLINE)


def test_s18_an_exception_in_a_callback(store: Engine, broker: Mosquitto, communes: Communes) -> None:
    clock = StumblingClock()
    collector = Collector(store, maker_at(broker.port), COLLECTOR, clock=clock, pace=Pace(0.05, 0.2))
    collector.start()
    try:
        commune = communes(others=_stumbles)
        commune.issue(10)
        same(commune, store)
        clock.left = 2
        commune.issue(10)
        same(commune, store)
        assert clock.left == 0
        _tell(broker.port, topics.down(commune.office, topics.CMD))
        commune.issue(10)
        same(commune, store)
    finally:
        collector.stop()


class StumblingClock:
    """Raises as often as `left` says."""

    left = 0

    def __call__(self) -> int:
        if self.left:
            self.left -= 1
            raise RuntimeError("stumbled")
        return wall_clock()


def _stumbles(_box: str, _letter: Letter) -> None:
    raise RuntimeError("stumbled")


def _tell(port: int, topic: str) -> None:
    events: queue.SimpleQueue[Event] = queue.SimpleQueue()
    pipe = maker_at(port)(client="teller", filters=(), will=None)
    pipe.open(events)
    while not isinstance(events.get(timeout=10), Connected):
        continue
    pipe.post(topic, b"x")
    pipe.close(2.0)
