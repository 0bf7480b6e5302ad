"""Copies of the office of the tests."""

from pathlib import Path

from office.clock import SetClock
from office.domain.moment import HOUR
from office.safekeeping.copies import Kind
from office.safekeeping.places import Kept, Places, put_by
from office.safekeeping.taking import Occasion
from office.store.engine import FILE_NAME
from tests.office_fixture import ZONE

OFFICE = "thanh-son"


def occasion(clock: SetClock, kind: Kind = Kind.NIGHTLY, office: str = OFFICE) -> Occasion:
    return Occasion(office, kind, clock.now().wall, ZONE, "1.0")


def copied(data: Path, places: Places, clock: SetClock, kind: Kind = Kind.NIGHTLY) -> Kept:
    """A copy of now; the next one is an hour later."""
    kept = put_by(data / FILE_NAME, places, occasion(clock, kind, places.office))
    clock.advance(HOUR)
    return kept
