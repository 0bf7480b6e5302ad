"""The voice inside the real service: a call is heard, muting and quiet hours are silent, and a person may try it."""

import json
import os
import time
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.durability.running import Caller, prepare, running, wiring
from tests.voice import hearing

pytestmark = pytest.mark.needs("espeak-ng")


@dataclass
class Hall:
    """The running office with its clerk at counter 1, its head, and what was heard."""

    data: Path
    head: Caller
    clerk: Caller
    screen: Caller

    def call(self, service: str = "A") -> dict[str, Any]:
        """Somebody takes a number and is called to counter 1."""
        self.screen.post("/tickets", service=service)
        ticket: dict[str, Any] = self.clerk.post("/counters/1/next").body["ticket"]
        return ticket

    def told(self) -> list[dict[str, Any]]:
        """The announcement facts, read from the database beside the service."""
        from sqlalchemy import create_engine, text

        engine = create_engine(f"sqlite:///file:{self.data / 'motcua.db'}?mode=ro&uri=true")
        with engine.connect() as conn:
            rows = conn.execute(text("SELECT kind, subject, fact FROM fact ORDER BY seq")).all()
        engine.dispose()
        return [
            {**json.loads(fact), "event": kind.partition(".")[2], "subject": subject}
            for kind, subject, fact in rows
            if kind.startswith("announcement.")
        ]

    def of(self, event: str) -> list[dict[str, Any]]:
        return [one for one in self.told() if one["event"] == event]

    def awaits(self, event: str, times: int = 1) -> list[dict[str, Any]]:
        wait_for(lambda: len(self.of(event)) >= times)
        return self.of(event)

    def condition(self, device: str) -> str | None:
        found = {one["device"]: one["condition"] for one in self.screen.get("/state").body["devices"]}
        return found.get(device)

    def set(self, **changes: Any) -> None:
        voice = self.head.get("/admin/settings").body["settings"]["voice"]
        assert self.head.post("/admin/settings/voice", **{**voice, **changes}).status == 200

    @property
    def heard(self) -> "array[int]":
        return hearing.heard((self.data / "voices" / "heard" / "heard.wav").read_bytes())

    @property
    def played(self) -> list[str]:
        rows = (self.data / "voices" / "heard" / "heard.csv").read_text().splitlines()[1:]
        return [row for row in rows if int(row.split(",")[3]) > hearing.RATE]  # not the 50 ms of a look at it


def wait_for(what: Callable[[], Any], patience_s: float = 25) -> Any:
    deadline = time.monotonic() + patience_s
    while not (found := what()) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert found
    return found


@contextmanager
def hall(folder: Path) -> Iterator[Hall]:
    config, data = wiring(folder), folder / "data"
    config.write_text(config.read_text().replace('player = "off"', 'player = "file"'))
    screen = prepare(config, data)["screen"]
    with running(config, data) as office:
        head, clerk, touch = office.caller(), office.caller(), office.caller(screen)
        head.sign_in("head")
        clerk.sign_in("c1", 1)
        found = Hall(data, head, clerk, touch)
        wait_for(lambda: found.condition("voice") == "ok")
        yield found
        for one in (head, clerk, touch):
            one.close()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    with hall(tmp_path_factory.mktemp("hall")) as found:
        yield found


def test_a_call_is_heard_and_told_from_its_beginning_to_its_end(office: Hall) -> None:
    office.set(repeat=False)
    began, before = time.monotonic(), len(office.told())
    ticket = office.call()
    wait_for(lambda: len(office.told()) > before)
    pressed_to_sound = time.monotonic() - began
    started = office.awaits("started")[-1]
    ended = office.awaits("ended")[-1]
    assert started["number"] == ended["number"] == ticket["number"]
    assert (started["subject"], started["counter"], started.get("silent")) == (f"ticket:{ticket['id']}", 1, None)
    assert len(office.heard) >= started["ms"] * hearing.RATE // 1000
    assert max(office.heard) > 1500
    print(f"press → voice: {pressed_to_sound * 1000:.0f} ms")


def test_a_muted_hall_takes_its_time_in_silence_and_every_counter_sees_it(office: Hall) -> None:
    office.set(repeat=False)
    assert office.clerk.post("/admin/voice/mute", on=True).body == {"muted": True}
    assert office.condition("announcements") == "muted"
    heard, count = len(office.played), len(office.of("ended"))
    office.call()
    office.awaits("ended", count + 1)
    assert office.of("started")[-1]["silent"] == "muted"
    assert len(office.played) == heard
    assert office.clerk.post("/admin/voice/mute", on=False).body == {"muted": False}
    assert office.condition("announcements") == "ok"


def test_in_quiet_hours_nothing_is_heard_and_the_hall_display_goes_on(office: Hall) -> None:
    office.set(quiet=[[0, 1440]], repeat=False)
    heard, count = len(office.played), len(office.of("ended"))
    office.call()
    office.awaits("ended", count + 1)
    assert office.of("started")[-1]["silent"] == "quiet"
    assert len(office.played) == heard
    office.set(quiet=[])


def test_a_notice_is_announced_once_however_often_the_request_arrives(office: Hall) -> None:
    office.set(notices=[{"id": "het-gio", "text": "Hết giờ.", "text_en": ""}])
    once = "7b1c7a0e-65d1-4a54-9f02-5f2a4c1f0d11"
    for _ in range(2):
        assert office.clerk.post("/admin/voice/announce", notice="het-gio", request_id=once).status == 200
    told = office.awaits("started")
    wait_for(lambda: [one for one in office.told() if one["subject"] == "notice:het-gio" and one["event"] == "ended"])
    assert told
    asked = office.of("asked")
    assert [(one["notice"], one["by"]) for one in asked] == [("het-gio", "clerk:c1")]
    assert len([one for one in office.told() if one["event"] == "ended" and one["subject"] == "notice:het-gio"]) == 1
    assert office.clerk.post("/admin/voice/announce", notice="keine").status == 404


def test_a_trial_is_heard_although_nobody_is_called(office: Hall) -> None:
    office.set(repeat=False)
    heard, told = len(office.played), len(office.told())
    tried = office.head.post("/admin/voice/try", number="a23", counter=1)
    assert (tried.status, tried.body["condition"]) == (200, "ok")
    again = office.head.post("/admin/voice/try", number="A023", counter=1)
    assert (again.status, again.code) == (409, "wrong_state")
    wait_for(lambda: len(office.played) == heard + 1)
    assert len(office.told()) == told
    assert office.head.post("/admin/voice/try", number="?", counter=1).code == "invalid"
    assert office.clerk.post("/admin/voice/try", number="A023", counter=1).code == "forbidden"


def test_the_clips_are_made_meanwhile_and_told_as_a_condition(office: Hall) -> None:
    wait_for(lambda: office.condition("voice-clips") == "ok", 120)  # behind everything else
    assert (office.data / "voices" / "north" / "rendered" / "edition.txt").exists()


def test_a_muting_outlives_a_restart_and_the_end_is_quick_while_something_is_said(tmp_path: Path) -> None:
    config, data = wiring(tmp_path), tmp_path / "data"
    config.write_text(config.read_text().replace('player = "off"', 'player = "file"'))
    prepare(config, data)
    with running(config, data) as office:
        head = office.caller()
        head.sign_in("head")
        wait_for(lambda: head.post("/admin/voice/try", number="A023", counter=1).status == 200)
        head.post("/admin/voice/mute", on=True)
        head.close()
        code, seconds = office.stop()
        assert code == 0
        assert seconds < 3 * max(1.0, os.getloadavg()[0])
        office.start()
        head = office.caller()
        head.sign_in("head")
        assert head.get("/admin/voice").body["muted"] is True
        head.close()
    assert "Traceback" not in "\n".join(office.log)
