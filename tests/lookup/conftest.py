"""An office with the fifty procedures that are shipped, and a way to put others into its catalogue."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from office.answers import Answer
from office.clock import SetClock
from office.domain.people import SYSTEM
from office.domain.procedures import Procedure
from office.performing import Act
from office.premises import Premises
from office.store import procedures
from office.store.procedures import Fresh
from tests.office_fixture import FIRST, opened

SAMPLE = replace(FIRST, sample_procedures=True)


def keep(premises: Premises, given: Sequence[Procedure], since: str = "") -> None:
    """Puts a version of each into the catalogue."""

    def work(act: Act) -> Answer:
        procedures.keep(act.conn, [Fresh(one, since, "test", "system", act.now.wall) for one in given])
        procedures.settle(act.conn, [one.code for one in given])
        return Answer({})

    premises.performer.perform("keep", SYSTEM, None, {}, work)


def found(premises: Premises, query: str, most: int = 3, field: str | None = None) -> list[str]:
    """The codes of what is shown first."""
    hits = premises.desk.enquiries.find(query, field=field, limit=most)
    return [one.procedure.code for one in hits.items]


@pytest.fixture(scope="module")
def commune(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Premises]:
    """For questions that change nothing."""
    with opened(tmp_path_factory.mktemp("commune"), SetClock(), first=SAMPLE) as premises:
        yield premises


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def office(tmp_path: Path, clock: SetClock) -> Iterator[Premises]:
    """The same, for tests that change it."""
    with opened(tmp_path, clock, first=SAMPLE) as premises:
        yield premises


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Premises]:
    """Without any procedure."""
    with opened(tmp_path) as premises:
        yield premises
