"""Before a new schema there is a copy; where there is no room for one the office opens all the same, and says so."""

import lzma
from pathlib import Path

import pytest

from office.clock import SetClock
from office.safekeeping.ballast import FILE, LITTLE, free_room
from office.safekeeping.checking import check_copy, full_trouble
from office.safekeeping.copies import Copy, Kind
from office.safekeeping.exchanging import ASIDE
from office.safekeeping.places import Places, copies_in
from office.store import schema
from office.store.engine import FILE_NAME
from tests.safekeeping.making import OFFICE, break_an_index
from tests.safekeeping.starts import condition_of, facts_of, started

DATABASES = Path(__file__).parents[1] / "fixtures" / "databases"
MB = 1 << 20
NEEDED = 33 * MB
"""What a copy of the small office asks for."""


@pytest.fixture
def old(small_disk: Path) -> Path:
    """The data of an office of the schema before, on a disk of 48 MB."""
    data = small_disk / "data"
    data.mkdir()
    (data / FILE_NAME).write_bytes(lzma.decompress((DATABASES / "0006.db.xz").read_bytes()))
    return data


@pytest.fixture
def places(small_disk: Path) -> Places:
    return Places(OFFICE, small_disk / "backups")


def leave(disk: Path, room: int) -> None:
    (disk / "films").write_bytes(bytes(free_room(disk) - room))


def before_it(places: Places) -> list[Copy]:
    found = copies_in(places.folder, OFFICE)
    assert all((one.kind, one.content.schema) == (Kind.UPDATE, "0006") for one in found)
    return [check_copy(one.path, chains=True) for one in found]


def test_a_copy_of_the_schema_before_lies_there(old: Path, places: Places, clock: SetClock) -> None:
    with started(old, places, clock) as premises:
        assert condition_of(premises, "backup") is None
    assert len(before_it(places)) == 1
    with started(old, places, clock):
        assert len(before_it(places)) == 1, "the schema is this one now"


def test_the_ballast_is_given_up_for_it_and_sets_aside_stay(
    old: Path, places: Places, clock: SetClock, small_disk: Path
) -> None:
    (old / FILE).write_bytes(bytes(8 * MB))
    aside = _aside(old, 1 * MB)
    leave(small_disk, NEEDED - 2 * MB)
    with started(old, places, clock) as premises:
        assert condition_of(premises, "backup") is None
    assert len(before_it(places)) == 1
    assert aside.exists()


def test_what_lies_aside_is_given_up_for_it_too(old: Path, places: Places, clock: SetClock, small_disk: Path) -> None:
    aside = _aside(old, 8 * MB)
    leave(small_disk, NEEDED - 2 * MB)
    with started(old, places, clock) as premises:
        assert condition_of(premises, "backup") is None
    assert len(before_it(places)) == 1
    assert not aside.exists()


def test_nothing_is_given_up_where_it_would_not_help(
    old: Path, clock: SetClock, small_disk: Path, stick: Path, tmp_path: Path
) -> None:
    (old / FILE).write_bytes(bytes(MB))
    aside = _aside(old, MB)
    with started(old, Places(OFFICE, stick / "backups"), clock) as premises:
        assert condition_of(premises, "backup") == "failed"
    assert (aside.exists(), (old / FILE).exists()) == (True, True)


def test_where_no_room_can_be_made_the_office_opens_and_says_that_there_is_no_copy(
    old: Path, places: Places, clock: SetClock, small_disk: Path
) -> None:
    leave(small_disk, LITTLE + 4 * MB)
    with started(old, places, clock) as premises:
        assert condition_of(premises, "backup") == "failed"
        (told,) = [one for one in facts_of(premises, "device.condition") if one["condition"] == "failed"]
        assert "too little room" in told["detail"]
        with premises.readers.begin() as conn:
            found = schema.standing(conn.exec_driver_sql)
        assert found is not None
        assert found.version == schema.HEAD
    assert before_it(places) == []


def test_a_broken_index_is_made_anew_before_a_new_schema_comes(old: Path, places: Places, clock: SetClock) -> None:
    break_an_index(old / FILE_NAME)
    with started(old, places, clock) as premises:
        assert premises.restored is None
        assert condition_of(premises, "backup") is None
    assert len(before_it(places)) == 1
    assert full_trouble(old / FILE_NAME) is None


def test_a_new_office_needs_none(places: Places, clock: SetClock, tmp_path: Path) -> None:
    with started(tmp_path / "new", places, clock) as premises:
        assert condition_of(premises, "backup") is None
    assert not places.folder.exists()


def _aside(data: Path, size: int) -> Path:
    folder = data / ASIDE / "20260101-000000"
    folder.mkdir(parents=True)
    (folder / FILE_NAME).write_bytes(bytes(size))
    return folder
