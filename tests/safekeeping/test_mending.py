"""A broken index costs nobody a day: it is found with the next copy and made anew, because the rows are all there."""

from pathlib import Path

import pytest

from office.clock import SetClock
from office.safekeeping import damage
from office.safekeeping.checking import full_trouble, index_trouble, quick_trouble
from office.safekeeping.copies import Copy, CopyDamaged, CopyFailed
from office.safekeeping.exchanging import COMING, MARK, Why, exchange
from office.safekeeping.places import Places, copies_in
from office.store.engine import FILE_NAME
from tests.office_fixture import take
from tests.safekeeping.making import OFFICE, break_an_index, copied, lose_a_row, say_it_was_so
from tests.safekeeping.starts import ruin, started


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(OFFICE, tmp_path / "backups")


@pytest.fixture
def copies(data: Path, places: Places, clock: SetClock) -> list[Copy]:
    """Of a morning with three numbers, and of its evening with seven."""
    made = []
    with started(data, places, clock) as premises:
        for numbers in (3, 4):
            for _ in range(numbers):
                take(premises.desk)
            made.append(copied(data, places, clock).copy)
    return made


def test_a_copy_with_a_broken_index_does_not_count(
    data: Path, places: Places, clock: SetClock, copies: list[Copy]
) -> None:
    break_an_index(data / FILE_NAME)
    assert quick_trouble(data / FILE_NAME) is None
    with pytest.raises(CopyDamaged, match="missing from index"):
        copied(data, places, clock)
    assert copies_in(places.folder, OFFICE) == copies[::-1]
    assert len(list(places.folder.iterdir())) == 2 * len(copies)


def test_a_newer_copy_with_a_broken_index_is_put_back_before_an_older_one(
    data: Path, places: Places, clock: SetClock, copies: list[Copy]
) -> None:
    """As programs made them that did not look at the indexes."""
    break_an_index(copies[1].path)
    newest = say_it_was_so(copies[1])
    ruin(data)
    with started(data, places, clock) as premises:
        assert premises.restored is not None
        assert premises.restored.copy == newest.path.name
        assert take(premises.desk)["number"] == "A100"
    assert full_trouble(data / FILE_NAME) is None
    assert index_trouble(newest.path), "the copy itself stays as it is"


def test_a_newer_copy_that_lost_rows_is_passed_over(
    data: Path, places: Places, clock: SetClock, copies: list[Copy]
) -> None:
    lose_a_row(copies[1].path)
    newest = say_it_was_so(copies[1])
    assert quick_trouble(newest.path) is None
    ruin(data)
    with started(data, places, clock) as premises:
        assert premises.restored is not None
        assert premises.restored.copy == copies[0].path.name


def test_what_cannot_be_put_in_place_leaves_the_database_as_it_was(
    data: Path, clock: SetClock, copies: list[Copy]
) -> None:
    lose_a_row(copies[1].path)
    before = (data / FILE_NAME).read_bytes()
    with pytest.raises(CopyFailed, match="wrong # of entries"):
        exchange(data, say_it_was_so(copies[1]), Why.BY_HAND, "by hand", clock.now().wall)
    assert (data / FILE_NAME).read_bytes() == before
    assert not [path.name for path in data.iterdir() if path.name.startswith(COMING) or path.name == MARK]


def test_a_database_of_which_only_an_index_is_broken_is_mended_and_goes_on(
    data: Path, places: Places, clock: SetClock, copies: list[Copy]
) -> None:
    break_an_index(data / FILE_NAME)
    damage.mark(data, "row 3 missing from index")
    with started(data, places, clock) as premises:
        assert premises.restored is None
        assert take(premises.desk)["number"] == "A008"
        assert premises.desk.stream == copies[0].content.stream
    assert full_trouble(data / FILE_NAME) is None


def test_a_database_that_lost_rows_gives_way_to_a_copy(
    data: Path, places: Places, clock: SetClock, copies: list[Copy]
) -> None:
    lose_a_row(data / FILE_NAME)
    break_an_index(data / FILE_NAME)
    damage.mark(data, "row 3 missing from index")
    with started(data, places, clock) as premises:
        assert premises.restored is not None
        assert premises.restored.copy == copies[1].path.name
        assert take(premises.desk)["number"] == "A100"
