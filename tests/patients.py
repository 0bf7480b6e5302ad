"""Offices for the doctor: one whose service is running, and machines that are drawn up in files."""

from dataclasses import dataclass, field
from pathlib import Path

from starlette.datastructures import State

from kiosk.config import Config
from kiosk.health.checkup import CheckUp
from kiosk.health.machine import Machine
from kiosk.health.patient import Case, Inside, Patient
from office.premises import Premises


def inside(premises: Premises, state: State, config: Config | None = None, machine: Machine | None = None) -> Patient:
    """The office in whose service the doctor works; `state`: of its application."""
    parts = Inside(premises, state.district, state.voice, state.back_office)
    wiring = (config or Config()).at(data=premises.data)
    return Patient(wiring, case=Case.INSIDE, inside=parts, machine=machine or Machine(), clock=premises.clock)


def checkup_of(premises: Premises, state: State) -> CheckUp:
    """Looks only when it is asked."""
    return CheckUp(inside(premises, state))


@dataclass(frozen=True, slots=True)
class Said:
    """Programs whose answers are known beforehand, by their first word; the others are not installed."""

    answers: dict[str, str] = field(default_factory=dict)

    def ask(self, *words: str) -> str | None:
        return self.answers.get(words[0])


def machine(root: Path, files: dict[str, str] | None = None, **answers: str) -> Machine:
    """`files`: path below the root → text."""
    for path, text in (files or {}).items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    return Machine(root, Said(answers))
