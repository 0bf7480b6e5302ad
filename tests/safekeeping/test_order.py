"""The newest copy is the one that holds most, whatever the clock said when it was made."""

from dataclasses import replace
from pathlib import Path

import pytest

from office.clock import SetClock
from office.domain.moment import HOUR
from office.premises import Premises
from office.safekeeping.copies import Copy, Kind, slip_of
from office.safekeeping.exchanging import Why, exchange
from office.safekeeping.places import Places, Second, all_copies, bring_newest, copies_in, newest_good
from tests.office_fixture import opened, take
from tests.safekeeping.making import OFFICE, copied

YEARS = 3 * 365 * 24 * HOUR


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(OFFICE, tmp_path / "backups")


def test_a_copy_made_while_the_clock_was_ahead_does_not_stay_the_newest(
    premises: Premises, data: Path, clock: SetClock, places: Places, stick: Path
) -> None:
    clock.jump(YEARS)
    ahead = copied(data, places, clock).copy
    clock.jump(-YEARS)
    take(premises.desk)
    newest = copied(data, places, clock).copy
    assert copies_in(places.folder, OFFICE) == [newest, ahead]
    assert newest_good(all_copies(places, data)) == newest
    assert bring_newest(replace(places, second=stick), data)
    assert [one.content for one in copies_in(stick, OFFICE)] == [newest.content]


def test_copies_with_a_clock_that_was_ahead_are_the_first_to_go(
    premises: Premises, data: Path, clock: SetClock, places: Places
) -> None:
    few = replace(places, keep={Kind.NIGHTLY: 2})
    clock.jump(YEARS)
    copied(data, few, clock)
    clock.jump(-YEARS)
    made = []
    for _ in range(3):
        take(premises.desk)
        made.append(copied(data, few, clock).copy)
    assert copies_in(few.folder, OFFICE) == [made[2], made[1]]


@pytest.mark.parametrize("busy", [True, False])
def test_the_copy_just_made_is_never_thrown_away_also_with_the_clock_behind(
    premises: Premises, data: Path, clock: SetClock, places: Places, stick: Path, busy: bool
) -> None:
    both = replace(places, second=stick, keep={Kind.NIGHTLY: 2})
    for _ in range(2):
        copied(data, both, clock)
    clock.jump(-YEARS)
    if busy:
        take(premises.desk)
    kept = copied(data, both, clock)
    assert kept.second is Second.HERE
    for folder in (both.folder, stick):
        names = [one.path.name for one in copies_in(folder, OFFICE)]
        assert (kept.copy.path.name in names, len(names)) == (True, 2)


def test_a_clock_that_begins_anew_at_each_start_does_not_write_over_a_copy(
    premises: Premises, data: Path, clock: SetClock, places: Places, stick: Path
) -> None:
    both = replace(places, second=stick)
    first = copied(data, both, clock).copy
    clock.jump(-HOUR)
    take(premises.desk)
    second = copied(data, both, clock).copy
    assert (first.taken_at, first.path == second.path) == (second.taken_at, False)
    assert copies_in(places.folder, OFFICE) == [second, first]
    assert [one.content for one in copies_in(stick, OFFICE)] == [second.content, first.content]


def test_another_copy_of_the_same_name_on_the_stick_gives_way_to_the_newest(
    premises: Premises, data: Path, clock: SetClock, places: Places, stick: Path, tmp_path: Path
) -> None:
    copied(data, Places(OFFICE, tmp_path / "of-before", stick), clock)
    clock.jump(-HOUR)
    take(premises.desk)
    newest = copied(data, places, clock).copy
    assert (stick / slip_of(newest.path).name).exists()
    assert bring_newest(replace(places, second=stick), data)
    assert [one.content for one in copies_in(stick, OFFICE)] == [newest.content]


def test_what_was_put_back_counts_and_not_what_went_on_before(data: Path, clock: SetClock, places: Places) -> None:
    """A head wants Monday's data again: the copies of Tuesday are not the newest any more, whatever they hold."""
    monday = _worked(data, clock, places)
    _put_back(data, clock, monday)
    tuesday = _worked(data, clock, places, tickets=5)
    _put_back(data, clock, tuesday)
    later = _worked(data, clock, places, tickets=5)  # the third stream of that way
    _put_back(data, clock, monday)
    now = _worked(data, clock, places)  # the second of this one
    assert all_copies(places, data) == [now, later, tuesday, monday]
    assert len({one.content.stream for one in (monday, tuesday, later, now)}) == 4


def test_of_streams_that_nobody_here_remembers_the_later_one_comes_first(
    data: Path, clock: SetClock, places: Places, tmp_path: Path
) -> None:
    clock.jump(YEARS)
    first = _worked(data, clock, places, tickets=5)
    clock.jump(-YEARS)
    _put_back(data, clock, first)
    second = _worked(data, clock, places)
    assert all_copies(places, tmp_path / "a-new-machine") == [second, first]
    second.path.write_bytes(b"x")  # nobody can ask it any more
    assert all_copies(places, tmp_path / "a-new-machine") == [first, second]


def _worked(data: Path, clock: SetClock, places: Places, tickets: int = 1) -> Copy:
    with opened(data, clock) as premises:
        for _ in range(tickets):
            take(premises.desk)
        return copied(data, places, clock).copy


def _put_back(data: Path, clock: SetClock, copy: Copy) -> None:
    clock.advance(HOUR)
    exchange(data, copy, Why.BY_HAND, "by hand", clock.now().wall)
