"""The schema of the tier above: what the migrations make is what the program thinks it has."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine

from district.store.engine import UnknownDatabase, open_store
from district.store.metadata import metadata
from district.store.schema import SchemaTooNew, head, migrate, version


def test_the_migrations_make_the_tables_that_the_program_knows(store: Engine) -> None:
    with store.connect() as conn:
        context = MigrationContext.configure(conn, opts={"compare_type": False})
        assert compare_metadata(context, metadata) == []
        assert version(conn) == head()


def test_a_current_database_is_left_alone(store: Engine) -> None:
    migrate(store)
    with store.connect() as conn:
        assert version(conn) == head()


def test_a_database_of_a_newer_program_is_refused(trial: Engine) -> None:
    with trial.begin() as conn:
        conn.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(SchemaTooNew) as refused:
        migrate(trial)
    assert refused.value.version == "9999"


def test_other_databases_are_refused_without_showing_the_password(tmp_path: Path) -> None:
    with pytest.raises(UnknownDatabase) as refused:
        open_store("mysql://root:geheim@localhost/x")
    assert "geheim" not in str(refused.value)
