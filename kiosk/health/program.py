"""The program itself: its version, the Python under it, and whether a new version is still on trial."""

import json
import platform
import sys
from collections.abc import Iterator

from kiosk.health.finding import BAD, OK, WARN, Finding
from kiosk.health.machine import Machine
from kiosk.health.patient import Patient
from look.version import VERSION
from look.words import N_

TRIAL, LAST = "var/lib/motcua-versions/trial.json", "var/lib/motcua-versions/last.json"
"""The first is there only while a version is on trial."""


def look(patient: Patient) -> Iterator[Finding]:
    yield Finding(OK, N_("motcua {version}"), {"version": VERSION})
    yield python()
    if patient.file is not None:
        yield Finding(OK, N_("Configuration {file}"), {"file": patient.file})
    yield from _trial(patient.machine)


def python() -> Finding:
    """The interpreter and its version."""
    values = {"version": platform.python_version()}
    good = (3, 11) <= sys.version_info < (3, 14)
    advice = "" if good else N_("Install Python 3.11, 3.12 or 3.13.")
    return Finding(OK if good else BAD, N_("Python {version}"), values, advice)


def _trial(machine: Machine) -> Iterator[Finding]:
    """What the updater wrote down; nothing on a machine that was never updated."""
    if (kept := _read(machine, TRIAL)) is not None:
        advice = N_("Wait a quarter of an hour; unconfirmed, the machine goes back to {previous} at the next start.")
        yield Finding(WARN, N_("Version {version} is still on trial"), kept, advice)
    elif (kept := _read(machine, LAST)) is not None:
        yield _outcome(kept)


def _outcome(kept: dict[str, str]) -> Finding:
    if kept["outcome"] == "confirmed":
        return Finding(OK, N_("Version {version} was tried and confirmed; before it was {previous}"), kept)
    advice = N_("Keep the file of the update, and tell who sent it.")
    return Finding(WARN, N_("The update to {version} did not hold; {previous} went on"), kept, advice, (kept["why"],))


def _read(machine: Machine, path: str) -> dict[str, str] | None:
    """Its texts by name; None when there is none, or none that this version understands."""
    try:
        kept = json.loads(machine.whole(path) or "null")
        return {key: str(kept.get(key) or "") for key in ("version", "previous", "outcome", "why")}
    except (ValueError, AttributeError):
        return None
