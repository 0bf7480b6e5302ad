"""`motcua-district doctor` on a tier that is well, and on one where each thing is wrong in turn."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from district.checkup import Finding, Level, examine
from district.cli import main
from district.collector import Collector
from district.config import Config, load
from district.keeping import back_up
from district.pipe import maker_for
from district.pki import Authority
from district.service import open_prepared
from sync.transport.tries import Pace
from tests.district.playing import until
from tests.postgres import Cluster
from tests.tier.broker_here import COLLECTOR, Broker, running_broker

pytestmark = [pytest.mark.needs("mosquitto", "postgres")]


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Broker]:
    with running_broker(tmp_path / "data" / "broker") as found:
        yield found


@pytest.fixture
def wiring(tmp_path: Path, cluster: Cluster, broker: Broker) -> Iterator[Path]:
    name, path = cluster.create(), tmp_path / "district.toml"
    lines = f"""
[data]
dir = "data"
[database]
url = "{cluster.url(name)}"
[broker]
transport = "mqtt"
port = {broker.port}
"""
    path.write_text(lines, encoding="utf-8")
    broker.authority.folder.rename(tmp_path / "data" / "pki")
    authority = Authority.open(tmp_path / "data" / "pki")
    authority.keep(authority.client(COLLECTOR, datetime.now(UTC)), tmp_path / "data" / "pki" / "collectors")
    open_prepared(load(path)).dispose()
    yield path
    cluster.drop(name)


@pytest.fixture
def config(wiring: Path) -> Config:
    return load(wiring)


def _found(config: Config, copies: Path, now: datetime | None = None) -> dict[str, Finding]:
    """Part → its worst finding."""
    order = list(Level)
    found: dict[str, Finding] = {}
    for one in examine(config, copies, now or datetime.now(UTC)):
        if one.part not in found or order.index(one.level) > order.index(found[one.part].level):
            found[one.part] = one
    return found


def test_a_tier_that_is_well(config: Config, wiring: Path, tmp_path: Path) -> None:
    back_up(config, wiring, tmp_path / "copies", datetime.now(UTC))
    store = open_prepared(config)
    collector = Collector(store, maker_for(config, COLLECTOR), COLLECTOR, pace=Pace(0.05, 0.2))
    collector.start()
    try:
        until(lambda: collector.status().alive and collector.status().connected)
        found = _found(config, tmp_path / "copies")
    finally:
        collector.stop()
        store.dispose()
    well = ("version", "database", "broker", "collectors", "certificates", "keys", "copies")
    assert {part: found[part].level for part in well} == dict.fromkeys(well, Level.OK)


def test_each_thing_that_is_wrong_is_named_with_what_to_do(config: Config, wiring: Path, tmp_path: Path) -> None:
    (config.keys / "ca.key").chmod(0o644)
    found = _found(config, tmp_path / "copies", datetime.now(UTC) + timedelta(days=365 * 10))
    bad = {part: one.what for part, one in found.items() if one.level is not Level.OK}
    assert {"collectors", "keys", "certificates", "copies"} <= set(bad)
    assert "ca.key" in bad["keys"]
    assert all(found[part].advice for part in bad)


def test_what_is_away_is_said_and_the_others_are_looked_at(
    config: Config, wiring: Path, broker: Broker, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broker.stop()
    away = wiring.read_text(encoding="utf-8").replace("?host=", "?host=/nowhere")
    wiring.write_text(away, encoding="utf-8")
    assert main(["doctor", "--json", "--config", str(wiring)]) == 1
    found = {one["part"]: one for one in json.loads(capsys.readouterr().out)}
    assert (found["database"]["level"], found["broker"]["level"]) == ("bad", "bad")
    assert found["keys"]["level"] == "ok"
    assert "postgresql" in found["database"]["advice"]


def test_a_trial_is_told_that_it_is_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wiring = tmp_path / "district.toml"
    wiring.write_text("", encoding="utf-8")
    assert main(["migrate", "--config", str(wiring)]) == 0
    main(["doctor", "--config", str(wiring)])
    said = capsys.readouterr().out
    assert "a local pipe" in said
    assert "a trial" in said
