"""An office with a little behind it, and another disk for the second place."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from office.clock import SetClock
from office.premises import Premises
from tests.office_fixture import opened


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def premises(data: Path, clock: SetClock) -> Iterator[Premises]:
    with opened(data, clock) as found:
        yield found


@pytest.fixture
def stick(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own, of 16 MB; gone afterwards."""
    yield from _mounted(tmp_path / "stick", 16)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """One of 48 MB."""
    yield from _mounted(tmp_path / "disk", 48)


def _mounted(path: Path, megabytes: int) -> Iterator[Path]:
    path.mkdir()
    options = f"size={megabytes}m,mode=700"
    try:
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", options, "motcua-test", str(path)], check=True, capture_output=True
        )
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"mounting a tmpfs is not permitted here ({error})")
    yield path
    subprocess.run(["umount", "-l", str(path)], check=False)
