"""What people are told of their wait, what is kept of it, and what the office learns from what came true."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from office.clock import SetClock
from office.domain.day import DayHours
from office.domain.moment import HOUR, MINUTE, SECOND
from office.domain.refusals import Stale
from office.domain.waiting import Learned
from tests.office.at_work import Json, Office, working
from tests.office_fixture import FIRST, HEAD, TOUCH, opened, rid

SESSIONS = ((7 * 60, 11 * 60), (13 * 60, 17 * 60))
EIGHT_HOURS = replace(FIRST, weekly=(SESSIONS,) * 7)


@pytest.fixture
def day() -> Iterator[Office]:
    """Eight in the morning of a day with two sessions, until seven in the evening."""
    with working(first=EIGHT_HOURS, hours=DayHours(360, 1140)) as office:
        yield office


def kept(office: Office, ticket: Json) -> Json:
    return next(row for row in office.rows("ticket") if row["id"] == ticket["id"])


def learned(office: Office) -> Learned:
    return office.premises.performer.learned


def test_a_free_counter_means_under_a_minute(office: Office) -> None:
    assert office.take()["wait"] == {"low": 0, "high": 1}
    assert office.service("A")["wait"] == {"low": 0, "high": 1}


def test_nobody_knows_the_wait_where_no_counter_is_open() -> None:
    with working(seated=False) as office:
        ticket = office.take()
        assert (ticket["wait"], office.service("A")["wait"]) == (None, None)
        assert (kept(office, ticket)["wait_ms"], "wait" in office.facts("ticket.issued")[-1]) == (None, False)


def test_a_pause_is_no_open_counter(office: Office) -> None:
    assert office.service("T")["wait"] is not None
    office.pause(1)
    assert office.service("T")["wait"] is None


def test_the_more_people_wait_the_longer_it_takes(office: Office) -> None:
    office.take_many(2)
    office.next(1)
    office.next(2)
    points = [kept(office, one)["wait_ms"] for one in office.take_many(8)]
    assert points[0] < points[3] < points[7]
    assert office.service("A")["wait"]["high"] > office.service("T")["wait"]["low"]


def test_the_ticket_keeps_what_it_was_told_and_its_first_real_wait(office: Office) -> None:
    office.take()
    office.next(1)
    office.next(2)
    ticket = office.take("T")
    row, fact = kept(office, ticket), office.facts("ticket.issued")[-1]
    assert ticket["wait"] == {"low": row["wait_low"], "high": row["wait_high"]}
    assert (fact["wait"], fact["wait_ms"]) == ([row["wait_low"], row["wait_high"]], row["wait_ms"])
    office.clock.advance(7 * MINUTE)
    office.next(1)
    assert kept(office, ticket)["waited_ms"] == 7 * MINUTE
    office.send(ticket, service="B")
    office.clock.advance(30 * MINUTE)
    office.next(3)
    assert kept(office, ticket)["waited_ms"] == 7 * MINUTE


def test_an_undone_call_was_no_wait(office: Office) -> None:
    ticket = office.take()
    office.next(1)
    office.undo(1)
    assert kept(office, ticket)["waited_ms"] is None


def test_a_service_learns_from_those_who_were_served(office: Office) -> None:
    before = learned(office).pace.of("A").mean_ms
    for _ in range(12):
        serve(office, 60 * SECOND)
    assert learned(office).pace.of("A").mean_ms < before / 2
    assert learned(office).pace.services.keys() == {"A"}


def serve(office: Office, ms: int) -> None:
    office.take()
    office.next(1)
    office.clock.advance(10 * SECOND)
    office.start(1)
    office.clock.advance(ms)
    office.finish(1)


def test_a_call_moves_the_mark_of_its_kind(office: Office) -> None:
    ticket = office.take()
    office.clock.advance(20 * MINUTE)
    office.next(1)
    kind = kept(office, ticket)["wait_kind"]
    assert learned(office).mark(kind).high > Learned().mark(kind).high


def test_practice_and_calls_by_number_teach_nothing(office: Office) -> None:
    before = learned(office)
    ticket = office.take()
    office.clock.advance(20 * MINUTE)
    office.call(ticket["number"])
    assert learned(office).marks == before.marks
    office.start(1)
    office.finish(1)
    taught = learned(office)
    office.desk.set_training(HEAD, rid(), on=True)
    serve(office, 60 * MINUTE)
    assert learned(office) is taught


def test_what_was_learned_is_there_after_a_restart(tmp_path: Path) -> None:
    clock = SetClock()
    with opened(tmp_path, clock) as premises:
        office = Office(premises, clock)
        office.sit("an", 1)
        for minutes in (2, 3, 9):
            serve(office, minutes * MINUTE)
        known = learned(office)
    clock.reboot(HOUR)
    with opened(tmp_path, clock) as premises:
        assert premises.performer.learned == known
        assert known != Learned()


def test_a_refused_act_teaches_nothing(office: Office) -> None:
    office.take()
    office.next(1)
    before = learned(office)
    with office.refuses(Stale):
        office.start(1, expect=9_999)
    assert learned(office) is before


def test_over_the_break_the_wait_is_longer_by_the_break(day: Office) -> None:
    day.clock.advance(2 * HOUR + 55 * MINUTE)  # five to eleven
    day.take_many(2)
    day.next(1)
    day.next(2)
    waits = [one["wait"] for one in day.take_many(9)]
    assert waits[0]["low"] < 60
    assert waits[-1]["low"] >= 120


def test_a_line_that_is_longer_than_the_day_says_so(day: Office) -> None:
    day.clock.advance(8 * HOUR)  # four in the afternoon
    assert not day.service("A")["late"]
    day.take_many(40)
    day.next(1)
    day.next(2)
    assert day.service("A")["late"]
    assert not day.service("T")["late"] or day.service("T")["waiting"] == 0


def test_the_line_of_a_counter_tells_each_wait_in_its_order(office: Office) -> None:
    office.take_many(6)
    office.next(1)
    office.next(2)
    waits = [one["wait"] for one in office.desk.line(1)["waiting"]]
    assert waits[0] is not None
    assert [one["high"] for one in waits if one] == sorted(one["high"] for one in waits if one)


def test_the_same_number_asked_twice_is_promised_the_same(office: Office) -> None:
    once = rid()
    first, again = (office.desk.issue(TOUCH, once, service="A").body for _ in range(2))
    assert first == again
