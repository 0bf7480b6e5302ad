"""Real windows on an unseen screen, drawn without a graphics card: how soon a tap and a press are to be seen."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from look.sheet.measures import Measures
from look.theme import COLOURS
from tests.bench.aiming import Finger, finger, place_of
from tests.bench.calling import Caller, signed_in
from tests.bench.figures import Row, times_row
from tests.bench.listening import COUNTERS, LISTENERS, Ears
from tests.demo.offices import TOP, Served, served
from tests.hall.television import Box, Television, hall_window, television

KIOSK = Measures(1080, 1920, 21.5)
HALL = (1920, 1080)
ROWS = (1200, 200, 1920, 900)
"""Where the last calls stand: to the right of the large number, above the notices."""

LARGE = (0, 130, 1180, 900)
BELOW_THE_CLOCK = (0, 160, 1080, 1920)
CALM_S = 0.3
SETTLED_S = 0.75
"""A page that has just come takes no taps."""


def measure_taps(folder: Path, quick: bool) -> list[Row]:
    count = 10 if quick else 100
    with served(folder, 5, windows=["touch"]) as office, television(folder, KIOSK.width, KIOSK.height) as screen:
        size = (KIOSK.width, KIOSK.height)
        with touch_window(screen, folder, office, size), finger(screen.display) as hand:
            hand.move(place_of(office.url, office.prepared.screen_token, "language", KIOSK))
            taps = [_tap(screen, hand) for _ in range(count)]
    return [
        times_row("finger down → next frame of the touch window, 1080×1920", [down for down, _ in taps]),
        times_row("finger up → the page in the other language", [up for _, up in taps]),
    ]


def _tap(screen: Television, hand: Finger) -> tuple[float, float]:
    """Seconds from down and from up to the next frame that differs."""
    until_calm(screen, BELOW_THE_CLOCK)
    time.sleep(SETTLED_S)
    down = until_changed(screen, BELOW_THE_CLOCK, hand.down)
    until_calm(screen, BELOW_THE_CLOCK, 0.05)
    return down, until_changed(screen, BELOW_THE_CLOCK, hand.up)


def measure_rows(folder: Path, quick: bool) -> list[Row]:
    presses = 6 if quick else 60
    with served(folder, COUNTERS, windows=["hall"]) as office, television(folder, *HALL) as tv:
        staff = staffed(office, presses + 1)
        ears = Ears(office.url, office.prepared.screen_token, LISTENERS)
        options = ("--server", office.url, "--size", f"{HALL[0]}x{HALL[1]}")
        try:
            with hall_window(tv, folder / "home", *options, token=office.prepared.window_tokens["hall"]):
                tv.until(lambda: tv.count(COLOURS.gold, LARGE) > 2_000)
                rows = [_press(tv, staff[press % len(staff)], press % len(staff) + 1) for press in range(presses + 1)]
        finally:
            ears.close()
    what = f"press → row on the television, {COUNTERS} counters, {LISTENERS} live connections"
    return [times_row(what, rows[1:], p99_ms=200)]


def _press(tv: Television, clerk: Caller, counter: int) -> float:
    until_calm(tv, ROWS)
    return until_changed(tv, ROWS, lambda: clerk.post(f"/counters/{counter}/next"))


def staffed(office: Served, people: int) -> list[Caller]:
    """A clerk at each counter, and so many people in line, for everybody some."""
    screen = Caller(office.url, office.prepared.screen_token)
    for place in range(people * 2):
        screen.post("/tickets", service="ABEG"[place % 4])
    screen.close()
    return [signed_in(office.url, one.id, one.pin, one.counter or 0) for one in office.prepared.clerks]


@contextmanager
def touch_window(
    screen: Television, folder: Path, office: Served, size: tuple[int, int]
) -> Iterator["subprocess.Popen[bytes]"]:
    """`motcua touch` on this screen, once it shows the services; what it says goes into touch.log."""
    around = {**os.environ, "PYTHONPATH": str(TOP), "DISPLAY": screen.display, "SDL_VIDEODRIVER": "x11"}
    around["MOTCUA_TOKEN"] = office.prepared.window_tokens["touch"]
    where = ("--size", f"{size[0]}x{size[1]}", "--server", office.url, "--home", str(folder / "home"))
    with (folder / "touch.log").open("wb") as log:
        window = subprocess.Popen([sys.executable, "-m", "kiosk.touch.app", *where], env=around, stdout=log, stderr=log)
    try:
        screen.until(lambda: screen.count(COLOURS.ink) > 2_000, 40)
        until_calm(screen, (0, size[1] // 12, *size), 1.5)
        yield window
    finally:
        window.terminate()
        window.wait(10)


def until_changed(screen: Television, box: Box, act: Callable[[], object]) -> float:
    before, began = screen.lines(box), time.perf_counter()
    act()
    while screen.lines(box) == before:
        assert time.perf_counter() - began < 10, "nothing changed"
        time.sleep(0.001)
    return time.perf_counter() - began


def until_calm(screen: Television, box: Box, calm_s: float = CALM_S) -> None:
    seen, since = screen.lines(box), time.perf_counter()
    until = since + 20
    while time.perf_counter() - since < calm_s:
        assert time.perf_counter() < until, "it never stands still"
        time.sleep(0.01)
        now = screen.lines(box)
        if now != seen:
            seen, since = now, time.perf_counter()
