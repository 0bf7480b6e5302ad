"""A person is sent on: to a service or a counter, with the number kept."""

from typing import Any

import pytest

from office.domain.refusals import NotYourCounter, UnknownCounter, UnknownService, WrongState
from tests.office.at_work import Office
from tests.office_fixture import HEAD, rid


def test_the_number_is_kept_and_the_person_waits_for_the_other_service(office: Office) -> None:
    one = office.take()
    office.next()
    office.start()
    sent = office.send(one, service="B")
    assert (sent["number"], sent["service"], sent["state"], sent["counter"]) == ("A001", "B", "waiting", None)
    assert office.line(1) == []
    assert office.line(3) == ["A001"]
    assert office.next(3)["ticket"]["number"] == "A001"


def test_by_default_the_original_time_of_issue_decides(office: Office) -> None:
    one = office.take()
    office.take_many(2, "B")
    office.next(1)
    office.send(one, service="B")
    assert office.line(3) == ["A001", "B001", "B002"]


def test_front_is_before_all_but_those_already_returned(office: Office) -> None:
    one = office.take()
    office.take_many(3, "B")
    back = office.miss(3)
    office.bring_back(back, by=3)
    office.next(1)
    office.send(one, service="B", position="front")
    assert office.line(3) == ["B001", "A001", "B002", "B003"]


def test_back_is_as_if_issued_now(office: Office) -> None:
    one = office.take()
    office.take_many(2, "B")
    office.next(1)
    office.send(one, service="B", position="back")
    office.take("B")
    assert office.line(3) == ["B001", "B002", "A001", "B003"]


def test_to_a_counter_means_that_counter_alone(office: Office) -> None:
    one = office.take()
    office.next(1)
    sent = office.send(one, counter=3)
    assert (sent["service"], sent["for_counter"]) == ("A", 3)
    assert (office.line(1), office.line(2), office.line(3)) == ([], [], ["A001"])
    assert office.next(3)["ticket"]["number"] == "A001"


def test_one_sent_to_a_counter_can_be_called_there_by_number(office: Office) -> None:
    one = office.take()
    office.next(1)
    office.send(one, counter=3)
    assert office.call("A001", 3)["ticket"]["counter"] == 3


def test_sending_on_to_a_service_frees_from_the_counter(office: Office) -> None:
    one = office.take()
    office.next(1)
    office.send(one, counter=3)
    office.next(3)
    office.send(one, by=3, service="A")
    assert office.line(1) == ["A001"]


def test_the_fact_says_from_where_and_how(office: Office) -> None:
    one = office.take()
    office.next(1)
    office.send(one, counter=3, position="front")
    fact = office.facts("ticket.transferred")[-1]
    assert (fact["from_counter"], fact["to"], fact["position"], fact["state"]) == (1, 3, "front", "waiting")


def test_only_somebody_at_a_counter_can_be_sent_on(office: Office) -> None:
    one = office.take()
    with office.refuses(WrongState, state="waiting"):
        office.send(one, service="B")


def test_a_clerk_sends_on_only_who_stands_at_the_own_counter(office: Office) -> None:
    one = office.take()
    office.next(2)
    with office.refuses(NotYourCounter, counter=2):
        office.send(one, by=1, service="B")


def test_the_head_may_send_on_anybody(office: Office) -> None:
    one = office.take()
    office.next(2)
    office.desk.transfer(HEAD, rid(), ticket=one["id"], service="B")
    assert office.line(3) == ["A001"]


@pytest.mark.parametrize(("where", "refusal"), [({"service": "Z"}, UnknownService), ({"counter": 7}, UnknownCounter)])
def test_an_unknown_goal_is_refused(
    office: Office, where: dict[str, Any], refusal: type[UnknownService | UnknownCounter]
) -> None:
    one = office.take()
    office.next()
    with office.refuses(refusal):
        office.send(one, **where)


def test_the_next_call_counts_from_the_beginning(office: Office) -> None:
    one = office.take()
    office.next()
    office.recall()
    office.send(one, service="B")
    assert office.next(3)["ticket"]["calls"] == 1


def test_who_was_sent_to_the_back_and_on_by_arrival_stands_where_the_issue_put_them(office: Office) -> None:
    first = office.take("A")
    office.take("B")
    office.next(1)
    office.send(first, service="A", position="back")
    office.next(1)
    office.send(first, service="B", position="arrival")
    assert office.line(3) == ["A001", "B001"]
