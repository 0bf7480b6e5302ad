"""Backups: how old the newest is, whether it holds when it is opened, and whether one lies on another disk."""

from collections.abc import Iterator
from datetime import UTC, datetime

from kiosk.caretaker.copying import places_of
from kiosk.health.finding import BAD, OK, WARN, Finding
from kiosk.health.patient import Patient
from look.words import N_
from office.domain.moment import MINUTE
from office.safekeeping.checking import check_copy
from office.safekeeping.copies import Copy, CopyFailed
from office.safekeeping.places import Places, Second, all_copies, second_place
from office.store.engine import FILE_NAME

DAY_MS = 24 * 60 * MINUTE
AHEAD_MS = 60 * MINUTE
"""More than a clock is put right by when nothing was wrong with it."""
OLD_DAYS, TOO_OLD_DAYS = 4, 8
"""A long weekend makes no copy of a machine that is switched off; a week without one is a fault."""
_CLOCK = N_("Look at the clock of this machine; when it is right, make a backup: motcua backup")
_MAKE = N_("Make one now: motcua backup; then look whether the disk has room.")


def look(patient: Patient) -> Iterator[Finding]:
    if not (patient.data / FILE_NAME).exists():
        yield Finding(OK, N_("Nothing to back up yet"))
        return
    places = places_of(patient.config)
    copies = all_copies(places, patient.data)
    if not copies:
        yield Finding(WARN, N_("There is no backup yet"), {}, N_("The first is made this night; or now: motcua backup"))
    else:
        yield _age(patient, [one for one in copies if one.content == copies[0].content])
        yield _opened(copies[0])
    yield _second(places, patient)


def _age(patient: Patient, newest: list[Copy]) -> Finding:
    """Of those that hold the same, one with a date that can be true."""
    now = patient.clock.now().wall
    taken_at = max((one.taken_at for one in newest if one.taken_at <= now + AHEAD_MS), default=newest[0].taken_at)
    days = max(now - taken_at, 0) // DAY_MS
    at = datetime.fromtimestamp(taken_at / 1000, UTC).astimezone(patient.config.office.timezone)
    values = {"at": f"{at:%H:%M %d/%m/%Y}", "days": days}
    if taken_at > now + AHEAD_MS:
        return Finding(WARN, N_("The newest backup bears a date in the future: {at}"), values, _CLOCK)
    level = OK if days < OLD_DAYS else WARN if days < TOO_OLD_DAYS else BAD
    if level == OK:
        return Finding(OK, N_("The newest backup is of {at}"), values)
    return Finding(level, N_("The newest backup is {days} days old, of {at}"), values, _MAKE)


def _opened(newest: Copy) -> Finding:
    values = {"file": newest.path.name, "facts": newest.content.seq}
    try:
        check_copy(newest.path)
    except CopyFailed as error:
        return Finding(BAD, N_("The newest backup {file} does not hold"), values, _MAKE, (error.why,))
    return Finding(OK, N_("The newest backup holds when it is opened; it ends at {facts}"), values)


def _second(places: Places, patient: Patient) -> Finding:
    folder = {"folder": places.second or ""}
    if places.second is None:
        advice = N_("Plug in a stick labelled MOTCUA-BACKUP and name it in [backup] second.")
        return Finding(WARN, N_("Backups lie on this disk only: a broken disk takes them along"), {}, advice)
    state = second_place(places, patient.data)
    if state is Second.STRANGE:
        advice = N_("If it is yours, run motcua backup --adopt; else pull it out and ask whose it is.")
        return Finding(WARN, N_("A stick in {folder} is none of this office's own: it got no backup"), folder, advice)
    if state is not Second.HERE:
        advice = N_("Plug in its disk or stick; it gets the newest backup by itself.")
        return Finding(WARN, N_("The second place for backups, {folder}, is missing"), folder, advice)
    return Finding(OK, N_("Backups lie in a second place as well: {folder}"), folder)
