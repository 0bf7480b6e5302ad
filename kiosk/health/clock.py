"""The clocks: the wall clock, the one with the battery, and the one of the tier above."""

from collections.abc import Iterator
from datetime import UTC, datetime

from kiosk.health.finding import BAD, OK, WARN, Finding
from kiosk.health.patient import Patient
from look.words import N_

FIRST_YEAR = 2025
APART_S = 60
"""Seconds between two clocks that people do not notice."""
_SYNC = N_("Switch on time sync: sudo timedatectl set-ntp true")
_SET = N_("Set date and time on the page Machine check, or with: sudo timedatectl set-time")


def look(patient: Patient) -> Iterator[Finding]:
    yield _wall(patient)
    yield from _battery(patient)
    if patient.inside is not None:
        yield from _doubted(patient)
        yield from _above(patient)


def _wall(patient: Patient) -> Finding:
    """Whether the wall clock follows a time source, and is not years off."""
    now = datetime.fromtimestamp(patient.clock.now().wall / 1000, UTC).astimezone(patient.config.office.timezone)
    values = {"now": f"{now:%H:%M:%S %d/%m/%Y}"}
    if now.year < FIRST_YEAR:
        return Finding(BAD, N_("The clock shows {now}; this cannot be right"), values, _SYNC)
    if not patient.clock.synced():
        return Finding(WARN, N_("The clock shows {now}, without time sync"), values, _SYNC)
    return Finding(OK, N_("The clock shows {now}, with time sync"), values)


def _battery(patient: Patient) -> Iterator[Finding]:
    """The clock that goes on while the machine is off; a machine without one needs time sync at each start."""
    if not any(patient.machine.folders("sys/class/rtc/rtc*")):
        advice = N_("After a power cut the time is right only once time sync is there; fit a clock module.")
        yield Finding(WARN, N_("This machine has no clock that goes on while it is off"), {}, advice)
        return
    kept = patient.machine.number("sys/class/rtc/rtc0/since_epoch")
    if kept is None:
        advice = N_("Its battery is probably empty: have it changed.")
        yield Finding(WARN, N_("The clock with the battery cannot be read"), {}, advice)
        return
    off_s = round(kept - patient.clock.now().wall / 1000)
    if abs(off_s) > APART_S:
        advice = N_("Write the right time into it: sudo hwclock --systohc; if it comes again, change its battery.")
        yield Finding(WARN, N_("The clock with the battery is {seconds} s off"), {"seconds": off_s}, advice)
        return
    yield Finding(OK, N_("The clock with the battery is right"))


def _doubted(patient: Patient) -> Iterator[Finding]:
    assert patient.inside is not None
    if patient.inside.premises.desk.state()["day"]["clock_suspect"]:
        advice = N_("The head confirms date and time on the overview page, or sets them right first.")
        yield Finding(BAD, N_("The office doubts its clock: the time has jumped"), {}, advice)


def _above(patient: Patient) -> Iterator[Finding]:
    assert patient.inside is not None
    off_ms = patient.inside.district.view()["clock_off_ms"]
    if off_ms is None:
        return
    seconds = round(off_ms / 1000)
    if abs(seconds) > APART_S:
        yield Finding(WARN, N_("The clock differs from the tier above by {seconds} s"), {"seconds": seconds}, _SET)
    else:
        yield Finding(OK, N_("The clock agrees with the tier above"))
