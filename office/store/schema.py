"""Brings a database to the schema of this version; a current one is recognised without loading Alembic (0.2 s)."""

from pathlib import Path

from sqlalchemy import Engine, inspect

HEAD = "0006"
"""The newest migration; a test keeps it equal to what lies in `migrations/versions`."""


class SchemaTooNew(Exception):
    """The database was written by a newer version of the program; `version` is its migration."""

    def __init__(self, version: str) -> None:
        super().__init__(f"the database has schema {version}, this program knows {HEAD}")
        self.version = version


def prepare(writer: Engine) -> str | None:
    """Migrates to `HEAD`, in one transaction; what it was before, None = an empty file. Raises `SchemaTooNew`."""
    found = _version(writer)
    if found == HEAD:
        return found
    if found is not None and found > HEAD:
        raise SchemaTooNew(found)
    _upgrade(writer)
    return found


def _version(writer: Engine) -> str | None:
    with writer.connect() as conn:
        if "alembic_version" not in inspect(conn).get_table_names():
            return None
        row = conn.exec_driver_sql("SELECT version_num FROM alembic_version").first()
    return None if row is None else str(row[0])


def _upgrade(writer: Engine) -> None:
    from alembic import command  # loaded only when there is something to migrate
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with writer.connect() as conn:
        config.attributes["connection"] = conn
        command.upgrade(config, HEAD)
        conn.commit()
