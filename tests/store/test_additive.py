"""A migration only adds, so that the version before can open what the newer one has migrated (docs/adr/0008)."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from office.store import schema
from office.store.engine import FILE_NAME, open_writer
from tests.office_fixture import opened, rid, seat, take
from tests.store.shape import shape, stumbling

LAST_FREE = "0006"
"""The last migration that could do as it liked: no version before it was ever installed at an office."""


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(schema.__file__).parent / "migrations"))
    return config


def _since() -> list[str]:
    revisions = [one.revision for one in ScriptDirectory.from_config(_config()).walk_revisions()]
    return sorted(one for one in revisions if one > LAST_FREE)


def _bring_to(data: Path, version: str) -> None:
    engine, config = open_writer(data / FILE_NAME), _config()
    with engine.connect() as conn:
        config.attributes["connection"] = conn
        command.upgrade(config, version)
        conn.commit()
    engine.dispose()


@pytest.mark.parametrize("version", _since())
def test_a_migration_takes_nothing_away_from_the_program_before(tmp_path: Path, version: str) -> None:
    _bring_to(tmp_path, f"{int(version) - 1:04}")
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as db:
        before = shape(db)
    _bring_to(tmp_path, version)
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as db:
        assert stumbling(before, shape(db)) == []


@pytest.mark.parametrize("version", _since())
def test_a_migration_says_which_programs_may_open_what_it_made(tmp_path: Path, version: str) -> None:
    """The first of them is the exception: the programs before it do not look."""
    _bring_to(tmp_path, version)
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as db:
        found = schema.standing(db.execute)
    assert found is not None
    assert found.version == version
    assert found.opens_for(max("0007", f"{int(version) - 1:04}"))


def test_the_program_works_on_with_what_a_newer_one_has_added(tmp_path: Path) -> None:
    """A day goes on after the way back, with rows that were written in between."""
    with opened(tmp_path) as premises:
        take(premises.desk)
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as db:
        before = shape(db)
        db.executescript(NEWER)
        assert stumbling(before, shape(db)) == []
    with opened(tmp_path) as premises:
        desk, an = premises.desk, seat(premises, "an", 1)
        assert take(desk)["number"] == "A002"
        assert desk.call_next(an, rid(), counter=1).body["ticket"]["number"] == "A001"
        desk.start(an, rid(), counter=1)
        desk.finish(an, rid(), counter=1)
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as db:
        assert db.execute("SELECT number, colour, lit FROM ticket").fetchall() == [("A001", None, 1), ("A002", None, 1)]


NEWER = f"""
CREATE TABLE lamp (id INTEGER PRIMARY KEY, ticket INTEGER REFERENCES ticket (id));
INSERT INTO lamp (ticket) SELECT id FROM ticket;
ALTER TABLE ticket ADD COLUMN colour TEXT;
ALTER TABLE ticket ADD COLUMN lit BOOLEAN NOT NULL DEFAULT 1;
CREATE INDEX ix_ticket_colour ON ticket (colour);
INSERT INTO setting (key, value) VALUES ('lamps', '{{"on": true}}');
INSERT INTO schema_readers VALUES ('9999', '{schema.HEAD}');
UPDATE alembic_version SET version_num = '9999';
"""
"""What a migration to come may do."""


@pytest.fixture
def little() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as db:
        db.executescript("CREATE TABLE seat (no INTEGER PRIMARY KEY, name TEXT); CREATE TABLE room (id INTEGER)")
        yield db


STUMBLING = {
    "DROP TABLE room": "room is gone",
    "ALTER TABLE seat DROP COLUMN name": "seat has other columns than before",
    "ALTER TABLE seat RENAME COLUMN name TO title": "seat has other columns than before",
    "CREATE UNIQUE INDEX one_name ON seat (name)": "seat is newly unique by ('name',)",
    "CREATE TRIGGER watch AFTER INSERT ON seat BEGIN SELECT 1; END": "trigger watch is new or other",
    "DROP TABLE room; CREATE TABLE room (id INTEGER, size INTEGER NOT NULL)": "room.size must be given",
    "DROP TABLE room; CREATE TABLE room (id INTEGER CHECK (id > 0))": "room was made anew",
    "DROP TABLE room; CREATE TABLE room (id INTEGER REFERENCES seat (no))": "room is newly linked by",
    "DROP TABLE room; CREATE TABLE room (id INTEGER, size INTEGER, CHECK (id > 0))": "room was made anew",
}


@pytest.mark.parametrize("change", STUMBLING)
def test_what_would_stop_the_program_before_is_found(little: sqlite3.Connection, change: str) -> None:
    before = shape(little)
    little.executescript(change)
    assert any(one.startswith(STUMBLING[change]) for one in stumbling(before, shape(little)))


@pytest.mark.parametrize(
    "change",
    [
        "CREATE TABLE lamp (id INTEGER PRIMARY KEY, name TEXT NOT NULL)",
        "ALTER TABLE seat ADD COLUMN note TEXT",
        "ALTER TABLE seat ADD COLUMN height INTEGER NOT NULL DEFAULT 0 CHECK (height >= 0)",
        "ALTER TABLE seat ADD COLUMN room INTEGER REFERENCES room (id)",
        "CREATE INDEX ix_seat_name ON seat (name)",
    ],
)
def test_what_only_adds_is_no_stumbling(little: sqlite3.Connection, change: str) -> None:
    before = shape(little)
    little.executescript(change)
    assert stumbling(before, shape(little)) == []
