"""The database: whether it can be read, is sound and of a known schema; whether the journal is whole."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from kiosk.health.finding import BAD, OK, WARN, Finding
from kiosk.health.patient import Inside, Patient
from look.words import N_
from office.backoffice.soundness import DatabaseUnreadable, Soundness, soundness
from office.safekeeping.checking import reading
from office.safekeeping.presence import Unread, find_office
from office.safekeeping.telling import CHANGED, DEVICE, NEW, RESTORED
from office.store.engine import way_at_rest

PATIENCE_S = 20.0
"""How long a check of the pages may take while people are being served; a large database needs longer at night."""
NEWEST = 20_000
"""Facts whose digests are computed anew: a busy week. All of them are the matter of the weekly check."""
_TELL = N_("Keep the data folder as it is, and tell the tier above.")
_RESTORE = N_("Keep the data folder as it is, and restore the latest backup.")
_COMES_BACK = N_("What is missing comes back from the tier above; the damaged file is kept in the data folder.")
_EXCHANGED = {
    RESTORED: N_("Today the newest backup was put back, because the database was damaged or lost"),
    NEW: N_("Today a new database was made, because there was no good backup"),
}


def look(patient: Patient) -> Iterator[Finding]:
    if patient.inside is not None:
        yield from _of_service(patient.inside)
    elif patient.is_at_rest:
        yield from _at_rest(patient.data)


def _of_service(inside: Inside) -> Iterator[Finding]:
    """Through the service's own reading connections: nobody else may open the file."""
    try:
        found = soundness(inside.back_office, PATIENCE_S, NEWEST)
    except DatabaseUnreadable as error:
        yield _unreadable(error)
        return
    yield _sound(found.state, found.last_seq)
    yield _journal(found)
    for one in inside.devices(DEVICE):
        if one["condition"] == CHANGED:
            yield Finding(BAD, N_("The weekly check found a journal that does not hold"), {}, _TELL)
        if (told := _EXCHANGED.get(one["condition"])) is not None:
            yield Finding(WARN, told, {}, _COMES_BACK)


def _at_rest(data: Path) -> Iterator[Finding]:
    """The lock is held."""
    try:
        database = find_office(data)
        with reading(database, way_at_rest(database)) as conn:
            (state,) = conn.execute("PRAGMA quick_check(1)").fetchone()
            (facts,) = conn.execute("SELECT coalesce(max(seq), 0) FROM fact").fetchone()
            yield _sound(str(state), int(facts))
    except Unread as unread:
        yield Finding(BAD, unread.what, {"folder": data}, unread.advice)
    except sqlite3.Error as error:
        yield _unreadable(error)


def _sound(state: str | None, facts: int) -> Finding:
    values = {"facts": facts}
    if state is None:
        return Finding(OK, N_("The database answers; it is too large to be checked while it works"), values)
    if state != "ok":
        return Finding(BAD, N_("The database is damaged"), {}, _RESTORE, (state,))
    return Finding(OK, N_("The database is sound; its journal ends at {facts}"), values)


def _unreadable(error: BaseException) -> Finding:
    return Finding(BAD, N_("The database cannot be read: {why}"), {"why": error}, _RESTORE)


def _journal(found: Soundness) -> Finding:
    if found.broken_at is not None:
        return Finding(BAD, N_("The journal was changed at {seq}"), {"seq": found.broken_at}, _TELL)
    return Finding(OK, N_("The journal is whole: {facts} entries"), {"facts": found.checked})
