"""A search typed on the touch screen, drawn without a graphics card: from the finger leaving a key to the new list."""

import subprocess
import sys
import time
from pathlib import Path

from office.lookup.writing import as_json
from tests.bench.aiming import Finger, finger
from tests.bench.figures import Row, times_row
from tests.bench.glass import BELOW_THE_CLOCK, KIOSK, SETTLED_S, touch_window, until_calm, until_changed
from tests.demo.offices import TOP, Served, served
from tests.hall.television import Box, Television, television
from tests.lookup.catalogues import COUNTRY, catalogue
from tests.touch.shadow import Shadow

HELD_S = 0.09
"""How long a finger stays on a key."""

WORDS = ("cap", "dang", "giay", "xac", "thu", "ho")


def measure(folder: Path, quick: bool) -> list[Row]:
    """Each letter narrows the list, each erasing widens it again: the list below the field changes every time."""
    rounds = 1 if quick else 5
    with served(folder, 5, windows=["touch"]) as office, television(folder, KIOSK.width, KIOSK.height) as screen:
        _fill(office, folder)
        shadow = Shadow(office.url, office.prepared.window_tokens["touch"], KIOSK)
        size = (KIOSK.width, KIOSK.height)
        with touch_window(screen, folder, office, size), finger(screen.display) as hand:
            _open(screen, hand, shadow)
            box = _list_box(shadow)
            times = [
                taken for _ in range(rounds) for word in WORDS for taken in _typed(screen, hand, shadow, word, box)
            ]
        shadow.close()
    what = f"finger up from a key → the new list, 1080×1920, {COUNTRY:,} procedures"
    return [times_row(what, times, p95_ms=100)]


def _fill(office: Served, folder: Path) -> None:
    """A catalogue as large as the country's, through the running service."""
    path = folder / "country.json"
    path.write_bytes(as_json(catalogue()))
    command = [sys.executable, "-m", "kiosk.cli", "procedures", "import", str(path)]
    where = ["--config", str(office.config), "--data", str(office.data)]
    subprocess.run([*command, *where], cwd=TOP, check=True, capture_output=True, timeout=120)


def _open(screen: Television, hand: Finger, shadow: Shadow) -> None:
    until_calm(screen, BELOW_THE_CLOCK)
    time.sleep(SETTLED_S)
    hand.move(_whole(shadow.place("lookup")))
    hand.down()
    time.sleep(HELD_S)
    until_changed(screen, BELOW_THE_CLOCK, hand.up)
    shadow.press("lookup")
    until_calm(screen, BELOW_THE_CLOCK)


def _typed(screen: Television, hand: Finger, shadow: Shadow, word: str, box: Box) -> list[float]:
    """Seconds of each letter, and of taking it back."""
    names = [f"key:{sign}" for sign in word]
    return [_key(screen, hand, shadow, name, box) for name in (*names, *("key:erase" for _ in word))]


def _key(screen: Television, hand: Finger, shadow: Shadow, name: str, box: Box) -> float:
    hand.move(_whole(shadow.place(name)))
    until_calm(screen, BELOW_THE_CLOCK)
    hand.down()
    time.sleep(HELD_S)
    return until_changed(screen, box, hand.up)


def _list_box(shadow: Shadow) -> Box:
    """Where the lines stand; the keys stay where they are, whatever is found."""
    lines = [control.name for control in shadow.flow.page().controls if control.name.startswith("procedure:")]
    first, last = shadow.area(lines[0]), shadow.area(lines[-1])
    return round(first.x), round(first.y), round(last.right), round(last.bottom)


def _whole(place: tuple[float, float]) -> tuple[int, int]:
    return round(place[0]), round(place[1])
