"""What no honest office would send: records that cannot be read, records of tomorrow, forgeries, floods, bombs.

Refused, counted and shown; and the others do not feel it.
"""

import json
import queue
import time
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine

from district import figures
from district.enrolment import clear_retained
from district.pki import Authority
from district.times import wall_clock
from sync import topics
from sync.courier.status import Condition
from sync.transport.mqtt import MqttMaker
from sync.transport.port import Arrived, Connected, Event, Lost, Settled, Transport
from sync.wire import batch as wire
from sync.wire.batch import PACKED_LIMIT, RAW_LIMIT
from tests.district.recorded import Recorder
from tests.mosquitto import Mosquitto
from tests.office_fixture import ZONE
from tests.proof.commune import Commune, Communes
from tests.proof.far_side import (
    COLLECTOR,
    alarms,
    collecting,
    facts_there,
    maker_at,
    number,
    rows,
    same,
    until,
)
from tests.tier.broker_here import Broker, running_broker

pytestmark = [pytest.mark.needs("mosquitto", "postgres"), pytest.mark.slow]
OFFICE, HOSTILE = "thanh-son", "ke-xau"
MANY = 1_500


class Stranger:
    """Posts whatever it likes; `taken`: what the broker said to each letter."""

    def __init__(self, maker: MqttMaker, client: str, filters: Sequence[str] = ()) -> None:
        self.events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self.pipe: Transport = maker(client=client, filters=filters, will=None)
        self.pipe.open(self.events)

    def until_connected(self) -> "Stranger":
        while not isinstance(self.events.get(timeout=10), Connected):
            continue
        return self

    def post(self, topic: str, payload: bytes, *, retain: bool = False) -> None:
        while self.pipe.post(topic, payload, retain=retain) is None:
            time.sleep(0.02)

    def refused(self) -> str | None:
        """What the broker said to the next letter."""
        while True:
            event = self.events.get(timeout=10)
            if isinstance(event, Settled):
                return event.refused

    def retained(self) -> set[str]:
        """Topics of what lies at the broker."""
        found = set[str]()
        while True:
            try:
                event = self.events.get(timeout=0.4)
            except queue.Empty:
                return found
            if isinstance(event, Arrived):
                self.pipe.acknowledge(event.letter)
                if event.letter.retained and event.letter.payload:
                    found.add(event.letter.topic)


@contextmanager
def stranger(maker: MqttMaker, client: str, *filters: str) -> Iterator[Stranger]:
    made = Stranger(maker, client, filters).until_connected()
    try:
        yield made
    finally:
        made.pipe.close(1.0)


@pytest.fixture
def guarded(tmp_path: Path) -> Iterator[Broker]:
    """The broker as `motcua-district broker-config` sets it up: certificates, rights, limits."""
    with running_broker(tmp_path / "guarded") as running:
        yield running


def test_s11_a_poison_record_is_parked_and_shown(store: Engine, broker: Mosquitto, communes: Communes) -> None:
    with collecting(store, maker_at(broker.port)):
        commune = communes()
        commune.issue(20)
        commune.record("device.condition", "device:lamp", {"condition": "broken\0"})
        poison = commune.seq
        commune.issue(20)
        until(commune.is_done)
        until(lambda: commune.reported and commune.reported[-1] is Condition.REJECTED)
        assert [one[1:] for one in commune.courier.status().parked] == [(poison, "bad_text")]
        (seen,) = _figures(store)
        assert seen.alarms.rejects > 0
        assert seen.complete_to == seen.known_to == commune.seq
    assert {row[1] for row in facts_there(store, OFFICE)} == set(range(1, commune.seq + 1)) - {poison}
    assert number(store, "SELECT count(*) FROM reject WHERE seq = %s", poison) > 0


def test_s12_a_fact_of_a_newer_schema_is_kept(store: Engine, broker: Mosquitto, communes: Communes) -> None:
    body = {"drone": 3, "landed": {"at": "roof"}, "number": "A001"}
    with collecting(store, maker_at(broker.port)):
        commune = communes()
        commune.issue(3)
        commune.record_of_tomorrow("ticket.flown_home", 7, "ticket:1", body)
        commune.record_of_tomorrow("ticket.called", 99, "ticket:2", {"counter": {"is": "no number any more"}})
        commune.issue(3)
        same(commune, store)
    kept = rows(store, "SELECT kind, version, body FROM fact WHERE version > 1 ORDER BY seq")
    assert [row[:2] for row in kept] == [("ticket.flown_home", 7), ("ticket.called", 99)]
    assert json.loads(str(kept[0][2])) == body
    assert alarms(store, OFFICE) == {}


def test_s15_a_wrong_certificate_and_another_offices_topic(
    store: Engine, guarded: Broker, communes: Communes, tmp_path: Path
) -> None:
    forged = Recorder(OFFICE)
    forged.day(tickets=3)
    letter = wire.pack(forged.batch(1, 10))
    elsewhere = Authority.open_or_make(tmp_path / "elsewhere", "Huyện khác")
    with collecting(store, guarded.maker(COLLECTOR)):
        commune = communes(maker=guarded.maker(OFFICE))
        commune.issue(5)
        same(commune, store)
        with stranger(guarded.maker(HOSTILE), HOSTILE) as hostile:
            for box in topics.UP:
                hostile.post(topics.up(OFFICE, box), letter)
                assert hostile.refused() is not None
            hostile.post(topics.collector_state("collector-9"), b"{}", retain=True)
            assert hostile.refused() is not None
            hostile.post(topics.up(HOSTILE, topics.BACK), letter)  # its own topic, another's name inside
            until(lambda: alarms(store, HOSTILE).get("rejects"))
        nobody = Stranger(guarded.maker(OFFICE, elsewhere), "nobody")
        assert isinstance(nobody.events.get(timeout=10), Lost)
        nobody.pipe.close()
        commune.issue(5)
        same(commune, store)
    assert alarms(store, OFFICE) == {}
    assert facts_there(store, HOSTILE) == []


def test_s17_oversize_bombs_and_floods_slow_nobody(
    store: Engine, guarded: Broker, communes: Communes, capsys: pytest.CaptureFixture[str]
) -> None:
    with collecting(store, guarded.maker(COLLECTOR)):
        commune = communes(maker=guarded.maker(OFFICE))
        commune.issue(5)
        same(commune, store)
        with stranger(guarded.maker(HOSTILE), HOSTILE) as hostile:
            for payload in _bombs():
                hostile.post(topics.up(HOSTILE, topics.BACK), payload)
            until(lambda: number(store, "SELECT coalesce(sum(times), 0)::int FROM tally") >= len(_bombs()))
            for place in range(MANY):
                hostile.post(topics.up(HOSTILE, topics.BACK), b"x%d" % place)
            waits = [_wait_of_one(commune) for _ in range(20)]
            hostile.post(topics.up(HOSTILE, topics.BACK), bytes(100 * 1024 * 1024))
        same(commune, store)
        assert any(one.id == HOSTILE and one.alarms.rejects for one in _figures(store))
    counted = {row[0] for row in rows(store, "SELECT what FROM tally")}
    assert {"not_deflate", "bomb", "not_json", "too_deep", "bad_text", "too_large"} <= counted
    kept = number(store, "SELECT coalesce(sum(length(payload)), 0)::int FROM reject")
    assert kept < 4 * 1024 * 1024, "what is kept of it is bounded"
    with capsys.disabled():
        print(f"\nS17: beside {MANY} useless letters a number waits at most {max(waits) * 1000:.0f} ms")
    assert max(waits) < 3.0
    assert alarms(store, OFFICE) == {}


def _bombs() -> list[bytes]:
    bare = Recorder(HOSTILE)
    bare.begin()
    whole = wire.write(bare.batch(1, 1)).decode()
    nested = '{"a":' * 40 + "1" + "}" * 40
    return [
        b"\xff\x00 no deflate at all",
        zlib.compress(bytes(RAW_LIMIT * 100), 9),
        zlib.compress(b"{no json"),
        zlib.compress(b"[" * 100_000),
        zlib.compress(whole.replace('"d":{', f'"d":{{"x":{nested},').encode()),
        zlib.compress(whole.replace("created", "\\u0000").encode()),
        zlib.compress(whole.replace("created", "\\ud800").encode()),
        bytes(PACKED_LIMIT + 1),
    ]


def _wait_of_one(commune: Commune) -> float:
    begun = time.monotonic()
    commune.issue()
    until(commune.is_done)
    return time.monotonic() - begun


def test_s19_a_decommissioned_office_clears_its_retained_messages(
    store: Engine, guarded: Broker, communes: Communes, tmp_path: Path
) -> None:
    manifest = topics.down(OFFICE, "config/notices")
    with collecting(store, guarded.maker(COLLECTOR)):
        commune = communes(maker=guarded.maker(OFFICE))
        other = communes(tmp_path / "other", maker=guarded.maker("le-ho"), office="le-ho")
        with stranger(guarded.maker(COLLECTOR), "above") as above:
            above.post(manifest, b"{}", retain=True)
        commune.issue(3)
        same(commune, store)
        until(other.is_done)
        commune.close()
        assert _lying(guarded, OFFICE) == {topics.up(OFFICE, topics.STATE), manifest}
        assert clear_retained(guarded.maker(COLLECTOR), "revoker", OFFICE) == 2
        until(lambda: number(store, "SELECT count(*) FROM office WHERE cleared AND NOT online") == 1)
        assert _lying(guarded, OFFICE) == set()
        assert _lying(guarded, "le-ho") == {topics.up("le-ho", topics.STATE)}
    assert len(facts_there(store, OFFICE)) > 3, "what it sent stays"


def _lying(guarded: Broker, office: str) -> set[str]:
    with stranger(guarded.maker(COLLECTOR), "looker", topics.up(office, "#"), topics.down(office, "#")) as looking:
        return looking.retained()


def _figures(store: Engine) -> list[figures.OfficeFigures]:
    with store.connect() as conn:
        return figures.offices(conn, wall_clock(), ZONE)
