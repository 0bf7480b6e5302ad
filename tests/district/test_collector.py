"""The collector on real pipes: it answers after its commit, waits for its database, shares the mail, is not held up."""

import contextlib
import os
import random
import signal
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from district import receiving
from district.collector import Collector
from district.projections import Projector, drain
from district.store.engine import open_store
from district.store.places import Places
from district.store.projected import SHAPES, ticket
from district.store.schema import migrate
from district.store.tables import fact, head, tally
from sync import topics
from sync.transport.loopback import LoopbackMaker
from sync.transport.mqtt import MqttMaker
from sync.transport.port import Maker
from sync.transport.tries import Pace
from tests.district.playing import PlayedOffice, until
from tests.district.recorded import Recorder, offices
from tests.mosquitto import mosquitto
from tests.postgres import Cluster, running

QUICK = Pace(first_s=0.05, most_s=0.2)


@pytest.fixture(scope="module")
def durable() -> Iterator[Cluster]:
    """A server that tests may stop, cut off and exchange: its commits wait for the disk."""
    with running(fsync=True) as found:
        yield found


@contextlib.contextmanager
def collecting(store: Engine, maker: Maker, name: str = "collector-1") -> Iterator[Collector]:
    collector = Collector(store, maker, name, pace=QUICK)
    collector.start()
    try:
        yield collector
    finally:
        collector.stop()


def count(store: Engine) -> int:
    with store.connect() as conn:
        return int(conn.execute(select(func.count()).select_from(fact)).scalar_one())


def played(office: str, tickets: int = 20) -> Recorder:
    made = Recorder(office)
    made.day(tickets=tickets)
    return made


def test_it_answers_when_the_facts_are_in_the_database(store: Engine, socket: Path) -> None:
    made = played("xa-1")
    with collecting(store, LoopbackMaker(socket)) as collector:
        office = PlayedOffice(LoopbackMaker(socket, "xa-1"), "xa-1")
        until(office.somebody_is_alive)
        office.hello(made.stream, len(made.facts) + 1)
        until(lambda: bool(office.listen().acks))
        office.send(made.batches(20))
        until(lambda: office.upto(made.stream) == len(made.facts))
        assert count(store) == len(made.facts)
        until(lambda: _projected(store) == 20)
        assert collector.status().facts == len(made.facts)
        office.leave()


def _projected(store: Engine) -> int:
    with store.connect() as conn:
        return int(conn.execute(select(func.count()).select_from(ticket)).scalar_one())


def test_an_end_in_order_tells_the_offices(store: Engine, socket: Path) -> None:
    with collecting(store, LoopbackMaker(socket)):
        office = PlayedOffice(LoopbackMaker(socket, "xa-1"), "xa-1")
        until(office.somebody_is_alive)
    until(lambda: not office.somebody_is_alive())
    office.leave()


@pytest.mark.needs("postgres")
def test_without_its_database_it_answers_nothing_says_so_and_goes_on_afterwards(durable: Cluster, socket: Path) -> None:
    made = played("xa-1")
    store = open_store(durable.url(durable.create()))
    migrate(store)
    with collecting(store, LoopbackMaker(socket)):
        office = PlayedOffice(LoopbackMaker(socket, "xa-1"), "xa-1")
        until(office.somebody_is_alive)
        durable.stop("immediate")
        office.send([made.batch(1, 50)])
        until(lambda: not office.somebody_is_alive())
        assert office.acks == []
        durable.start()
        until(office.somebody_is_alive)
        office.send(made.batches(50))
        until(lambda: office.upto(made.stream) == len(made.facts))
        office.leave()
    assert count(store) == len(made.facts)
    store.dispose()


@pytest.mark.needs("postgres")
def test_a_collector_that_starts_before_its_database_waits_for_it(durable: Cluster, socket: Path) -> None:
    store = open_store(durable.url(durable.create()))
    migrate(store)
    store.dispose()
    durable.stop()
    with collecting(store, LoopbackMaker(socket)):
        office = PlayedOffice(LoopbackMaker(socket, "xa-1"), "xa-1")
        assert not office.somebody_is_alive()
        durable.start()
        until(office.somebody_is_alive)
        office.leave()
    store.dispose()


@pytest.mark.needs("postgres")
def test_a_database_restored_from_an_old_backup_is_filled_again_by_its_offices(durable: Cluster, socket: Path) -> None:
    made, other = played("xa-1"), played("xa-2")
    store = open_store(durable.url(durable.create()))
    migrate(store)
    durable.stop()
    backup = durable.back_up()
    durable.start()
    with collecting(store, LoopbackMaker(socket)):
        people = [PlayedOffice(LoopbackMaker(socket, name), name) for name in ("xa-1", "xa-2")]
        until(people[0].somebody_is_alive)
        for office, recorder in zip(people, (made, other), strict=True):
            office.send(recorder.batches(50))
            until(lambda o=office, r=recorder: o.upto(r.stream) == len(r.facts))  # type: ignore[misc]
        durable.stop()
        durable.restore(backup)
        durable.start()
        for office, recorder in zip(reversed(people), (other, made), strict=True):
            office.acks.clear()
            _greet_until_answered(office, recorder)
            assert office.acks[-1].need == ((1, len(recorder.facts)),)
            office.send(recorder.batches(50))
            until(lambda o=office, r=recorder: o.upto(r.stream) == len(r.facts))  # type: ignore[misc]
        for office in people:
            office.leave()
    assert count(store) == len(made.facts) + len(other.facts)
    store.dispose()


def _greet_until_answered(office: PlayedOffice, recorder: Recorder) -> None:
    office.hello(recorder.stream, len(recorder.facts) + 1)
    until(lambda: bool(office.listen().acks))


@pytest.mark.needs("postgres", "mosquitto")
def test_two_collectors_share_the_mail_and_keep_every_fact_once(
    cluster: Cluster, postgres: Engine, tmp_path: Path
) -> None:
    made = offices(4, tickets=60)
    other = open_store(str(postgres.url.render_as_string(hide_password=False)))
    with mosquitto(tmp_path / "broker") as broker:
        maker = MqttMaker(broker.host, broker.port)
        with collecting(postgres, maker, "one") as one, collecting(other, maker, "two") as two:
            people = [PlayedOffice(maker, recorder.office) for recorder in made]
            for office, recorder in zip(people, made, strict=True):
                until(lambda office=office: sum(office.listen().alive.values()) == 2)  # type: ignore[misc]
                office.send(recorder.batches(25)[:12])
            for office, recorder in zip(people, made, strict=True):
                office.send(recorder.batches(25)[12:], topics.LIVE)
            _all_arrive(people, made)
            assert one.status().facts + two.status().facts == sum(len(recorder.facts) for recorder in made)
            assert one.status().facts
            assert two.status().facts
            until(lambda: _projected(postgres) == 240)
            for office in people:
                office.leave()
    _same_as_alone(postgres, tmp_path, made)
    other.dispose()


def _all_arrive(people: list[PlayedOffice], made: list[Recorder]) -> None:
    """What was dropped because too much of one office was waiting is sent again, as a courier would."""
    for office, recorder in zip(people, made, strict=True):
        for _ in range(20):
            with contextlib.suppress(AssertionError):
                until(lambda o=office, r=recorder: o.upto(r.stream) == len(r.facts), 2.0)  # type: ignore[misc]
                break
            office.send(recorder.batches(25, after=office.upto(recorder.stream))[:8])
        assert office.upto(recorder.stream) == len(recorder.facts)


def _same_as_alone(store: Engine, tmp_path: Path, made: list[Recorder]) -> None:
    from tests.district.test_receiving import keep, project, tables

    alone = open_store(f"sqlite:///{tmp_path}/alone.db")
    migrate(alone)
    for recorder in made:
        keep(alone, *recorder.batches())
    project(alone)
    project(store)
    assert tables(store) == tables(alone)
    assert len(tables(store)) == len(SHAPES)
    alone.dispose()


def test_a_flood_of_one_office_does_not_hold_up_another(store: Engine, socket: Path) -> None:
    flood, honest = Recorder("xa-bad"), played("xa-good", 5)
    for _ in range(1_500):
        flood.write("counter.resumed", "counter:1", {"counter": 1})
    with collecting(store, LoopbackMaker(socket)) as collector:
        hostile = PlayedOffice(LoopbackMaker(socket, "xa-bad"), "xa-bad")
        good = PlayedOffice(LoopbackMaker(socket, "xa-good"), "xa-good")
        until(good.somebody_is_alive)
        for seq in range(1, 901):
            hostile.send([flood.batch(seq, seq)])
            hostile.post(topics.BACK, zlib.compress(b"nonsense"))
        good.send(honest.batches(10)[:8])
        until(lambda: good.upto(honest.stream) >= min(80, len(honest.facts)), 20.0)
        until(lambda: _shed(store, "xa-bad") + collector.status().refused > 0)
        assert _shed(store, "xa-good") == 0
        hostile.leave()
        good.leave()


def _shed(store: Engine, office: str) -> int:
    from district.store.tables import office as offices_table

    query = select(func.sum(tally.c.times)).join(offices_table, offices_table.c.no == tally.c.office_no)
    with store.connect() as conn:
        return int(conn.execute(query.where(offices_table.c.id == office)).scalar() or 0)


def test_a_letter_that_the_database_objects_to_is_put_aside_and_the_others_go_in(
    postgres: Engine, socket: Path
) -> None:
    made, other = played("xa-1"), played("xa-2")
    with collecting(postgres, LoopbackMaker(socket)):
        office = PlayedOffice(LoopbackMaker(socket, "xa-1"), "xa-1")
        beside = PlayedOffice(LoopbackMaker(socket, "xa-2"), "xa-2")
        until(office.somebody_is_alive)
        office.send([made.batch(1, 100)])
        until(lambda: office.upto(made.stream) == 100)
        with postgres.begin() as conn:  # somebody's hand: the head forgets what the table has
            conn.execute(head.update().values(spans="[]"))
        office.send([made.batch(1, 100)])
        beside.send([other.batch(1, 50)])
        until(lambda: beside.upto(other.stream) == 50)
        until(lambda: len(office.listen().acks) == 2 and office.acks[-1].upto == 100)
        office.leave()
        beside.leave()
    assert count(postgres) == 150


@pytest.mark.needs("postgres")
def test_a_letter_that_is_too_large_for_an_index_is_put_aside_as_well(durable: Cluster, socket: Path) -> None:
    """PostgreSQL calls it an error of operation, as when it is away; waiting would never end."""
    made, other = Recorder("xa-1"), played("xa-2")
    for _ in range(2):
        made.write("something.unheard_of", "something:1", {"noise": random.Random(1).randbytes(20_000).hex()})
    store = open_store(durable.url(durable.create()))
    migrate(store)
    with store.begin() as conn:
        conn.exec_driver_sql("CREATE INDEX ON fact (body)")
    with collecting(store, LoopbackMaker(socket)) as collector:
        office = PlayedOffice(LoopbackMaker(socket, "xa-1"), "xa-1")
        beside = PlayedOffice(LoopbackMaker(socket, "xa-2"), "xa-2")
        until(office.somebody_is_alive)
        office.send([made.batch(1, 2)])
        beside.send([other.batch(1, 50)])
        until(lambda: beside.upto(other.stream) == 50)
        until(lambda: collector.status().refused == 1)
        assert office.upto(made.stream) == 0
        office.leave()
        beside.leave()
    assert count(store) == 50
    store.dispose()


@pytest.mark.needs("postgres")
def test_what_is_projected_is_looked_up_by_its_key_however_large_the_table(durable: Cluster) -> None:
    store = open_store(durable.url(durable.create()))
    migrate(store)
    made = Recorder("xa-1")
    for _ in range(12):
        made.day()
    with store.begin() as conn:
        receiving.keep(conn, Places(), made.batches(500), 0)
    with store.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        conn.exec_driver_sql("ANALYZE fact")
    with store.begin() as conn:
        while drain(conn, limit=4):
            pass
        conn.exec_driver_sql("SELECT pg_stat_force_next_flush()")
    with store.connect() as conn:
        walks = conn.exec_driver_sql("SELECT seq_scan FROM pg_stat_user_tables WHERE relname = 'fact'").scalar_one()
    assert walks <= 1  # the one of ANALYZE
    store.dispose()


def _ended(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"


@pytest.mark.needs("postgres", "mosquitto")
def test_backlogs_drain_in_a_process_of_their_own_which_comes_back_when_it_dies(
    postgres: Engine, tmp_path: Path
) -> None:
    made = played("xa-1")
    with mosquitto(tmp_path / "broker") as broker:
        maker = MqttMaker(broker.host, broker.port)
        collector = Collector(postgres, maker, "collector-1", pace=QUICK, apart="error")
        collector.start()
        office = PlayedOffice(maker, "xa-1")
        until(office.somebody_is_alive)
        _sent_until_there(office, made, 30)
        first = collector.back_room
        assert first is not None
        os.kill(first, signal.SIGKILL)
        until(lambda: collector.back_room not in (None, first))
        _sent_until_there(office, made, len(made.facts))
        until(lambda: _projected(postgres) == 20)
        until(lambda: collector.status().facts >= len(made.facts) - 30)
        second = collector.back_room
        assert second is not None
        office.leave()
        collector.stop()
        until(lambda: _ended(second))


def _sent_until_there(office: PlayedOffice, made: Recorder, last: int) -> None:
    """As a courier does: again and again, until it is acknowledged."""
    end = time.monotonic() + 20
    while office.upto(made.stream) < last:
        assert time.monotonic() < end
        office.send([made.batch(1, last)])
        time.sleep(0.3)


def test_while_a_backlog_arrives_live_facts_are_projected_first(store: Engine) -> None:
    old, new = played("xa-1", tickets=60), played("xa-2")
    with store.begin() as conn:
        receiving.keep(conn, Places(), old.batches(20), 0)
        receiving.keep(conn, Places(), new.batches(20), 0, live=True)
    projector = Projector(store)
    projector.start()
    until(lambda: _projected(store) >= 20)
    with store.connect() as conn:
        number = Places().streams(conn, [("xa-2", new.stream)], 0)["xa-2", new.stream]
        first = conn.execute(select(func.count()).where(ticket.c.stream_no == number)).scalar_one()
    assert first == 20  # the backlog's are a moment later
    until(lambda: _projected(store) == 80)
    projector.stop()
