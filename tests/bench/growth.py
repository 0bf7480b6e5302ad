"""From one office to a thousand: what a fact waits for its acknowledgement, and what the tier above spends.

Every office is a connection of its own to the broker, and performs an act every few seconds, as at a busy hour. They
are one process; the collector is another, as in the field. Kept as a picture beside the table.
"""

import multiprocessing
import random
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, cast

from district.store.engine import open_store
from district.store.schema import migrate
from sync import topics
from sync.transport.mqtt import MqttMaker
from sync.transport.port import Arrived, Connected, Event, Events, Transport
from sync.transport.tries import Pace
from sync.wire import batch as wire
from sync.wire.letters import Ack
from sync.wire.refusing import Undecodable
from tests.bench.figures import Row, percentile
from tests.bench.growth_picture import draw
from tests.chaos.world import children_of
from tests.conftest import where
from tests.district.playing import PlayedOffice, until
from tests.district.recorded import Recorder
from tests.mosquitto import Mosquitto
from tests.postgres import Cluster, running

STEPS = (1, 10, 100, 1_000)
EVERY_S = 5.0
LASTS_S = 30.0
PICTURE = Path("docs/measured/growth.svg")
_HERTZ = 100
_THREAD_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class Step:
    """Seconds of waiting; shares of one processor; MB (proportional) of the collector, resident of the broker."""

    offices: int
    p50_s: float
    p95_s: float
    facts: int
    collector_cpu: float
    broker_cpu: float
    collector_mb: float
    broker_mb: float


def measure(folder: Path, quick: bool) -> list[Row]:
    """`folder`: on whose disk."""
    if where("postgres") is None or where("mosquitto") is None:
        return [Row("growth", "postgresql or mosquitto is missing")]
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    with running(fsync=True, parent=folder) as cluster:
        steps = [_step(folder / str(count), cluster, count, quick) for count in (STEPS[:3] if quick else STEPS)]
    if not quick:
        PICTURE.parent.mkdir(parents=True, exist_ok=True)
        PICTURE.write_text(draw(steps), encoding="utf-8")
    return [_row(step) for step in steps]


def _row(step: Step) -> Row:
    return Row(
        f"{step.offices} offices, one fact every {EVERY_S:.0f} s each",
        f"p50 {step.p50_s * 1000:.0f} · p95 {step.p95_s * 1000:.0f} ms (n = {step.facts}) · processor: collector "
        f"{step.collector_cpu:.1%}, broker {step.broker_cpu:.1%} · memory: collector {step.collector_mb:.0f} MB, "
        f"broker {step.broker_mb:.1f} MB",
    )


def _step(folder: Path, cluster: Cluster, offices: int, quick: bool) -> Step:
    url = cluster.url(cluster.create())
    store = open_store(url)
    migrate(store)
    store.dispose()
    broker = Mosquitto(folder, ("allow_anonymous true", f"max_connections {offices + 20}", "log_type error"))
    broker.start()
    context = multiprocessing.get_context("spawn")
    collector = context.Process(target=_collect, args=(url, broker.port), daemon=False)
    collector.start()
    ours, theirs = context.Pipe()
    crowd = context.Process(target=_crowd, args=(broker.port, offices, LASTS_S / (3 if quick else 1), theirs))
    crowd.start()
    theirs.close()
    try:
        assert ours.recv() == "stand"
        pids = [collector.pid or 0, *children_of(collector.pid or 0)]
        before, begun = (_spent(pids), _spent([broker.pid])), time.monotonic()
        took = cast("list[float]", ours.recv())
        lasted = time.monotonic() - begun
        shares = [(_spent(each) - was) / lasted for each, was in zip((pids, [broker.pid]), before, strict=True)]
        memory = sum(map(_pss_mb, pids)), _pss_mb(broker.pid)
    finally:
        crowd.terminate()
        collector.terminate()
        crowd.join()
        collector.join()
        broker.kill()
    return Step(offices, percentile(took, 0.5), percentile(took, 0.95), len(took), shares[0], shares[1], *memory)


def _collect(url: str, port: int) -> None:
    from tests.chaos import collector  # the same process as chaos kills

    collector.run(url, port, "collector-1")


# --- the offices -----------------------------------------------------------------------------------------------------
@dataclass
class _Office:
    """One connection; `sent`: when its last fact went out."""

    made: Recorder
    pipe: Transport
    due: float
    stands: bool = False
    sent: dict[int, float] = field(default_factory=dict)


@dataclass
class _Stamped:
    """Where a pipe puts its events: one queue for all offices, each event with its office."""

    office: _Office | None
    put_into: Callable[[tuple[_Office | None, float, Event]], None]

    def put(self, event: Event, *_: Any) -> None:
        self.put_into((self.office, time.monotonic(), event))


def _crowd(port: int, count: int, lasts_s: float, line: Connection) -> None:
    import queue

    threading.stack_size(_THREAD_BYTES)
    heard: queue.SimpleQueue[tuple[_Office, float, Event]] = queue.SimpleQueue()
    maker, chance = MqttMaker("127.0.0.1", port, pace=Pace(0.5, 2.0, 5.0), connect_s=30.0), random.Random(1)
    offices = list[_Office]()
    for number in range(count):
        name = f"xa-{number:04}"
        one = _Office(Recorder(name), maker(client=name, filters=(topics.down(name, topics.ACK),), will=None), 0.0)
        one.pipe.open(cast("Events", _Stamped(one, heard.put)))  # type: ignore[arg-type]
        offices.append(one)
    took = list[float]()
    watch = PlayedOffice(maker, "xa-watch")
    until(watch.somebody_is_alive, 60)  # what is posted before is heard by nobody
    watch.leave()
    until(lambda: _hear(heard, took) or all(one.stands for one in offices), 120)
    time.sleep(1.0)
    line.send("stand")
    begun = time.monotonic()
    for one in offices:
        one.due = begun + chance.uniform(0, EVERY_S)
    while (now := time.monotonic()) < begun + lasts_s:
        for one in offices:
            if one.due <= now:
                one.due += EVERY_S
                _act(one)
        _hear(heard, took)
        time.sleep(0.002)
    until(lambda: _hear(heard, took) or not any(one.sent for one in offices), 60)
    line.send(took)
    line.poll(60)


def _act(one: _Office) -> None:
    fact = one.made.write("counter.resumed", "counter:1", {"counter": 1, "clerk": "an"})
    one.sent[fact.seq] = time.monotonic()
    one.pipe.post(topics.up(one.made.office, topics.LIVE), wire.pack(one.made.batch(fact.seq, fact.seq)))


def _hear(heard: Any, took: list[float]) -> bool:
    """Everything there is; always False."""
    while not heard.empty():
        one, at, event = heard.get()
        if isinstance(event, Connected):
            one.stands = True
        elif isinstance(event, Arrived):
            one.pipe.acknowledge(event.letter)
            took += _answered(one, at, event.letter.payload)
    return False


def _answered(one: _Office, at: float, payload: bytes) -> list[float]:
    try:
        upto = Ack.unpack(payload).upto
    except Undecodable as error:
        raise AssertionError(one.made.office) from error
    return [at - one.sent.pop(seq) for seq in sorted(one.sent) if seq <= upto]


# --- what it costs ---------------------------------------------------------------------------------------------------
def _spent(pids: Sequence[int]) -> float:
    """Seconds of processor so far."""
    total = 0
    for pid in pids:
        after = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        total += int(after[11]) + int(after[12])
    return total / _HERTZ


def _pss_mb(pid: int) -> float:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0
