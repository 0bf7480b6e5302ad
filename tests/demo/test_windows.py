"""The windows of the demo as somebody in front of them has them: seen, tapped, killed, and gone with the demo."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from PIL import Image

from kiosk.demo.windows import TRIES
from tests.asking import PATIENCE_S
from tests.demo.looking import BARE, Glass, screen
from tests.demo.offices import demo
from tests.demo.started import Started, is_alive, next_aside, running, wait_until

pytestmark = pytest.mark.slow
FIRST_TILE = (0.25, 0.26)
"""Within the tile of the first service, in parts of the touch screen's width and height."""

unseen = pytest.mark.needs("Xvfb", "xdotool", "import")


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Started, Glass, Path]]:
    """A demo without a display, with the faces of counter 3; its glass, and its folder of pictures."""
    for program in ("Xvfb", "xdotool", "import"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is missing")
    folder = tmp_path_factory.mktemp("windows")
    options = ("--data", str(folder / "data"), "--rate", "3", "--pictures", str(folder / "pictures"))
    with running(*options, windows=True, around=BARE) as started:
        glass = Glass(started, folder)
        glass.until_shown("touch", "hall", "rate")
        yield started, glass, folder / "pictures"


def waiting(started: Started) -> int:
    return sum(service["waiting"] for service in started.api.get("/state").json()["services"])


@unseen
def test_the_line_says_where_each_window_is_and_who_runs_it(walked: tuple[Started, Glass, Path]) -> None:
    said, windows = walked[0].said, walked[0].said["windows"]
    assert said["screens"]["touch"] == windows["display"]
    assert not windows["seen"]
    assert set(windows) == {"display", "seen", "key", "touch", "hall", "rate"}
    assert set(said["pids"]) == {"serve", "touch", "hall", "rate", "xvfb"}
    assert all(is_alive(pid) for pid in said["pids"].values())
    assert walked[1].mapped() == 3


@unseen
def test_a_tap_on_a_tile_gives_a_number(walked: tuple[Started, Glass, Path]) -> None:
    started, glass, _ = walked
    home = glass.picture("touch").tobytes()

    def given() -> bool:
        glass.tap("touch", *FIRST_TILE)  # a page that has just come takes no taps
        with suppress(AssertionError):
            wait_until(lambda: waiting(started) > 0, 3)
        return waiting(started) > 0

    glass.until(given, "a number")
    assert waiting(started) == 1
    glass.until(lambda: glass.picture("touch").tobytes() != home, "the page of the number")


@unseen
def test_what_each_window_shows_is_kept_as_a_whole_picture(walked: tuple[Started, Glass, Path]) -> None:
    _, glass, pictures = walked
    names = {"touch": "touch", "hall": "hall", "rate": "rate-3"}
    glass.until(lambda: all((pictures / f"{name}.png").exists() for name in names.values()), "the pictures")
    for window, name in names.items():
        with Image.open(pictures / f"{name}.png") as picture:
            picture.load()
            assert picture.size == (glass.windows[window]["width"], glass.windows[window]["height"])
    assert {path.name for path in pictures.iterdir() if not path.name.startswith(".")} == {
        f"{name}.png" for name in names.values()
    }


@unseen
def test_nobody_without_the_key_can_look_at_the_unseen_display(walked: tuple[Started, Glass, Path]) -> None:
    glass = walked[1]
    assert oct(Path(glass.windows["key"]).stat().st_mode)[-3:] == "600"
    around = {name: value for name, value in glass.around.items() if name != "XAUTHORITY"} | {"HOME": "/nonexistent"}
    done = subprocess.run(["xdotool", "getmouselocation"], env=around, capture_output=True, check=False, timeout=20)
    assert done.returncode != 0


@unseen
def test_no_token_stands_on_a_command_line(walked: tuple[Started, Glass, Path]) -> None:
    said = walked[0].said
    for pid in said["pids"].values():
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        assert not any(len(word) == len(said["screen_token"]) for word in words)


@unseen
def test_a_killed_demo_leaves_no_window_and_no_display_behind(walked: tuple[Started, Glass, Path]) -> None:
    started, glass, _ = walked
    socket = Path("/tmp/.X11-unix") / glass.windows["display"].replace(":", "X")
    assert socket.exists()
    started.process.kill()
    wait_until(lambda: not any(is_alive(pid) for pid in started.said["pids"].values()))
    assert not socket.exists()


@unseen
@pytest.mark.alone
def test_on_a_real_display_a_killed_window_comes_back_and_ctrl_c_ends_them_all(tmp_path: Path) -> None:
    with screen() as name, running(windows=True, around={**BARE, "DISPLAY": name}) as started:
        glass, pids = Glass(started, tmp_path), started.said["pids"]
        assert (glass.windows["display"], glass.windows["seen"], glass.windows["key"]) == (name, True, None)
        assert set(pids) == {"serve", "touch", "hall"}
        glass.until_shown("touch", "hall")
        assert glass.mapped() == 2
        os.kill(pids["hall"], signal.SIGKILL)
        glass.until(lambda: not glass.has("hall"), "the window to be gone")
        glass.until_shown("hall")
        begun = time.monotonic()
        code, out, err = started.end()
        assert time.monotonic() - begun < 3
        assert (code, out) == (0, "")
        assert err.splitlines() == ["demo: the hall display died; it opens again in 2 s"]
        assert not any(is_alive(pid) for pid in pids.values())
        assert glass.mapped() == 0


@unseen
@pytest.mark.alone
@pytest.mark.needs("mosquitto")
def test_ctrl_c_ends_windows_people_service_broker_and_district_within_three_seconds(tmp_path: Path) -> None:
    options = ("--data", str(tmp_path / "data"), "--rate", "2", "--people", "200", "--speed", "30")
    with running(*options, windows=True, district=True, around=BARE) as started:
        Glass(started, tmp_path).until_shown("touch", "hall", "rate")
        pids = started.said["pids"]
        assert set(pids) == {"serve", "touch", "hall", "rate", "mosquitto", "district", "xvfb"}
        begun = time.monotonic()
        code, _, _ = started.end()
        assert time.monotonic() - begun < 3
        assert code == 0
        assert not any(is_alive(pid) for pid in pids.values())


@pytest.mark.needs("Xvfb")
def test_windows_that_cannot_draw_are_given_up_in_a_sentence_each_and_the_office_goes_on(tmp_path: Path) -> None:
    with screen("-extension", "GLX") as name, running(windows=True, around={**BARE, "DISPLAY": name}) as started:
        told = [next_aside(started.process) for _ in range(2 * TRIES)]
        assert started.issue()["number"] == "A001"
        _, _, rest = started.end()
    again = [line for line in told if "opens again in 2 s" in line]
    given_up = sorted(line.split(" does ")[0] for line in told if "goes on without its window" in line)
    assert len(again) == 2 * (TRIES - 1)
    assert given_up == ["demo: the hall display", "demo: the touch screen"]
    assert rest == ""


def test_without_display_and_xvfb_the_pages_in_the_browser_stay(tmp_path: Path) -> None:
    around = {**BARE, "DISPLAY": ":4711", "PATH": str(tmp_path)}
    with running(windows=True, around=around) as started:
        assert started.said["windows"] is None
        assert started.said["screens"]["touch"] is None
        assert httpx.get(started.said["screens"]["hall"], trust_env=False, timeout=PATIENCE_S).status_code == 303
        _, _, err = started.end()
    assert [line.split(":")[1].split(",")[0] for line in err.splitlines()] == [
        " the display ",
        " there is no display here",
        " so no windows open; the pages in a browser do the same work",
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--rate", "9"), "there is no counter 9 for --rate; this office has 1, 2, 3, 4, 5"),
        (("--pictures", "{folder}/file"), "--pictures {folder}/file: File exists"),
    ],
)
def test_a_wish_that_cannot_be_met_is_one_sentence(arguments: tuple[str, ...], said: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    given = [text.replace("{folder}", str(tmp_path)) for text in arguments]
    process = demo("--data", str(tmp_path / "data"), *given, windows=True, around=BARE)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (1, "")
    assert err == f"demo: {said.replace('{folder}', str(tmp_path))}\n"
