"""A database of every schema at which the program ever stood comes up to this one, and its office goes on.

Each was written by the program of its time (tests/fixtures/databases/keep.py): a day that is over, and the morning of
the next one at 8:47, with people in the line, at two counters, and set aside. 0002, 0003 and 0005 are not among them,
for no program ever stopped there.
"""

import lzma
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from office.clock import SetClock
from office.identity import Notebook
from office.journal import verify
from office.store import schema
from office.store.engine import FILE_NAME, open_writer
from office.store.tables import metadata, stream
from tests.office_fixture import opened, rid, seat, take

DATABASES = sorted((Path(__file__).parents[1] / "fixtures/databases").glob("[0-9]*.db.xz"))
SINCE_8 = (24 * 60 + 60) * 60_000
"""From the moment at which `SetClock` begins to half an hour after the last fact."""


@pytest.fixture(params=DATABASES, ids=lambda path: path.name.split(".")[0])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    (tmp_path / FILE_NAME).write_bytes(lzma.decompress(request.param.read_bytes()))
    return tmp_path


@pytest.fixture
def at_home(old: Path) -> Path:
    """With the notebook that says that this is the office's own database, on its own machine."""
    with closing(sqlite3.connect(old / FILE_NAME)) as db:
        (origin,), (seq,) = db.execute("SELECT id FROM stream"), db.execute("SELECT max(seq) FROM fact")
        series = db.execute("SELECT prefix, last FROM series WHERE day = (SELECT max(id) FROM day)").fetchall()
    notebook = Notebook(old, old / FILE_NAME)
    notebook.write(origin[0], origin[0], seq[0], "2026-11-24", dict(series))
    notebook.close()
    return old


def test_there_is_one_of_this_schema_too() -> None:
    """So the next migration finds what it has to bring up."""
    assert DATABASES[-1].name == f"{schema.HEAD}.db.xz"


def test_every_row_is_kept(old: Path) -> None:
    before = _rows(old)
    assert {table for table, rows in before.items() if rows} > {"ticket", "fact", "rating", "call", "free_text"}
    _bring_up(old)
    after = _rows(old)
    for table, rows in before.items():
        assert [row[: len(rows[0])] for row in after[table][: len(rows)]] == rows, table


def test_it_has_the_tables_of_the_program_and_a_journal_that_holds(old: Path) -> None:
    _bring_up(old)
    with closing(sqlite3.connect(old / FILE_NAME)) as db:
        found = {table.name: {row[1] for row in db.execute(f"PRAGMA table_info({table.name})")} for table in TABLES}
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    assert found == {table.name: {column.name for column in table.columns} for table in TABLES}
    engine = open_writer(old / FILE_NAME)
    with engine.connect() as conn:
        assert [fault for *_, fault in verify(conn)] == [None]
    engine.dispose()


def test_the_office_goes_on_with_its_people_and_its_numbers(at_home: Path) -> None:
    clock = SetClock()
    clock.advance(SINCE_8)
    with opened(at_home, clock) as premises:
        desk, chi = premises.desk, seat(premises, "chi", 2)
        assert desk.finish(chi, rid(), counter=2).body["ticket"]["number"] == "B001"
        assert desk.call_next(chi, rid(), counter=2).body["ticket"]["number"] == "B002"
        assert [one["number"] for one in desk.line(1)["parked"]] == ["A002"]
        assert [take(desk, service)["number"] for service in "ABT"] == ["A005", "B003", "T002"]
        with premises.readers.begin() as conn:
            assert [fault for *_, fault in verify(conn)] == [None]
            assert [row.reason for row in conn.execute(select(stream))] == ["created"]


TABLES = metadata.sorted_tables


def _bring_up(data: Path) -> None:
    engine = open_writer(data / FILE_NAME)
    schema.prepare(engine)
    engine.dispose()


def _rows(data: Path) -> dict[str, list[tuple[Any, ...]]]:
    with closing(sqlite3.connect(data / FILE_NAME)) as db:
        names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        kept = [name for name in names if name not in ("alembic_version", "sqlite_sequence")]
        return {name: db.execute(f'SELECT * FROM "{name}" ORDER BY 1, 2').fetchall() for name in kept}
