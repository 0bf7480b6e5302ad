"""What the doctor sees of a machine: each look with a machine that is well, worn or broken."""

import json
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.config import Config, read
from kiosk.config.wiring import Data
from kiosk.health import boards, clock, database, disk, memory, program, screens
from kiosk.health.examining import PARTS, Examined, examine
from kiosk.health.finding import BAD, OK, WARN, Finding, worst
from kiosk.health.machine import InstalledPrograms, Machine
from kiosk.health.patient import Case, Patient
from office.clock import SetClock
from office.domain.moment import SECOND
from office.store.engine import FILE_NAME
from office.store.schema import HEAD
from tests.patients import machine


def patient(here: Machine, data: Path | None = None, config: Config | None = None) -> Patient:
    wiring = config or Config()
    if data is not None:
        wiring = wiring.model_copy(update={"data": Data(dir=data)})
    return Patient(wiring, machine=here, clock=SetClock(synced=True))


def said(found: list[Finding]) -> list[tuple[str, str]]:
    return [(str(one.level), one.text("en")) for one in found]


# --- memory and temperature -------------------------------------------------------------------------------------
@pytest.mark.parametrize(("free_kb", "level"), [(900_000, OK), (150_000, WARN), (30_000, BAD)])
def test_little_memory_is_told_before_programs_are_ended(tmp_path: Path, free_kb: int, level: str) -> None:
    here = machine(tmp_path, {"proc/meminfo": f"MemTotal: 2000000 kB\nMemAvailable: {free_kb} kB\n"})
    assert [one.level for one in memory.look(patient(here))] == [level]


@pytest.mark.parametrize(("degrees", "level"), [(45, OK), (85, WARN), (97, BAD)])
def test_the_warmest_place_counts(tmp_path: Path, degrees: int, level: str) -> None:
    zones = {
        "sys/class/thermal/thermal_zone0/temp": "40000\n",
        "sys/class/thermal/thermal_zone1/temp": f"{degrees}000\n",
    }
    found = list(memory.look(patient(machine(tmp_path, zones))))
    assert [(one.level, one.values["degrees"]) for one in found] == [(level, degrees)]


def test_a_kernel_that_hides_everything_is_no_fault(tmp_path: Path) -> None:
    assert list(memory.look(patient(machine(tmp_path)))) == []


# --- clock ------------------------------------------------------------------------------------------------------
def rtc(off_s: int) -> dict[str, str]:
    return {"sys/class/rtc/rtc0/since_epoch": f"{SetClock().now().wall // SECOND + off_s}\n"}


def test_a_clock_with_time_sync_and_a_good_battery_is_well(tmp_path: Path) -> None:
    found = list(clock.look(patient(machine(tmp_path, rtc(2)))))
    assert [one.level for one in found] == [OK, OK]
    assert found[0].text("en") == "The clock shows 08:00:00 23/11/2026, with time sync"


def test_an_empty_battery_shows_before_the_power_cut(tmp_path: Path) -> None:
    found = list(clock.look(patient(machine(tmp_path, rtc(-86_400)))))
    assert said(found)[1] == ("warn", "The clock with the battery is -86400 s off")
    assert "hwclock --systohc" in next(found[1].advice_lines("en"))


def test_a_machine_without_a_battery_clock_is_told(tmp_path: Path) -> None:
    assert said(list(clock.look(patient(machine(tmp_path)))))[1][0] == "warn"


def test_a_clock_years_off_is_a_fault_and_one_without_sync_a_warning(tmp_path: Path) -> None:
    old = replace(patient(machine(tmp_path, rtc(0))), clock=SetClock(wall=1_000_000_000_000))
    assert said(list(clock.look(old)))[0] == ("bad", "The clock shows 08:46:40 09/09/2001; this cannot be right")
    alone = replace(old, clock=SetClock())
    assert next(iter(clock.look(alone))).level == WARN


# --- disk -------------------------------------------------------------------------------------------------------
def drawn_disk(root: Path, data: Path, extra: dict[str, str] | None = None, **answers: str) -> Machine:
    """The data lies on sda1 of the disk sda."""
    import os

    number = data.stat().st_dev
    files = {"sys/devices/sda/sda1/partition": "1\n", "sys/devices/sda/size": "1\n", **(extra or {})}
    here = machine(root, files, **answers)
    link = root / f"sys/dev/block/{os.major(number)}:{os.minor(number)}"
    link.parent.mkdir(parents=True)
    link.symlink_to(root / "sys/devices/sda/sda1")
    return here


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    return tmp_path / "data"


def test_a_disk_that_is_well_says_so(tmp_path: Path, data: Path) -> None:
    report = json.dumps({"smart_status": {"passed": True}, "nvme_smart_health_information_log": {"percentage_used": 3}})
    found = list(disk.look(patient(drawn_disk(tmp_path / "m", data, smartctl=report), data)))
    assert ("ok", "The disk sda says that it is well (SMART)") in said(found)
    assert ("ok", "3 % of the disk's life is used") in said(found)


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """Another disk, of 1 MB; gone afterwards."""
    place = tmp_path / "tiny"
    place.mkdir()
    try:
        mounting = ["mount", "-t", "tmpfs", "-o", "size=1m,mode=700", "motcua-test", str(place)]
        subprocess.run(mounting, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"mounting a tmpfs is not permitted here ({error})")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=False)


def test_a_full_disk_and_one_that_takes_nothing_need_something_else(tmp_path: Path, tiny_disk: Path) -> None:
    (tiny_disk / "filler").write_bytes(bytes(shutil.disk_usage(tiny_disk).free))
    (full,) = disk.look(patient(machine(tmp_path / "m"), tiny_disk))
    assert list(full.advice_lines("en")) == ["Free some room on this disk."]
    subprocess.run(["mount", "-o", "remount,ro", str(tiny_disk)], check=True, capture_output=True)
    (dying,) = disk.look(patient(machine(tmp_path / "m"), tiny_disk))
    assert "have this disk replaced" in next(dying.advice_lines("en"))


def test_a_database_on_a_disk_that_takes_nothing_is_not_called_broken(tmp_path: Path, tiny_disk: Path) -> None:
    with closing(sqlite3.connect(tiny_disk / FILE_NAME)) as db:
        db.execute("PRAGMA journal_mode=WAL")
        db.executescript("CREATE TABLE alembic_version (version_num); CREATE TABLE clerk (id); CREATE TABLE fact (seq)")
        db.execute("INSERT INTO alembic_version VALUES (?)", (HEAD,))
        db.commit()
    subprocess.run(["mount", "-o", "remount,ro", str(tiny_disk)], check=True, capture_output=True)
    resting = replace(patient(machine(tmp_path / "m"), tiny_disk), case=Case.AT_REST)
    found = list(database.look(resting))
    assert [one.level for one in found] == ["ok"], said(found)


def test_a_disk_that_is_failing_is_a_fault_with_what_to_do(tmp_path: Path, data: Path) -> None:
    report = json.dumps({"smart_status": {"passed": False}})
    found = list(disk.look(patient(drawn_disk(tmp_path / "m", data, smartctl=report), data)))
    assert said(found)[-1] == ("bad", "The disk sda says itself that it is failing")
    assert "Copy the backups" in next(found[-1].advice_lines("en"))


def test_errors_of_the_file_system_and_a_worn_card_are_found_without_root(tmp_path: Path, data: Path) -> None:
    worn = {"sys/fs/ext4/sda1/errors_count": "7\n", "sys/devices/sda/device/life_time": "0x02 0x0a\n"}
    found = said(list(disk.look(patient(drawn_disk(tmp_path / "m", data, worn), data))))
    assert ("bad", "The file system on sda1 has noted 7 errors") in found
    assert ("warn", "100 % of the disk's life is used") in found


@pytest.mark.parametrize("answer", ["", "not json", "[]", '{"smart_status": {}}'])
def test_a_disk_that_does_not_say_anything_is_passed_over(tmp_path: Path, data: Path, answer: str) -> None:
    found = list(disk.look(patient(drawn_disk(tmp_path / "m", data, smartctl=answer), data)))
    assert len(found) == 2  # room and speed


# --- screens ----------------------------------------------------------------------------------------------------
TOUCH = {
    "sys/class/input/input5/properties": "2\n",
    "sys/class/input/input5/capabilities/abs": "260800000000003\n",
    "sys/class/input/input5/name": "ILITEK Multi-Touch\n",
}
BOTH = {
    "sys/class/drm/card0-HDMI-A-1/status": "connected\n",
    "sys/class/drm/card0-HDMI-A-1/modes": "1920x1080\n1280x720\n",
    "sys/class/drm/card0-HDMI-A-2/status": "disconnected\n",
    "sys/class/drm/card0-DP-1/status": "connected\n",
    "sys/class/drm/card0-DP-1/modes": "1920x1080i\n",
}


def test_two_screens_and_a_finger_are_found(tmp_path: Path) -> None:
    found = said(list(screens.look(patient(machine(tmp_path, BOTH | TOUCH)))))
    assert found == [
        ("ok", "Screen at DP-1: 1920x1080"),
        ("ok", "Screen at HDMI-A-1: 1920x1080"),
        ("ok", "Touch screen: ILITEK Multi-Touch"),
    ]


def test_a_mouse_is_no_touch_screen_and_a_touch_pad_is_none_either(tmp_path: Path) -> None:
    pad = {**TOUCH, "sys/class/input/input5/properties": "5\n"}
    mouse = {"sys/class/input/input3/properties": "0\n", "sys/class/input/input3/capabilities/abs": "0\n"}
    assert said(list(screens.look(patient(machine(tmp_path, BOTH | pad | mouse)))))[-1][0] == "bad"


def test_a_screen_that_cannot_show_what_is_configured_is_told(tmp_path: Path) -> None:
    config = read({"hall": {"size": "3840x2160"}})
    found = said(list(screens.look(patient(machine(tmp_path, BOTH | TOUCH), config=config))))
    assert ("warn", "No connected screen can show 3840x2160, as [hall] size says") in found


def test_cables_that_hang_loose_are_told_and_browsers_need_none(tmp_path: Path) -> None:
    loose = {"sys/class/drm/card0-HDMI-A-1/status": "disconnected\n"}
    assert said(list(screens.look(patient(machine(tmp_path / "a", loose))))) == [("bad", "No screen is connected")]
    assert [one.level for one in screens.look(patient(machine(tmp_path / "b")))] == [OK]


# --- boards -----------------------------------------------------------------------------------------------------
def test_ports_are_looked_at_without_being_opened(tmp_path: Path) -> None:
    (tmp_path / "ttyUSB0").touch()
    rows = [
        {"name": "a", "driver": "gpro", "port": str(tmp_path / "ttyUSB0"), "id": 1, "counter": 1},
        {"name": "b", "driver": "gpro", "port": str(tmp_path / "ttyUSB1"), "id": 1, "counter": 2},
        {"name": "c", "driver": "gpro", "port": "socket://10.0.0.7:4001", "id": 1, "counter": 3},
    ]
    found = list(boards.look(patient(machine(tmp_path), config=read({"boards": rows}))))
    assert [one.level for one in found] == [OK, BAD, OK]
    assert "USB plug" in next(found[1].advice_lines("en"))


# --- program ----------------------------------------------------------------------------------------------------
TRIAL, LAST = "var/lib/motcua-versions/trial.json", "var/lib/motcua-versions/last.json"


def test_a_version_on_trial_is_told_until_it_is_over(tmp_path: Path) -> None:
    trial = json.dumps({"version": "1.2.0", "previous": "1.1.0", "starts": 1, "why": ""})
    found = said(list(program.look(patient(machine(tmp_path, {TRIAL: trial})))))
    assert found[-1] == ("warn", "Version 1.2.0 is still on trial")
    (tmp_path / TRIAL).unlink()
    back = json.dumps({"version": "1.2.0", "previous": "1.1.0", "outcome": "went_back", "why": "no number"})
    found_after = list(program.look(patient(machine(tmp_path, {LAST: back}))))
    assert said(found_after)[-1] == ("warn", "The update to 1.2.0 did not hold; 1.1.0 went on")
    assert "no number" in found_after[-1].details


@pytest.mark.parametrize("rubbish", ["", "{", "[]", "null", "7"])
def test_notes_of_an_update_that_nobody_can_read_are_passed_over(tmp_path: Path, rubbish: str) -> None:
    assert worst(program.look(patient(machine(tmp_path, {TRIAL: rubbish})))) == OK


# --- all together -----------------------------------------------------------------------------------------------
def test_one_part_alone_can_be_examined_and_a_part_that_fails_hides_no_other(tmp_path: Path) -> None:
    here = patient(machine(tmp_path), tmp_path)
    assert [one.part.key for one in examine(here, ["clock"])] == ["clock"]
    broken = replace(here, clock=None)  # type: ignore[arg-type] # whatever goes wrong inside
    found = {one.part.key: one for one in examine(broken, ["clock", "memory"])}
    assert found["clock"].level == WARN
    assert found["clock"].findings[0].text("en") == "This part could not be looked at"
    assert "memory" in found


def test_every_part_can_be_sent_and_read_again_in_another_language(tmp_path: Path) -> None:
    for one in examine(patient(machine(tmp_path, BOTH | TOUCH), tmp_path)):
        again = type(one).read(json.loads(json.dumps(one.shown("vi"))))
        assert again.shown("en") == one.shown("en")
    assert len({part.key for part in PARTS}) == len(PARTS)
    of_tomorrow = Examined.read({"key": "x-ray", "title": "Chụp X quang", "findings": []})
    assert of_tomorrow.shown("vi")["title"] == "Chụp X quang"


def test_a_program_that_is_missing_or_hangs_says_nothing() -> None:
    assert InstalledPrograms().ask("no-such-program") is None
    assert InstalledPrograms().ask("printf", "x") == "x"
    assert InstalledPrograms(patience_s=0.05).ask("sleep", "5") is None
