"""The caller says whom it sees: a bouncing key or an old page skips nobody."""

from typing import Any

import pytest

from office.domain.refusals import Stale
from tests.office.at_work import Office

ACTS: list[tuple[str, dict[str, Any]]] = [
    ("next", {}),
    ("call", {"number": "A003"}),
    ("start", {}),
    ("recall", {}),
    ("finish", {}),
    ("no_show", {}),
    ("park", {}),
    ("undo", {}),
]


@pytest.mark.parametrize(("act", "more"), ACTS)
def test_another_person_at_the_counter_than_the_caller_sees_is_stale(
    office: Office, act: str, more: dict[str, Any]
) -> None:
    first, *_ = office.take_many(3)
    office.next()
    with office.refuses(Stale, current=first["id"]):
        getattr(office, act)(expect=first["id"] + 1, **more)
    with office.refuses(Stale, current=first["id"]):
        getattr(office, act)(expect=None, **more)


@pytest.mark.parametrize(("act", "more"), ACTS)
def test_nobody_at_the_counter_while_the_caller_sees_somebody_is_stale(
    office: Office, act: str, more: dict[str, Any]
) -> None:
    office.take_many(3)
    with office.refuses(Stale, current=None):
        getattr(office, act)(expect=1, **more)


def test_a_key_that_bounces_calls_one_person(office: Office) -> None:
    office.take_many(3)
    assert office.next(expect=None)["ticket"]["number"] == "A001"
    with office.refuses(Stale, current=1):
        office.next(expect=None)


def test_who_is_seen_truly_is_served(office: Office) -> None:
    first, second = office.take_many(2)
    office.next(expect=None)
    office.start(expect=first["id"])
    assert office.next(expect=first["id"])["ticket"]["id"] == second["id"]
    office.recall(expect=second["id"])
    office.park(expect=second["id"])


def test_saying_nothing_checks_nothing(office: Office) -> None:
    office.take_many(2)
    assert office.calls(2) == ["A001", "A002"]
