"""A clock that cannot be right keeps the running day until the head confirms or time sync arrives."""

import pytest

from office.clock import SetClock
from office.domain.day import DayHours
from office.domain.moment import HOUR, MINUTE
from office.domain.refusals import ClockSuspect, WrongState
from tests.office.at_work import Office, working
from tests.office_fixture import HEAD, rid

HOURS = DayHours(begins=6 * 60, ends=19 * 60)
DAY = 24 * HOUR


@pytest.mark.parametrize("jump", [37 * HOUR, 400 * DAY, -HOUR, -2_000 * DAY])
def test_a_jump_keeps_the_running_day_and_is_reported(jump: int) -> None:
    with working(hours=HOURS) as office:
        office.take()
        office.clock.jump(jump)
        office.desk.tick()
        day = office.desk.state()["day"]
        assert (day["status"], day["date"], day["clock_suspect"]) == ("open", "2026-11-23", True)
        assert len(office.facts("clock.suspect")) == 1
        office.desk.tick()
        assert len(office.facts("clock.suspect")) == 1
        if jump < 0:  # the hours of opening are asked of the clock as it is
            return
        assert office.line() == ["A001"]


def test_numbers_go_on_in_the_same_order_while_the_clock_is_behind(office: Office) -> None:
    office.take_many(2)
    office.clock.jump(-5 * HOUR)
    office.desk.tick()
    office.take_many(2)
    assert office.calls(4) == ["A001", "A002", "A003", "A004"]


@pytest.mark.parametrize("jump", [35 * HOUR, 10 * MINUTE])
def test_a_smaller_jump_is_believed(jump: int) -> None:
    with working(hours=DayHours(0, 1440)) as office:
        office.clock.jump(jump)
        office.desk.tick()
        assert office.facts("clock.suspect") == []


def test_the_head_confirms_and_the_day_follows_the_clock() -> None:
    with working(hours=HOURS) as office:
        office.clock.jump(4 * DAY)
        office.desk.tick()
        answer = office.desk.confirm_clock(HEAD, rid()).body["day"]
        assert (answer["clock_suspect"], answer["date"]) == (False, "2026-11-23")
        assert office.facts("clock.trusted")[-1]["by"] == "clerk:binh"
        office.desk.tick()
        assert office.desk.state()["day"]["date"] == "2026-11-27"


def test_time_sync_ends_the_suspicion_by_itself() -> None:
    with working(hours=HOURS) as office:
        office.clock.jump(-3 * DAY)
        office.desk.tick()
        office.clock.jump(3 * DAY)
        office.clock.set_synced(True)
        office.desk.tick()
        day = office.desk.state()["day"]
        assert (day["clock_suspect"], day["status"], day["date"]) == (False, "open", "2026-11-23")


def test_a_clock_that_is_believed_cannot_be_confirmed(office: Office) -> None:
    with office.refuses(WrongState, state="trusted"):
        office.desk.confirm_clock(HEAD, rid())


def test_with_time_sync_any_jump_is_believed() -> None:
    with working(clock=SetClock(synced=True), hours=HOURS) as office:
        office.clock.jump(30 * DAY)
        office.desk.tick()
        day = office.desk.state()["day"]
        assert (day["clock_suspect"], day["date"]) == (False, "2026-12-23")


def test_under_a_suspect_clock_no_day_is_opened_by_itself_nor_by_hand() -> None:
    with working(hours=HOURS) as office:
        office.desk.close_day(HEAD, rid())
        office.clock.jump(-2_000 * DAY)
        office.desk.tick()
        assert office.desk.state()["day"]["status"] == "closed"
        with office.refuses(ClockSuspect):
            office.desk.open_day(HEAD, rid())
        office.desk.confirm_clock(HEAD, rid())
        office.desk.tick()
        assert office.desk.state()["day"]["date"] == "2021-06-02"


def test_a_day_with_a_wrong_date_can_be_closed_and_followed_by_an_earlier_one() -> None:
    ahead = SetClock(1_795_395_600_000 + 3 * DAY)
    with working(clock=ahead, hours=HOURS) as office:
        assert office.take()["number"] == "A001"
        office.clock.jump(-3 * DAY)
        office.desk.tick()
        assert office.desk.state()["day"]["date"] == "2026-11-26"
        office.desk.confirm_clock(HEAD, rid())
        office.desk.tick()
        assert office.desk.state()["day"]["date"] == "2026-11-26"
        office.desk.close_day(HEAD, rid())
        office.desk.tick()
        day = office.desk.state()["day"]
        assert (day["status"], day["date"]) == ("open", "2026-11-23")
        assert office.take()["number"] == "A001"


def test_durations_do_not_jump_with_the_wall_clock(office: Office) -> None:
    office.take()
    ticket = office.serve()
    office.clock.jump(12 * HOUR)
    office.clock.advance(1_000)
    assert office.rate(ticket)["outcome"] == "rated"
    office.clock.jump(12 * HOUR)
    office.clock.advance(4_000)
    assert office.rate(ticket, 1)["level"] == 1
