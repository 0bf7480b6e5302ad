"""An office and its tier on a broker and on the loopback."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from kiosk.district.hands import Hands
from tests.district.conftest import migrated_file, trial
from tests.downward.both_ends import Office, Tier
from tests.sync.courier.at_work import OFFICE
from tests.sync.courier.conftest import broker, place
from tests.sync.transport.places import Place

Offices = Callable[..., Office]
__all__ = ["broker", "migrated_file", "place", "trial"]


@pytest.fixture
def tier(trial: Engine, place: Place) -> Iterator[Tier]:
    made = Tier(trial, place.maker())
    yield made
    made.stop()


@pytest.fixture
def offices(tmp_path: Path, place: Place) -> Iterator[Offices]:
    """Opens the office; all are closed at the end."""
    made: list[Office] = []

    def open_one(data: Path | None = None, hands: Hands | None = None, key: bytes | None = None) -> Office:
        made.append(Office(data or tmp_path / "data", place.maker(OFFICE), hands, key))
        return made[-1]

    yield open_one
    for one in made:
        one.close()
