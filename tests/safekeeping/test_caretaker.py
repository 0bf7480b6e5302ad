"""The caretaker: a copy every night, soon after the start where the machine slept, and what came of it is told."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.caretaker.copying import OWN_FOLDER
from kiosk.caretaker.part import Caretaker
from kiosk.config import Config
from kiosk.config.keeping import Backup
from office.clock import SetClock
from office.domain.moment import HOUR, MINUTE
from office.premises import Premises
from office.safekeeping.copies import Kind
from office.safekeeping.places import copies_in
from office.store.engine import FILE_NAME
from tests.office_fixture import take
from tests.safekeeping.making import OFFICE, break_an_index

EIGHT_TO_HALF_PAST_SEVEN = 11 * HOUR + 30 * MINUTE


def wired(data: Path, second: Path | None = None) -> Config:
    config = Config().at(data=data)
    return config.model_copy(update={"backup": Backup(second=second, keep=3)})


def caretaker(premises: Premises, second: Path | None = None) -> Caretaker:
    return Caretaker(wired(premises.data, second), premises)


def nights(premises: Premises) -> int:
    return sum(one.kind is Kind.NIGHTLY for one in copies_in(premises.data / OWN_FOLDER, OFFICE))


def condition(premises: Premises) -> str | None:
    return {one["device"]: one["condition"] for one in premises.desk.state()["devices"]}.get("backup")


@pytest.fixture
def first_copy(premises: Premises, clock: SetClock) -> Caretaker:
    """The start of the first morning: there was none yet, so one is made soon."""
    care = caretaker(premises)
    care.look_round()
    assert nights(premises) == 0, "a start has better things to do"
    clock.advance(3 * MINUTE)
    care.look_round()
    assert nights(premises) == 1
    return care


def test_one_copy_a_night_and_no_more(premises: Premises, clock: SetClock, first_copy: Caretaker) -> None:
    for _ in range(22):
        clock.advance(30 * MINUTE)
        first_copy.look_round()
    assert nights(premises) == 1, "not before half past seven in the evening"
    for _ in range(20):
        clock.advance(30 * MINUTE)
        first_copy.look_round()
    assert nights(premises) == 2
    assert condition(premises) == "ok"


def test_a_machine_that_slept_over_the_hour_makes_it_after_the_next_start(
    premises: Premises, clock: SetClock, first_copy: Caretaker
) -> None:
    clock.reboot(20 * HOUR)
    care = caretaker(premises)
    care.look_round()
    clock.advance(3 * MINUTE)
    care.look_round()
    care.look_round()
    assert nights(premises) == 2


def test_a_clock_that_was_in_the_future_does_not_keep_copies_away(
    premises: Premises, clock: SetClock, first_copy: Caretaker
) -> None:
    clock.jump(5 * 365 * 24 * HOUR)
    clock.advance(2 * HOUR)
    first_copy.look_round()
    clock.jump(-5 * 365 * 24 * HOUR)
    assert nights(premises) == 2
    clock.advance(EIGHT_TO_HALF_PAST_SEVEN)
    first_copy.look_round()
    assert nights(premises) == 3


def test_a_copy_that_fails_is_told_and_tried_again_an_hour_later(premises: Premises, clock: SetClock) -> None:
    folder = premises.data / OWN_FOLDER
    folder.write_bytes(b"")  # no folder can be made there
    care = caretaker(premises)
    clock.advance(3 * MINUTE)
    care.look_round()
    assert condition(premises) == "failed"
    folder.unlink()
    clock.advance(30 * MINUTE)
    care.look_round()
    assert nights(premises) == 0
    clock.advance(31 * MINUTE)
    care.look_round()
    assert (nights(premises), condition(premises)) == (1, "ok")


def test_a_stick_that_comes_back_gets_the_newest_copy_and_all_is_well(
    premises: Premises, clock: SetClock, stick: Path
) -> None:
    care = caretaker(premises, stick)
    away = stick.with_name("away")
    assert not away.exists()
    care_without = caretaker(premises, away)
    clock.advance(3 * MINUTE)
    care_without.look_round()
    assert condition(premises) == "second_missing"
    assert take(premises.desk)["number"] == "A001", "it stops nothing"
    care.look_round()
    assert condition(premises) == "ok"
    assert len(copies_in(stick, OFFICE)) == 1


def test_a_full_stick_is_told_apart_from_a_missing_one(premises: Premises, clock: SetClock, stick: Path) -> None:
    (stick / "films.bin").write_bytes(bytes((16 << 20) - 8192))
    care = caretaker(premises, stick)
    clock.advance(3 * MINUTE)
    care.look_round()
    assert condition(premises) == "second_failed"


def test_the_thread_starts_and_stops(premises: Premises) -> None:
    care = caretaker(premises)
    care.start()
    care.stop()
    care.stop()


def test_a_broken_index_is_found_by_the_first_copy_and_mended_at_the_next_start(
    premises: Premises, clock: SetClock
) -> None:
    _break_an_index(premises)
    care = caretaker(premises)
    clock.advance(3 * MINUTE)
    care.look_round()
    assert "missing from index" in str(premises.damage.found)
    assert (condition(premises), nights(premises)) == ("failed", 0)


def _break_an_index(premises: Premises) -> None:
    """Of an office at work, on the disk: what lies in the log is written into the file before."""
    take(premises.desk)
    with closing(sqlite3.connect(premises.data / FILE_NAME)) as conn:
        conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    break_an_index(premises.data / FILE_NAME)


def test_without_room_for_a_copy_the_database_itself_is_checked_every_week(premises: Premises, clock: SetClock) -> None:
    (premises.data / OWN_FOLDER).write_bytes(b"")  # no folder can be made there
    care = caretaker(premises)
    clock.advance(3 * MINUTE)
    care.look_round()
    _break_an_index(premises)
    clock.advance(6 * 24 * HOUR)
    care.look_round()
    assert premises.damage.found is None
    clock.advance(2 * 24 * HOUR)
    care.look_round()
    assert "missing from index" in str(premises.damage.found)


def test_once_a_week_the_newest_copy_is_checked_in_full(
    premises: Premises, clock: SetClock, first_copy: Caretaker
) -> None:
    mark = premises.data / "checked.json"
    first = mark.read_text()
    for _ in range(6):
        clock.advance(24 * HOUR)
        first_copy.look_round()
    assert mark.read_text() == first
    clock.advance(24 * HOUR)
    first_copy.look_round()
    assert mark.read_text() != first


def test_a_journal_that_was_changed_is_told_and_nothing_is_put_back(premises: Premises, clock: SetClock) -> None:
    with closing(sqlite3.connect(premises.data / FILE_NAME)) as conn:
        conn.execute("DROP TRIGGER fact_stays")  # somebody who wants to change the past has to get past it first
        conn.execute("UPDATE fact SET subject = 'day:2' WHERE seq = 2")
        conn.commit()
    care = caretaker(premises)
    clock.advance(3 * MINUTE)
    care.look_round()
    assert {one["device"]: one["condition"] for one in premises.desk.state()["devices"]}["data"] == "changed"
    assert premises.damage.found is None


def test_a_disk_that_got_small_keeps_fewer_nights(premises: Premises, clock: SetClock, small_disk: Path) -> None:
    backup = Backup(dir=small_disk / "copies", keep=14)
    care = Caretaker(wired(premises.data).model_copy(update={"backup": backup}), premises)
    (small_disk / "films").write_bytes(bytes(13 << 20))
    for _ in range(12):
        clock.advance(24 * HOUR)
        care.look_round()
    kept = copies_in(small_disk / "copies", OFFICE)
    assert 2 <= len(kept) < 12
    assert condition(premises) == "ok"
