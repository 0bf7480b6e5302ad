"""The tier in a temporary folder, and clients in front of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.asking import Client
from tests.postgres import Cluster, running
from tests.tier.house_here import Tier


@pytest.fixture
def tier(tmp_path: Path) -> Iterator[Tier]:
    made = Tier(tmp_path / "district")
    yield made
    made.close()


@pytest.fixture
def client(tier: Tier) -> Iterator[Client]:
    """A browser without a page: keeps its cookies."""
    with Client(tier.app, headers={"Accept-Language": "en"}) as asking:
        yield asking


def sign_in(client: Client, person: str, pin: str) -> dict[str, str]:
    """The header that goes with everything that changes something."""
    answer = client.post("/api/v1/session", json={"person": person, "pin": pin})
    assert answer.status_code == 200, answer.text
    return {"X-CSRF-Token": answer.json()["csrf"]}


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL for whoever copies, examines or sets up a tier."""
    with running() as found:
        yield found
