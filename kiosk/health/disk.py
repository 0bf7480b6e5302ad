"""The disk under the data: whether it can be written, its room, how long it takes, and whether it is wearing out."""

import errno
import json
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kiosk.caretaker.room import DEVICE, FULL
from kiosk.health.finding import BAD, OK, WARN, Finding
from kiosk.health.machine import Machine
from kiosk.health.patient import Patient
from look.words import N_

LITTLE_SPACE, TOO_LITTLE_SPACE = 1_000_000_000, 100_000_000
"""Bytes: a year of a large office is about 1 GB."""
SLOW_COMMIT_MS, TOO_SLOW_COMMIT_MS = 30.0, 150.0
"""One number costs one commit; over 150 ms people notice."""
COMMITS, COMMITS_WHILE_IT_RUNS = 15, 5
WORN_PERCENT = 90
"""Of the writings that the maker promised."""
_REPLACE = N_("Copy the backups to another disk today and have this disk replaced.")
_FREE_SOME = N_("Free some room on this disk.")
_FOR_REASON = {errno.ENOSPC: _FREE_SOME, errno.EDQUOT: _FREE_SOME, errno.EROFS: _REPLACE}


def look(patient: Patient) -> Iterator[Finding]:
    folder = patient.data
    if not folder.exists():
        said = N_("Data folder {folder} does not exist yet; it is made at the first start")
        yield Finding(OK, said, {"folder": folder})
        folder = next(parent for parent in folder.parents if parent.exists())
    yield from _writing(folder, COMMITS if patient.is_at_rest else COMMITS_WHILE_IT_RUNS)
    yield from _wear(patient.machine, folder)
    if patient.inside is not None and any(one["condition"] == FULL for one in patient.inside.devices(DEVICE)):
        advice = N_("Free some room today; the reserve is made again by itself as soon as there is.")
        yield Finding(BAD, N_("The disk is full: the office finishes the day on its reserve"), {}, advice)


def _writing(folder: Path, commits: int) -> Iterator[Finding]:
    try:
        commit_ms = _commit_time(folder, commits)
    except OSError as error:
        values = {"folder": folder, "why": error.strerror or str(error)}
        advice = _FOR_REASON.get(error.errno or 0, N_("Check its owner and the disk."))
        yield Finding(BAD, N_("Data folder {folder} cannot be written: {why}"), values, advice)
        return
    yield _room(folder)
    yield _speed(commit_ms)


def _room(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    values = {"free": f"{free / 1e9:.1f}", "folder": folder}
    level = OK if free >= LITTLE_SPACE else WARN if free >= TOO_LITTLE_SPACE else BAD
    advice = "" if level == OK else _FREE_SOME
    return Finding(level, N_("Data folder {folder}: {free} GB free"), values, advice)


def _speed(commit_ms: float) -> Finding:
    values = {"ms": f"{commit_ms:.1f}"}
    level = OK if commit_ms <= SLOW_COMMIT_MS else WARN if commit_ms <= TOO_SLOW_COMMIT_MS else BAD
    advice = "" if level == OK else N_("The disk is slow to keep what is written; use an SSD, not an SD card.")
    return Finding(level, N_("The disk keeps a change in {ms} ms"), values, advice)


def _commit_time(folder: Path, commits: int) -> float:
    """Median ms of writing 4 kB and having it on the disk, as each number needs it. Raises OSError."""
    took = []
    with tempfile.TemporaryFile(dir=folder) as file:
        for _ in range(commits):
            begun = time.perf_counter()
            file.write(b"\0" * 4096)
            file.flush()
            os.fdatasync(file.fileno())
            took.append((time.perf_counter() - begun) * 1000)
    return statistics.median(took)


# --- the disk itself --------------------------------------------------------------------------------------------
def _wear(machine: Machine, folder: Path) -> Iterator[Finding]:
    """Only what this disk can tell: a file system of memory or of the network tells nothing."""
    number = folder.stat().st_dev
    partition = f"sys/dev/block/{os.major(number)}:{os.minor(number)}"
    if not (machine.root / partition).exists():
        return
    name = (machine.root / partition).resolve().name
    errors = machine.number(f"sys/fs/ext4/{name}/errors_count") or 0
    if errors:
        values = {"name": name, "errors": errors}
        yield Finding(BAD, N_("The file system on {name} has noted {errors} errors"), values, _REPLACE)
    yield from _card(machine, partition)
    yield from _smart(machine, partition)


def _card(machine: Machine, partition: str) -> Iterator[Finding]:
    """Soldered memory and SD cards say in tenths how much of their life is used: 0x01 = up to 10 %."""
    device = _whole_disk(machine, partition)
    tenths = [int(one, 0) for one in (machine.text(f"{device}/device/life_time") or "").split() if one.startswith("0x")]
    if tenths:
        yield _used(min(10 * max(tenths), 100))


def _smart(machine: Machine, partition: str) -> Iterator[Finding]:
    """What the disk says of itself; smartctl needs root, and nothing is said where it may not ask."""
    name = (machine.root / _whole_disk(machine, partition)).resolve().name
    said = machine.programs.ask("smartctl", "--json", "--health", "--attributes", f"/dev/{name}")
    report = _json(said)
    passed = report.get("smart_status", {}).get("passed")
    if passed is None:
        return
    if not passed:
        yield Finding(BAD, N_("The disk {name} says itself that it is failing"), {"name": name}, _REPLACE)
        return
    yield Finding(OK, N_("The disk {name} says that it is well (SMART)"), {"name": name})
    used = report.get("nvme_smart_health_information_log", {}).get("percentage_used")
    if isinstance(used, int):
        yield _used(used)


def _used(percent: int) -> Finding:
    values = {"percent": percent}
    level = OK if percent < WORN_PERCENT else WARN
    return Finding(level, N_("{percent} % of the disk's life is used"), values, "" if level == OK else _REPLACE)


def _whole_disk(machine: Machine, partition: str) -> str:
    """ "sys/dev/block/8:1" is sda1; its disk is the folder above."""
    place = (machine.root / partition).resolve()
    disk = place.parent if (place / "partition").exists() else place
    return str(disk.relative_to(machine.root.resolve()))


def _json(text: str | None) -> dict[str, Any]:
    try:
        found = json.loads(text or "")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
