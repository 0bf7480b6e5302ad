"""The demo with its district: all that happens in the office is there a moment later, with a broker or without."""

import json
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.asking import PATIENCE_S
from tests.demo.offices import demo
from tests.demo.started import Started, is_alive, next_line, running, wait_until

pytestmark = pytest.mark.slow
WITH = pytest.param("mosquitto", marks=pytest.mark.needs("mosquitto"))
COMPLETE_S = 5.0


@pytest.fixture(scope="module", params=[WITH, "the local pipe"])
def played(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Started, str]]:
    """A demo in which five people have been served, and how it reaches its district."""
    data = tmp_path_factory.mktemp("demo") / "data"
    options = ("--data", str(data), "--people", "5", "--speed", "1000")
    way = () if request.param == "mosquitto" else ("--no-broker",)
    with running(*options, *way, district=True) as started:
        assert json.loads(next_line(started.process, 120)) == {"done": 5}
        yield started, request.param


def offices(started: Started) -> list[dict[str, Any]]:
    header = {"Authorization": f"Bearer {started.said['district_token']}"}
    answer = httpx.get(
        f"{started.said['district_url']}/api/v1/offices", headers=header, trust_env=False, timeout=PATIENCE_S
    )
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()
    return found


def complete(started: Started) -> dict[str, Any]:
    """The office as the district has it, once it has all that the office wrote."""
    begun = time.monotonic()
    while True:
        (office,) = offices(started)
        seq = started.api.get("/state").json()["seq"]
        if office["complete_to"] == office["known_to"] == seq:
            return office
        assert time.monotonic() - begun < COMPLETE_S, (office, seq)
        time.sleep(0.1)


def test_the_tickets_of_the_people_stand_at_the_district(played: tuple[Started, str]) -> None:
    started, _ = played
    wait_until(lambda: complete(started)["tickets_today"] == 5, COMPLETE_S)
    office = complete(started)
    assert office["stream"] == started.said["stream"]
    assert office["name"].endswith("Thanh Sơn")
    assert 0 <= office["ratings_today"] <= 5
    assert office["rated_share"] is None or 0 <= office["rated_share"] <= 1


def test_the_line_says_who_runs_it_and_the_sign_in_opens_its_page(played: tuple[Started, str]) -> None:
    started, way = played
    assert set(started.said["pids"]) == {"serve", "district", *(["mosquitto"] if way == "mosquitto" else [])}
    admin = started.said["district_admin"]
    with httpx.Client(
        base_url=started.said["district_url"], trust_env=False, follow_redirects=True, timeout=PATIENCE_S
    ) as browser:
        body = {"person": admin["id"], "pin": admin["password"]}
        assert browser.post("/api/v1/session", json=body).status_code == 200
        assert browser.get("/").status_code == 200


def test_a_killed_district_comes_back_and_has_everything(played: tuple[Started, str]) -> None:
    started, way = played
    os.kill(started.said["pids"]["district"], signal.SIGKILL)
    if way == "mosquitto":
        os.kill(started.said["pids"]["mosquitto"], signal.SIGKILL)
    for _ in range(5):
        started.issue()

    def answers() -> bool:
        try:
            return bool(offices(started))
        except httpx.TransportError:
            return False

    wait_until(lambda: not is_alive(started.said["pids"]["district"]))
    wait_until(answers, 30)
    seq = started.api.get("/state").json()["seq"]
    wait_until(lambda: offices(started)[0]["complete_to"] >= seq, 30)


def test_nothing_of_it_is_left_when_the_demo_is_killed(played: tuple[Started, str]) -> None:
    started, _ = played
    found = started.api.get("/state").status_code
    assert found == 200
    started.process.kill()
    wait_until(lambda: not any(is_alive(pid) for pid in started.said["pids"].values()))


def test_a_district_that_cannot_start_is_one_sentence_and_the_office_goes_on(tmp_path: Path) -> None:
    (tmp_path / "tier").write_text("no folder")
    process = demo("--data", str(tmp_path), district=True)
    try:
        said = json.loads(next_line(process))
        assert (said["district_url"], said["district_token"], said["district_admin"]) == (None, None, None)
        assert httpx.get(said["url"] + "/api/v1/health", trust_env=False, timeout=PATIENCE_S).status_code == 200
    finally:
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=10)
    assert err.startswith("demo: the district does not start, so the office goes on without it: ")
    assert len(err.splitlines()) == 1
