"""The units: systemd understands every line, nobody has more rights than its work needs, and each starts what exists.

Only a booted systemd shows that they start in this order; docs/appliance.md marks what that leaves open.
"""

import argparse
import configparser
import os
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from district.cli.keeping import USUAL as COPIES
from district.cli.parser import parser as district_parser
from district.setup.steps import UNITS as STARTED_BY_SETUP
from kiosk.cli import WINDOWS_AND_DEMO
from kiosk.cli.parser import parser
from kiosk.touch import app as touch_app
from tests.appliance.conftest import TREES, UNITS, units_of

pytestmark = pytest.mark.needs("systemd-analyze")
WITH_A_SCREEN = {"motcua-x.service", "motcua-touch.service", "motcua-hall.service", "motcua-setup.service"}
MOST_EXPOSED = 2.0
ALL = [unit for tree in TREES for unit in units_of(tree)]
SERVICES = [unit for unit in ALL if unit.suffix == ".service"]


def named(unit: Path) -> str:
    return unit.name


def run(*words: str) -> subprocess.CompletedProcess[str]:
    around = {**os.environ, "SYSTEMD_PAGER": "", "LC_ALL": "C.UTF-8"}
    return subprocess.run(words, capture_output=True, text=True, timeout=60, env=around, check=False)


def section(unit: Path, name: str) -> dict[str, list[str]]:
    """Key → its values, in their order."""
    found = dict[str, list[str]]()
    inside = False
    for line in unit.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            inside = line == f"[{name}]"
        elif inside and "=" in line and not line.startswith("#"):
            key, _, value = line.partition("=")
            found.setdefault(key, []).append(value)
    return found


def test_systemd_understands_every_unit_and_has_nothing_to_say(installed: Path) -> None:
    places = [f"/{UNITS / unit.name}" for unit in ALL]
    told = run("systemd-analyze", "verify", "--man=no", f"--root={installed}", *places)
    assert (told.returncode, told.stdout, told.stderr) == (0, "", "")


def test_that_look_would_see_a_mistake(installed: Path, tmp_path: Path) -> None:
    wrong = installed / UNITS / "motcua-wrong.service"
    wrong.write_text("[Service]\nExecStart=/usr/lib/motcua/nobody\nRestartSeconds=2\n", encoding="ascii")
    try:
        told = run("systemd-analyze", "verify", "--man=no", f"--root={installed}", f"/{UNITS / wrong.name}").stderr
    finally:
        wrong.unlink()
    assert "Unknown key" in told
    assert "is not executable" in told


@pytest.mark.parametrize("unit", [one for one in SERVICES if one.name not in WITH_A_SCREEN], ids=named)
def test_what_needs_no_screen_is_hardly_exposed(unit: Path) -> None:
    told = run("systemd-analyze", "security", "--offline=true", "--no-pager", str(unit))
    exposure = float(told.stdout.rpartition("service: ")[2].split()[0])
    assert exposure <= MOST_EXPOSED, told.stdout


def test_every_command_that_a_unit_starts_exists() -> None:
    for unit in units_of("kiosk"):
        for line in section(unit, "Service").get("ExecStart", []):
            program, *words = shlex.split(line)
            if not program.endswith("/bin/motcua"):
                continue
            command = words[0]
            if command in WINDOWS_AND_DEMO:
                known = touch_app.parser() if command == "touch" else hall_parser()
                known.parse_args(without_config(words[1:]))
            elif command != "setup":  # it reads its own words
                parser().parse_args(words)


def test_the_units_of_the_district_start_what_it_has() -> None:
    for unit in units_of("district"):
        for line in section(unit, "Service").get("ExecStart", []):
            program, *words = shlex.split(line)
            if program.endswith("/bin/motcua-district"):
                district_parser().parse_args(words)


def test_every_night_the_district_is_copied_also_when_it_was_off_at_that_hour() -> None:
    timer = TREES["district"] / UNITS / "motcua-district-backup.timer"
    assert section(timer, "Timer")["Persistent"] == ["true"]
    assert section(timer, "Install")["WantedBy"] == ["timers.target"]
    assert timer.name in STARTED_BY_SETUP
    copying = section(timer.with_suffix(".service"), "Service")
    assert copying["User"] == ["motcua-district"]
    assert f"-{COPIES}" in copying["ReadWritePaths"][0].split()


def hall_parser() -> argparse.ArgumentParser:
    from display.hall import app

    return app.parser()


def without_config(words: list[str]) -> list[str]:
    """As `kiosk.cli.windows` takes it away, and with the address that it reads there."""
    at = words.index("--config")
    return [*words[:at], *words[at + 2 :], "--server", "http://127.0.0.1:8080"]


def _watched() -> Iterator[tuple[str, dict[str, list[str]]]]:
    for name in ("motcua.service", "motcua-touch.service", "motcua-hall.service"):
        yield name, section(TREES["kiosk"] / UNITS / name, "Service")
    yield "motcua-district.service", section(TREES["district"] / UNITS / "motcua-district.service", "Service")


def test_whatever_serves_people_is_watched_and_started_again_for_ever() -> None:
    for name, service in _watched():
        tree = "district" if "district" in name else "kiosk"
        unit = section(TREES[tree] / UNITS / name, "Unit")
        assert service["Type"] == ["notify"], name
        assert service["Restart"] == ["always"], name
        assert service["WatchdogSignal"] == ["SIGABRT"], name
        assert int(service["WatchdogSec"][0]) in (30, 60), name
        assert unit["StartLimitIntervalSec"] == ["0"], name


def test_units_that_begin_by_themselves_are_wanted_by_something_that_begins() -> None:
    for unit in units_of("kiosk"):
        wanted = section(unit, "Install").get("WantedBy", [])
        assert wanted in ([], ["motcua.target"], ["multi-user.target"], ["sigpwr.target"]), unit.name
    assert section(TREES["kiosk"] / UNITS / "motcua.target", "Install")["WantedBy"] == ["multi-user.target"]


def test_the_first_start_and_the_service_exclude_one_another() -> None:
    conditions = {
        name: section(TREES["kiosk"] / UNITS / f"{name}.service", "Unit")["ConditionPathExists"]
        for name in ("motcua", "motcua-touch", "motcua-hall", "motcua-setup")
    }
    assert conditions.pop("motcua-setup") == ["!/etc/motcua/config.toml"]
    for name, paths in conditions.items():
        assert paths[0] == "/etc/motcua/config.toml", name


def test_a_token_reaches_its_window_only_as_a_credential() -> None:
    for window in ("touch", "hall"):
        unit = TREES["kiosk"] / UNITS / f"motcua-{window}.service"
        service, token = section(unit, "Service"), f"/etc/motcua/credentials/{window}.token"
        assert service["LoadCredential"] == [f"window.token:{token}"]
        assert token in section(unit, "Unit")["ConditionPathExists"]
        assert "--token-file %d/window.token" in service["ExecStart"][0]


def test_no_key_leaves_the_screens() -> None:
    x = (TREES["kiosk"] / "usr/share/X11/xorg.conf.d/90-motcua.conf").read_text(encoding="utf-8")
    for option in ("DontVTSwitch", "DontZap", "DontZoom"):
        assert f'Option "{option}" "true"' in x
    for time in ("BlankTime", "StandbyTime", "SuspendTime", "OffTime"):
        assert f'Option "{time}" "0"' in x
    for mask in ("ctrl-alt-del.target", "getty@tty1.service"):
        assert (TREES["kiosk"] / "etc/systemd/system" / mask).readlink() == Path("/dev/null")
    sysctl = (TREES["kiosk"] / "usr/lib/sysctl.d/60-motcua.conf").read_text(encoding="utf-8")
    assert "kernel.sysrq = 0" in sysctl.splitlines()


@pytest.mark.parametrize("file", ["journald.conf.d", "logind.conf.d", "system.conf.d", "sleep.conf.d"])
def test_the_settings_of_systemd_are_plain_sections(file: str) -> None:
    reader = configparser.ConfigParser(strict=True, interpolation=None)
    reader.optionxform = str  # type: ignore[assignment, method-assign]
    assert reader.read(TREES["kiosk"] / "usr/lib/systemd" / file / "motcua.conf")
    assert len(reader.sections()) == 1


@pytest.mark.needs("systemd-sysusers")
@pytest.mark.parametrize("tree", list(TREES))
def test_the_users_can_be_made(tree: str, tmp_path: Path) -> None:
    (tmp_path / "etc").mkdir()
    files = [str(one) for one in (TREES[tree] / "usr/lib/sysusers.d").iterdir()]
    told = run("systemd-sysusers", f"--root={tmp_path}", *files)
    assert told.returncode == 0, told.stderr
    users = (tmp_path / "etc/passwd").read_text(encoding="utf-8")
    groups = (tmp_path / "etc/group").read_text(encoding="utf-8")
    if tree == "district":
        assert "motcua-district:" in users
        return
    assert "motcua:" in users
    assert "motcua-screen:" in users
    assert any(line.startswith("lp:") and line.endswith(":motcua") for line in groups.splitlines())
    assert not any(line.endswith("motcua-screen") and line.startswith("lp:") for line in groups.splitlines())


@pytest.mark.needs("systemd-tmpfiles")
def test_the_folders_can_be_made_and_keep_the_keys_of_updates_from_the_service(tmp_path: Path) -> None:
    shared = TREES["kiosk"] / "usr/lib"
    (tmp_path / "etc").mkdir()
    for files, program, words in (
        ("sysusers.d", "systemd-sysusers", ()),
        ("tmpfiles.d", "systemd-tmpfiles", ("--create",)),
    ):
        told = run(program, f"--root={tmp_path}", *words, *map(str, (shared / files).iterdir()))
        assert told.returncode == 0, told.stderr
    etc = (tmp_path / "etc/motcua").stat()
    assert etc.st_mode & 0o7777 == 0o1775
    assert etc.st_uid == 0
    assert (tmp_path / "etc/motcua/update-keys").stat().st_uid == 0
    assert (tmp_path / "etc/motcua/credentials").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("name", ["x-key", "x-answers"])
def test_the_small_helpers_of_root_are_plain_shell(name: str) -> None:
    helper = TREES["kiosk"] / "usr/lib/motcua" / name
    assert os.access(helper, os.X_OK)
    assert run("sh", "-n", str(helper)).returncode == 0


def test_a_stick_of_backups_is_mounted_for_the_service_alone_and_runs_nothing() -> None:
    mount = section(TREES["kiosk"] / UNITS / "media-motcua\\x2dbackup.mount", "Mount")
    assert {"noexec", "nosuid", "nodev", "uid=motcua", "umask=0077"} <= set(mount["Options"][0].split(","))
    rules = (TREES["kiosk"] / "usr/lib/udev/rules.d/71-motcua-machine.rules").read_text(encoding="utf-8")
    (wanted,) = [line for line in rules.splitlines() if "SYSTEMD_WANTS" in line]
    for condition in ('ENV{ID_BUS}=="usb"', 'ENV{ID_FS_LABEL}=="MOTCUA-BACKUP"', 'ENV{ID_FS_TYPE}=="vfat|exfat"'):
        assert condition in wanted


def test_a_new_version_is_looked_at_every_minute_also_after_a_look_at_nothing() -> None:
    timer = section(TREES["kiosk"] / UNITS / "motcua-trial.timer", "Timer")
    assert timer["OnCalendar"] == ["minutely"]
    assert "OnUnitInactiveSec" not in timer
