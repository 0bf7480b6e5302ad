"""An older copy of the data is put back in the middle of a day: no number comes twice, and the journal says so."""

import random
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from office.clock import SetClock
from office.identity import NOTEBOOK
from office.journal import verify
from office.premises import Premises
from office.store.engine import FILE_NAME
from office.store.tables import stream
from tests.office_fixture import HEAD, opened, take

DATABASE = (FILE_NAME, f"{FILE_NAME}-wal", f"{FILE_NAME}-shm")
HALF = 2_048


def _give(data: Path, clock: SetClock, service: str, count: int) -> list[str]:
    with opened(data, clock) as premises:
        return [take(premises.desk, service)["number"] for _ in range(count)]


def _back_up(data: Path, to: Path, *, notebook: bool = False) -> None:
    to.mkdir()
    shutil.copy2(data / FILE_NAME, to)  # a closed database has no WAL
    if notebook:
        shutil.copy2(data / NOTEBOOK, to)


def _put_back(backup: Path, data: Path, *, in_place: bool = False) -> None:
    """As a technician does: the files of the database go, the copy comes."""
    for name in DATABASE if not in_place else DATABASE[1:]:
        (data / name).unlink(missing_ok=True)
    for path in backup.iterdir():
        if in_place:
            (data / path.name).write_bytes(path.read_bytes())
        else:
            shutil.copy2(path, data)


def _streams(premises: Premises) -> list[Any]:
    with premises.readers.begin() as conn:
        assert all(fault is None for *_, fault in verify(conn))  # the old stream still holds
        return list(conn.execute(select(stream.c.id, stream.c.reason).order_by(stream.c.no)))


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.mark.parametrize("in_place", [False, True], ids=["as a new file", "into the same file"])
def test_with_the_notebook_the_series_go_on_at_the_next_full_hundred(
    tmp_path: Path, clock: SetClock, in_place: bool
) -> None:
    data, backup = tmp_path / "data", tmp_path / "backup"
    given = _give(data, clock, "A", 3)
    _back_up(data, backup)
    given += _give(data, clock, "A", 120) + _give(data, clock, "B", 2)
    assert given[122] == "A123"
    _put_back(backup, data, in_place=in_place)
    with opened(data, clock) as premises:
        assert [row.reason for row in _streams(premises)] == ["created", "restored"]
        first = premises.desk.facts_after(0)[0]
        assert (first["kind"], first["seq"], first["fact"]["reason"]) == ("stream.begun", 1, "restored")
        again = [take(premises.desk, s)["number"] for s in "AABT"]
    assert again == ["A200", "A201", "B100", "T001"]
    assert not set(again) & set(given)


def test_without_the_notebook_the_series_go_on_500_above(tmp_path: Path, clock: SetClock) -> None:
    data, backup = tmp_path / "data", tmp_path / "backup"
    _give(data, clock, "A", 3)
    _back_up(data, backup)
    _give(data, clock, "A", 120)
    (data / NOTEBOOK).unlink()
    _put_back(backup, data)
    with opened(data, clock) as premises:
        assert [row.reason for row in _streams(premises)] == ["created", "restored"]
        assert [take(premises.desk, s)["number"] for s in "AB"] == ["A503", "B500"]


def test_a_notebook_that_was_copied_with_the_database_knows_nothing_more(tmp_path: Path, clock: SetClock) -> None:
    """The whole directory put back from a backup: its notebook stands where its database stands."""
    data, backup = tmp_path / "data", tmp_path / "backup"
    _give(data, clock, "A", 3)
    _back_up(data, backup, notebook=True)
    given = _give(data, clock, "A", 220)
    shutil.rmtree(data)
    shutil.copytree(backup, data)
    with opened(data, clock) as premises:
        assert [row.reason for row in _streams(premises)] == ["created", "cloned"]
        number = take(premises.desk)["number"]
    assert number == "A503"
    assert number not in given


def test_a_clone_of_the_whole_directory_begins_a_stream_of_its_own(tmp_path: Path, clock: SetClock) -> None:
    data, clone = tmp_path / "data", tmp_path / "clone"
    _give(data, clock, "A", 3)
    shutil.copytree(data, clone)
    with opened(data, clock) as original, opened(clone, clock) as copied:
        assert original.desk.stream != copied.desk.stream
        assert [row.reason for row in _streams(copied)] == ["created", "cloned"]
        assert _streams(original)[0].id == _streams(copied)[0].id
        assert take(original.desk)["number"] == "A004"
        assert take(copied.desk)["number"] == "A503"


def test_a_copy_made_while_the_notebook_ran_ahead_is_still_a_copy(tmp_path: Path, clock: SetClock) -> None:
    """A careless backup of a running office takes the notebook later than the database."""
    data, clone = tmp_path / "data", tmp_path / "clone"
    _give(data, clock, "A", 3)
    _back_up(data, clone)
    _give(data, clock, "A", 3)
    shutil.copy2(data / NOTEBOOK, clone)
    with opened(clone, clock) as premises:
        assert take(premises.desk)["number"] == "A503"


def test_a_lost_database_begins_above_the_notebook(tmp_path: Path, clock: SetClock) -> None:
    given = _give(tmp_path, clock, "A", 7)
    for name in DATABASE:
        (tmp_path / name).unlink(missing_ok=True)
    with opened(tmp_path, clock) as premises:
        assert [row.reason for row in _streams(premises)] == ["created"]
        assert [take(premises.desk, s)["number"] for s in "AB"] == ["A100", "B001"]
    assert "A100" not in given


def test_a_notebook_of_another_office_is_not_believed(tmp_path: Path, clock: SetClock) -> None:
    """A new machine was started once before the old database came: its notebook knows nothing about that one."""
    old, backup, new = tmp_path / "old", tmp_path / "backup", tmp_path / "new"
    _give(old, clock, "A", 3)
    _back_up(old, backup)
    given = _give(old, clock, "A", 150)
    with opened(new, clock):
        pass
    _put_back(backup, new)
    with opened(new, clock) as premises:
        number = take(premises.desk)["number"]
    assert number == "A503"
    assert number not in given


def test_a_restore_before_the_doors_open_begins_at_one(tmp_path: Path, clock: SetClock) -> None:
    """Nothing was given on the new day yet, and the notebook knows it."""
    data, backup = tmp_path / "data", tmp_path / "backup"
    _give(data, clock, "A", 3)
    _back_up(data, backup)
    _give(data, clock, "A", 5)
    _put_back(backup, data)
    clock.advance(24 * 3_600_000)
    assert _give(data, clock, "A", 1) == ["A001"]


def test_the_notebook_keeps_the_day_over_an_evening_start(tmp_path: Path, clock: SetClock) -> None:
    """A start after the day was closed must not make the notebook forget what was given."""
    data, backup = tmp_path / "data", tmp_path / "backup"
    _give(data, clock, "A", 3)
    _back_up(data, backup)
    with opened(data, clock) as premises:
        for _ in range(120):
            take(premises.desk)
        premises.desk.close_day(HEAD, None)
    with opened(data, clock, day=False) as premises:
        premises.desk.report_device(device="printer", condition="ready")  # any fact makes a note
    _put_back(backup, data)
    assert _give(data, clock, "A", 1) == ["A200"]


def test_two_restores_in_one_day_never_meet(tmp_path: Path, clock: SetClock) -> None:
    data, backup, later = tmp_path / "data", tmp_path / "backup", tmp_path / "later"
    given = _give(data, clock, "A", 3)
    _back_up(data, backup)
    (data / NOTEBOOK).unlink()
    _put_back(backup, data)
    given += _give(data, clock, "B", 2)
    _back_up(data, later)
    given += _give(data, clock, "A", 4) + _give(data, clock, "B", 4) + _give(data, clock, "T", 4)
    (data / NOTEBOOK).unlink()
    _put_back(later, data)
    given += _give(data, clock, "A", 2) + _give(data, clock, "B", 2) + _give(data, clock, "T", 2)
    assert len(set(given)) == len(given)


def test_tickets_that_the_copy_does_not_know_leave_their_ids_unused(tmp_path: Path, clock: SetClock) -> None:
    """A page that still shows such a ticket must not act on somebody else."""
    data, backup = tmp_path / "data", tmp_path / "backup"
    with opened(data, clock) as premises:
        pass
    _back_up(data, backup)
    with opened(data, clock) as premises:
        lost = [take(premises.desk)["id"] for _ in range(5)]
    _put_back(backup, data)
    with opened(data, clock) as premises:
        assert take(premises.desk)["id"] > max(lost)


def test_a_new_day_after_a_restore_begins_at_one_again(tmp_path: Path, clock: SetClock) -> None:
    data, backup = tmp_path / "data", tmp_path / "backup"
    _give(data, clock, "A", 3)
    _back_up(data, backup)
    (data / NOTEBOOK).unlink()
    _put_back(backup, data)
    assert _give(data, clock, "A", 1) == ["A503"]
    clock.advance(24 * 3_600_000)
    assert _give(data, clock, "A", 1) == ["A001"]


def test_the_same_day_opened_again_after_a_restore_goes_on_above(tmp_path: Path, clock: SetClock) -> None:
    data, backup = tmp_path / "data", tmp_path / "backup"
    _give(data, clock, "A", 3)
    _back_up(data, backup)
    (data / NOTEBOOK).unlink()
    _put_back(backup, data)
    with opened(data, clock) as premises:
        premises.desk.close_day(HEAD, None)
        premises.desk.open_day(HEAD, None)
        assert [take(premises.desk, s)["number"] for s in "AB"] == ["A503", "B500"]


TORN = {"zeros": bytes(HALF - 100), "nonsense": random.Random(7).randbytes(HALF - 100)}


@pytest.mark.parametrize("torn", TORN.values(), ids=TORN)
@pytest.mark.parametrize("which", [0, 1])
def test_a_notebook_torn_in_the_middle_of_a_write_still_says_who_we_are(
    tmp_path: Path, clock: SetClock, which: int, torn: bytes
) -> None:
    _give(tmp_path, clock, "A", 4)
    book = tmp_path / NOTEBOOK
    halves = [book.read_bytes()[:HALF], book.read_bytes()[HALF:]]
    halves[which] = halves[which][:100] + torn
    book.write_bytes(b"".join(halves))
    with opened(tmp_path, clock) as premises:
        assert [row.reason for row in _streams(premises)] == ["created"]
        assert take(premises.desk)["number"] == "A005"


def test_a_notebook_of_nonsense_is_as_none(tmp_path: Path, clock: SetClock) -> None:
    _give(tmp_path, clock, "A", 4)
    (tmp_path / NOTEBOOK).write_bytes(b"\xff{} \0" * 900)
    with opened(tmp_path, clock) as premises:
        assert take(premises.desk)["number"] == "A504"


def test_the_database_may_be_ahead_of_the_notebook(tmp_path: Path, clock: SetClock) -> None:
    """A power cut loses the last notes, never an acknowledged ticket."""
    _give(tmp_path, clock, "A", 2)
    notes = (tmp_path / NOTEBOOK).read_bytes()
    _give(tmp_path, clock, "A", 2)
    (tmp_path / NOTEBOOK).write_bytes(notes)
    assert _give(tmp_path, clock, "A", 1) == ["A005"]


def test_a_start_cut_off_before_its_first_fact_goes_on_with_the_same_stream(tmp_path: Path, clock: SetClock) -> None:
    with opened(tmp_path, clock, day=False) as premises:
        name = premises.desk.stream
        premises.performer.close()
    _forget_all_facts(tmp_path)
    (tmp_path / NOTEBOOK).unlink()
    with opened(tmp_path, clock) as premises:
        assert premises.desk.stream == name
        assert premises.desk.facts_after(0)[0]["kind"] == "stream.begun"
        assert take(premises.desk)["number"] == "A001"


def _forget_all_facts(data: Path) -> None:
    with sqlite3.connect(data / FILE_NAME) as db:
        db.execute("DROP TRIGGER fact_goes_only_behind_anchor")
        db.execute("DELETE FROM fact")
    db.close()


def test_power_cuts_at_random_moments_lose_nothing_that_was_acknowledged(tmp_path: Path, clock: SetClock) -> None:
    """The files as they lie at a random moment, copied under a running office, are an office that opens."""
    data, given, cuts = tmp_path / "data", list[str](), list[tuple[Path, int]]()
    chance = random.Random(11)
    with opened(data, clock) as premises:
        for place in range(60):
            given.append(take(premises.desk)["number"])
            if chance.random() < 0.15:
                cut = tmp_path / f"cut{place}"
                cut.mkdir()
                for name in (*DATABASE, NOTEBOOK):
                    shutil.copy2(data / name, cut)
                cuts.append((cut, len(given)))
    assert len(cuts) >= 4
    for cut, known in cuts:
        with opened(cut, clock) as premises:
            _streams(premises)
            numbers = [one["number"] for one in premises.desk.line(1)["waiting"]]
            assert numbers == given[:known]
