"""A tier's database of every schema at which the program ever stood comes up to this one, with what it had.

Each was written by the program of its time (tests/fixtures/databases/keep_district.py): the facts of two offices, of
which only the first was projected. PostgreSQL gets the rows of the same file at the same schema.
"""

import lzma
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, MetaData, select

from district.projections.projector import drain
from district.store import schema
from district.store.engine import open_store
from district.store.metadata import metadata
from tests.postgres import Cluster

DATABASES = sorted((Path(__file__).parents[1] / "fixtures/databases").glob("district-*.db.xz"))


@pytest.fixture(params=DATABASES, ids=lambda path: path.name.split(".")[0])
def file(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    path = tmp_path / "district.db"
    path.write_bytes(lzma.decompress(request.param.read_bytes()))
    engine = open_store(f"sqlite:///{path}")
    yield engine
    engine.dispose()


@pytest.fixture
def server(file: Engine, cluster: Cluster) -> Iterator[Engine]:
    engine = open_store(cluster.url(cluster.create()))
    with file.connect() as conn:
        version = schema.version(conn)
    with engine.begin() as conn:
        config = Config(attributes={"connection": conn})
        config.set_main_option("script_location", str(Path(schema.__file__).parent / "migrations"))
        command.upgrade(config, version or "")
    with file.connect() as there, engine.begin() as here:
        _copy(there, here)
    yield engine
    engine.dispose()


def _copy(there: Connection, here: Connection) -> None:
    known = MetaData()
    known.reflect(there)
    for table in known.sorted_tables:
        rows = [row._asdict() for row in there.execute(select(table))] if table.name != "alembic_version" else []
        if rows:
            here.execute(metadata.tables[table.name].insert(), rows)


def test_there_is_one_of_this_schema_too() -> None:
    assert DATABASES[-1].name == f"district-{schema.head()}.db.xz"


def test_every_row_is_kept_and_the_work_goes_on(file: Engine) -> None:
    _check(file)


@pytest.mark.needs("postgres")
def test_every_row_is_kept_and_the_work_goes_on_in_postgresql(server: Engine) -> None:
    _check(server)


def _check(store: Engine) -> None:
    before = _rows(store)
    assert before["ticket"]
    schema.migrate(store)
    after = _rows(store)
    for table, rows in before.items():
        assert [row[: len(rows[0])] for row in after[table]] == rows if rows else after[table] == [], table
    assert after.keys() >= set(metadata.tables)
    with store.begin() as conn:
        drain(conn)
    assert len(_rows(store)["ticket"]) == 2 * len(before["ticket"])


def _rows(store: Engine) -> dict[str, list[tuple[Any, ...]]]:
    known = MetaData()
    with store.connect() as conn:
        known.reflect(conn)
        tables = [table for table in known.sorted_tables if table.name != "alembic_version"]
        return {table.name: sorted(map(tuple, conn.execute(select(table))), key=repr) for table in tables}
