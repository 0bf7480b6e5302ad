"""From an office's bundle to the district's page: a real mosquitto with certificates, and a real PostgreSQL."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import pytest

from kiosk.district.enrolment import enrolled, keep_bundle, read_bundle
from sync import topics
from sync.transport.mqtt import MqttMaker
from tests.asking import PATIENCE_S
from tests.district.playing import PlayedOffice, until
from tests.district.said import Commune
from tests.postgres import running
from tests.tier.whole_tier import district, mosquitto, tier, wired

pytestmark = [pytest.mark.needs("mosquitto", "postgres"), pytest.mark.slow]
OFFICE, VIETNAM = "thanh-son", ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.fixture
def config(tmp_path: Path) -> Iterator[Path]:
    with running() as cluster:
        yield wired(tmp_path, cluster)


def maker_of(bundle: Path, data: Path) -> MqttMaker:
    """What an office makes of its bundle."""
    keep_bundle(data, read_bundle(bundle.read_bytes(), OFFICE, datetime.now(UTC)))
    own = enrolled(data)
    assert own is not None
    return MqttMaker(own.host, own.port, ca=own.ca, certificate=own.certificate, key=own.key)


def test_what_an_office_sends_with_its_bundle_stands_on_the_page(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    district(config, "broker-config")
    district(config, "enrol", OFFICE, "--name", "Thanh Sơn")
    capsys.readouterr()
    district(config, "token", "add", "test")
    token = capsys.readouterr().out.split(": ")[1].split(" ")[0]
    recorder = Commune(OFFICE)
    recorder.day(tickets=20)
    recorder.count_lookups(datetime.now(VIETNAM).date().isoformat(), "3\tho chieu", searches=9, opened=5, missed=3)
    last = len(recorder.facts)
    with mosquitto(tmp_path / "district-data" / "broker"), tier(config) as started:
        office = PlayedOffice(maker_of(tmp_path / f"{OFFICE}.motcua-bundle", tmp_path / "office"), OFFICE)
        until(lambda: any(office.listen().alive.values()))
        office.hello(recorder.stream, last + 1)
        office.send([recorder.all()], topics.LIVE)
        until(lambda: office.upto(recorder.stream) == last)
        row = told(started.url, token, last)
        assert (row["name"], row["stream"], row["known_to"]) == ("Thanh Sơn", recorder.stream, last)
        assert httpx.get(f"{started.url}/api/v1/health", timeout=PATIENCE_S).json()["ok"] is True
        until(lambda: missed(started.url, token) == [("ho chieu", 3)])
        office.leave()
    assert row["complete_to"] == last


def missed(url: str, token: str) -> list[tuple[str, int]]:
    """What was searched there and not found."""
    found = httpx.get(f"{url}/api/v1/lookups", headers={"Authorization": f"Bearer {token}"}, timeout=PATIENCE_S).json()
    return [(one["query"], one["times"]) for one in found["missed"]]


def told(url: str, token: str, last: int) -> dict[str, object]:
    ends = time.monotonic() + 10
    while True:
        (row,) = httpx.get(
            f"{url}/api/v1/offices", headers={"Authorization": f"Bearer {token}"}, timeout=PATIENCE_S
        ).json()
        if row["complete_to"] == last:
            found: dict[str, object] = row
            return found
        assert time.monotonic() < ends, row
        time.sleep(0.1)
