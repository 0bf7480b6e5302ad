"""What stands behind one office: gaps, alarms that somebody has looked at, parcels on a stick."""

from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from district import figures
from district.cli import main
from district.incoming import take_in
from district.store import alarms
from district.store.alarms import Alarm
from district.store.tables import office
from district.web.office_detail import detail
from sync import topics
from sync.parcel import packed, read_parcel, write_parcel
from sync.wire import batch as wire
from sync.wire.letters import Hello
from tests.asking import Client
from tests.district.recorded import Recorder
from tests.tier.conftest import sign_in
from tests.tier.house_here import Tier

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
OFFICE = "thanh-son"


@pytest.fixture
def recorder() -> Recorder:
    made = Recorder(OFFICE)
    made.day(tickets=10)
    return made


def on_a_stick(made: Recorder, path: Path, *, without: int | None = None) -> Path:
    """All its batches of twenty facts, but one."""
    said = Hello(made.stream, 1, len(made.facts) + 1, made.boot, "0.1.0", "0001", 1, 0, True)
    batches = [one for at, one in enumerate(made.batches(20)) if at != without]
    letters = [(topics.HELLO, said.pack()), *((topics.BACK, wire.pack(one)) for one in batches)]
    write_parcel(path, packed(made.office, 1, letters))
    return path


def test_a_missing_batch_is_named_by_its_numbers(tier: Tier, recorder: Recorder, tmp_path: Path) -> None:
    take_in(tier.store, on_a_stick(recorder, tmp_path / "stick", without=1), tier.clock.now().wall)
    with tier.store.begin() as conn:
        (stream,) = detail(conn, OFFICE)["streams"]
    assert (stream["complete_to"], stream["gaps"]) == (20, [(21, 40)])


def test_an_alarm_is_new_until_somebody_has_looked(tier: Tier, client: Client) -> None:
    tier.office(OFFICE, "Thanh Sơn")
    take_in_nothing(tier)
    secret = sign_in(client, "lan", tier.person("lan"))
    assert alarmed(tier).forks == 1
    page = client.get(f"/offices/{OFFICE}", headers={"Accept": "text/html", "Accept-Language": "en"}).text
    assert "Contradicts an earlier fact" in page
    assert "I have looked at it" in page
    assert client.post(f"/api/v1/offices/{OFFICE}/seen", json={}, headers=secret).status_code == 200
    assert alarmed(tier).forks == 0
    page = client.get(f"/offices/{OFFICE}", headers={"Accept": "text/html"}).text
    assert "I have looked at it" not in page
    sound(tier)
    assert alarmed(tier).forks > 0


def take_in_nothing(tier: Tier) -> None:
    """The office is known to the collector, and something is wrong with it."""
    with tier.store.begin() as conn:
        conn.execute(office.insert().values(id=OFFICE, first_seen_at=1))
    sound(tier)


def sound(tier: Tier) -> None:
    with tier.store.begin() as conn:
        number = conn.execute(select(office.c.no).where(office.c.id == OFFICE)).scalar_one()
        alarms.sound(conn, number, Alarm.FORK, tier.clock.now().wall, "fact 7")


def alarmed(tier: Tier) -> figures.Alarms:
    with tier.store.begin() as conn:
        (found,) = figures.offices(conn, tier.clock.now().wall, ZONE)
    return found.alarms


def test_a_parcel_is_taken_in_only_from_an_office_that_is_entered(
    recorder: Recorder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "district.toml"
    config.write_text("", encoding="utf-8")
    stick = on_a_stick(recorder, tmp_path / "stick")
    asked = ["import", str(stick), "--answer", str(tmp_path / "back"), "--config", str(config)]
    assert main(asked) == 1
    assert f'there is no office or unit "{OFFICE}"' in capsys.readouterr().err
    assert main(["enrol", OFFICE, "--name", "Thanh Sơn", "--config", str(config)]) == 0
    assert main(asked) == 0
    assert f"{len(recorder.facts)} new facts, 0 letters refused" in capsys.readouterr().out
    assert read_parcel(tmp_path / "back").office == OFFICE
    stick.write_bytes(stick.read_bytes()[:-40])
    assert main(asked) == 1
    assert "Traceback" not in capsys.readouterr().err


def test_a_future_rename_is_announced_before_its_day(tier: Tier, client: Client) -> None:
    tier.office(OFFICE, "Thanh Sơn")
    secret = sign_in(client, "lan", tier.person("lan"))
    day = tier.doing.today + timedelta(days=9)
    body = {"kind": "named", "value": "Thanh Sơn Mới", "day": day.isoformat()}
    assert client.post(f"/api/v1/nodes/{OFFICE}/changes", json=body, headers=secret).status_code == 201
    page = client.get(f"/offices/{OFFICE}", headers={"Accept": "text/html"}).text
    assert "<h1><span" in page
    assert page.index("Thanh Sơn Mới") > page.index("<h1>")
    tier.clock.advance(10 * 86_400_000)
    tier.look_again()
    assert client.get("/live").status_code == 401  # the session ended long ago
    token = tier.token()
    (row,) = client.get("/api/v1/offices", headers={"Authorization": f"Bearer {token}"}).json()
    assert row["name"] == "Thanh Sơn Mới"
