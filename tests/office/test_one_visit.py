"""Several services for one person with one number: each has its own times, and one rating stands at the end."""

from collections.abc import Callable

import pytest

from office.domain.moment import MINUTE, utc_text
from office.domain.refusals import Invalid, NotServedHere, NotYourCounter, Stale, UnknownService, WrongState
from tests.office.at_work import Json, Office
from tests.office_fixture import HEAD, rid


def times(ticket: Json) -> list[tuple[str, int]]:
    """Service and minutes of each part that has ended."""
    return [(part["service"], part["served_ms"] // MINUTE) for part in ticket["parts"]]


def test_each_service_has_its_own_times(office: Office) -> None:
    office.take("A")
    office.next()
    office.start()
    office.clock.advance(3 * MINUTE)
    answer = office.go_on("T")
    assert (answer["ticket"]["number"], answer["ticket"]["service"], answer["ticket"]["state"]) == (
        *("A001", "T", "serving"),
    )
    assert (answer["ended"]["service"], answer["ended"]["served_ms"]) == ("A", 3 * MINUTE)
    office.clock.advance(5 * MINUTE)
    done = office.finish()
    assert times(done) == [("A", 3)]
    assert [(f["service"], f["served_ms"]) for f in office.facts("ticket.finished")] == [("T", 5 * MINUTE)]
    assert [(f["from_service"], f["served_ms"], f["part"]) for f in office.facts("ticket.continued")] == [
        ("A", 3 * MINUTE, 1)
    ]


def test_several_files_of_the_same_service_are_several_parts(office: Office) -> None:
    office.take("A")
    office.next()
    office.start()
    for minutes in (1, 2, 4):
        office.clock.advance(minutes * MINUTE)
        office.go_on("A")
    assert times(office.finish()) == [("A", 1), ("A", 2), ("A", 4)]


def test_whoever_was_only_called_counts_as_started_at_the_call(office: Office) -> None:
    office.take("A")
    office.next()
    office.clock.advance(2 * MINUTE)
    assert office.go_on("T")["ended"]["served_ms"] == 2 * MINUTE
    assert office.facts("ticket.started")[-1]["implied_start"] is True


def test_one_visit_is_rated_once_for_what_it_ended_with(office: Office) -> None:
    office.take("A")
    office.next()
    office.start()
    office.go_on("T")
    assert office.window() is None
    done = office.finish()
    office.clock.advance(1_000)
    office.rate(done)
    assert [f["service"] for f in office.facts("rating.given")] == ["T"]


def test_what_was_done_before_a_transfer_or_a_pause_stays_known(office: Office) -> None:
    one = office.take("A")
    office.next(1)
    office.start(1)
    office.clock.advance(2 * MINUTE)
    sent = office.send(one, service="B")
    assert (times(sent), sent["started_at"]) == ([("A", 2)], None)
    office.next(3)
    office.start(3)
    office.clock.advance(3 * MINUTE)
    assert times(office.park(3)) == [("A", 2), ("B", 3)]
    office.clock.advance(9 * MINUTE)
    office.call("A001", 3)
    office.start(3)
    office.clock.advance(MINUTE)
    done = office.finish(3)
    assert [(p["service"], p["counter"], p["served_ms"]) for p in done["parts"]] == [
        ("A", 1, 2 * MINUTE),
        ("B", 3, 3 * MINUTE),
    ]
    assert office.facts("ticket.finished")[-1]["served_ms"] == MINUTE


def test_nothing_ends_for_whoever_was_called_in_vain(office: Office) -> None:
    one = office.take("A")
    office.next()
    assert office.send(one, service="B")["parts"] == []


def test_undo_takes_up_the_service_where_it_was(office: Office) -> None:
    office.take("A")
    started = (office.next(), office.start())[1]["started_at"]
    office.clock.advance(3 * MINUTE)
    assert office.go_on("T")["undo"]["act"] == "continue"
    office.clock.advance(5_000)
    back = office.undo()["ticket"]
    assert (back["service"], back["parts"], back["started_at"]) == ("A", [], started)
    fact = office.facts("ticket.undone")[-1]
    assert (fact["act"], fact["part"], fact["service"]) == ("continue", 1, "A")
    office.clock.advance(55_000)
    office.finish()
    assert office.facts("ticket.finished")[-1]["served_ms"] == 4 * MINUTE


def test_only_what_this_counter_serves_and_only_for_who_stands_there(office: Office) -> None:
    with office.refuses(WrongState):
        office.go_on("T")
    one = office.take("A")
    office.next()
    with office.refuses(NotServedHere, service="B"):
        office.go_on("B")
    with office.refuses(UnknownService):
        office.go_on("Z")
    with office.refuses(Stale, current=one["id"]):
        office.go_on("T", expect=None)
    with office.refuses(NotYourCounter):
        office.desk.continue_with(office.people[2], rid(), counter=1, service="A")


def test_a_key_that_lies_under_a_file_does_not_go_on_for_ever(office: Office) -> None:
    office.take("A")
    office.next()
    for _ in range(20):
        office.go_on("A")
    with office.refuses(Invalid, field="service"):
        office.go_on("A")
    assert office.finish()["state"] == "done"


def test_the_same_press_twice_ends_one_service(office: Office) -> None:
    office.take("A")
    office.next()
    once = rid()
    first, again = (
        office.desk.continue_with(office.people[1], once, counter=1, service="T", expect=1).body for _ in range(2)
    )
    assert first == again
    assert len(first["ticket"]["parts"]) == 1


def test_the_day_ends_for_a_visit_of_several_services(office: Office) -> None:
    office.take("A")
    office.next()
    office.go_on("T")
    office.finish()
    office.desk.close_day(HEAD, rid())
    assert office.ticket({"id": 1})["state"] == "done"


@pytest.mark.parametrize("act", ["next", "call", "finish", "no_show", "transfer", "cancel", "continue"])
def test_every_act_that_can_be_undone_says_until_when(office: Office, act: str) -> None:
    one, other = office.take("A"), office.take("A")
    if act not in ("next", "call"):
        office.next()
    if act == "no_show":
        office.recall()
        office.clock.advance(60_000)
    if act == "finish":
        office.start()
    an = office.people[1]
    do: dict[str, Callable[[], Json]] = {
        "next": lambda: office.next(),
        "call": lambda: office.call("A002"),
        "finish": lambda: office.desk.finish(an, rid(), counter=1).body,
        "no_show": lambda: office.desk.no_show(an, rid(), counter=1).body,
        "transfer": lambda: office.send(one, service="B"),
        "cancel": lambda: office.cancel(other, by=an),
        "continue": lambda: office.go_on("T"),
    }
    offer = do[act]()["undo"]
    assert offer["act"] == act
    assert office.desk.line(1)["undo"] == offer
    office.clock.advance(10_000)
    assert office.desk.line(1)["undo"] == offer
    office.clock.advance(1)
    assert office.desk.line(1)["undo"] is None


def test_nothing_is_offered_that_could_not_be_taken_back(office: Office) -> None:
    office.take_many(3)
    office.next()
    assert office.desk.recall(office.people[1], rid(), counter=1).body["undo"] is None
    assert office.desk.line(1)["undo"] is None
    office.start()
    office.finish()
    assert office.desk.line(2)["undo"] is None
    office.call("A002", 2)
    assert office.desk.line(1)["undo"] is not None
    office.pause()
    assert office.desk.line(1)["undo"] is None  # a counter on a pause does nothing


def test_nobody_waiting_keeps_the_offer_of_the_act_before(office: Office) -> None:
    office.take()
    office.next()
    office.start()
    office.finish()
    offer = office.desk.line(1)["undo"]
    assert office.next() == {"finished": None, "ticket": None, "reason": "nobody_waiting", "undo": offer}
    assert office.undo()["undone"] == "finish"


def test_a_touch_screen_is_offered_nothing(office: Office) -> None:
    assert office.cancel(office.take())["undo"] is None


def test_the_line_tells_how_long_a_missed_person_may_come_back(office: Office) -> None:
    office.take_many(14)
    office.miss()
    left = office.clock.now()
    late = office.desk.line(1)["no_show"][0]["late"]
    assert (late["calls_left"], late["over"]) == (10, False)
    assert late["until"] == utc_text(left.wall + 30 * MINUTE)
    office.calls(11)
    late = office.desk.line(1)["no_show"][0]["late"]
    assert (late["calls_left"], late["over"]) == (0, False)
    office.clock.advance(30 * MINUTE + 1 - (office.clock.now().mono - left.mono))
    assert office.desk.line(1)["no_show"][0]["late"]["over"] is True
