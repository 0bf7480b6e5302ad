"""The hall display as people see it: its own process, a real window, a real office behind a real port."""

import subprocess
import sys
import time
from pathlib import Path
from queue import SimpleQueue

import pytest
from PIL import Image

from display.glass.program import Calls
from display.hall.app import knocking
from display.hall.hall import Hall
from look.theme import COLOURS
from office.backoffice.from_above import FromAboveActs
from office.clock import MachineClock
from office.remote import RemoteOffice
from tests.hall.offices import ZONE
from tests.hall.television import TOP, Box, Television, hall_window, television
from tests.office_fixture import HEAD, rid
from tests.screens.serving import ScreenOffice, office

WIDTH, HEIGHT = 1366, 768
LARGE = (0, 90, 838, 650)
ROWS = (850, 130, 1366, 650)
BAND = (0, 80, 1366, 125)

pytestmark = pytest.mark.needs("Xvfb")


def token_of(served: ScreenOffice) -> str:
    return str(served.premises.doors.add_device(HEAD, rid(), role="hall", name="TV").body["token"])


@pytest.fixture
def tv(tmp_path: Path) -> object:
    with television(tmp_path, WIDTH, HEIGHT) as made:
        yield made


def test_a_press_at_a_counter_is_a_row_on_the_television(tmp_path: Path, tv: Television) -> None:
    pictures, size = tmp_path / "pictures", f"{WIDTH}x{HEIGHT}"
    with office(tmp_path / "data") as served:
        for _ in range(8):
            served.take("A")
            served.take("B")
        options = ("--server", served.url, "--size", size, "--diagonal-in", "32", "--pictures", str(pictures))
        with hall_window(tv, tmp_path / "home", *options, token=token_of(served)) as window:
            tv.until(lambda: tv.count(COLOURS.gold, LARGE) > 2_000)
            large = press(served, tv, 1, LARGE)
            took = [press(served, tv, counter, ROWS) for counter in (2, 3)]
            print(f"\npress to large number {large:.0f} ms; press to row {[round(ms) for ms in took]} ms")
            tv.until((pictures / "hall.png").exists)
            with Image.open(pictures / "hall.png") as picture:
                assert picture.size == (WIDTH, HEIGHT)
            goes_away_and_comes_back(served, tv)
            window.terminate()
            assert window.wait(10) == 0


def press(served: ScreenOffice, tv: Television, counter: int, box: Box) -> float:
    """Milliseconds from the press of a clerk to the change on the television."""
    before, began = tv.lines(box), time.monotonic()
    served.call(counter)
    tv.until(lambda: tv.lines(box) != before)
    return (time.monotonic() - began) * 1000


def goes_away_and_comes_back(served: ScreenOffice, tv: Television) -> None:
    with served.away():
        tv.until(lambda: tv.count(COLOURS.bad, BAND) > 10_000)
        assert tv.count(COLOURS.gold, (0, 125, 838, 650)) > 2_000, "the last good number stays"
    tv.until(lambda: tv.count(COLOURS.bad, BAND) == 0)


def test_a_token_that_the_office_does_not_know_is_said_on_the_screen(tmp_path: Path, tv: Television) -> None:
    with office(tmp_path / "data", staffed=False) as served:
        options = ("--server", served.url, "--size", f"{WIDTH}x{HEIGHT}")
        with hall_window(tv, tmp_path / "home", *options, token="not-a-token"):
            tv.until(lambda: tv.count(COLOURS.gold, LARGE) > 2_000)
            connecting = tv.picture(LARGE).tobytes()
            tv.until(lambda: tv.picture(LARGE).tobytes() != connecting)


def test_a_revoked_token_is_noticed_and_a_new_state_forgets_it(tmp_path: Path) -> None:
    calls: Calls = SimpleQueue()
    hall = Hall(MachineClock(), ZONE)
    with office(tmp_path / "data", staffed=False) as served:
        remote = RemoteOffice(served.url, "not-a-token")
        end = knocking(remote, hall, calls)
        calls.get(timeout=10)()
        end()
        remote.close()
        assert hall.is_shut_out
        assert hall.board().title
        hall.hear_state(served.desk.state())
        assert not hall.is_shut_out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--token-file", "nowhere"], "--token-file nowhere: cannot be read"),
        ([], "no token"),
        (["--size", "12x9"], "must be like 1920x1080"),
        (["--depth-m", "900"], "must be a number from 1 to 50"),
        (["--emblem", "pyproject.toml"], "not a picture"),
    ],
)
def test_a_mistake_on_the_command_line_is_told_and_opens_no_window(options: list[str], said: str) -> None:
    around = {"PATH": "", "HOME": ""} | ({"MOTCUA_TOKEN": "x"} if "--emblem" in options else {})
    command = [sys.executable, "-m", "display.hall.app", "--server", "http://127.0.0.1:9", *options]
    done = subprocess.run(command, cwd=TOP, env=around, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 2
    assert said in done.stderr


def test_the_tier_above_has_the_window_end_so_that_it_is_opened_again(tmp_path: Path, tv: Television) -> None:
    with office(tmp_path / "data") as served:
        options = ("--server", served.url, "--size", f"{WIDTH}x{HEIGHT}", "--diagonal-in", "32")
        with hall_window(tv, tmp_path / "home", *options, token=token_of(served)) as window:
            tv.until(lambda: tv.count(COLOURS.gold, LARGE) > 0 or len(tv.picture().getcolors(1 << 24) or []) > 50)
            above = FromAboveActs(served.premises.performer, served.premises.readers)
            above.ask_restart("touch")
            with pytest.raises(subprocess.TimeoutExpired):
                window.wait(1.5)
            above.ask_restart("hall")
            assert window.wait(10) == 0
