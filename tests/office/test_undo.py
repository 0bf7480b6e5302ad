"""The last act of a counter is taken back: within ten seconds, by the same clerk, exactly."""

from collections.abc import Callable

import pytest

from office.domain.refusals import NothingToUndo, NotYourCounter, Stale, WrongState
from tests.office.at_work import Office
from tests.office_fixture import HEAD, TOUCH, rid


def _serving(office: Office) -> None:
    office.take_many(3)
    office.next()
    office.start()


def _called_twice(office: Office) -> None:
    office.take_many(3)
    office.next()
    office.recall()
    office.clock.advance(60_000)


def _called_while_the_one_before_may_rate(office: Office) -> None:
    office.take_many(4)
    office.serve()
    office.clock.advance(2_000)
    office.next()


def _called_beside_an_open_window(office: Office) -> None:
    _called_while_the_one_before_may_rate(office)
    office.next()


def _one_parked(office: Office) -> None:
    _serving(office)
    office.park()
    office.next()


def _one_missed(office: Office) -> None:
    office.take_many(3)
    office.miss()
    office.next()


ACTS: dict[str, tuple[Callable[[Office], object], Callable[[Office], object]]] = {
    "next with nobody at the counter": (lambda office: office.take_many(3), lambda office: office.next()),
    "next for a priority person": (
        lambda office: [office.take_many(4), office.calls(4), office.take(priority=True)],
        lambda office: office.next(),
    ),
    "next with one who was only called": (_called_twice, lambda office: office.next()),
    "next that cuts a window short": (_called_while_the_one_before_may_rate, lambda office: office.next()),
    "next with one who is being served": (_serving, lambda office: office.next()),
    "next with nobody waiting": (
        lambda office: [office.take(), office.next(), office.start()],
        lambda office: office.next(),
    ),
    "call by number": (_serving, lambda office: office.call("A003")),
    "call of a parked number": (_one_parked, lambda office: office.call("A001")),
    "call of a missed number": (_one_missed, lambda office: office.call("A001")),
    "finish": (_serving, lambda office: office.finish()),
    "no_show": (_called_twice, lambda office: office.no_show()),
    "transfer to a service": (_serving, lambda office: office.send({"id": 1}, service="B")),
    "transfer to the front": (_serving, lambda office: office.send({"id": 1}, service="B", position="front")),
    "transfer to the back": (_serving, lambda office: office.send({"id": 1}, counter=3, position="back")),
    "continue with another service": (_serving, lambda office: office.go_on("T")),
    "continue with one who was only called": (_called_beside_an_open_window, lambda office: office.go_on("T")),
    "cancel": (_serving, lambda office: office.cancel({"id": 3}, by=office.people[1])),
}


@pytest.mark.parametrize("act", ACTS)
def test_undo_restores_exactly_what_was_there(office: Office, act: str) -> None:
    prepare, do = ACTS[act]
    prepare(office)
    before, state = office.restorable(), office.desk.state()
    office.clock.advance(1_000)
    do(office)
    assert office.restorable() != before
    office.clock.advance(9_000)
    office.undo()
    assert office.restorable() == before
    after = office.desk.state()
    for part in ("day", "counters", "recent_calls", "missed"):
        assert after[part] == state[part]
    for one, was in zip(after["services"], state["services"], strict=True):
        assert one == {**was, "wait": one["wait"]}  # what a wait looks like changes with the time that passes


def test_undo_says_what_was_taken_back_and_who_stands_there_now(office: Office) -> None:
    _serving(office)
    office.next()
    answer = office.undo()
    assert (answer["undone"], answer["ticket"]["number"], answer["ticket"]["state"]) == ("next", "A001", "serving")
    assert {(t["number"], t["state"]) for t in answer["tickets"]} == {("A001", "serving"), ("A002", "waiting")}
    assert [(f["number"], f["state"], f["act"]) for f in office.facts("ticket.undone")] == [
        ("A002", "waiting", "next"),
        ("A001", "serving", "next"),
    ]


def test_one_who_was_called_in_vain_keeps_the_place_in_the_line(office: Office) -> None:
    office.take_many(3)
    office.call("A002")
    office.undo()
    assert office.calls(3) == ["A001", "A002", "A003"]


def test_an_undone_call_does_not_count_for_the_rule(office: Office) -> None:
    office.take_many(6)
    office.take(priority=True)
    office.calls(4)
    office.undo()
    assert office.calls(2) == ["A004", "A007"]


def test_after_ten_seconds_there_is_nothing_to_undo(office: Office) -> None:
    _serving(office)
    office.finish()
    office.clock.advance(10_001)
    with office.refuses(NothingToUndo):
        office.undo()


def test_nothing_is_undone_twice(office: Office) -> None:
    _serving(office)
    office.finish()
    office.undo()
    with office.refuses(NothingToUndo):
        office.undo()


def test_at_the_beginning_there_is_nothing_to_undo(office: Office) -> None:
    with office.refuses(NothingToUndo):
        office.undo()


@pytest.mark.parametrize("act", ["start", "recall", "park"])
def test_what_cannot_be_taken_back_covers_what_was_done_before(office: Office, act: str) -> None:
    office.take_many(2)
    office.next()
    getattr(office, act)()
    with office.refuses(NothingToUndo):
        office.undo()


def test_a_next_that_did_nothing_covers_nothing(office: Office) -> None:
    office.take()
    office.next()
    office.start()
    office.finish()
    assert office.next()["reason"] == "nobody_waiting"
    assert office.undo()["ticket"]["state"] == "serving"


def test_only_the_last_act_is_undone(office: Office) -> None:
    _serving(office)
    office.finish()
    office.next()
    assert office.undo()["undone"] == "next"
    with office.refuses(NothingToUndo):
        office.undo()


def test_each_counter_has_its_own_last_act(office: Office) -> None:
    office.take_many(4)
    office.next(1)
    office.next(2)
    assert office.undo(1)["tickets"][0]["number"] == "A001"
    assert office.undo(2)["tickets"][0]["number"] == "A002"


def test_another_clerk_cannot_take_it_back(office: Office) -> None:
    _serving(office)
    office.finish()
    for actor in (office.people[2], HEAD):
        with office.refuses(NotYourCounter):
            office.desk.undo(actor, rid(), counter=1)


def test_the_next_clerk_at_the_counter_cannot_take_it_back(office: Office) -> None:
    _serving(office)
    office.finish()
    office.sit("dung", 3)
    keys = office.premises.doors.fresh_keys()
    office.premises.doors.sign_in("an", 1, keys)
    office.premises.doors.sign_out(office.people[1], keys.token)
    office.sit("dung", 1)
    with office.refuses(NothingToUndo):
        office.undo()


def test_somebody_who_was_touched_meanwhile_is_not_pulled_back(office: Office) -> None:
    _serving(office)
    office.send({"id": 1}, service="B")
    office.next(3)
    with office.refuses(NothingToUndo):
        office.undo()


def test_the_printer_may_report_meanwhile(office: Office) -> None:
    _serving(office)
    office.finish()
    office.desk.report_print(ticket=1, state="printed", reason=None, job="0001")
    assert office.undo()["ticket"]["print"]["state"] == "printed"


def test_a_paused_counter_takes_nobody_back(office: Office) -> None:
    _serving(office)
    office.finish()
    office.pause()
    with office.refuses(WrongState, state="paused"):
        office.undo()
    office.resume()
    assert office.undo()["ticket"]["state"] == "serving"


def test_what_a_paused_counter_cannot_take_back_is_not_offered_to_it(office: Office) -> None:
    ticket = office.take()
    office.pause()
    assert office.cancel(ticket, office.people[1])["undo"] is None
    office.resume()
    office.undo()
    assert office.next()["ticket"]["id"] == ticket["id"]


def test_a_caller_that_sees_somebody_else_undoes_nothing(office: Office) -> None:
    _serving(office)
    office.next()
    with office.refuses(Stale, current=2):
        office.undo(expect=1)
    assert office.undo(expect=2)["ticket"]["id"] == 1


def test_what_a_citizen_cancels_is_no_act_of_a_counter(office: Office) -> None:
    one, other = office.take_many(2)
    office.cancel(one, by=TOUCH)
    with office.refuses(NothingToUndo):
        office.undo()
    office.cancel(other, by=office.people[1])
    assert office.undo()["tickets"][0]["state"] == "waiting"


def test_the_end_of_the_day_cannot_be_taken_back(office: Office) -> None:
    _serving(office)
    office.finish()
    office.desk.close_day(HEAD, rid())
    office.desk.open_day(HEAD, rid())
    office.sit("an", 1)
    with office.refuses(NothingToUndo):
        office.undo()
