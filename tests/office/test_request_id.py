"""A double tap or a retry gets the first answer again; a refused request may be tried again."""

import pytest

from office.domain.refusals import RequestIdReused, TooEarly, UnknownService
from tests.office.at_work import Office
from tests.office_fixture import SCREEN, TOUCH, rid


def test_the_same_request_gets_the_same_answer_and_happens_once(office: Office) -> None:
    once = rid()
    first = office.desk.issue(TOUCH, once, service="A")
    before = office.everything()
    again = office.desk.issue(TOUCH, once, service="A")
    assert (again.body, again.created) == (first.body, True)
    assert office.everything() == before


def test_the_first_answer_is_given_again_even_when_the_world_has_moved_on(office: Office) -> None:
    once = rid()
    office.take_many(2)
    first = office.desk.call_next(office.people[1], once, counter=1, expect=None)
    office.next()
    again = office.desk.call_next(office.people[1], once, counter=1, expect=None)
    assert again.body == first.body
    assert office.counter(1)["ticket"]["number"] == "A002"


def test_the_same_id_for_something_else_is_refused(office: Office) -> None:
    once = rid()
    office.desk.issue(TOUCH, once, service="A")
    with office.refuses(RequestIdReused):
        office.desk.issue(TOUCH, once, service="B")
    with office.refuses(RequestIdReused):
        office.desk.issue(SCREEN, once, service="A")
    with office.refuses(RequestIdReused):
        office.desk.cancel(TOUCH, once, ticket=1)


def test_what_the_caller_sees_is_part_of_the_request(office: Office) -> None:
    once = rid()
    office.take_many(2)
    office.desk.call_next(office.people[1], once, counter=1, expect=None)
    with office.refuses(RequestIdReused):
        office.desk.call_next(office.people[1], once, counter=1)


def test_a_refused_request_may_be_tried_again_with_the_same_id(office: Office) -> None:
    once = rid()
    with office.refuses(UnknownService):
        office.desk.issue(TOUCH, once, service="Z")
    assert office.desk.issue(TOUCH, once, service="A").body["number"] == "A001"


def test_a_press_that_came_too_early_may_be_tried_again_with_the_same_id(office: Office) -> None:
    office.take()
    ticket, once = office.serve(), rid()
    with pytest.raises(TooEarly):
        office.desk.rate(SCREEN, once, ticket=ticket["id"], level=4, channel="touch")
    office.clock.advance(700)
    assert office.desk.rate(SCREEN, once, ticket=ticket["id"], level=4, channel="touch").created


def test_answers_are_kept_for_seven_days(office: Office) -> None:
    office.take()
    for _ in range(8):
        office.clock.advance(24 * 3_600_000 - 1)
        office.desk.tick()
        kept = office.rows("kept_answer")
    assert kept == []
