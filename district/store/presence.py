"""Is there a tier here? Asked by whatever only reads: nothing is made, and nothing is migrated."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL, Engine, make_url
from sqlalchemy.exc import OperationalError

from district.config import Config
from district.store.engine import open_store
from district.store.schema import SchemaTooNew, head, version

_MAKE_IT = "name its file with --config, or make a tier: motcua-district setup (a trial: motcua-district serve)"


class StoreUnreachable(Exception):
    """The database does not answer; `why` without any password."""

    def __init__(self, url: URL, error: OperationalError) -> None:
        why = str(error.orig).strip().splitlines()[0] if error.orig is not None else "does not answer"
        self.url, self.why = url.render_as_string(hide_password=True), why
        super().__init__(f"{self.url}: {why}")


class NoTier(Exception):
    """There is none in this database, or not at the schema of this program; the text says what to do."""


def address_of(config: Config) -> URL:
    """With the password. Raises OSError."""
    url = make_url(config.database.url)
    if config.database.password_file is None:
        return url
    return url.set(password=config.database.password_file.read_text(encoding="utf-8").strip())


@contextmanager
def standing_store(config: Config) -> Iterator[Engine]:
    """The store of a tier that was made before. Raises NoTier, StoreUnreachable, SchemaTooNew or OSError."""
    url = address_of(config)
    shown = url.render_as_string(hide_password=True)
    if url.get_backend_name() == "sqlite":
        _look_into_file(Path(url.database or ""))
    store = open_store(url.render_as_string(hide_password=False))
    try:
        with store.connect() as conn:
            found = version(conn)
        if found is None:
            raise NoTier(f"there is no tier in {shown}: its database is empty; {_MAKE_IT}")
        if found > head():
            raise SchemaTooNew(found, head())
        if found < head():
            raise NoTier(f"{shown} has schema {found}, this program wants {head()}; run: motcua-district migrate")
        yield store
    except OperationalError as error:
        raise StoreUnreachable(url, error) from error
    finally:
        store.dispose()


def _look_into_file(path: Path) -> None:
    """Of a trial. Opening the store makes a file, and changes what another program has there."""
    if not path.is_file():
        raise NoTier(f"there is no tier in {path.parent}: {path.name} is not there; {_MAKE_IT}")
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path.absolute()))}?mode=rw", uri=True, timeout=10)) as db:
            db.execute("PRAGMA query_only=ON")
            tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except sqlite3.Error as error:
        raise NoTier(f"{path} cannot be read: {error}") from error
    if not {"alembic_version", "node"} <= tables:
        whose = "belongs to another program" if tables else "is empty"
        raise NoTier(f"there is no tier in {path.parent}: {path.name} {whose}; {_MAKE_IT}")
