"""Databases for the tests of the tier above: a file of their own, and an emptied one in a private PostgreSQL."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from district.store import administration, projected, sending, tables, words
from district.store.engine import open_store
from district.store.metadata import metadata
from district.store.schema import migrate
from sync.transport.loopback import Post
from tests.postgres import Cluster, running

ALL = (administration, projected, sending, tables, words)
"""Modules that put tables into the catalogue."""


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    with running() as found:
        yield found


@pytest.fixture(scope="session")
def shared(cluster: Cluster) -> Iterator[Engine]:
    """One migrated database for the session: making one a test takes longer than the tests."""
    engine = open_store(cluster.url(cluster.create()))
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def postgres(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """An empty, migrated database; mark the test with `needs("postgres")`."""
    shared: Engine = request.getfixturevalue("shared")
    wipe = "; ".join(f"DELETE FROM {table.name}" for table in reversed(metadata.sorted_tables))
    with shared.begin() as conn:
        conn.exec_driver_sql(wipe)
    yield shared
    shared.dispose()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("district") / "district.db"
    engine = open_store(f"sqlite:///{path}")
    migrate(engine)
    engine.dispose()
    return path


@pytest.fixture
def trial(migrated_file: Path, tmp_path: Path) -> Iterator[Engine]:
    """A migrated SQLite file."""
    path = shutil.copy(migrated_file, tmp_path / "district.db")
    engine = open_store(f"sqlite:///{path}")
    yield engine
    engine.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.needs("postgres"))])
def store(request: pytest.FixtureRequest) -> Engine:
    """Both, one after the other."""
    found: Engine = request.getfixturevalue("trial" if request.param == "sqlite" else "postgres")
    return found


@pytest.fixture
def socket() -> Iterator[Path]:
    """Of the post between offices and collectors on one machine; short, as the kernel wants it."""
    with tempfile.TemporaryDirectory(prefix="motcua-post-") as folder:
        path = Path(folder) / "post"
        post = Post(path)
        post.start()
        yield path
        post.stop()
