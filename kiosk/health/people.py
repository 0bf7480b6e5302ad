"""The people: whether anybody can sign in who may run the office. Counts only; names are nobody's business here."""

import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from kiosk.health.finding import OK, WARN, Finding
from kiosk.health.patient import Patient
from look.words import N_
from office.backoffice.soundness import everybody
from office.safekeeping.checking import reading
from office.store.engine import way_at_rest

_EVERYBODY = "SELECT role, disabled, pin_hash IS NOT NULL FROM clerk"
Somebody = tuple[str, bool, bool]
"""Role, disabled, has a PIN."""


def look(patient: Patient) -> Iterator[Finding]:
    if patient.inside is not None:
        yield _judged(everybody(patient.inside.back_office))
    elif (database := patient.database) is not None:
        with suppress(sqlite3.Error):  # the part of the database says what is wrong with it
            yield _judged(_read(database))


def _read(database: Path) -> list[Somebody]:
    with reading(database, way_at_rest(database)) as conn:
        return [(str(role), bool(off), bool(pin)) for role, off, pin in conn.execute(_EVERYBODY)]


def _judged(people: list[Somebody]) -> Finding:
    ready = [role for role, disabled, has_pin in people if has_pin and not disabled]
    values = {"ready": len(ready), "all": len(people)}
    if "head" not in ready:
        advice = N_("Make a PIN for the head: motcua clerk list, then motcua clerk pin ID")
        return Finding(WARN, N_("No head of the office can sign in yet ({ready} of {all} people can)"), values, advice)
    return Finding(OK, N_("{ready} of {all} people can sign in"), values)
