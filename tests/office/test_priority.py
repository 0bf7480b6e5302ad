"""Priority: taken at the screen or given by staff; only the fact of it is kept."""

import pytest

from office.domain.refusals import WrongState
from tests.office.at_work import Office, working
from tests.office_fixture import fill_with, rid


def give(office: Office, ticket: int, *, priority: bool = True) -> bool:
    body = office.desk.set_priority(office.people[1], rid(), ticket=ticket, priority=priority).body
    return bool(body["priority"])


def test_priority_given_by_staff_counts_like_that_of_the_screen() -> None:
    with working(fill_with(rule="strict")) as office:
        office.take_many(3)
        assert give(office, 3)
        assert office.calls(3) == ["A003", "A001", "A002"]


def test_priority_taken_away_stands_where_it_came() -> None:
    with working(fill_with(rule="strict")) as office:
        office.take_many(2)
        one = office.take(priority=True)
        assert not give(office, one["id"], priority=False)
        assert office.facts("ticket.prioritised")[-1]["priority"] is False
        assert office.calls(3) == ["A001", "A002", "A003"]


def test_the_fact_says_who_gave_it_and_never_why(office: Office) -> None:
    office.take()
    give(office, 1)
    fact = office.facts("ticket.prioritised")[-1]
    assert fact == {"number": "A001", "service": "A", "state": "waiting", "priority": True, "by": "clerk:an"}


def test_what_is_so_already_is_no_fact(office: Office) -> None:
    office.take()
    seq = office.desk.seq
    give(office, 1, priority=False)
    assert office.desk.seq == seq


def test_the_call_says_that_a_priority_person_comes(office: Office) -> None:
    office.take(priority=True)
    assert office.next()["ticket"]["priority"] is True
    assert office.desk.state()["recent_calls"][0]["priority"] is True
    assert office.facts("ticket.called")[-1]["priority"] is True


@pytest.mark.parametrize("state", ["called", "serving", "done"])
def test_only_one_who_waits_can_be_given_priority(office: Office, state: str) -> None:
    office.take()
    office.next()
    if state != "called":
        office.start()
    if state == "done":
        office.finish()
    with office.refuses(WrongState, state=state):
        give(office, 1)
