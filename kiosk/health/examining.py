"""The examination: every part in turn, as people look for it; a look that fails hides no other."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import structlog

from kiosk.health import (
    backups,
    boards,
    certificates,
    clock,
    database,
    disk,
    memory,
    people,
    power,
    printer,
    program,
    screens,
    service,
    voice,
    way_up,
)
from kiosk.health.finding import WARN, Finding, Level, worst
from kiosk.health.patient import Patient
from look.words import N_, say

_log = structlog.get_logger()

Look = Callable[[Patient], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Part:
    """`title`: an English msgid."""

    key: str
    title: str
    look: Look


@dataclass(frozen=True, slots=True)
class Examined:
    """What was found of one part."""

    part: Part
    findings: tuple[Finding, ...]

    @property
    def level(self) -> Level:
        return worst(self.findings)

    def shown(self, language: str) -> dict[str, Any]:
        """As JSON has it: in that language, and as it is for a reader of another (`read`)."""
        return {
            "key": self.part.key,
            "title": say(language, self.part.title),
            "level": str(self.level),
            "findings": [
                {**one.written(), "text": one.text(language), "lines": list(one.advice_lines(language))}
                for one in self.findings
            ],
        }

    @classmethod
    def read(cls, shown: Mapping[str, Any]) -> "Examined":
        """A part that only another version knows keeps its title."""
        part = _BY_KEY.get(shown["key"]) or Part(shown["key"], shown["title"], lambda _: ())
        return cls(part, tuple(Finding.read(one) for one in shown["findings"]))


PROGRAM = Part("program", N_("Program and configuration"), program.look)
SERVICE = Part("service", N_("Office service"), service.look)
PARTS = (
    PROGRAM,
    SERVICE,
    Part("database", N_("Database and journal"), database.look),
    Part("backups", N_("Backups"), backups.look),
    Part("printer", N_("Ticket printer"), printer.look),
    Part("boards", N_("Boards and keypads"), boards.look),
    Part("voice", N_("Sound"), voice.look),
    Part("screens", N_("Screens"), screens.look),
    Part("people", N_("People"), people.look),
    Part("district", N_("Tier above"), way_up.look),
    Part("certificates", N_("Certificates"), certificates.look),
    Part("clock", N_("Clock"), clock.look),
    Part("disk", N_("Disk"), disk.look),
    Part("power", N_("Power"), power.look),
    Part("memory", N_("Memory and temperature"), memory.look),
)

_BY_KEY = {part.key: part for part in PARTS}


def examine(patient: Patient, only: Collection[str] = ()) -> Iterator[Examined]:
    """Each part as soon as it was looked at; `only`: keys of parts, none = all of them."""
    for part in PARTS:
        if not only or part.key in only:
            yield Examined(part, tuple(_looked(part, patient)))


def _looked(part: Part, patient: Patient) -> Iterator[Finding]:
    try:
        yield from part.look(patient)
    except Exception as error:  # noqa: BLE001 - the outer loop: what cannot be looked at is itself a finding
        _log.warning("health.look_failed", part=part.key, why=repr(error))
        yield Finding(WARN, N_("This part could not be looked at"), details=(f"{type(error).__name__}: {error}",))
