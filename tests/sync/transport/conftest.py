"""One far end for each test, and hands that are closed at its end."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.sync.transport.places import GuardedBroker, Hand, OwnPost, Place, PlainBroker

NEEDS_BROKER = pytest.mark.needs("mosquitto")
ALL = [
    pytest.param(PlainBroker, id="mosquitto", marks=NEEDS_BROKER),
    pytest.param(GuardedBroker, id="mosquitto-tls", marks=NEEDS_BROKER),
    pytest.param(OwnPost, id="loopback"),
]
Hands = Callable[..., Hand]


def _running(made: Place) -> Iterator[Place]:
    made.start()
    try:
        yield made
    finally:
        made.kill()


@pytest.fixture(params=ALL)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """Every far end in turn."""
    yield from _running(request.param(tmp_path))


@pytest.fixture(params=ALL[1:])
def guarded(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """Those that keep offices apart."""
    yield from _running(request.param(tmp_path))


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[PlainBroker]:
    made = PlainBroker(tmp_path)
    made.start()
    yield made
    made.kill()


@pytest.fixture
def guarded_broker(tmp_path: Path) -> Iterator[GuardedBroker]:
    made = GuardedBroker(tmp_path)
    made.start()
    yield made
    made.kill()


@pytest.fixture
def hands() -> Iterator[Hands]:
    """Makes a hand; all are closed at the end."""
    made: list[Hand] = []

    def make(*arguments: object, **named: object) -> Hand:
        made.append(Hand(*arguments, **named))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for hand in made:
        hand.transport.close()
