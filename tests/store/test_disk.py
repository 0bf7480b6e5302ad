"""What the office says when its disk fails: one clear sentence, nothing half done, and it goes on when it can."""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import func, select

from office.clock import SetClock
from office.domain.refusals import StoreUnavailable
from office.identity import NOTEBOOK
from office.journal import verify
from office.premises import DataUnusable, Premises
from office.store import schema
from office.store.engine import FILE_NAME, open_writer
from office.store.lock import LOCK_NAME, DataInUse, DataLock
from office.store.schema import SchemaTooNew
from office.store.tables import kept_answer, ticket
from tests.office_fixture import TOUCH, opened, rid, seat, take
from tests.store.conftest import SmallDisk


def _counts(premises: Premises) -> tuple[int, ...]:
    with premises.readers.begin() as conn:
        found = [conn.execute(select(func.count()).select_from(t)).scalar_one() for t in (ticket, kept_answer)]
        assert [fault for *_, fault in verify(conn)] == [None]
    return (*found, premises.desk.seq)


def _fill_while_open(disk: SmallDisk, premises: Premises) -> None:
    """The room that SQLite already has in its log is used up as well."""
    disk.fill()
    for _ in range(300):
        try:
            take(premises.desk)
        except StoreUnavailable:
            return
    pytest.fail("the disk never got full")


def test_a_full_disk_refuses_changes_nothing_and_serves_again_with_room(small_disk: SmallDisk) -> None:
    with opened(small_disk.path) as premises:
        an = seat(premises, "an", 1)
        first = take(premises.desk)
        _fill_while_open(small_disk, premises)
        before, once = _counts(premises), rid()
        for _ in range(3):
            with pytest.raises(StoreUnavailable):
                premises.desk.issue(TOUCH, once, service="A")
            with pytest.raises(StoreUnavailable):
                premises.desk.call_next(an, rid(), counter=1)
        assert _counts(premises) == before
        assert premises.desk.ticket(first["id"])["state"] == "waiting"
        assert premises.desk.state()["seq"] == before[-1]
        small_disk.make_room()
        given = premises.desk.issue(TOUCH, once, service="A").body
        assert given["number"] == f"A{before[0] + 1:03d}"
        assert premises.desk.issue(TOUCH, once, service="A").body == given
        assert premises.desk.call_next(an, rid(), counter=1).body["ticket"]["number"] == "A001"


def test_the_notebook_is_still_written_on_a_disk_that_became_full(small_disk: SmallDisk) -> None:
    with opened(small_disk.path) as premises:
        take(premises.desk)
        _fill_while_open(small_disk, premises)
        given, stream = _counts(premises)[0], premises.desk.stream
    small_disk.make_room()
    with opened(small_disk.path) as premises:
        assert premises.desk.stream == stream
        assert take(premises.desk)["number"] == f"A{given + 1:03d}"


def test_a_start_on_a_full_disk_says_so_and_leaves_the_data_as_it_was(small_disk: SmallDisk) -> None:
    small_disk.fill()
    with (
        pytest.raises(DataUnusable, match=r"No space left on device|disk is full|disk I/O error") as error,
        opened(small_disk.path),
    ):
        pass
    assert error.value.path == small_disk.path
    small_disk.make_room()
    with opened(small_disk.path) as premises:
        assert take(premises.desk)["number"] == "A001"


def test_a_restart_on_a_disk_that_became_full_loses_nothing(small_disk: SmallDisk) -> None:
    with opened(small_disk.path) as premises:
        take(premises.desk)
    small_disk.fill()
    with pytest.raises(DataUnusable, match=r"No space left on device|disk is full"), opened(small_disk.path):
        pass
    small_disk.make_room()
    with opened(small_disk.path) as premises:
        assert take(premises.desk)["number"] == "A002"


def test_a_read_only_disk_is_named_and_nothing_is_changed(small_disk: SmallDisk) -> None:
    with opened(small_disk.path) as premises:
        take(premises.desk)
    before = (small_disk.path / FILE_NAME).read_bytes()
    small_disk.make_read_only()
    with pytest.raises(DataUnusable, match="Read-only file system"), opened(small_disk.path):
        pass
    assert (small_disk.path / FILE_NAME).read_bytes() == before


@pytest.mark.parametrize("content", [b"this is a letter to the People's Committee\n" * 200, b"\0" * 8192])
def test_a_file_that_is_no_database_is_refused_and_not_touched(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)
    with pytest.raises(DataUnusable, match="file is not a database"), opened(tmp_path):
        pass
    assert (tmp_path / FILE_NAME).read_bytes() == content
    (tmp_path / FILE_NAME).unlink()
    with opened(tmp_path) as premises:  # the lock was given back
        assert take(premises.desk)["number"] == "A001"


def test_a_damaged_database_refuses_and_says_so(tmp_path: Path) -> None:
    with opened(tmp_path) as premises:
        for _ in range(30):
            take(premises.desk)
    whole = (tmp_path / FILE_NAME).read_bytes()
    (tmp_path / FILE_NAME).write_bytes(whole[:4_096] + os.urandom(len(whole) - 4_096))
    with pytest.raises(DataUnusable, match=r"malformed|not a database"), opened(tmp_path):
        pass


def test_a_data_directory_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    with pytest.raises(DataUnusable, match=r"File exists|Not a directory"), opened(tmp_path / "data"):
        pass


def test_a_database_of_a_newer_program_is_refused_with_its_version(tmp_path: Path) -> None:
    with opened(tmp_path) as premises:
        take(premises.desk)
    _set_version(tmp_path, "9999")
    before = (tmp_path / FILE_NAME).read_bytes()
    with pytest.raises(SchemaTooNew, match="schema 9999, this program knows") as error, opened(tmp_path):
        pass
    assert error.value.version == "9999"
    assert (tmp_path / FILE_NAME).read_bytes() == before
    _set_version(tmp_path, schema.HEAD)
    with opened(tmp_path) as premises:
        assert take(premises.desk)["number"] == "A002"


def test_a_database_of_a_newer_program_opens_when_it_says_that_this_one_may(tmp_path: Path) -> None:
    """So an office goes back to the version before, with everything that the newer one has written."""
    with opened(tmp_path) as premises:
        take(premises.desk)
    _set_version(tmp_path, "9999", readers=schema.HEAD)
    with opened(tmp_path) as premises:
        assert take(premises.desk)["number"] == "A002"
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as db:
        assert db.execute("SELECT version_num FROM alembic_version").fetchall() == [("9999",)]


def test_a_database_that_only_newer_programs_may_open_is_refused(tmp_path: Path) -> None:
    with opened(tmp_path) as premises:
        take(premises.desk)
    _set_version(tmp_path, "9999", readers="9998")
    with pytest.raises(SchemaTooNew), opened(tmp_path):
        pass


def _set_version(data: Path, version: str, readers: str | None = None) -> None:
    with sqlite3.connect(data / FILE_NAME) as db:
        db.execute("UPDATE alembic_version SET version_num = ?", (version,))
        if readers is not None:
            db.execute("INSERT INTO schema_readers VALUES (?, ?)", (version, readers))
    db.close()


def test_a_first_start_cut_off_after_the_migration_is_made_up_for(tmp_path: Path) -> None:
    writer = open_writer(tmp_path / FILE_NAME)
    schema.prepare(writer)
    writer.dispose()
    with opened(tmp_path) as premises:
        assert take(premises.desk)["number"] == "A001"


def test_the_same_data_is_open_once(tmp_path: Path) -> None:
    with opened(tmp_path) as premises:
        with pytest.raises(DataInUse) as error, opened(tmp_path):
            pass
        assert (error.value.pid, error.value.path) == (os.getpid(), tmp_path)
        take(premises.desk)
    with opened(tmp_path):
        pass


def test_the_lock_goes_with_whoever_held_it(tmp_path: Path) -> None:
    """A pid that a dead process left behind keeps nobody out."""
    (tmp_path / LOCK_NAME).write_text("4711\n")
    lock = DataLock(tmp_path)
    lock.take()
    assert (tmp_path / LOCK_NAME).read_text() == f"{os.getpid()}\n"
    lock.release()
    lock.release()


def test_only_the_owner_may_look_into_a_new_data_directory(tmp_path: Path) -> None:
    with opened(tmp_path / "data"):
        assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700
        rights = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "data").iterdir()}
        assert set(rights.values()) == {0o600}
        assert {NOTEBOOK, FILE_NAME, f"{FILE_NAME}-wal"} <= rights.keys()


def test_a_closed_office_leaves_one_file_to_copy(tmp_path: Path) -> None:
    """A backup of the closed database is the one file."""
    with opened(tmp_path / "data", SetClock()) as premises:
        take(premises.desk)
    assert not list((tmp_path / "data").glob("*-wal"))
    shutil.copytree(tmp_path / "data", tmp_path / "copy")
    with opened(tmp_path / "copy", SetClock()) as premises:
        assert premises.desk.ticket(1)["number"] == "A001"
