"""Who is called, and what `next` does with whoever stands at the counter."""

from itertools import islice

import pytest

from office.domain.refusals import NotServedHere, NotYourCounter, UnknownTicket, WrongState
from tests.office.at_work import Office, working
from tests.office_fixture import HEAD, fill_with, rid


def test_fifo_calls_whoever_came_first_priority_or_not() -> None:
    with working(fill_with(rule="fifo")) as office:
        office.take_many(2)
        office.take(priority=True)
        assert office.calls(3) == ["A001", "A002", "A003"]


def test_strict_priority_goes_before_an_earlier_number() -> None:
    with working(fill_with(rule="strict")) as office:
        office.take_many(2)
        office.take(priority=True)
        office.take(priority=True)
        assert office.calls(4) == ["A003", "A004", "A001", "A002"]


def test_interleaved_priority_is_called_at_the_latest_after_four_ordinary_calls(office: Office) -> None:
    office.take_many(6)
    office.take(priority=True)
    assert office.calls(7) == ["A001", "A002", "A003", "A004", "A007", "A005", "A006"]


def test_interleaved_priority_is_called_at_once_when_it_is_the_oldest(office: Office) -> None:
    office.take(priority=True)
    office.take_many(2)
    assert office.next()["reason"] == "oldest"
    assert office.counter(1)["ticket"]["number"] == "A001"


def test_the_office_says_after_how_many_calls_priority_comes() -> None:
    with working(fill_with(interleave=2)) as office:
        office.take_many(4)
        for _ in range(2):
            office.take(priority=True)
        assert office.calls(6) == ["A001", "A005", "A002", "A006", "A003", "A004"]


def test_each_counter_counts_its_own_ordinary_calls(office: Office) -> None:
    office.take_many(8)
    office.take(priority=True)
    assert office.calls(3, 1) == ["A001", "A002", "A003"]
    assert office.calls(3, 2) == ["A004", "A005", "A006"]
    assert office.calls(2, 1) == ["A007", "A009"]


def test_across_services_the_time_of_issue_decides(office: Office) -> None:
    for service in ("T", "A", "T", "B", "A"):
        office.take(service)
    assert office.calls(4) == ["T001", "A001", "T002", "A002"]


def test_a_counter_calls_only_what_it_serves(office: Office) -> None:
    office.take("B")
    assert office.next(1)["reason"] == "nobody_waiting"
    assert office.next(3)["ticket"]["number"] == "B001"


@pytest.mark.parametrize(
    ("rule", "reasons"),
    [("fifo", ["oldest", "oldest"]), ("strict", ["priority", "oldest"]), ("interleaved", ["oldest", "oldest"])],
)
def test_the_call_keeps_rule_and_reason(rule: str, reasons: list[str]) -> None:
    with working(fill_with(rule=rule)) as office:
        office.take()
        office.take(priority=True)
        answers = [office.next(), office.next()]
        assert [a["reason"] for a in answers] == reasons
        assert [(a["ticket"]["rule"], a["ticket"]["called_because"]) for a in answers] == [(rule, r) for r in reasons]
        assert [(f["rule"], f["because"]) for f in office.facts("ticket.called")] == [(rule, r) for r in reasons]


def test_next_finishes_whoever_is_being_served_and_calls(office: Office) -> None:
    office.take_many(2)
    office.next()
    office.start()
    answer = office.next()
    assert (answer["finished"]["number"], answer["finished"]["state"]) == ("A001", "done")
    assert (answer["ticket"]["number"], answer["ticket"]["state"]) == ("A002", "called")


def test_next_counts_one_who_was_only_called_as_started_at_the_call(office: Office) -> None:
    office.take_many(2)
    called = office.next()["ticket"]
    office.clock.advance(90_000)
    finished = office.next()["finished"]
    assert finished["state"] == "done"
    assert finished["started_at"] == called["called_at"]
    assert office.facts("ticket.started")[-1]["implied_start"] is True
    assert office.facts("ticket.finished")[-1]["implied_start"] is True
    assert office.facts("ticket.finished")[-1]["served_ms"] == 90_000


def test_a_start_by_key_is_not_implied(office: Office) -> None:
    office.take()
    office.serve()
    assert "implied_start" not in office.facts("ticket.started")[-1]
    assert "implied_start" not in office.facts("ticket.finished")[-1]


def test_next_with_nobody_waiting_still_finishes_and_says_so(office: Office) -> None:
    office.take()
    office.next()
    office.start()
    answer = office.next()
    assert (answer["finished"]["number"], answer["ticket"], answer["reason"]) == ("A001", None, "nobody_waiting")


def test_next_with_nobody_at_all_leaves_no_fact(office: Office) -> None:
    before = office.desk.seq
    assert office.next() == {"finished": None, "ticket": None, "reason": "nobody_waiting", "undo": None}
    assert office.desk.seq == before


def test_finish_of_one_who_was_only_called_is_refused(office: Office) -> None:
    office.take()
    office.next()
    with office.refuses(WrongState, state="called"):
        office.finish()


def test_start_and_recall_of_one_who_is_being_served_are_refused(office: Office) -> None:
    office.take()
    office.next()
    office.start()
    with office.refuses(WrongState, state="serving"):
        office.start()
    with office.refuses(WrongState, state="serving"):
        office.recall()


@pytest.mark.parametrize("act", ["start", "recall", "finish", "no_show", "park"])
def test_without_anybody_at_the_counter_an_act_is_refused(office: Office, act: str) -> None:
    with office.refuses(WrongState, state=None):
        getattr(office, act)()


def test_each_recall_is_a_call_and_comes_first_among_the_recent_ones(office: Office) -> None:
    office.take_many(2)
    office.next(1)
    office.next(2)
    assert office.recall(1)["calls"] == 2
    assert office.recall(1)["calls"] == 3
    recent = office.desk.state()["recent_calls"]
    assert [(c["number"], c["recall"]) for c in recent] == [("A001", True), ("A002", False)]


def test_call_by_number_takes_one_out_of_the_middle_of_the_line(office: Office) -> None:
    office.take_many(3)
    answer = office.call("A002")
    assert (answer["ticket"]["number"], answer["reason"]) == ("A002", "by_number")
    assert office.line() == ["A001", "A003"]


def test_call_by_number_finishes_the_present_one_in_the_same_way(office: Office) -> None:
    office.take_many(3)
    office.next()
    assert office.call("a3")["finished"]["number"] == "A001"


def test_a_parked_or_missed_number_is_returned_and_called_in_one_act(office: Office) -> None:
    office.take_many(2)
    office.miss()
    office.next()
    office.park()
    before = office.desk.seq
    assert office.call("A001")["ticket"]["state"] == "called"
    assert office.call("A002")["ticket"]["park_reason"] is None
    assert [k for k in office.kinds(before) if not k.startswith("rating")] == [
        *("ticket.returned", "ticket.called"),
        *("ticket.started", "ticket.finished", "ticket.returned", "ticket.called"),
    ]


def test_a_number_of_a_service_that_the_counter_does_not_serve_is_refused(office: Office) -> None:
    office.take_many(2)
    office.take("B")
    office.next()
    with office.refuses(NotServedHere, number="B001", service="B"):
        office.call("B001")


@pytest.mark.parametrize("number", ["A004", "A000", "Z999", "", "23", "B001", "xin chào"])
def test_a_number_that_nobody_has_is_unknown(office: Office, number: str) -> None:
    office.take_many(3)
    with office.refuses(UnknownTicket):
        office.call(number)


def test_a_number_that_stands_elsewhere_is_refused_and_the_present_one_stays(office: Office) -> None:
    office.take_many(3)
    office.next(1)
    office.next(2)
    with office.refuses(WrongState, state="called", counter=2):
        office.call("A002", 1)
    with office.refuses(WrongState, state="called", counter=1):
        office.call("A001", 1)
    done = office.next(2)["finished"]
    with office.refuses(WrongState, state="done"):
        office.call(done["number"], 1)


def test_another_clerks_counter_obeys_only_its_own_clerk(office: Office) -> None:
    office.take()
    for actor in (office.people[2], HEAD):
        with office.refuses(NotYourCounter, counter=1):
            office.desk.call_next(actor, rid(), counter=1)


def test_two_counters_never_have_the_same_person(office: Office) -> None:
    office.take_many(9)
    seen = [office.next(counter)["ticket"]["number"] for counter in islice((1, 2) * 5, 9)]
    assert seen == [f"A00{n}" for n in range(1, 10)]
