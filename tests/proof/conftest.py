"""A database and a broker for each proof, and communes that are closed at its end."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from district.store.engine import open_store
from district.store.schema import migrate
from tests.mosquitto import Mosquitto, mosquitto
from tests.postgres import Cluster, running
from tests.proof.commune import Commune, Communes
from tests.proof.far_side import maker_at
from tests.store.conftest import small_disk

__all__ = ["small_disk"]


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """Of these proofs alone: some of them stop it, and one puts old files back."""
    with running() as found:
        yield found


@pytest.fixture(scope="session")
def template(cluster: Cluster) -> str:
    name = cluster.create()
    engine = open_store(cluster.url(name))
    migrate(engine)
    engine.dispose()
    return name


@pytest.fixture
def url(cluster: Cluster, template: str) -> Iterator[str]:
    """The address of a fresh, migrated database."""
    name = cluster.create(template)
    yield cluster.url(name)
    cluster.drop(name)


@pytest.fixture
def store(url: str) -> Iterator[Engine]:
    engine = open_store(url)
    yield engine
    engine.dispose()


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Mosquitto]:
    with mosquitto(tmp_path / "broker") as running_one:
        yield running_one


@pytest.fixture
def communes(broker: Mosquitto, tmp_path: Path) -> Iterator[Communes]:
    """Opens one: `communes(data=…, port=…, …)`; without a port it reaches the broker itself."""
    made: list[Commune] = []

    def open_one(data: Path | None = None, *, port: int | None = None, maker: object = None, **more: object) -> Commune:
        made.append(Commune(data or tmp_path / "office", maker or maker_at(port or broker.port), **more))  # type: ignore[arg-type]
        return made[-1]

    yield open_one
    for one in reversed(made):
        one.close()
