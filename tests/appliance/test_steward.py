"""The steward does what the service may ask, once, and nothing that anybody else leaves in its folder."""

import importlib.util
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import uuid4

import pytest

from kiosk.steward import ClockNotSet, Steward, StewardAbsent, Wish
from tests.appliance.conftest import TREES

PROGRAM = TREES["kiosk"] / "usr/lib/motcua/steward"
NOON_MS = 1_795_395_600_000


def _program() -> ModuleType:
    loader = SourceFileLoader("steward", str(PROGRAM))
    spec = importlib.util.spec_from_loader("steward", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["steward"] = module  # dataclasses look their module up
    loader.exec_module(module)
    return module


steward: Any = _program()


class Recorded:
    """A machine that only notes what was done to it."""

    def __init__(self, *, synced: bool = False, broken: bool = False) -> None:
        self.synced, self.broken = synced, broken
        self.orders: list[tuple[str, ...]] = []
        self.clock: int | None = None

    def is_synced(self) -> bool:
        return self.synced

    def set_clock(self, wall_ms: int) -> None:
        if self.broken:
            raise OSError(1, "Operation not permitted")
        self.clock = wall_ms

    def order(self, *words: str) -> None:
        if self.broken:
            raise OSError(1, "systemctl")
        self.orders.append(words)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "wishes"
    made.mkdir(mode=0o770)
    return made


def put(folder: Path, text: str | bytes, name: str = "") -> Path:
    path = folder / (name or f"{uuid4().hex}.json")
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def wished(folder: Path, **said: object) -> Path:
    return put(folder, json.dumps(said))


def done(folder: Path, machine: Recorded) -> list[str]:
    found: list[str] = steward.serve(folder, machine, time.time())
    return found


def test_each_wish_is_done_once_and_its_file_is_gone(folder: Path) -> None:
    machine = Recorded()
    wished(folder, wish="restart-windows")
    wished(folder, wish="clock", wall_ms=NOON_MS)
    assert done(folder, machine) == ["clock", "restart-windows"]
    assert machine.clock == NOON_MS
    assert machine.orders == [("try-restart", "motcua-touch.service", "motcua-hall.service")]
    assert list(folder.iterdir()) == []
    assert done(folder, machine) == []


def test_the_machine_is_switched_off_or_started_anew(folder: Path) -> None:
    machine = Recorded()
    wished(folder, wish="power-off")
    wished(folder, wish="restart")
    wished(folder, wish="power-off")
    assert done(folder, machine) == ["restart", "power-off"]
    assert machine.orders == [("reboot",), ("poweroff",)]


def test_a_clock_that_a_time_source_keeps_is_left_alone(folder: Path) -> None:
    machine = Recorded(synced=True)
    wished(folder, wish="clock", wall_ms=NOON_MS)
    assert done(folder, machine) == []
    assert machine.clock is None


HOSTILE = [
    "",
    "{",
    "null",
    "[]",
    '"power-off"',
    "{}",
    '{"wish": "format-disk"}',
    '{"wish": "power-off", "and": "more"}',
    '{"wish": ["power-off"]}',
    '{"wish": "power-off; rm -rf /"}',
    '{"wish": "clock"}',
    '{"wish": "clock", "wall_ms": "1795395600000"}',
    '{"wish": "clock", "wall_ms": 1795395600000.0}',
    '{"wish": "clock", "wall_ms": true}',
    '{"wish": "clock", "wall_ms": NaN}',
    '{"wish": "clock", "wall_ms": -1}',
    '{"wish": "clock", "wall_ms": 1700000000000}',
    '{"wish": "clock", "wall_ms": 4102444800000}',
    '{"wish": "clock", "wall_ms": 1' + "0" * 400 + "}",
    "[" * 499,
    '{"wish": "power-off"' + " " * 600 + "}",
    '{"wish": "power-off", "wish": "restart", "x": 1}',
    b"\xff\xfe\x00",
    b"\x00" * 100,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_is_no_wish_does_nothing_and_does_not_stay(folder: Path, text: str | bytes) -> None:
    machine = Recorded()
    put(folder, text)
    assert done(folder, machine) == []
    assert (machine.orders, machine.clock) == ([], None)
    assert list(folder.iterdir()) == []


def test_names_links_pipes_sockets_and_folders_are_no_wishes(folder: Path, tmp_path: Path) -> None:
    machine, good = Recorded(), '{"wish": "power-off"}'
    outside = tmp_path / "outside.json"
    outside.write_text(good, encoding="ascii")
    put(folder, good, "power-off.json")
    put(folder, good, "A" * 32 + ".json")
    (folder / f"{uuid4().hex}.json").symlink_to(outside)
    (folder / f"{uuid4().hex}.json").hardlink_to(outside)
    (folder / f"{uuid4().hex}.json").mkdir()
    os.mkfifo(folder / f"{uuid4().hex}.json")
    with socket.socket(socket.AF_UNIX) as door:
        way = os.open(folder, os.O_RDONLY)
        door.bind(f"/proc/self/fd/{way}/{uuid4().hex}.json")
        os.close(way)
        assert done(folder, machine) == []
    assert machine.orders == []
    assert list(folder.iterdir()) == []
    assert outside.read_text(encoding="ascii") == good


def test_an_old_wish_and_one_from_the_future_are_thrown_away(folder: Path) -> None:
    machine, now = Recorded(), time.time()
    for age in (-3600, -61, 61, 86_400):
        path = wished(folder, wish="power-off")
        os.utime(path, (now - age, now - age))
    assert done(folder, machine) == []
    assert list(folder.iterdir()) == []


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_a_file_of_somebody_else_is_no_wish(folder: Path) -> None:
    machine = Recorded()
    os.chown(wished(folder, wish="power-off"), 65534, 65534)
    assert done(folder, machine) == []
    assert machine.orders == []


def test_what_cannot_be_taken_away_is_not_done(folder: Path) -> None:
    machine = Recorded()
    full = folder / f"{uuid4().hex}.json"
    full.mkdir()
    (full / "stays").write_text("", encoding="ascii")
    assert done(folder, machine) == []
    assert full.is_dir()


def test_of_a_flood_no_more_than_one_of_each_kind_is_done(folder: Path) -> None:
    machine = Recorded()
    for _ in range(200):
        wished(folder, wish="restart-windows")
    assert done(folder, machine) == ["restart-windows"]
    assert len(machine.orders) == 1
    assert list(folder.iterdir()) == []


def test_a_wish_that_does_not_work_is_said_and_ends_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wished(folder, wish="power-off")
    wished(folder, wish="clock", wall_ms=NOON_MS)
    assert done(folder, Recorded(broken=True)) == []
    said = capsys.readouterr().out
    assert "clock: did not work" in said
    assert "power-off: did not work" in said


def test_the_clock_of_the_board_gets_the_fields_that_the_kernel_reads() -> None:
    import struct

    fields = struct.unpack("9i", steward.board_time(NOON_MS))
    assert fields == (0, 0, 1, 23, 10, 126, 0, 0, 0)  # 2026-11-23 01:00:00 UTC


def test_the_program_runs_alone_with_the_python_of_the_system(folder: Path) -> None:
    put(folder, "nonsense")
    told = subprocess.run(
        [sys.executable, "-I", str(PROGRAM), "--wishes", str(folder)], capture_output=True, text=True, timeout=60
    )
    assert told.returncode == 0, told.stderr
    assert "not a wish" in told.stdout
    assert list(folder.iterdir()) == []


# --- the service's side -------------------------------------------------------------------------------------------


@pytest.fixture
def at_work(folder: Path) -> Iterator[Recorded]:
    """A steward that comes whenever there is a wish."""
    machine, stopping = Recorded(), threading.Event()

    def work() -> None:
        while not stopping.wait(0.02):
            steward.serve(folder, machine, time.time())

    thread = threading.Thread(target=work)
    thread.start()
    yield machine
    stopping.set()
    thread.join(10)


def test_what_the_service_asks_the_steward_does(folder: Path, at_work: Recorded) -> None:
    asked = Steward(folder, patience_s=30)
    asked.ask(Wish.RESTART_WINDOWS)
    asked.ask(Wish.POWER_OFF)
    until = time.monotonic() + 30
    while len(at_work.orders) < 2 and time.monotonic() < until:
        time.sleep(0.02)
    assert [words[0] for words in at_work.orders] == ["try-restart", "poweroff"]


def test_a_clock_that_is_already_right_counts_as_set(folder: Path, at_work: Recorded) -> None:
    now = time.time_ns() // 1_000_000
    Steward(folder, patience_s=30).set_clock(now)
    assert at_work.clock == now


def test_a_clock_that_stays_as_it_was_is_said(folder: Path, at_work: Recorded) -> None:
    at_work.synced = True
    with pytest.raises(ClockNotSet):
        Steward(folder, patience_s=0.3).set_clock(3_800_000_000_000)
    with pytest.raises(ClockNotSet):
        Steward(folder, patience_s=0.3).set_clock(0)


def test_a_wish_that_nobody_takes_is_taken_back(folder: Path) -> None:
    with pytest.raises(StewardAbsent):
        Steward(folder, patience_s=0.2).ask(Wish.POWER_OFF)
    assert list(folder.iterdir()) == []


def test_a_machine_without_a_steward_says_so(tmp_path: Path) -> None:
    nowhere = Steward(tmp_path / "none")
    assert not nowhere.is_here
    with pytest.raises(StewardAbsent):
        nowhere.ask(Wish.RESTART)
