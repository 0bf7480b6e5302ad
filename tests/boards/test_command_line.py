"""`motcua boards`: lights every board, says who does not answer, and emulates boards for whoever has none."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from display.boards.box import ButtonBox
from display.boards.ear import BoxLine, Ear
from display.boards.emulator import EmulatedBus
from display.boards.line import Setting
from display.boards.whereabouts import Claims, Whereabouts
from kiosk.cli import boards, main
from kiosk.config import load
from kiosk.demo.virtual_boards import DemoBoards

TOP = Path(__file__).parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(TOP), "PYTHONUNBUFFERED": "1"}


def motcua(*words: str) -> list[str]:
    return [sys.executable, "-m", "kiosk.cli", *words]


@pytest.fixture
def emulated(tmp_path: Path) -> Iterator[Path]:
    """A configuration for boards that run."""
    out, config = tmp_path / "said.txt", tmp_path / "config.toml"
    with out.open("w") as said:
        process = subprocess.Popen(
            motcua("boards", "emulate", str(tmp_path / "ports"), "--counters", "2"), stdout=said, env=ENVIRONMENT
        )
        try:
            until = time.monotonic() + 15
            while "[        ]" not in out.read_text():
                assert time.monotonic() < until
                time.sleep(0.05)
            config.write_text("\n".join(line for line in out.read_text().split("\n") if "led-1 [" not in line))
            yield config
        finally:
            process.terminate()
            process.wait(10)


def boards_test(config: Path) -> subprocess.CompletedProcess[str]:
    command = motcua("boards", "test", "--config", str(config), "--seconds", "2.5")
    return subprocess.run(command, capture_output=True, text=True, env=ENVIRONMENT, timeout=30, check=False)


def test_all_boards_are_lit_and_all_keypads_heard(emulated: Path) -> None:
    found = boards_test(emulated)
    assert found.returncode == 0, found
    lines = found.stdout.splitlines()
    assert {"board:led-1: ok", "board:led-2: ok", "board:hall: ok", "board:clock: ok", "keypad:keys-2: ok"} <= {*lines}
    assert "led-1 [  888   ]" in (emulated.parent / "said.txt").read_text()


def test_a_board_that_does_not_answer_is_named_with_what_to_do(emulated: Path) -> None:
    more = '[[boards]]\nname = "led-9"\ndriver = "modbus"\nport = "{port}"\nid = 9\ncounter = 9\n'
    emulated.write_text(emulated.read_text() + more.format(port=emulated.parent / "ports/modbus"))
    found = boards_test(emulated)
    assert found.returncode == 1
    assert "board:led-9: no answer; look at power, cable and id" in found.stdout


def test_a_device_that_nobody_could_ask_in_time_is_not_taken_for_well(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The first test of a deaf keypad takes three questions; here the time is over before."""
    config = tmp_path / "config.toml"
    cable = EmulatedBus(tmp_path / "gpro", [])
    table = f'[[keypads]]\nname = "keys-1"\ndriver = "gpro"\nport = "{cable.path}"\nid = 1\ncounter = 1\n'
    config.write_text((TOP / "config.toml").read_text(encoding="utf-8") + table)
    with cable:
        code = boards.test(load(config), 0.0)
    assert (code, capsys.readouterr().out) == (1, "keypad:keys-1: no answer; look at power, cable and id\n")


@pytest.mark.parametrize(
    "wrong",
    [
        ("test", "--seconds", "0"),
        ("test", "--seconds", "-3"),
        ("test", "--seconds", "nan"),
        ("test", "--seconds", "soon"),
        ("emulate", "ports", "--counters", "0"),
        ("emulate", "ports", "--counters", "99"),
        ("emulate", "ports", "--counters", "many"),
    ],
)
def test_what_makes_no_sense_is_the_command_lines_mistake(
    wrong: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["boards", *wrong]) == 2
    assert "is not a number from" in capsys.readouterr().err


def test_an_office_without_boards_is_told_so() -> None:
    found = boards_test(TOP / "config.toml")
    assert (found.returncode, found.stdout) == (1, "")
    assert "names no boards" in found.stderr


def test_a_serial_rating_box_sends_one_byte_a_press(tmp_path: Path) -> None:
    rated, told = list[int](), list[str]()
    cable = EmulatedBus(tmp_path / "box", [])
    box = ButtonBox()
    where = Whereabouts(str(cable.path), list, Claims())
    ear = Ear(
        "rating-box:box-1",
        where,
        lambda _device, condition, _detail: told.append(condition),
        lambda path: BoxLine(path, Setting(), box, rated.append),
    )
    with cable:
        ear.start()
        wait_for(told, ["ok"])
        cable.say(b"4")
        cable.say(b"44")
        wait_for(rated, [4])
        cable.pull()
        wait_for(told, ["ok", "offline"])
        cable.plug()
        wait_for(told, ["ok", "offline", "ok"])
        cable.say(b"\xff\x001")
        wait_for(rated, [4, 1])
        ear.stop()


def wait_for(found: list[int] | list[str], wanted: list[int] | list[str]) -> None:
    until = time.monotonic() + 8
    while found != wanted:
        assert time.monotonic() < until, found
        time.sleep(0.01)


def test_the_boards_of_the_demo_know_their_counters(tmp_path: Path) -> None:
    demo = DemoBoards(tmp_path, [1, 2, 7])
    assert [one["counter"] for one in demo.seen()["boards"]] == [None, 1, 2, 7, None]
    assert not demo.press("keys-3", 0x8B, 0)
    assert not demo.cut("led-3", lit=False)
