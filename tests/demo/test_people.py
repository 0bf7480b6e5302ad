"""The played people of the demo: however the play ends, each of them goes home."""

import threading
from pathlib import Path

from kiosk.config import load
from kiosk.demo.people.playing import Cast, Play, staff_of, steady
from kiosk.demo.preparing import prepare
from tests.demo.offices import written
from tests.demo.started import wait_until

NOWHERE = "http://127.0.0.1:9"


def _staff() -> list[threading.Thread]:
    return [one for one in threading.enumerate() if one.name.startswith(("clerk-", "door-"))]


def test_a_play_that_is_broken_off_while_the_office_is_away_leaves_nobody_behind(tmp_path: Path) -> None:
    prepared = prepare(load(written(tmp_path, 3)), tmp_path / "data", 1_000.0, ())
    staff = staff_of(prepared)
    citizens = steady(prepared, 10, len(staff), 1)
    cast = Cast(NOWHERE, prepared.screen_token, staff, prepared.counters, citizens, prepared.scale, (), 1_000.0, 1)
    play = Play(cast, lambda _: None, lambda: None)
    play.begin()
    wait_until(lambda: len(_staff()) >= len(staff))
    play.break_off()
    wait_until(lambda: not _staff())
