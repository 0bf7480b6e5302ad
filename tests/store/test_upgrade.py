"""A database that an earlier version wrote is brought up to this one whole: nothing is lost, and the work goes on."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect

from office.backoffice.office import BackOffice
from office.clock import SetClock
from office.domain.content import Page
from office.domain.moment import SECOND
from office.journal import verify
from office.store import schema
from office.store.engine import FILE_NAME, open_writer
from office.store.tables import metadata
from tests.office_fixture import FIRST, HEAD, opened, rid, seat, take

FIRST_SCHEMA = Path(__file__).parents[1] / "fixtures/office_schema_0001.sql"
"""An office in the middle of a morning, as the first release kept it: somebody done and rated, one at a counter, one
missed, three waiting."""
LATER = 400 * SECOND
"""After the last fact of the snapshot, which began when `SetClock` does."""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as db:
        db.executescript(FIRST_SCHEMA.read_text("utf-8"))
    return tmp_path


def test_every_row_of_the_first_schema_is_kept(old: Path) -> None:
    before = _rows(old)
    assert {table for table, rows in before.items() if rows} > {"ticket", "fact", "rating", "call", "last_act"}
    _upgrade(old)
    after = _rows(old)
    for table, rows in before.items():
        assert [row[: len(rows[0])] for row in after[table]] == rows, table


def test_the_upgraded_tables_are_those_of_the_program(old: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    _upgrade(old)
    wanted = open_writer(tmp_path_factory.mktemp("wanted") / FILE_NAME)
    metadata.create_all(wanted)
    found = open_writer(old / FILE_NAME)
    for table in metadata.sorted_tables:
        columns = [[column["name"] for column in inspect(one).get_columns(table.name)] for one in (found, wanted)]
        assert columns[0] == columns[1], table.name
    with found.connect() as conn:
        assert [broken for _, _, broken in verify(conn)] == [None]
    found.dispose()
    wanted.dispose()


def test_the_office_goes_on_where_the_earlier_version_stopped(old: Path) -> None:
    clock = SetClock()
    clock.advance(LATER)
    with opened(old, clock) as premises:
        desk, chi = premises.desk, seat(premises, "chi", 2)
        assert desk.line(2)["waiting"][0]["number"] == "B001"
        assert desk.finish(chi, rid(), counter=2).body["ticket"]["number"] == "A002"
        assert desk.call_next(chi, rid(), counter=2).body["ticket"]["number"] == "B001"
        assert take(desk, "A")["number"].startswith("A")


def test_notices_that_the_earlier_version_kept_as_lines_stand_on_every_day(old: Path) -> None:
    with closing(sqlite3.connect(old / FILE_NAME)) as db:
        db.execute("UPDATE setting SET value = ? WHERE key = 'notices'", ('["Nghỉ chiều thứ Sáu"]',))
        db.commit()
    clock = SetClock()
    clock.advance(LATER)
    with opened(old, clock) as premises:
        assert premises.desk.state()["notices"] == ["Nghỉ chiều thứ Sáu"]


def test_an_office_from_before_there_were_pages_gets_the_usual_beginnings_once(old: Path) -> None:
    clock, page = SetClock(), Page(slug="noi-quy", title="Nội quy", markdown="Giữ trật tự.")
    clock.advance(LATER)
    with opened(old, clock, first=replace(FIRST, pages=(page,))) as premises:
        assert [one["slug"] for one in premises.desk.counsel.pages()] == ["noi-quy"]
        assert premises.desk.counsel.box()["reasons"]
        BackOffice(premises.performer, premises.readers).pages.remove(HEAD, rid(), "noi-quy")
    with opened(old, clock, first=replace(FIRST, pages=(page,))) as premises:
        assert premises.desk.counsel.pages() == []


def _upgrade(data: Path) -> None:
    engine = open_writer(data / FILE_NAME)
    schema.prepare(engine)
    engine.dispose()


def _rows(data: Path) -> dict[str, list[tuple[Any, ...]]]:
    with closing(sqlite3.connect(data / FILE_NAME)) as db:
        names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        kept = [name for name in names if name != "alembic_version"]
        return {name: db.execute(f'SELECT * FROM "{name}" ORDER BY 1, 2').fetchall() for name in kept}
