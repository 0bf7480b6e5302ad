"""Brings the district's database to the schema of this version; one process at a time, however many start at once."""

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect

from district.store.engine import is_postgres

_LOCK = 7_601_944
"""Key of the advisory lock under which PostgreSQL is migrated; any number that nobody else uses."""


class SchemaTooNew(Exception):
    """The database was written by a newer version of the program; `version` is its migration."""

    def __init__(self, version: str, known: str) -> None:
        super().__init__(f"the database has schema {version}, this program knows {known}")
        self.version = version


def head() -> str:
    """The newest migration of this program."""
    return max(path.name.split("_")[0] for path in (_folder() / "versions").glob("[0-9]*_*.py"))


def migrate(engine: Engine) -> None:
    """Migrates to `head`, in one transaction. Raises `SchemaTooNew`."""
    newest = head()
    with engine.connect() as conn:
        found = version(conn)
    if found == newest:
        return
    if found is not None and found > newest:
        raise SchemaTooNew(found, newest)
    _upgrade(engine, newest)


def version(conn: Connection) -> str | None:
    """The migration that the database stands at, None when it is empty."""
    if "alembic_version" not in inspect(conn).get_table_names():
        return None
    row = conn.exec_driver_sql("SELECT version_num FROM alembic_version").first()
    return None if row is None else str(row[0])


def _upgrade(engine: Engine, newest: str) -> None:
    from alembic import command  # loaded only when there is something to migrate
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_folder()))
    with engine.begin() as conn:
        if is_postgres(conn):
            conn.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
        config.attributes["connection"] = conn
        command.upgrade(config, newest)


def _folder() -> Path:
    return Path(__file__).parent / "migrations"
