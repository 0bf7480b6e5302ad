"""The database's shape: what the migrations make is what the program believes, and constraints hold by themselves."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, insert, inspect, text
from sqlalchemy.exc import IntegrityError

from office.clock import SetClock
from office.domain.house import Choice
from office.store import schema
from office.store.engine import FILE_NAME, open_readers, open_writer
from office.store.lookup_tables import INDEX
from office.store.tables import counter_session, metadata, ticket
from tests.office_fixture import FIRST, SCREEN, opened, rid, seat, take


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Engine]:
    engine = open_writer(tmp_path / FILE_NAME)
    schema.prepare(engine)
    yield engine
    engine.dispose()


def test_alembic_sees_no_difference_between_migrations_and_program(writer: Engine) -> None:
    with writer.connect() as conn:
        opts = {"compare_type": True, "include_object": _not_of_the_index}
        assert compare_metadata(MigrationContext.configure(conn, opts=opts), metadata) == []


def _not_of_the_index(_object: object, name: str | None, *_more: object) -> bool:
    """SQLite's full text index keeps itself in tables of its own, which no program describes."""
    return not (name or "").startswith(INDEX)


def test_the_migrations_make_exactly_the_tables_of_the_program(writer: Engine, tmp_path: Path) -> None:
    """With what Alembic does not look at: checks, defaults, conditions of indexes, rowids."""
    wanted = open_writer(tmp_path / "wanted.db")
    metadata.create_all(wanted)
    for table in metadata.sorted_tables:
        assert _shape(writer, table.name) == _shape(wanted, table.name)
    wanted.dispose()


def _shape(engine: Engine, table: str) -> dict[str, Any]:
    with engine.connect() as conn:
        columns = [tuple(row[1:]) for row in conn.exec_driver_sql(f"PRAGMA table_xinfo({table})")]
        sql = conn.execute(text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": table}).scalar_one()
        asked = text(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = :name AND sql IS NOT NULL"
        )
        indexes = {name: _plain(made) for name, made in conn.execute(asked, {"name": table})}
    look = inspect(engine)
    return {
        "columns": columns,
        "indexes": indexes,
        "checks": {str(c["name"]): _plain(c["sqltext"]) for c in look.get_check_constraints(table)},
        "foreign keys": sorted(str(one) for one in look.get_foreign_keys(table)),
        "unique": sorted(str(one) for one in look.get_unique_constraints(table)),
        "words": [word in sql for word in ("WITHOUT ROWID", "AUTOINCREMENT")],
    }


def _plain(sql: str) -> str:
    return "".join(sql.split()).replace("(", "").replace(")", "").replace('"', "").lower()


def test_the_newest_migration_is_the_one_that_the_program_knows() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(schema.__file__).parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_heads() == [schema.HEAD]


def test_a_migration_that_is_cut_off_leaves_nothing(tmp_path: Path) -> None:
    """All of it is one transaction: the second start begins with an empty file again."""
    with sqlite3.connect(tmp_path / FILE_NAME) as db:
        db.execute("CREATE TABLE ticket (id INTEGER)")  # in the way, somewhere in the middle
    db.close()
    engine = open_writer(tmp_path / FILE_NAME)
    with pytest.raises(Exception, match="ticket already exists"):
        schema.prepare(engine)
    with engine.connect() as conn:
        assert inspect(conn).get_table_names() == ["ticket"]
    engine.dispose()


def test_the_writer_waits_for_the_disk_at_each_commit(writer: Engine, tmp_path: Path) -> None:
    with writer.connect() as conn:
        asked = {name: conn.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")}
        assert asked == {"journal_mode": "wal", "synchronous": 2}  # 2 = FULL
        assert conn.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    readers = open_readers(tmp_path / FILE_NAME)
    with readers.begin() as conn, pytest.raises(Exception, match="readonly"):
        conn.exec_driver_sql("DELETE FROM ticket")
    readers.dispose()


def test_an_error_of_the_database_names_no_values(writer: Engine) -> None:
    """Its text goes to the log; what a citizen wrote must not."""
    with writer.begin() as conn, pytest.raises(IntegrityError) as error:
        conn.execute(text("INSERT INTO free_text (salt, text) VALUES (NULL, :said)"), {"said": "điện thoại của tôi"})
    assert "điện thoại" not in str(error.value)


Change = Callable[[Connection, dict[str, Any]], None]


def _second_number(conn: Connection, known: dict[str, Any]) -> None:
    same = ", ".join(f'"{column.name}"' for column in ticket.c if column.name not in ("id", "state"))
    copied = f"INSERT INTO ticket (state, {same}) SELECT 'waiting', {same} FROM ticket WHERE id = :id"
    conn.execute(text(copied), known)


def _second_active_ticket(conn: Connection, known: dict[str, Any]) -> None:
    conn.execute(ticket.update().where(ticket.c.id == known["waiting"]).values(state="called", counter=1))


def _active_nowhere(conn: Connection, known: dict[str, Any]) -> None:
    conn.execute(ticket.update().where(ticket.c.id == known["waiting"]).values(state="serving"))


def _unknown_state(conn: Connection, known: dict[str, Any]) -> None:
    conn.execute(ticket.update().where(ticket.c.id == known["waiting"]).values(state="lost"))


def _second_clerk_at_a_counter(conn: Connection, _known: dict[str, Any]) -> None:
    conn.execute(insert(counter_session).values(counter=1, clerk="chi", opened_at=0))


def _second_counter_of_a_clerk(conn: Connection, _known: dict[str, Any]) -> None:
    conn.execute(insert(counter_session).values(counter=2, clerk="an", opened_at=0))


def _second_window_at_a_counter(conn: Connection, known: dict[str, Any]) -> None:
    row = {"ticket": known["id"], "counter": 1, "service": "A", "closes_at": 0, "scale": 4}
    conn.execute(
        text(
            "INSERT INTO rating_window (ticket, counter, service, opened, closes_at, scale)"
            " VALUES (:ticket, :counter, :service, '0/0/x', :closes_at, :scale)"
        ),
        row,
    )


def _second_rating(conn: Connection, known: dict[str, Any]) -> None:
    conn.execute(text("INSERT INTO rating SELECT * FROM rating WHERE ticket = :id"), known)


def _level_off_the_scale(conn: Connection, known: dict[str, Any]) -> None:
    conn.execute(text("UPDATE rating SET level = 5 WHERE ticket = :id"), known)


def _second_answer(conn: Connection, _known: dict[str, Any]) -> None:
    conn.execute(text("INSERT INTO kept_answer SELECT * FROM kept_answer LIMIT 1"))


def _second_open_day(conn: Connection, _known: dict[str, Any]) -> None:
    conn.execute(text("INSERT INTO day (date, status, opened) VALUES ('2026-11-24', 'open', '0/0/x')"))


def _counter_100(conn: Connection, _known: dict[str, Any]) -> None:
    conn.execute(text("INSERT INTO counter (number, name) VALUES (100, 'x')"))


def _ticket_of_no_service(conn: Connection, known: dict[str, Any]) -> None:
    conn.execute(ticket.update().where(ticket.c.id == known["waiting"]).values(service="Z"))


CHANGES: list[Change] = [
    _second_number,
    _second_active_ticket,
    _active_nowhere,
    _unknown_state,
    _second_clerk_at_a_counter,
    _second_counter_of_a_clerk,
    _second_window_at_a_counter,
    _second_rating,
    _level_off_the_scale,
    _second_answer,
    _second_open_day,
    _counter_100,
    _ticket_of_no_service,
]
"""Each breaks one thing that the database itself guarantees."""


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A closed database with somebody at counter 1, somebody who waits, an open window, and a rating."""
    data, clock = tmp_path_factory.mktemp("busy"), SetClock()
    two = (*FIRST.rating.questions, Choice("speed", "Nhanh không?"))  # so that the window stays open after one answer
    with opened(data, clock, first=replace(FIRST, rating=replace(FIRST.rating, questions=two))) as premises:
        desk, an = premises.desk, seat(premises, "an", 1)
        done, _, waiting = (take(desk)["id"] for _ in range(3))
        desk.call_next(an, rid(), counter=1)
        desk.start(an, rid(), counter=1)
        desk.finish(an, rid(), counter=1)
        clock.advance(1_000)
        desk.rate(SCREEN, rid(), ticket=done, level=3, channel="tablet")
        desk.call_next(an, rid(), counter=1)
    return data, {"id": done, "waiting": waiting}


@pytest.mark.parametrize("change", CHANGES, ids=lambda one: one.__name__.strip("_"))
def test_the_database_refuses_by_itself(busy: tuple[Path, dict[str, Any]], tmp_path: Path, change: Change) -> None:
    data, known = busy
    shutil.copy2(data / FILE_NAME, tmp_path)
    engine = open_writer(tmp_path / FILE_NAME)
    with pytest.raises(IntegrityError), engine.begin() as conn:
        change(conn, known)
    engine.dispose()
