"""Two monitors stand where the configuration wants them, only who has the key sees them, and the touch keeps the keys.

The texts of xrandr and xinput are recorded; the X server is a real one without a graphics card, whose monitors do not
turn. How a real monitor turns and how a touch lands on it is shown on the machine itself (docs/appliance.md).
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from kiosk.monitors import (
    ASK,
    Monitor,
    Place,
    arranging,
    mapping,
    monitors_in,
    named,
    touch_panels_in,
)
from tests.appliance.xorg import DRIVER, PROGRAMS, two_monitors
from tests.durability.running import ROOT

XRANDR = """Screen 0: minimum 320 x 200, current 3000 x 1920, maximum 16384 x 16384
eDP-1 disconnected (normal left inverted right x axis y axis)
HDMI-1 connected 1920x1080+1080+0 (normal left inverted right x axis y axis) 941mm x 529mm
   1920x1080     60.00*+  50.00    59.94
   3840x2160     30.00
   1920x1080i    60.00
   1280x720      60.00
DP-1 connected primary 1080x1920+0+0 left (normal left inverted right x axis y axis) 268mm x 476mm
   1920x1080     60.00*+
   1024x768      60.00
DP-2 disconnected 800x600+0+0 (normal left inverted right x axis y axis) 0mm x 0mm
VIRTUAL1 unknown connection (normal left inverted right x axis y axis)
"""
XINPUT = """⎡ Virtual core pointer                    \tid=2\t[master pointer  (3)]
⎜   ↳ Virtual core XTEST pointer              \tid=4\t[slave  pointer  (2)]
\tReporting 3 classes:
⎜   ↳ ILITEK ILITEK-TP                        \tid=9\t[slave  pointer  (2)]
\tReporting 4 classes:
\t\tClass originated from: 9. Type: XITouchClass
\t\tTouch mode: direct
\t\tMax number of touches: 10
⎜   ↳ SynPS/2 Synaptics TouchPad              \tid=12\t[slave  pointer  (2)]
\t\tClass originated from: 12. Type: XITouchClass
\t\tTouch mode: dependent
⎣ Virtual core keyboard                   \tid=3\t[master keyboard (2)]
    ↳ ILITEK ILITEK-TP Keyboard               \tid=10\t[slave  keyboard (3)]
"""
TV = Monitor("HDMI-1", True, ((1920, 1080), (3840, 2160), (1280, 720)), (941, 529), (1920, 1080), 1080, 0)
PANEL = Monitor("DP-1", True, ((1920, 1080), (1024, 768)), (268, 476), (1080, 1920), 0, 0, "left")
TOUCH, HALL = Place("DP-1", (1080, 1920), rotate="left"), Place("HDMI-1", (1920, 1080), 1080)


def test_monitors_are_read_as_xrandr_tells_them() -> None:
    found = {one.output: one for one in monitors_in(XRANDR)}
    assert (found["HDMI-1"], found["DP-1"]) == (TV, PANEL)
    assert [one.output for one in monitors_in(XRANDR) if one.plugged] == ["DP-1", "HDMI-1"]
    assert (found["DP-2"].plugged, found["DP-2"].shown) == (False, True)
    assert found["VIRTUAL1"].modes == ()
    assert monitors_in("") == ()


def test_each_stands_where_it_is_wanted_and_what_nobody_wants_is_off() -> None:
    words = arranging(monitors_in(XRANDR), [TOUCH, HALL])
    assert words == [
        *("xrandr", "--fb", "3000x1920"),
        *("--output", "DP-1", "--mode", "1920x1080", "--pos", "0x0", "--rotate", "left", "--primary"),
        *("--output", "HDMI-1", "--mode", "1920x1080", "--pos", "1080x0", "--rotate", "normal"),
        *("--output", "DP-2", "--off"),
    ]


def test_whoever_is_not_named_takes_the_next_that_is_free() -> None:
    monitors, anywhere = monitors_in(XRANDR), Place("", (1920, 1080))
    assert [one and one.output for _, one in named(monitors, [anywhere, HALL])] == ["DP-1", "HDMI-1"]
    assert [one and one.output for _, one in named(monitors, [anywhere, anywhere, anywhere])] == [
        "DP-1",
        "HDMI-1",
        None,
    ]


def test_the_place_of_a_television_that_is_off_is_kept() -> None:
    alone = tuple(one for one in monitors_in(XRANDR) if one.output != "HDMI-1")
    words = arranging(alone, [TOUCH, HALL])
    assert words[:3] == ["xrandr", "--fb", "3000x1920"]
    assert "HDMI-1" not in words
    assert arranging((), [TOUCH, HALL]) == []


def test_a_monitor_without_the_wanted_size_shows_its_own() -> None:
    words = arranging([TV], [Place("HDMI-1", (2560, 1440))])
    assert words[3:6] == ["--output", "HDMI-1", "--auto"]


def test_touch_panels_are_told_from_touch_pads_and_belong_to_one_output() -> None:
    (panel,) = touch_panels_in(XINPUT)
    assert (panel.id, panel.name) == (9, "ILITEK ILITEK-TP")
    assert mapping(panel, "DP-1") == ["xinput", "map-to-output", "9", "DP-1"]


# --- a real X server ----------------------------------------------------------------------------------------------


@pytest.fixture
def display(tmp_path: Path) -> Iterator[Mapping[str, str]]:
    if not DRIVER.exists():
        pytest.skip("the dummy driver is missing (Debian package xserver-xorg-video-dummy)")
    with two_monitors(tmp_path) as around:
        yield around


def said(around: Mapping[str, str], *words: str) -> str:
    return subprocess.run(words, env=around, capture_output=True, text=True, timeout=60, check=True).stdout


def wait_until(condition: Callable[[], bool], what: str) -> None:
    until = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < until, what
        time.sleep(0.1)


@pytest.mark.needs(*PROGRAMS, "xdotool")
def test_two_real_monitors_are_arranged_and_the_touch_screen_keeps_the_keyboard(
    tmp_path: Path, display: Mapping[str, str]
) -> None:
    config = tmp_path / "config.toml"
    config.write_text(
        '[screen]\noutput = "DUMMY0"\nsize = "1280x1024"\n[hall]\noutput = "DUMMY1"\nsize = "1024x768"\nleft = 1280\n',
        encoding="ascii",
    )
    command = [sys.executable, "-m", "kiosk.cli", "screens", "arrange", "--config", str(config)]
    done = subprocess.run(command, cwd=ROOT, env=display, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    found = {one.output: one for one in monitors_in(said(display, *ASK)) if one.shown}
    assert (found["DUMMY0"].now, found["DUMMY0"].left) == ((1280, 1024), 0)
    assert (found["DUMMY1"].now, found["DUMMY1"].left) == ((1024, 768), 1280)

    asked = said(display, "xset", "q")
    assert "timeout:  0" in asked
    assert "DPMS Extension" in asked  # the server does not have it
    stranger = {**display, "XAUTHORITY": os.devnull}
    assert subprocess.run(["xset", "q"], env=stranger, capture_output=True, timeout=60, check=False).returncode != 0
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o640

    keeps_the_keyboard(tmp_path, display)


def keeps_the_keyboard(folder: Path, display: Mapping[str, str]) -> None:
    """Somebody else takes it away; a second later the touch screen has it again."""
    words = ["--server", "http://127.0.0.1:9", "--size", "640x480", "--home", str(folder / "home"), "--keeps-keyboard"]
    around = {**display, "MOTCUA_TOKEN": "t"}
    around.pop("SDL_VIDEODRIVER", None)
    window = subprocess.Popen(
        [sys.executable, "-m", "kiosk.touch.app", *words], cwd=ROOT, env=around, stdout=subprocess.DEVNULL
    )
    try:
        wait_until(lambda: at_the_keys(display) == "motcua touch", "no window")
        other = said(display, "xdotool", "search", "--maxdepth", "0", "").split()[0]
        said(display, "xdotool", "windowfocus", other)
        assert at_the_keys(display) != "motcua touch"
        wait_until(lambda: at_the_keys(display) == "motcua touch", "it was not taken back")
    finally:
        window.terminate()
        assert window.wait(30) == 0


def at_the_keys(display: Mapping[str, str]) -> str:
    """The name of the window that hears the keyboard, or ""."""
    done = subprocess.run(
        ["xdotool", "getwindowfocus", "getwindowname"],
        env=display,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.stdout.strip()
