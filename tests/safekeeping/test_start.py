"""A start finds the database damaged or gone: the newest good copy is back, nothing twice, and it is said plainly."""

import shutil
import threading
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import DatabaseError

from office.clock import SetClock
from office.domain.moment import HOUR
from office.journal import verify
from office.premises import Premises
from office.safekeeping import damage
from office.safekeeping.checking import full_trouble, quick_trouble
from office.safekeeping.exchanging import ASIDE, COMING, MARK, SETS_ASIDE, Why, exchange, read_mark
from office.safekeeping.places import Places, copies_in
from office.safekeeping.starting import look_quickly
from office.safekeeping.telling import let_it_be_history
from office.store.engine import FILE_NAME
from tests.office_fixture import take
from tests.safekeeping.making import OFFICE, copied, lose_a_row
from tests.safekeeping.starts import NOTICE, condition_of, facts_of, rootpage_of, ruin, ruin_page, started


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(OFFICE, tmp_path / "backups")


def _told(premises: Premises) -> list[Any]:
    return [one["fact"] for one in premises.desk.facts_after(0, 100) if one["kind"] == "database.restored"]


def _streams_hold(premises: Premises) -> list[str]:
    with premises.readers.begin() as conn:
        found = list(verify(conn))
    assert all(fault is None for *_, fault in found)
    return [stream for stream, *_ in found]


@pytest.fixture
def given(data: Path, places: Places, clock: SetClock) -> list[str]:
    """Three numbers, a copy, and four more that the copy does not know."""
    with started(data, places, clock) as premises:
        numbers = [take(premises.desk)["number"] for _ in range(3)]
        copied(data, places, clock)
        numbers += [take(premises.desk)["number"] for _ in range(4)]
    return numbers


def test_a_damaged_database_gives_way_to_the_newest_copy_and_no_number_comes_twice(
    data: Path, places: Places, clock: SetClock, given: list[str]
) -> None:
    ruin(data)
    assert quick_trouble(data / FILE_NAME)
    with started(data, places, clock) as premises:
        assert premises.restored is not None
        assert (premises.restored.why, premises.restored.copy) == (
            Why.DAMAGED,
            copies_in(places.folder, OFFICE)[0].path.name,
        )
        assert take(premises.desk)["number"] == "A100"  # the notebook knew of A007
        assert len(_streams_hold(premises)) == 2
        assert [one["reason"] for one in facts_of(premises, "stream.begun")] == ["restored"]
        (told,) = _told(premises)
        assert (told["why"], told["seq"]) == ("damaged", premises.restored.seq)
        assert premises.desk.state()["notices"] == [NOTICE]
        assert condition_of(premises, "data") == "restored"
    assert given[-1] == "A007"


def test_what_was_there_is_set_aside_with_its_log_and_the_notebook_stays(
    data: Path, places: Places, clock: SetClock, given: list[str]
) -> None:
    ruin(data)
    damaged, notebook = (data / FILE_NAME).read_bytes(), (data / "notebook.json").stat().st_ino
    with started(data, places, clock) as premises:
        assert premises.restored is not None
        aside = data / str(premises.restored.aside)
    assert (aside / FILE_NAME).read_bytes() == damaged
    assert (aside / "notebook.json").exists()
    assert (data / "notebook.json").stat().st_ino == notebook
    assert not (data / COMING).exists()


@pytest.mark.parametrize("looked_at", ["quickly", "thoroughly"])
def test_what_is_set_aside_is_as_it_was_with_what_a_crash_left_in_its_log(
    data: Path, places: Places, clock: SetClock, given: list[str], looked_at: str
) -> None:
    with started(data, places, clock) as premises:
        take(premises.desk)
        shutil.copytree(data, data.with_name("cut-off"))
    cut_off = data.with_name("cut-off")
    names = (FILE_NAME, f"{FILE_NAME}-wal")
    # Not through SQLite: closing such a connection would write the log into the database.
    ruin_page(cut_off / FILE_NAME, rootpage_of(data / FILE_NAME, "rating_reasons"))
    before = [(cut_off / name).read_bytes() for name in names]
    assert before[1]
    if looked_at == "thoroughly":
        damage.mark(cut_off, "database disk image is malformed")
    with started(cut_off, places, clock) as premises:
        assert premises.restored is not None
        aside = cut_off / str(premises.restored.aside)
    assert [(aside / name).read_bytes() for name in names] == before


def test_a_copy_that_holds_everything_costs_no_500_numbers(data: Path, places: Places, clock: SetClock) -> None:
    with started(data, places, clock) as premises:
        take(premises.desk)
        copied(data, places, clock)
    ruin(data)
    with started(data, places, clock) as premises:
        assert [one["reason"] for one in facts_of(premises, "stream.begun")] == ["restored"]
        assert take(premises.desk)["number"] == "A100"


def test_it_is_said_once_also_when_the_office_starts_again(
    data: Path, places: Places, clock: SetClock, given: list[str]
) -> None:
    ruin(data)
    for _ in range(2):
        with started(data, places, clock) as premises:
            assert len(_told(premises)) == 1
            assert premises.desk.state()["notices"] == [NOTICE]


def test_the_next_day_it_is_history(data: Path, places: Places, clock: SetClock, given: list[str]) -> None:
    ruin(data)
    with started(data, places, clock) as premises:
        let_it_be_history(premises.performer, premises.data)
        assert premises.desk.state()["notices"] == []
        assert condition_of(premises, "data") == "ok"
        assert len(_told(premises)) == 1
    assert not (data / MARK).exists()


def test_a_damaged_copy_is_passed_over(data: Path, places: Places, clock: SetClock, given: list[str]) -> None:
    with started(data, places, clock):
        newer = copied(data, places, clock).copy
    with newer.path.open("r+b") as file:
        file.truncate(newer.size // 2)
    ruin(data)
    with started(data, places, clock) as premises:
        assert premises.restored is not None
        assert premises.restored.copy == copies_in(places.folder, OFFICE)[1].path.name


def test_without_any_copy_a_new_database_is_made_and_it_is_said(
    data: Path, clock: SetClock, tmp_path: Path, given: list[str]
) -> None:
    ruin(data)
    with started(data, Places(OFFICE, tmp_path / "none"), clock) as premises:
        assert premises.restored is not None
        assert premises.restored.copy is None
        assert condition_of(premises, "data") == "new"
        assert take(premises.desk)["number"] == "A100"
    assert list((data / ASIDE).rglob(FILE_NAME))


@pytest.mark.parametrize("how", ["gone", "empty", "no database"])
def test_a_file_that_is_gone_or_no_database_comes_back_too(
    data: Path, places: Places, clock: SetClock, given: list[str], how: str
) -> None:
    (data / FILE_NAME).unlink()
    if how != "gone":
        (data / FILE_NAME).write_bytes(b"" if how == "empty" else b"x" * 9000)
    with started(data, places, clock) as premises:
        assert premises.restored is not None
        assert premises.restored.why is (Why.DAMAGED if how == "no database" else Why.LOST)
        assert take(premises.desk)["number"] == "A100"


def test_a_new_office_with_old_copies_beside_it_stays_new(data: Path, places: Places, clock: SetClock) -> None:
    with started(data, places, clock) as premises:
        assert premises.restored is None
        copied(data, places, clock)
    with started(data.with_name("other"), places, clock) as premises:
        assert premises.restored is None
        assert take(premises.desk)["number"] == "A001"


def test_a_sound_database_is_never_exchanged(data: Path, places: Places, clock: SetClock, given: list[str]) -> None:
    with started(data, places, clock) as premises:
        assert premises.restored is None
        assert take(premises.desk)["number"] == "A008"
    assert not (data / ASIDE).exists()


def test_called_broken_while_it_worked_the_next_start_looks_in_full(
    data: Path, places: Places, clock: SetClock, given: list[str]
) -> None:
    lose_a_row(data / FILE_NAME)
    assert quick_trouble(data / FILE_NAME) is None
    assert full_trouble(data / FILE_NAME)
    damage.mark(data, "database disk image is malformed")
    with started(data, places, clock) as premises:
        assert premises.restored is not None
    assert damage.marked(data) == 0


def test_called_broken_three_times_it_is_not_believed_although_it_looks_sound(
    data: Path, places: Places, clock: SetClock, given: list[str]
) -> None:
    for times in (1, 2, 3):
        damage.mark(data, "database disk image is malformed")
        with started(data, places, clock) as premises:
            assert (premises.restored is not None) == (times == 3)


def test_damage_found_while_working_is_told_once_and_written_down(
    data: Path, places: Places, clock: SetClock, given: list[str]
) -> None:
    heard = []
    with started(data, places, clock) as premises:
        premises.damage.on_damage(lambda: heard.append(premises.damage.found))
        ruin(data, "rating_reasons")
        for _ in range(2):
            with pytest.raises(DatabaseError, match="malformed"), premises.readers.begin() as conn:
                conn.exec_driver_sql("SELECT * FROM rating_reasons").fetchall()
    assert heard == ["database disk image is malformed"]
    assert damage.marked(data) == 1
    with started(data, places, clock) as premises:
        assert premises.restored is not None


def test_a_check_that_takes_longer_than_its_time_goes_on_beside_the_office(tmp_path: Path) -> None:
    watch, heard, may_end = damage.DamageWatch(tmp_path), threading.Event(), threading.Event()
    watch.on_damage(heard.set)

    def slowly(_: Path) -> str:
        may_end.wait(20)
        return "page 7 is broken"

    assert look_quickly(tmp_path / FILE_NAME, 0.01, watch, slowly) is None
    assert watch.found is None
    may_end.set()
    assert heard.wait(20)
    assert damage.marked(tmp_path) == 1


def test_what_the_disk_does_not_tell_is_no_damage(tmp_path: Path) -> None:
    def cannot(_: Path) -> str:
        raise OSError("Input/output error")

    assert look_quickly(tmp_path / FILE_NAME, 20, damage.DamageWatch(tmp_path), cannot) is None


@pytest.mark.parametrize("cut_off_at", ["after the copy came", "after the old one went"])
def test_an_exchange_that_was_cut_off_is_finished_by_the_next_start(
    data: Path, places: Places, clock: SetClock, given: list[str], cut_off_at: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (copy,) = copies_in(places.folder, OFFICE)
    rename, moves = Path.rename, 0

    def cut_off(path: Path, target: Path) -> Path:
        nonlocal moves
        if target.name == FILE_NAME or (path.name.startswith(FILE_NAME) and target.parent.parent.name == ASIDE):
            moves += 1
            if cut_off_at == "after the copy came" or target == data / FILE_NAME:
                raise KeyboardInterrupt
        return rename(path, target)

    ruin(data)
    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", cut_off)
        with pytest.raises(KeyboardInterrupt):
            exchange(data, copy, Why.BY_HAND, "by hand", clock.now().wall)
    assert (data / COMING).exists()
    with started(data, places, clock) as premises:
        assert premises.restored is not None
        assert premises.restored.copy == copy.path.name
        assert take(premises.desk)["number"] == "A100"
    assert not (data / COMING).exists()


def test_only_the_newest_sets_stay_aside(data: Path, places: Places, clock: SetClock, given: list[str]) -> None:
    (copy,) = copies_in(places.folder, OFFICE)
    for _ in range(SETS_ASIDE + 2):
        clock.advance(HOUR)
        exchange(data, copy, Why.BY_HAND, "by hand", clock.now().wall)
    assert len(list((data / ASIDE).iterdir())) == SETS_ASIDE
    mark = read_mark(data)
    assert mark is not None
    assert (data / str(mark.aside)).is_dir()
