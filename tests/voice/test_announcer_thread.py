"""The announcer's own thread, in real time: how soon it speaks, that a mishap does not end it, and how it stops."""

import os
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from display.voice.announcer import Announcer
from display.voice.clips import Shelf
from display.voice.espeak import Espeak
from display.voice.player import Condition, Outcome, aplay
from display.voice.settings import VoiceSettings
from display.voice.sound import Sound
from display.voice.turns import Called
from office.clock import MachineClock
from tests.voice.conftest import ZONE, Hall


def called(ticket: int) -> Called:
    return Called(ticket, f"A{ticket:03}", 3)


def real(hall: Hall, root: Path, play: Callable[[Sound], None]) -> Announcer:
    class Player:
        def play(self, sound: Sound, device: str, begun: Callable[[], None]) -> Outcome:
            if sound.ms > 50:  # the announcer's own silence, by which it looks at the loudspeaker
                play(sound)
            begun()
            return Outcome(Condition.OK)

        def stop(self) -> None:
            pass

    settings = VoiceSettings()
    return Announcer(hall, Shelf(root, Espeak()), Player(), MachineClock(), ZONE, lambda: settings)


def wait_for(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 10
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.005)
    assert condition()


def ended(hall: Hall, count: int) -> bool:
    return len(hall.bodies("ended")) == count


@pytest.mark.needs("espeak-ng")
def test_the_first_sound_comes_within_700_ms_of_the_press(shipped: Path) -> None:
    heard, hall = list[float](), Hall()
    announcer = real(hall, shipped, lambda _: heard.append(time.monotonic()))
    announcer.start()
    try:
        waits = []
        for ticket in range(1, 6):
            pressed = time.monotonic()
            announcer.call(called(ticket))
            wait_for(partial(ended, hall, ticket))
            waits.append(heard[-1] - pressed)
        print("press to sound, ms:", [round(wait * 1000) for wait in waits])
        assert min(waits) < 0.7  # one slow one may be the machine; the bench measures all of them
    finally:
        assert announcer.stop()


@pytest.mark.needs("espeak-ng")
def test_a_mishap_in_one_announcement_does_not_end_the_voice(shipped: Path) -> None:
    mishaps, hall = [True], Hall()

    def play(_: Sound) -> None:
        if mishaps.pop() if mishaps else False:
            raise RuntimeError("a mistake of ours")

    announcer = real(hall, shipped, play)
    announcer.start()
    announcer.call(called(1))
    wait_for(lambda: not mishaps)
    announcer.call(called(2))
    wait_for(lambda: hall.bodies("ended"))
    assert announcer.stop()
    assert [body["number"] for body in hall.bodies("ended")] == ["A002"]
    assert [(body["number"], body["reason"]) for body in hall.bodies("failed")] == [("A001", "error")]


@pytest.mark.needs("espeak-ng")
def test_stopping_tells_what_was_not_spoken(shipped: Path) -> None:
    entered, leave, hall = threading.Event(), threading.Event(), Hall()

    def play(_: Sound) -> None:
        entered.set()
        leave.wait(10)

    announcer = real(hall, shipped, play)
    announcer.start()
    announcer.call(called(1))
    assert entered.wait(10)
    announcer.call(called(2))
    threading.Timer(0.1, leave.set).start()
    assert announcer.stop(5)
    assert [(event, subject) for event, subject, _ in hall.told] == [
        ("started", "ticket:1"),
        ("ended", "ticket:1"),
        ("skipped", "ticket:2"),
    ]
    assert hall.bodies("skipped")[0]["reason"] == "stopped"


@pytest.mark.needs("espeak-ng")
def test_what_is_cut_by_the_end_of_the_service_is_no_fault_of_the_loudspeaker(
    shipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "aplay"
    program.write_text('#!/bin/sh\nfor last; do :; done\n[ "$(wc -c <"$last")" -lt 5000 ] || exec sleep 60\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    hall, settings = Hall(), VoiceSettings()
    announcer = Announcer(hall, Shelf(shipped, Espeak()), aplay(), MachineClock(), ZONE, lambda: settings)
    announcer.start()
    announcer.call(called(1))
    wait_for(lambda: hall.bodies("started"))
    assert announcer.stop(0.5)
    assert [(body["reason"]) for body in hall.bodies("failed")] == ["stopped"]
    assert all(condition == "ok" for _, condition, _ in hall.devices)
