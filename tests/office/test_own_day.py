"""A clerk's own day at a glance: what I did today, at whatever counter, and nobody else's business."""

import pytest

from office.domain.moment import MINUTE
from office.domain.refusals import NotYourCounter, UnknownCounter
from tests.office.at_work import Office, working
from tests.office_fixture import HEAD, SCREEN, rid


def serve(office: Office, minutes: int, counter: int = 1) -> None:
    office.next(counter)
    office.start(counter)
    office.clock.advance(minutes * MINUTE)
    office.finish(counter)


def test_a_morning_in_figures(office: Office) -> None:
    office.take_many(6)
    serve(office, 2)
    serve(office, 4)
    office.miss()
    office.next()
    office.park()
    office.next()
    office.start()
    office.clock.advance(3 * MINUTE)
    office.go_on("T")
    office.clock.advance(6 * MINUTE)
    office.finish()
    day = office.desk.own_day(office.people[1], 1)
    assert (day["served"], day["parked"], day["no_show"]) == (3, 1, 1)
    assert (day["mean_ms"], day["longest_ms"]) == (5 * MINUTE, 9 * MINUTE)  # 2, 4, and one visit of 3 + 6
    assert (day["calls"], day["recalls"]) == (5, 1)
    assert [(one["service"], one["served"], one["mean_ms"]) for one in day["services"]] == [
        ("A", 3, 3 * MINUTE),
        ("T", 1, 6 * MINUTE),
    ]
    assert sum(one["served"] for one in day["hours"]) == 3
    assert [one["number"] for one in day["recent"]] == ["A005", "A004", "A003", "A002", "A001"]


def test_an_undone_call_was_none(office: Office) -> None:
    office.take()
    office.next()
    office.undo()
    day = office.desk.own_day(office.people[1], 1)
    assert (day["calls"], day["served"], day["recent"]) == (0, 0, [])


def test_what_i_did_at_another_counter_is_mine_too() -> None:
    with working(seated=False) as office:
        office.take_many(2)
        office.sit("an", 1)
        serve(office, 2, 1)
        office.sit("an", 2)
        serve(office, 4, 2)
        office.sit("chi", 1)
        assert office.desk.own_day(office.people[2], 2)["served"] == 2
        assert office.desk.own_day(office.people[1], 1)["served"] == 0


def test_a_service_that_i_gave_before_a_transfer_is_mine(office: Office) -> None:
    one = office.take()
    office.next()
    office.start()
    office.clock.advance(2 * MINUTE)
    office.send(one, service="B")
    serve(office, 5, 3)
    mine, hers = (office.desk.own_day(office.people[n], n) for n in (1, 3))
    assert (mine["served"], [(s["service"], s["mean_ms"]) for s in mine["services"]]) == (0, [("A", 2 * MINUTE)])
    assert (hers["served"], [(s["service"], s["mean_ms"]) for s in hers["services"]]) == (1, [("B", 5 * MINUTE)])


def test_pauses_are_added_up_also_the_running_one(office: Office) -> None:
    start = office.desk.own_day(office.people[1], 1)["since"]
    office.pause()
    office.clock.advance(10 * MINUTE)
    office.resume()
    office.pause()
    office.clock.advance(5 * MINUTE)
    day = office.desk.own_day(office.people[1], 1)
    assert (day["paused_ms"], day["since"]) == (15 * MINUTE, start)


def test_a_day_without_anything_is_all_nothing() -> None:
    with working(day=False) as office:
        day = office.desk.own_day(office.people[1], 1)
    assert (day["served"], day["mean_ms"], day["services"], day["recent"]) == (0, None, [], [])


def test_practice_and_the_real_day_do_not_mix(office: Office) -> None:
    office.take()
    serve(office, 1)
    office.desk.set_training(HEAD, rid(), on=True)
    assert office.desk.own_day(office.people[1], 1)["served"] == 0


@pytest.mark.parametrize("who", ["another clerk", "the head", "a screen"])
def test_a_day_is_shown_to_its_own_clerk_alone(office: Office, who: str) -> None:
    actor = {"another clerk": office.people[2], "the head": HEAD, "a screen": SCREEN}[who]
    with pytest.raises(NotYourCounter):
        office.desk.own_day(actor, 1)
    with pytest.raises(UnknownCounter):
        office.desk.own_day(actor, 77)
