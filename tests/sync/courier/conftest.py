"""A broker and the loopback (TLS is the transports' own matter), and an office with a courier on each of them."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from sync.transport.port import Maker
from tests.store.conftest import small_disk
from tests.sync.courier.at_work import OFFICE, AtWork, RunningFarEnd
from tests.sync.courier.far_end import FarEnd
from tests.sync.transport.conftest import ALL
from tests.sync.transport.places import Place, PlainBroker

Offices = Callable[..., AtWork]
FarEnds = Callable[..., RunningFarEnd]
Kind = TypeVar("Kind", bound=Place)
__all__ = ["small_disk"]


def _running(kind: Callable[[Path], Kind], tmp_path: Path) -> Iterator[Kind]:
    folder = tmp_path / "far"
    folder.mkdir()
    made = kind(folder)
    made.start()
    yield made
    made.kill()


@pytest.fixture(params=[ALL[0], ALL[-1]])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    yield from _running(request.param, tmp_path)


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[PlainBroker]:
    yield from _running(PlainBroker, tmp_path)


@pytest.fixture
def far_ends() -> Iterator[FarEnds]:
    """Starts a far end; all are stopped at the end."""
    made: list[RunningFarEnd] = []

    def start_one(place: Place, far: FarEnd | None = None) -> RunningFarEnd:
        made.append(RunningFarEnd(place.maker(), far).start())
        return made[-1]

    yield start_one
    for one in made:
        one.stop()


@pytest.fixture
def offices(tmp_path: Path) -> Iterator[Offices]:
    """Opens an office with its courier; all are closed at the end."""
    made: list[AtWork] = []

    def open_one(
        place: Place, data: Path | None = None, around: Callable[[Maker], Maker] = lambda maker: maker
    ) -> AtWork:
        made.append(AtWork(data or tmp_path / "data", around(place.maker(OFFICE))))
        return made[-1]

    yield open_one
    for one in made:
        one.close()
