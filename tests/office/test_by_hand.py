"""After an outage: numbers that were written by hand are entered with their times."""

from dataclasses import replace
from typing import Any

import pytest

from office.domain.moment import HOUR, MINUTE
from office.domain.refusals import DayClosed, Invalid, NumberTaken, QuotaReached, UnknownService
from office.store import days
from tests.office.at_work import Json, Office, working
from tests.office_fixture import FIRST, HEAD, rid


def entry(office: Office, number: str, service: str = "A", **minutes_ago: int) -> Json:
    """Times in minutes before now; `called` and `finished` may be missing."""
    now = office.clock.now().wall
    times = {key: now - ago * MINUTE for key, ago in minutes_ago.items()}
    return {
        "number": number,
        "service": service,
        "issued_at": times.get("issued", now),
        "called_at": times.get("called"),
        "finished_at": times.get("finished"),
    }


def enter(office: Office, *entries: Json) -> Json:
    return office.desk.enter_by_hand(HEAD, rid(), tickets=list(entries)).body


def test_one_who_was_served_is_done_with_those_times(office: Office) -> None:
    answer = enter(office, entry(office, "A001", issued=30, called=20, finished=10))
    (ticket,) = answer["tickets"]
    assert (ticket["number"], ticket["state"], ticket["by_hand"]) == ("A001", "done", True)
    assert (ticket["issued_at"], ticket["finished_at"]) == ("2026-11-23T00:30:00.000Z", "2026-11-23T00:50:00.000Z")
    assert answer["day"]["status"] == "open"
    fact = office.facts("ticket.entered_by_hand")[-1]
    assert (fact["by_hand"], fact["date"], fact["number"]) == (True, "2026-11-23", "A001")


def test_one_who_still_waits_stands_where_the_time_says(office: Office) -> None:
    office.take_many(2)
    enter(office, entry(office, "A050", issued=30))
    assert office.calls(3) == ["A050", "A001", "A002"]


def test_the_series_goes_on_above_the_handwritten_numbers(office: Office) -> None:
    enter(office, entry(office, "A007"), entry(office, "B003", "B"))
    assert (office.take()["number"], office.take("B")["number"]) == ("A008", "B004")
    enter(office, entry(office, "A002"))
    assert office.take()["number"] == "A009"


def test_all_are_entered_or_none(office: Office) -> None:
    office.take()
    with office.refuses(NumberTaken, numbers=["A001"]):
        enter(office, entry(office, "A005"), entry(office, "a1"))
    with office.refuses(NumberTaken, numbers=["A005"]):
        enter(office, entry(office, "A005"), entry(office, "A005"))
    with office.refuses(UnknownService, service="Z"):
        enter(office, entry(office, "A005"), entry(office, "Z001", "Z"))


WRONG: list[tuple[str, dict[str, Any]]] = [
    ("tickets.0.number", {"number": "B001"}),
    ("tickets.0.number", {"number": "xin chào"}),
    ("tickets.0.number", {"number": "A12345"}),
    ("tickets.0.issued_at", {"number": "A001", "issued": -1}),
    ("tickets.0.issued_at", {"number": "A001", "issued": 9 * 60}),
    ("tickets.0.called_at", {"number": "A001", "issued": 10, "called": 20}),
    ("tickets.0.called_at", {"number": "A001", "issued": 10, "called": -1}),
    ("tickets.0.finished_at", {"number": "A001", "issued": 10, "called": 5, "finished": 6}),
    ("tickets.0.finished_at", {"number": "A001", "issued": 10, "finished": 11}),
    ("tickets.0.finished_at", {"number": "A001", "issued": 10, "called": 5, "finished": -1}),
]


@pytest.mark.parametrize(("field", "wrong"), WRONG)
def test_what_cannot_be_is_refused_with_its_field(office: Office, field: str, wrong: dict[str, Any]) -> None:
    with office.refuses(Invalid, field=field):
        enter(office, entry(office, **wrong))


def test_they_count_against_the_quota_of_the_day() -> None:
    with working(replace(FIRST, services=(replace(FIRST.services[0], quota=2), *FIRST.services[1:]))) as office:
        enter(office, entry(office, "A005"), entry(office, "A007"))
        with office.refuses(QuotaReached, service="A"):
            office.take()


def test_after_a_restore_they_do_not_lower_the_series(office: Office) -> None:
    with office.premises.performer._writer.begin() as conn:
        days.set_floor(conn, "2026-11-23", "B", 499)
    enter(office, entry(office, "B003", "B"))
    assert office.take("B")["number"] == "B500"


def test_without_a_running_day_nothing_is_entered(office: Office) -> None:
    one = entry(office, "A001")
    office.desk.close_day(HEAD, rid())
    with office.refuses(DayClosed):
        enter(office, one)


def test_they_are_called_and_served_like_the_others(office: Office) -> None:
    enter(office, entry(office, "A004", issued=5))
    office.clock.advance(HOUR)
    ticket = office.serve()
    assert (ticket["number"], ticket["state"], ticket["by_hand"]) == ("A004", "done", True)
    assert office.window() is not None
