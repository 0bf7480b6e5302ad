"""When a window ends because the tier above asked for it, and how it tells systemd that it lives."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from display.glass.program import asks_to_end, tell_life
from kiosk.touch.app import read
from office.journal import FactView
from tests.notified import listening
from web.supervision import ALIVE, READY, Supervisor


def fact(kind: str, **body: Any) -> FactView:
    return {"seq": 1, "stream": "s", "at": "", "kind": kind, "version": 1, "subject": "", "fact": body}


@pytest.mark.parametrize(
    ("facts", "ends"),
    [
        ([fact("screen.restart_asked", screen="hall")], True),
        ([fact("ticket.called"), fact("screen.restart_asked", screen="hall")], True),
        ([fact("screen.restart_asked", screen="touch")], False),
        ([fact("screen.restart_asked")], False),
        ([fact("ticket.called", screen="hall")], False),
        ([], False),
    ],
)
def test_a_window_ends_at_its_own_name_only(facts: list[FactView], ends: bool) -> None:
    assert asks_to_end(facts, "hall") is ends


def test_the_screen_of_faces_has_the_name_of_its_counter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_TOKEN", "t")
    server = ["--server", "http://127.0.0.1:1"]
    assert read([*server, "--screen", "rate", "--counter", "3"]).role == "rate:3"
    assert read(server).role == "touch"


class Clock:
    """Kivy's clock, turned by hand."""

    def __init__(self) -> None:
        self.once: list[Callable[[float], object]] = []
        self.again: list[tuple[Callable[[float], object], float]] = []

    def schedule_once(self, call: Callable[[float], object], _timeout: float) -> None:
        self.once.append(call)

    def schedule_interval(self, call: Callable[[float], object], seconds: float) -> None:
        self.again.append((call, seconds))


def test_life_is_told_from_the_windows_loop_and_never_ends_the_schedule(tmp_path: Path) -> None:
    clock = Clock()
    with listening(tmp_path) as heard:
        tell_life(clock, Supervisor(heard.around(watchdog_s=30)))
        (first,), ((again, seconds),) = clock.once, clock.again
        assert first(0.0) is None
        assert again(0.0) is None  # Kivy would end what answers False
        assert heard.take(5) == [READY, ALIVE, ALIVE]
    assert seconds == 7.5


def test_without_systemd_nothing_is_scheduled() -> None:
    clock = Clock()
    tell_life(clock, Supervisor({}))
    assert (clock.once, clock.again) == ([], [])
