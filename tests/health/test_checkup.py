"""The examination in the service: one thread, what is asked for twice is looked at once, an end that leaves nobody."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.config import Config
from kiosk.config.wiring import Data
from kiosk.health.checkup import CheckUp
from kiosk.health.patient import Patient
from office.clock import SetClock
from tests.patients import machine

PATIENCE_S = 30.0


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.fixture
def patient(tmp_path: Path) -> Patient:
    config = Config().model_copy(update={"data": Data(dir=tmp_path)})
    return Patient(config, machine=machine(tmp_path / "machine"), clock=SetClock())


def idle(checkup: CheckUp) -> bool:
    return not checkup.view("en")["running"]


def test_parts_that_are_asked_for_while_it_looks_come_next(patient: Patient) -> None:
    checkup = CheckUp(patient)
    checkup.begin(["memory"])
    checkup.begin(["memory", "clock"])
    until(lambda: idle(checkup) and {"memory", "clock"} <= set(checkup.found))
    states = {part["key"]: part["state"] for part in checkup.view("en")["parts"]}
    assert (states["memory"], states["clock"], states["disk"]) == ("done", "done", "unknown")


def test_nobody_who_looks_on_waits(patient: Patient) -> None:
    checkup = CheckUp(patient)
    checkup.begin()
    seen = checkup.view("en")
    assert [part["key"] for part in seen["parts"]]
    until(lambda: idle(checkup))
    assert checkup.view("en")["at"] == "2026-11-23T01:00:00.000Z"


def test_its_end_leaves_what_waits_undone(patient: Patient) -> None:
    checkup = CheckUp(patient)
    checkup.stop()
    checkup.begin()
    until(lambda: idle(checkup))
    assert checkup.found == {}


def test_two_who_ask_at_once_have_one_thread(patient: Patient) -> None:
    checkup = CheckUp(patient)
    for _ in range(20):
        checkup.begin(["memory"])
    assert sum(one.name == "checkup" for one in threading.enumerate()) <= 1
    until(lambda: idle(checkup))


def test_a_part_that_nobody_knows_begins_nothing(patient: Patient) -> None:
    checkup = CheckUp(patient)
    checkup.begin(["no-such-part"])
    assert idle(checkup)
