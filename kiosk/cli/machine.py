"""What `motcua doctor` knows of the machine itself: Python, disk, clock."""

import os
import platform
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from kiosk.cli.finding import BAD, OK, WARN, Finding
from look.words import N_
from office.clock import MachineClock

LITTLE_SPACE, TOO_LITTLE_SPACE = 1_000_000_000, 100_000_000
"""Bytes: a year of a large office is about 1 GB."""
SLOW_COMMIT_MS, TOO_SLOW_COMMIT_MS = 30.0, 150.0
"""One number costs one commit; over 150 ms people notice."""
COMMITS = 15
FIRST_YEAR = 2025


def python() -> Finding:
    """The interpreter and its version."""
    values = {"version": platform.python_version()}
    good = (3, 11) <= sys.version_info < (3, 14)
    advice = "" if good else N_("Install Python 3.11, 3.12 or 3.13.")
    return Finding(OK if good else BAD, N_("Python {version}"), values, advice)


def data_folder(folder: Path) -> Iterator[Finding]:
    """Whether it can be written, how much room it has, how long the disk takes to keep something."""
    place = {"folder": folder}
    if not folder.exists():
        yield Finding(OK, N_("Data folder {folder} does not exist yet; it is made at the first start"), place)
        folder = _existing(folder)
    try:
        commit_ms = _commit_time(folder)
    except OSError as error:
        values = {**place, "why": error.strerror or str(error)}
        yield Finding(
            BAD, N_("Data folder {folder} cannot be written: {why}"), values, N_("Check its owner and the disk.")
        )
        return
    yield _room(folder)
    yield _disk(commit_ms)


def _existing(folder: Path) -> Path:
    return next(parent for parent in folder.parents if parent.exists())


def _room(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    values = {"free": f"{free / 1e9:.1f}", "folder": folder}
    level = OK if free >= LITTLE_SPACE else WARN if free >= TOO_LITTLE_SPACE else BAD
    advice = "" if level == OK else N_("Free some room on this disk.")
    return Finding(level, N_("Data folder {folder}: {free} GB free"), values, advice)


def _disk(commit_ms: float) -> Finding:
    values = {"ms": f"{commit_ms:.1f}"}
    level = OK if commit_ms <= SLOW_COMMIT_MS else WARN if commit_ms <= TOO_SLOW_COMMIT_MS else BAD
    advice = "" if level == OK else N_("The disk is slow to keep what is written; use an SSD, not an SD card.")
    return Finding(level, N_("The disk keeps a change in {ms} ms"), values, advice)


def _commit_time(folder: Path) -> float:
    """Median ms of writing 4 kB and having it on the disk, as each number needs it. Raises OSError."""
    took = []
    with tempfile.TemporaryFile(dir=folder) as file:
        for _ in range(COMMITS):
            begun = time.perf_counter()
            file.write(b"\0" * 4096)
            file.flush()
            os.fdatasync(file.fileno())
            took.append((time.perf_counter() - begun) * 1000)
    return statistics.median(took)


def clock() -> Finding:
    """Whether the wall clock follows a time source, and is not years off."""
    now = datetime.now(UTC).astimezone()
    values = {"now": f"{now:%H:%M:%S %d/%m/%Y}"}
    if now.year < FIRST_YEAR:
        return Finding(BAD, N_("The clock shows {now}; this cannot be right"), values, _SYNC)
    if not MachineClock().synced():
        return Finding(WARN, N_("The clock shows {now}, without time sync"), values, _SYNC)
    return Finding(OK, N_("The clock shows {now}, with time sync"), values)


_SYNC = N_("Switch on time sync: sudo timedatectl set-ntp true")
