"""The real window, drawn where nobody sees it: letters, fingers and keys. A monkey and many visits: tests/soak."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.touch.street import AROUND


def checked(what: str, folder: Path, *more: str, module: str = "tests.touch.window_checks") -> Any:
    """What the window's process saw."""
    out = folder / "seen.json"
    command = [sys.executable, "-W", "error", "-m", module, what, str(out), *more]
    around = {**AROUND, "SDL_VIDEODRIVER": "offscreen", "LIBGL_ALWAYS_SOFTWARE": "1"}
    done = subprocess.run(command, env=around, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(out.read_text(encoding="utf-8"))


@pytest.mark.slow
def test_the_windows_own_letters_keep_to_their_places_and_stand_out(tmp_path: Path) -> None:
    seen = checked("texts", tmp_path)
    assert seen["wide"] == []
    assert min(seen["contrast"].values()) >= 7


@pytest.mark.slow
def test_bad_touching_gives_one_number_or_none(tmp_path: Path) -> None:
    assert checked("fingers", tmp_path) == {
        "ten_fingers": 1,
        "double_tap": 1,
        "held": 0,
        "slid": 0,
        "edges": 1,
        "under_a_change": 0,
        "emblem": 1,
        "fast_typing": 7,
        "under_a_new_list": 0,
    }


@pytest.mark.slow
def test_the_keyboard_alone_gets_a_number_and_a_held_key_gets_no_second(tmp_path: Path) -> None:
    assert checked("keys", tmp_path) == {"issued": 1, "page": "NumberPage"}


@pytest.mark.slow
def test_a_box_of_buttons_rates_once_for_each_press(tmp_path: Path) -> None:
    assert checked("buttons", tmp_path) == {"rated": [[4, "box"], [3, "box"]]}


@pytest.mark.slow
def test_a_picture_that_is_no_longer_shown_is_given_back(tmp_path: Path) -> None:
    """In kB. Where a frame is not drawn before the next one begins, 40 MB are held at the end."""
    held = checked("given_back", tmp_path)
    assert held["shown"] > 16_000
    assert held["gone"] < 4_000
