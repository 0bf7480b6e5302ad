"""A person who does not come: patience before, tolerance after."""

import pytest

from office.domain.refusals import TooEarly, TooLate, WrongState
from tests.office.at_work import Office, working
from tests.office_fixture import fill_with


def test_two_calls_and_sixty_seconds_before_a_no_show(office: Office) -> None:
    office.take()
    office.next()
    office.clock.advance(59_999)
    with office.refuses(TooEarly, calls=1, calls_needed=2, seconds_left=1):
        office.no_show()
    office.recall()
    with office.refuses(TooEarly, calls=2, seconds_left=1):
        office.no_show()
    office.clock.advance(1)
    assert office.no_show()["state"] == "no_show"
    assert office.desk.state()["missed"] == ["A001"]


def test_time_alone_is_not_enough(office: Office) -> None:
    office.take()
    office.next()
    office.clock.advance(600_000)
    with office.refuses(TooEarly, calls=1, seconds_left=0):
        office.no_show()


def test_calls_alone_are_not_enough(office: Office) -> None:
    office.take()
    office.next()
    for _ in range(5):
        office.recall()
    with office.refuses(TooEarly, calls=6, seconds_left=60):
        office.no_show()


def test_the_patience_is_counted_from_the_present_call(office: Office) -> None:
    office.take()
    gone = office.miss()
    office.clock.advance(600_000)
    office.bring_back(gone)
    office.next()
    office.recall()
    with office.refuses(TooEarly, calls=2, seconds_left=60):
        office.no_show()


def test_a_wall_clock_that_jumps_shortens_nobodys_patience(office: Office) -> None:
    office.take()
    office.next()
    office.recall()
    office.clock.jump(3_600_000)
    with office.refuses(TooEarly, seconds_left=60):
        office.no_show()


def test_the_office_may_be_more_or_less_patient() -> None:
    with working(fill_with(no_show_calls=1, no_show_ms=5_000)) as office:
        office.take()
        office.next()
        office.clock.advance(5_000)
        assert office.no_show()["state"] == "no_show"


def test_one_who_is_being_served_has_come(office: Office) -> None:
    office.take()
    office.next()
    office.start()
    with office.refuses(WrongState, state="serving"):
        office.no_show()


def test_within_ten_later_calls_a_latecomer_is_returned_whatever_the_time(office: Office) -> None:
    office.take_many(12)
    gone = office.miss()
    office.calls(10)
    office.clock.advance(3 * 3_600_000)
    assert office.bring_back(gone)["state"] == "waiting"


def test_within_thirty_minutes_a_latecomer_is_returned_however_many_were_called(office: Office) -> None:
    office.take_many(20)
    gone = office.miss()
    office.calls(15)
    office.clock.advance(30 * 60_000)
    assert office.bring_back(gone)["state"] == "waiting"


def test_after_eleven_calls_and_more_than_thirty_minutes_it_is_too_late(office: Office) -> None:
    office.take_many(14)
    gone = office.miss()
    office.calls(11)
    office.clock.advance(30 * 60_000 + 1)
    with office.refuses(TooLate, number=gone["number"], calls_since=11, minutes_since=30):
        office.bring_back(gone)
    with office.refuses(TooLate):
        office.call(gone["number"])


def test_recalls_and_calls_of_other_services_are_not_later_calls(office: Office) -> None:
    office.take_many(3)
    office.take_many(12, "T")
    gone = office.miss()
    office.calls(2)
    for _ in range(12):
        office.recall()
    office.calls(12)
    office.clock.advance(3 * 3_600_000)
    assert office.bring_back(gone)["state"] == "waiting"


def test_the_service_of_a_transferred_latecomer_is_where_it_was_sent(office: Office) -> None:
    one = office.take()
    office.take_many(12)
    office.next()
    office.send(one, service="B")
    office.miss(3)
    office.calls(12)  # of service A
    office.clock.advance(3 * 3_600_000)
    assert office.bring_back(one)["state"] == "waiting"


def test_calls_of_a_service_count_although_others_gave_the_numbers(office: Office) -> None:
    for one in office.take_many(12):
        office.next(1)
        office.send(one, by=1, service="B")
    first = office.miss(3)
    office.calls(11, 3)
    office.clock.advance(30 * 60_000 + 1)
    with office.refuses(TooLate, calls_since=11):
        office.bring_back(first)


def test_an_undone_call_is_no_later_call(office: Office) -> None:
    office.take_many(13)
    gone = office.miss()
    office.calls(11)
    office.undo()
    office.clock.advance(3 * 3_600_000)
    assert office.bring_back(gone)["state"] == "waiting"


def test_a_parked_person_may_come_back_at_any_time(office: Office) -> None:
    office.take_many(14)
    one = office.next()["ticket"]
    office.park()
    office.calls(12)
    office.clock.advance(5 * 3_600_000)
    assert office.bring_back(one)["state"] == "waiting"


def test_the_returned_come_in_the_order_of_their_return_before_the_others(office: Office) -> None:
    office.take_many(3)
    missed = office.miss()
    parked = office.next()["ticket"]
    office.park()
    office.take_many(2)
    office.bring_back(parked)
    office.bring_back(missed)
    assert office.calls(5) == ["A002", "A001", "A003", "A004", "A005"]
    assert office.facts("ticket.called")[-5]["because"] == "returned"


@pytest.mark.parametrize("state", ["waiting", "called", "serving", "done", "cancelled"])
def test_only_the_missed_and_the_parked_come_back(office: Office, state: str) -> None:
    one = office.take()
    if state == "cancelled":
        office.cancel(one)
    if state in ("called", "serving", "done"):
        office.next()
    if state in ("serving", "done"):
        office.start()
    if state == "done":
        office.finish()
    with office.refuses(WrongState, state=state):
        office.bring_back(one)
