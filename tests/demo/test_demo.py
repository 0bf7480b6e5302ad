"""The demo as somebody at a terminal has it: one line, an office that answers, and nothing left behind."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from kiosk.config import load
from office.store.engine import FILE_NAME
from tests.asking import PATIENCE_S
from tests.demo.offices import TOP, demo
from tests.demo.started import Started, is_alive, next_line, running, wait_until
from tests.replay import Replay, facts_in

KEYS = {
    *(
        "url",
        "console_url",
        "screen_token",
        "screens",
        "windows",
        "pids",
        "clerks",
        "admin",
        "services",
        "stream",
        "data_dir",
    ),
    *("paper_dir", "voice_dir", "district_url", "district_token", "district_admin"),
}


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    with running("--data", str(tmp_path_factory.mktemp("demo") / "data")) as started:
        yield started


def test_the_first_line_says_everything_that_a_program_needs(shared: Started) -> None:
    said = shared.said
    assert set(said) == KEYS
    assert said["console_url"] == said["url"] + "/console"
    assert said["screens"]["touch"] is None
    assert said["windows"] is None
    assert sorted(said["screens"]["rate"]) == ["1", "2", "3", "4", "5"]
    for address in (said["screens"]["hall"], said["screens"]["rate"]["1"]):
        assert httpx.get(address, timeout=PATIENCE_S).status_code == 303
        assert httpx.get(address, timeout=PATIENCE_S).status_code == 401, "a one-time key opens once"
    assert set(said["pids"]) == {"serve"}
    assert [set(clerk) for clerk in said["clerks"]] == [{"id", "name", "pin", "counter"}] * 3
    assert said["services"] == ["A", "B", "C", "D", "E", "G", "H", "T"]
    assert Path(said["paper_dir"]).parent == Path(said["data_dir"])
    assert Path(said["voice_dir"]).parent == Path(said["data_dir"])
    assert {said[key] for key in KEYS if key.startswith("district")} == {None}


def test_the_day_is_open_and_nobody_is_signed_in_when_the_line_comes(shared: Started) -> None:
    state = shared.api.get("/state").json()
    assert state["day"]["status"] == "open"
    assert state["stream"] == shared.said["stream"]
    assert {counter["status"] for counter in state["counters"]} == {"closed"}
    assert {service["why"] for service in state["services"]} == {"no_counter"}
    assert "printer" in {device["device"] for device in state["devices"]}


def test_a_ticket_becomes_bytes_and_a_picture_on_paper(shared: Started) -> None:
    ticket, paper = shared.issue(), Path(shared.said["paper_dir"])

    def printed() -> dict[str, Any]:
        answer: dict[str, Any] = shared.api.get(f"/tickets/{ticket['id']}").json()["print"]
        return answer

    wait_until(lambda: printed()["state"] == "printed")
    job = printed()["job"]
    assert (paper / f"{job}.escpos").stat().st_size > 1_000
    wait_until((paper / f"{job}.png").exists)


@pytest.mark.parametrize("page", ["/paper", "/sign-in"])
def test_the_pages_answer(shared: Started, page: str) -> None:
    assert httpx.get(shared.said["url"] + page, trust_env=False, timeout=PATIENCE_S).status_code == 200


def test_every_pin_of_the_line_opens_its_counter(shared: Started) -> None:
    for clerk in shared.said["clerks"]:
        body = {"clerk": clerk["id"], "pin": clerk["pin"]}
        answer = shared.api.post(f"/counters/{clerk['counter']}/sign-in", json=body, headers={"Authorization": ""})
        assert answer.status_code == 200
        token = {"Authorization": f"Bearer {answer.json()['token']}"}
        assert shared.api.post(f"/counters/{clerk['counter']}/sign-out", headers=token).status_code == 204
    head = {"clerk": shared.said["admin"]["id"], "pin": shared.said["admin"]["pin"]}
    assert shared.api.post("/session", json=head, headers={"Authorization": ""}).json()["role"] == "head"


def test_a_killed_service_comes_back_at_the_same_address_and_knows_the_token(shared: Started) -> None:
    before, pid = shared.issue("B"), shared.serve
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not is_alive(pid))
    wait_until(shared.answers, 15)
    assert shared.api.get(f"/tickets/{before['id']}").json()["number"] == before["number"]
    assert shared.issue("B")["number"] > before["number"]


@pytest.mark.slow
@pytest.mark.alone
def test_ctrl_c_ends_everything_within_three_seconds_and_says_nothing_on_standard_output(tmp_path: Path) -> None:
    with running("--data", str(tmp_path / "data")) as started:
        begun = time.monotonic()
        code, out, _ = started.end()
        assert time.monotonic() - begun < 3
        assert (code, out) == (0, "")
        assert not is_alive(started.serve)


@pytest.mark.slow
@pytest.mark.alone
def test_ctrl_c_pressed_a_hundred_times_ends_the_demo_all_the_same(tmp_path: Path) -> None:
    with running("--data", str(tmp_path / "data"), "--people", "30", "--speed", "10") as started:
        begun = time.monotonic()
        for number in (signal.SIGINT, signal.SIGTERM) * 50:
            started.process.send_signal(number)
        assert started.process.wait(5) == 0
        assert time.monotonic() - begun < 3
        assert not is_alive(started.serve)


@pytest.mark.slow
def test_kill_9_of_the_demo_takes_the_service_along_and_the_same_data_starts_again_at_once(tmp_path: Path) -> None:
    data = str(tmp_path / "data")
    with running("--data", data) as first:
        before = first.issue()
        pin, token, serve = first.said["clerks"][0]["pin"], first.said["screen_token"], first.serve
        first.process.kill()
        first.process.wait(5)
        with running("--data", data) as second:
            assert not is_alive(serve)
            assert second.said["stream"] == first.said["stream"]
            assert second.api.get(f"/tickets/{before['id']}").json()["state"] == "waiting"
            assert second.issue()["number"] == "A002"
            assert second.said["clerks"][0]["pin"] != pin
            old = {"Authorization": f"Bearer {token}"}
            assert second.api.get("/state", headers=old).status_code == 401


@pytest.mark.slow
def test_a_day_that_was_closed_by_hand_is_opened_again(tmp_path: Path) -> None:
    data = str(tmp_path / "data")
    with running("--data", data) as first:
        head = {"clerk": first.said["admin"]["id"], "pin": first.said["admin"]["pin"]}
        session = first.api.post("/session", json=head, headers={"Authorization": ""}).json()
        who = {"Authorization": f"Bearer {session['token']}"}
        assert first.api.post("/day/close", json={"request_id": str(uuid4())}, headers=who).status_code == 200
        first.end(signal.SIGTERM)
    with running("--data", data) as second:
        assert second.issue()["number"] == "A001"


@pytest.mark.slow
def test_played_people_are_served_and_the_demo_goes_on(tmp_path: Path) -> None:
    with running("--data", str(tmp_path / "data"), "--people", "5", "--speed", "400") as started:
        assert json.loads(next_line(started.process)) == {"done": 5}
        state = started.api.get("/state").json()
        assert {counter["status"] for counter in state["counters"]} == {"closed"}
        assert {service["waiting"] for service in state["services"]} == {0}
        assert started.issue()["number"]
        _, out, err = started.end()
        assert out == ""
        assert "5 people come" in err
        assert "Traceback" not in err


@pytest.mark.slow
def test_played_people_get_over_a_service_that_is_killed_and_nobody_gets_two_numbers(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with running("--data", str(data), "--people", "15", "--speed", "300") as started:
        wait_until(lambda: started.api.get("/state").json()["recent_calls"])
        os.kill(started.serve, signal.SIGKILL)
        assert json.loads(next_line(started.process)) == {"done": 15}
        started.end()
    counters = {one.number: one.services for one in load(TOP / "config.toml").first.counters}
    replay = Replay(counters).read(facts_in(data / FILE_NAME))
    assert len(replay.people) == 15
    assert replay.mistakes == []


@pytest.mark.slow
def test_the_patience_with_absent_people_is_divided_only_while_they_are_played(tmp_path: Path) -> None:
    def no_show_ms(started: Started) -> int:
        head = {"clerk": started.said["admin"]["id"], "pin": started.said["admin"]["pin"]}
        session = started.api.post("/session", json=head, headers={"Authorization": ""}).json()
        who = {"Authorization": f"Bearer {session['token']}"}
        settings = started.api.get("/admin/settings", headers=who).json()["settings"]
        return int(settings["calling"]["no_show_seconds"])

    data = str(tmp_path / "data")
    with running("--data", data, "--speed", "6") as fast:
        assert no_show_ms(fast) == 10
        fast.end()
    with running("--data", data) as usual:
        assert no_show_ms(usual) == 60


def complaint(*arguments: str) -> tuple[int, str]:
    process = demo(*arguments)
    out, err = process.communicate(timeout=60)
    assert out == ""
    return process.returncode, err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--port", "70000"), "0 to 65535"),
        (("--people", "-3"), "from 1 to"),
        (("--speed", "nan"), "from 0.1"),
        (("--data", ""), "name of a folder"),
        (("--rate", "3"), "--no-windows opens none"),
        (("--bogus",), "unrecognized arguments"),
    ],
)
def test_a_mistake_on_the_command_line_is_one_sentence(arguments: tuple[str, ...], said: str) -> None:
    code, err = complaint(*arguments)
    assert code == 2
    assert said in err
    assert len(err.splitlines()) == 1


def test_a_port_that_is_taken_is_said_in_one_sentence(shared: Started, tmp_path: Path) -> None:
    port = shared.said["url"].rpartition(":")[2]
    code, err = complaint("--port", port, "--data", str(tmp_path / "data"))
    assert (code, len(err.splitlines())) == (1, 1)
    assert f"port {port} cannot be used" in err


def test_data_that_is_in_use_is_said_in_one_sentence(shared: Started) -> None:
    code, err = complaint("--data", shared.said["data_dir"])
    assert (code, len(err.splitlines())) == (1, 1)
    assert "is in use by process" in err


def test_data_that_cannot_be_a_folder_is_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    code, err = complaint("--data", str(tmp_path / "file" / "data"))
    assert (code, len(err.splitlines())) == (1, 1)


@pytest.mark.slow
def test_without_json_the_text_has_addresses_and_pins_and_the_folder_goes_at_the_end() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "kiosk.cli", "demo", "--port", "0", "--no-windows"],
        cwd=TOP,
        env={**os.environ, "PYTHONPATH": str(TOP), "LC_ALL": "C.UTF-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        lines = [next_line(process)]
        while "curl" not in lines[-1]:
            lines.append(next_line(process))
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=10)
    text = "".join(lines)
    assert "/console" in text
    assert "lan-anh" in text
    folder = next(word for word in text.split() if "motcua-demo-" in word)
    assert not Path(folder).exists()
