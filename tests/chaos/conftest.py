"""A folder that the user of PostgreSQL may enter; pytest's own are closed to others."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chaos.world import clear
from tests.district.conftest import cluster, postgres, shared

__all__ = ["cluster", "postgres", "shared"]


@pytest.fixture
def passable() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="motcua-chaos-"))
    folder.chmod(0o755)
    yield folder
    clear(folder)
