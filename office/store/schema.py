"""Brings a database to the schema of this version; a current one is recognised without loading Alembic (0.2 s).

Since 0007 migrations only add (docs/adr/0008), so the previous version may open what a newer one has migrated, as far
as the table `schema_readers` says so. Such a database stays as it is.
"""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

HEAD = "0007"
"""The newest migration; a test keeps it equal to what lies in `migrations/versions`."""

_ALEMBIC = threading.Lock()
"""Alembic keeps what it works on in one place for the whole process."""

Ask = Callable[[str], Iterable[Any]]
"""SQL in, rows out: `exec_driver_sql` of a connection, or `execute` of one of the standard library."""


class SchemaTooNew(Exception):
    """The database was written by a newer version of the program; `version` is its migration."""

    def __init__(self, version: str) -> None:
        super().__init__(f"the database has schema {version}, this program knows {HEAD}")
        self.version = version


@dataclass(frozen=True, slots=True)
class Standing:
    """The schema of a database, and the oldest schema whose program may open it."""

    version: str
    oldest: str

    def opens_for(self, known: str) -> bool:
        """Whether a program that knows `known` may open it, perhaps after a migration."""
        return self.oldest <= known


def standing(ask: Ask) -> Standing | None:
    """None = a database that no version has written yet."""
    if not _has(ask, "alembic_version"):
        return None
    found = next((str(row[0]) for row in ask("SELECT version_num FROM alembic_version")), None)
    if found is None:
        return None
    named = ask("SELECT version, oldest FROM schema_readers") if _has(ask, "schema_readers") else ()
    return Standing(found, {str(row[0]): str(row[1]) for row in named}.get(found, found))


def is_empty(ask: Ask) -> bool:
    """Whether nobody has written anything into it; also an office whose very first start was cut off."""
    if any(True for _ in ask("SELECT 1 FROM sqlite_master LIMIT 1")):
        return _has(ask, "stream") and not any(True for _ in ask("SELECT 1 FROM stream LIMIT 1"))
    return True


def is_of_another(ask: Ask) -> bool:
    """Whether its tables are those of another program, such as the tier above."""
    return not is_empty(ask) and not all(_has(ask, table) for table in ("alembic_version", "clerk", "fact"))


def _has(ask: Ask, table: str) -> bool:
    return any(True for _ in ask(f"SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '{table}'"))  # noqa: S608


def prepare(writer: Engine) -> str | None:
    """Migrates to `HEAD`, in one transaction; what it was before, None = an empty file. Raises `SchemaTooNew`."""
    with writer.connect() as conn:
        found = standing(conn.exec_driver_sql)
    if found is None or found.version < HEAD:
        _upgrade(writer)
    elif not found.opens_for(HEAD):
        raise SchemaTooNew(found.version)
    return None if found is None else found.version


def _upgrade(writer: Engine) -> None:
    from alembic import command  # loaded only when there is something to migrate
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with _ALEMBIC, writer.connect() as conn:
        config.attributes["connection"] = conn
        command.upgrade(config, HEAD)
        conn.commit()
