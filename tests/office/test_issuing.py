"""Numbers are given: one after the other, each once, and a refused person hears why."""

from dataclasses import replace

import pytest

from office.domain.refusals import (
    Closed,
    DayClosed,
    NotToday,
    QuotaReached,
    UnknownService,
    UnknownTicket,
    WrongState,
)
from tests.office.at_work import Office, working
from tests.office_fixture import FIRST, HEAD, SCREEN, TOUCH, rid

SESSIONS = (((450, 690), (810, 1020)),) * 5 + ((), ())
LIMITED = replace(FIRST, services=(replace(FIRST.services[0], quota=2), *FIRST.services[1:]))
SWITCHED_OFF = replace(FIRST, services=(replace(FIRST.services[0], switched_on=False), *FIRST.services[1:]))


def test_every_series_starts_at_001_and_counts_by_itself(office: Office) -> None:
    assert [office.take(s)["number"] for s in ("A", "A", "B", "A", "T")] == ["A001", "A002", "B001", "A003", "T001"]


def test_a_new_ticket_waits_and_its_fact_says_all(office: Office) -> None:
    office.take()
    ticket = office.take(priority=True)
    assert (ticket["state"], ticket["ahead"], ticket["calls"]) == ("waiting", 1, 0)
    fact = office.facts("ticket.issued")[-1]
    assert fact == {
        "number": "A002",
        "service": "A",
        "state": "waiting",
        "priority": True,
        "ahead": 1,
        "wait": [ticket["wait"]["low"], ticket["wait"]["high"]],
        "wait_ms": office.rows("ticket")[-1]["wait_ms"],
        "channel": "touch",
        "date": "2026-11-23",
        "by": "device:touch-1",
    }


def test_a_service_without_an_open_counter_still_gives_numbers() -> None:
    with working(seated=False) as office:
        assert (office.service("A")["open"], office.service("A")["why"]) == (True, "no_counter")
        assert office.take()["number"] == "A001"


def test_a_service_is_staffed_while_one_of_its_counters_is_open(office: Office) -> None:
    assert office.service("T")["why"] is None
    office.pause(1)
    assert office.service("T")["why"] == "no_counter"
    assert office.service("A")["why"] is None


def test_an_unknown_service_is_refused(office: Office) -> None:
    with office.refuses(UnknownService, service="Z"):
        office.take("Z")


def test_outside_the_hours_the_person_hears_when_to_come_back() -> None:
    with working(replace(FIRST, weekly=SESSIONS)) as office:  # Monday 08:00
        office.take()
        office.clock.advance(4 * 3_600_000)
        with office.refuses(Closed, service="A", opens_at="13:30"):
            office.take()
        assert office.service("A")["why"] == "closed"
        office.clock.advance(5 * 3_600_000)
        with office.refuses(Closed, opens_at="2026-11-24T07:30"):
            office.take()


def test_a_service_that_is_switched_off_is_not_given_today() -> None:
    with working(SWITCHED_OFF) as office:
        with office.refuses(NotToday, service="A"):
            office.take()
        assert office.service("A")["why"] == "not_today"
        assert office.take("B")["number"] == "B001"


def test_when_the_quota_is_reached_no_more_numbers_are_given() -> None:
    with working(LIMITED) as office:
        office.take_many(2)
        with office.refuses(QuotaReached, service="A"):
            office.take()
        assert (office.service("A")["open"], office.service("A")["why"]) == (False, "quota_reached")
        assert office.take("T")["number"] == "T001"


def test_one_who_gives_up_does_not_free_a_place_in_the_quota() -> None:
    with working(LIMITED) as office:
        one, _ = office.take_many(2)
        office.cancel(one)
        with office.refuses(QuotaReached):
            office.take()


def test_the_quota_is_of_the_date_even_when_the_day_is_opened_again() -> None:
    with working(LIMITED) as office:
        office.take()
        office.desk.close_day(HEAD, rid())
        office.desk.open_day(HEAD, rid())
        assert office.take()["number"] == "A002"
        with office.refuses(QuotaReached):
            office.take()


def test_without_a_running_day_no_number_is_given(office: Office) -> None:
    office.desk.close_day(HEAD, rid())
    with office.refuses(DayClosed):
        office.take()
    assert office.service("A")["why"] == "day_closed"


def test_a_person_may_give_the_number_back_at_the_screen(office: Office) -> None:
    one, other = office.take_many(2)
    assert office.cancel(one)["state"] == "cancelled"
    assert office.line() == [other["number"]]
    assert office.facts("ticket.cancelled")[-1]["by"] == "device:touch-1"


def test_only_one_who_waits_can_be_cancelled(office: Office) -> None:
    one = office.take()
    office.next()
    with office.refuses(WrongState, state="called"):
        office.cancel(one)
    done = office.next()["finished"]
    with office.refuses(WrongState, state="done"):
        office.cancel(done)


@pytest.mark.parametrize("ticket", [0, -1, 99, 2**62, 2**63 + 1])
def test_a_ticket_that_never_was_is_unknown(office: Office, ticket: int) -> None:
    for act in (office.desk.cancel, office.desk.return_ticket, office.desk.reprint):
        with office.refuses(UnknownTicket):
            act(HEAD, rid(), ticket=ticket)
    with office.refuses(UnknownTicket):
        office.desk.rate(SCREEN, rid(), ticket=ticket, level=1, channel="touch")


def test_a_ticket_of_yesterday_cannot_be_changed(office: Office) -> None:
    one = office.take()
    office.desk.close_day(HEAD, rid())
    office.desk.open_day(HEAD, rid())
    for actor in (TOUCH, HEAD):
        with office.refuses(UnknownTicket):
            office.cancel(one, by=actor)


def test_the_series_goes_on_after_999_with_four_digits(office: Office) -> None:
    now = office.clock.now().wall
    entry = {"number": "A999", "service": "A", "issued_at": now, "called_at": None, "finished_at": None}
    office.desk.enter_by_hand(HEAD, rid(), tickets=[entry])
    assert office.take()["number"] == "A1000"
    assert office.call("A1000")["ticket"]["number"] == "A1000"
