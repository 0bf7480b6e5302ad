"""The collector into PostgreSQL: from recorded batches, through a broker, and what live facts feel of a backlog.

Beside it, in the same run and on the same disk, what PostgreSQL itself takes: rows that are ready, by COPY into a
temporary table and from there into the table. Commits wait for the disk.
"""

import multiprocessing
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Engine, func, select

from district import receiving
from district.collector import Collector
from district.projections import Projector, drain
from district.store import facts
from district.store.engine import open_store
from district.store.facts import FactRow
from district.store.places import Places
from district.store.schema import migrate
from district.store.tables import fact, unprojected
from sync import topics
from sync.transport.mqtt import MqttMaker
from sync.wire import batch as wire
from tests.bench import chain
from tests.bench.figures import Row, at_least, at_most, percentile
from tests.conftest import where
from tests.district.playing import PlayedOffice, until
from tests.district.recorded import MONDAY, Recorder
from tests.mosquitto import mosquitto
from tests.postgres import Cluster, running

OFFICES, WINDOW, ROUND = 8, 8, 8
FACTS_A_DAY = 800
Packed = list[tuple[str, bytes]]


def measure(folder: Path, quick: bool) -> list[Row]:
    """`folder`: on whose disk."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    if where("postgres") is None:
        return [Row("collector", "postgresql is missing")]
    days = 3 if quick else 20
    packed, count = _recorded(days)
    with running(fsync=True, parent=folder) as cluster:
        rows = _without_a_broker(cluster, packed, count)
        if where("mosquitto") is not None:
            rows += _through_a_broker(cluster, folder, days, quick, packed)
    return [_size(packed, count), *rows]


def _recorded(days: int) -> tuple[Packed, int]:
    """Days of the communes, packed, their batches taking turns."""
    made = [_office(number, days) for number in range(OFFICES)]
    lines = [[(one.office, wire.pack(batch)) for batch in one.batches()] for one in made]
    turns = [line[place] for place in range(max(map(len, lines))) for line in lines if place < len(line)]
    return turns, sum(len(one.facts) for one in made)


def _office(number: int, days: int) -> Recorder:
    made = Recorder(f"xa-{number:03}")
    for day in range(days):
        made.day(MONDAY + timedelta(days=day))
    return made


def _size(packed: Packed, count: int) -> Row:
    return at_most("bytes a fact on the wire", sum(len(payload) for _, payload in packed) / count, "B", 24)


def _without_a_broker(cluster: Cluster, packed: Packed, count: int) -> list[Row]:
    raw = _raw(cluster, packed)
    store = _database(cluster)
    kept = count / _timed(lambda: _keep(store, packed))
    projected = count / _timed(lambda: _project(store))
    both = _database(cluster)
    together = count / _timed(lambda: _together(both, packed))
    store.dispose()
    both.dispose()
    return [
        _reading(packed, count),
        Row("raw COPY → upsert of ready rows", f"{raw:.0f} facts/s"),
        at_least("recorded batches → raw facts and heads", kept, "facts/s", 20_000),
        Row("raw facts → projections", f"{projected:.0f} facts/s"),
        Row("both at once, until the last row is projected", f"{together:.0f} facts/s"),
    ]


def _reading(packed: Packed, count: int) -> Row:
    """20,000 facts a second leave 50 µs for each."""

    def read() -> None:
        for office, payload in packed:
            wire.unpack(payload, office)

    took = _timed(read)
    return at_most("reading a batch, chain checked", took / count * 1e6, "µs a fact", 50)


def _raw(cluster: Cluster, packed: Packed) -> float:
    """Facts a second that PostgreSQL takes by itself."""
    store = _database(cluster)
    rows = [_rows(number, packed[at : at + ROUND]) for number, at in enumerate(range(0, len(packed), ROUND))]

    def copy() -> None:
        for handful in rows:
            with store.begin() as conn:
                facts.add(conn, handful, aside=True)

    took = _timed(copy)
    store.dispose()
    return sum(map(len, rows)) / took


def _rows(number: int, packed: Packed) -> list[FactRow]:
    opened = [wire.unpack(payload, office) for office, payload in packed]
    return [
        FactRow(number * 100 + place, f.seq, f.kind, f.version, f.at, None, 1, 0, f.subject, f.text, f.digest, 0)
        for place, one in enumerate(opened)
        for f in one.facts
    ]


def _timed(act: Callable[[], None]) -> float:
    begun = time.monotonic()
    act()
    return time.monotonic() - begun


def _database(cluster: Cluster) -> Engine:
    store = open_store(cluster.url(cluster.create()))
    migrate(store)
    return store


def _keep(store: Engine, packed: Packed, committed: Callable[[], None] = lambda: None) -> None:
    places = Places()
    for at in range(0, len(packed), ROUND):
        batches = [wire.unpack(payload, office) for office, payload in packed[at : at + ROUND]]
        with store.begin() as conn:
            receiving.keep(conn, places, batches, 0)
        committed()


def _project(store: Engine) -> None:
    more = True
    while more:
        with store.begin() as conn:
            more = drain(conn) > 0


def _together(store: Engine, packed: Packed) -> None:
    projector = Projector(store)
    projector.start()
    _keep(store, packed, projector.wake)
    until(lambda: _waiting(store) == 0, 600)
    projector.stop()


def _waiting(store: Engine) -> int:
    with store.connect() as conn:
        return int(conn.execute(select(func.count()).select_from(unprojected)).scalar_one())


# --- through a broker ------------------------------------------------------------------------------------------------
def _through_a_broker(cluster: Cluster, folder: Path, days: int, quick: bool, packed: Packed) -> list[Row]:
    homes = chain.prepare(folder / "offices", OFFICES, days * FACTS_A_DAY)
    with mosquitto(folder / "broker") as broker:
        maker = MqttMaker(broker.host, broker.port)
        store = _database(cluster)
        collector = Collector(store, maker, "collector-1", backlogs=2, apart="warning")
        collector.start()
        letters = _chain(maker, store, days)
        until(lambda: _waiting(store) == 0, 600)
        raws = [_raw(cluster, packed)]
        through = chain.send(maker, homes)
        begun = time.monotonic()
        until(lambda: _waiting(store) == 0, 600)
        later = time.monotonic() - begun
        raws.append(_raw(cluster, packed))  # before and after: other work on the machine comes and goes
        latencies = _live(maker, 3 if quick else 30, 60 if quick else 400)
        until(lambda: _waiting(store) == 0, 600)
        alone = chain.send(maker, chain.prepare(folder / "alone", 1, days * FACTS_A_DAY), 1)
        collector.stop()
        store.dispose()
    p50, p95 = percentile(latencies, 0.5) * 1000, percentile(latencies, 0.95) * 1000
    raw = sum(raws) / len(raws)
    cpu = through.cpu_s / through.facts * 1e6
    return [
        at_least("recorded letters → broker → collector → PostgreSQL → acknowledged", letters, "facts/s", 20_000),
        Row("… beside raw COPY → upsert", f"{letters / raw:.2f} ×"),
        Row("whole chain: journals → couriers → broker → collector → acknowledged", f"{through.rate:.0f} facts/s"),
        Row("… beside raw COPY → upsert", f"{through.rate / raw:.2f} ×", "≥ 0.5 ×", through.rate >= 0.5 * raw),
        Row("… until its last row of tickets and calls is there, too", f"{later:.1f} s later"),
        Row("courier: processor time a fact", f"{cpu:.0f} µs (hello, reading, packing, sending, places)"),
        Row("courier: memory (PSS) while it drains, libraries included", f"{alone.grown_kb / 1024:.1f} MB"),
        Row("one office alone, its whole backlog", f"{alone.rate:.0f} facts/s"),
        at_most(
            f"live fact → acknowledged while {OFFICES} offices drain {3 if quick else 30} days, p95",
            p95,
            "ms",
            200,
            f" (p50 {p50:.0f} ms, n = {len(latencies)})",
        ),
    ]


def _chain(maker: MqttMaker, store: Engine, days: int) -> float:
    """Facts a second from the first letter of a backlog to the last acknowledgement."""
    with _Backlogs(maker, days, 0) as backlogs:
        begun = time.monotonic()
        backlogs.go()
        backlogs.wait()
        took = time.monotonic() - begun
    with store.connect() as conn:
        count = int(conn.execute(select(func.count()).select_from(fact)).scalar_one())
    return count / took


def _live(maker: MqttMaker, days: int, times: int) -> list[float]:
    """Seconds from a live fact to its acknowledgement, one every 50 ms, while others drain their backlogs."""
    made, took = Recorder("xa-live"), list[float]()
    for _ in range(times):
        made.write("counter.resumed", "counter:1", {"counter": 1, "clerk": "an"})
    with _Backlogs(maker, days, 100) as backlogs:
        office = PlayedOffice(maker, made.office)
        until(office.somebody_is_alive)
        backlogs.go()
        for seq in range(1, times + 1):
            if not backlogs.at_work:
                break
            begun = time.monotonic()
            office.send([made.batch(seq, seq)], topics.LIVE)
            while office.upto(made.stream) < seq:
                time.sleep(0.0005)
            took.append(time.monotonic() - begun)
            time.sleep(0.05)
        office.leave()
    return took


class _Backlogs:
    """Offices with some days to send, in a process of their own."""

    def __init__(self, maker: MqttMaker, days: int, first: int) -> None:
        context = multiprocessing.get_context("spawn")
        self._ready, self._begin = context.Event(), context.Event()
        self._process = context.Process(target=_send, args=(maker, days, first, self._ready, self._begin), daemon=True)

    def __enter__(self) -> "_Backlogs":
        self._process.start()
        assert self._ready.wait(300)
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.join(10)

    @property
    def at_work(self) -> bool:
        return self._process.is_alive()

    def go(self) -> None:
        self._begin.set()

    def wait(self) -> None:
        self._process.join(600)
        assert self._process.exitcode == 0


def _send(maker: MqttMaker, days: int, first: int, ready: object, begin: object) -> None:
    made = [_office(first + number, days) for number in range(OFFICES)]
    letters = [[wire.pack(batch) for batch in one.batches()] for one in made]
    ends = [[batch.last for batch in one.batches()] for one in made]
    people = [PlayedOffice(maker, one.office) for one in made]
    for office in people:
        until(office.somebody_is_alive)
    ready.set()  # type: ignore[attr-defined]
    begin.wait()  # type: ignore[attr-defined]
    sent = [0] * len(people)
    while any(office.upto(one.stream) < len(one.facts) for office, one in zip(people, made, strict=True)):
        for place, office in enumerate(people):
            arrived = sum(1 for last in ends[place] if last <= office.upto(made[place].stream))
            office.acks[:] = office.acks[-4:]
            _fill_window(office, letters[place], sent, place, arrived)
        time.sleep(0.001)


def _fill_window(office: PlayedOffice, letters: Sequence[bytes], sent: list[int], place: int, arrived: int) -> None:
    while sent[place] < min(arrived + WINDOW, len(letters)):
        office.post(topics.BACK, letters[sent[place]])
        sent[place] += 1
