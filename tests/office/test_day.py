"""The day is opened and closed, by people and by itself."""

from office.clock import SetClock
from office.domain.day import DayHours
from office.domain.moment import HOUR, MINUTE
from office.domain.refusals import DayClosed, DayOpen, NotYourCounter, StillServing
from tests.office.at_work import Office, working
from tests.office_fixture import HEAD, rid

HOURS = DayHours(begins=6 * 60, ends=19 * 60)
SIX_IN_THE_MORNING = 1_795_395_600_000 - 2 * HOUR


def test_the_day_opens_by_itself_when_it_begins() -> None:
    with working(clock=SetClock(SIX_IN_THE_MORNING - 1), hours=HOURS, seated=False) as office:
        assert office.desk.state()["day"]["status"] == "none"
        office.clock.advance(1)
        office.desk.tick()
        day = office.desk.state()["day"]
        assert (day["status"], day["date"]) == ("open", "2026-11-23")
        assert office.facts("day.opened") == [{"date": "2026-11-23", "by": "system:serve"}]


def test_a_first_start_later_in_the_day_opens_it_too() -> None:
    with working(clock=SetClock(SIX_IN_THE_MORNING + 9 * HOUR), hours=HOURS) as office:
        assert office.desk.state()["day"]["status"] == "open"


def test_after_its_end_no_day_opens_by_itself() -> None:
    with working(clock=SetClock(SIX_IN_THE_MORNING + 13 * HOUR), hours=HOURS, seated=False) as office:
        assert office.desk.state()["day"]["status"] == "none"


def test_what_the_head_closed_stays_closed_for_that_date() -> None:
    with working(hours=HOURS) as office:
        answer = office.desk.close_day(HEAD, rid()).body["day"]
        assert (answer["status"], answer["date"], answer["id"]) == ("closed", "2026-11-23", 1)
        office.clock.advance(HOUR)
        office.desk.tick()
        assert dict(office.desk.state()["day"]) == answer
        office.clock.advance(23 * HOUR)
        office.desk.tick()
        assert office.desk.state()["day"]["date"] == "2026-11-24"


def test_open_when_open_and_close_when_closed_are_refused(office: Office) -> None:
    with office.refuses(DayOpen):
        office.desk.open_day(HEAD, rid())
    office.desk.close_day(HEAD, rid())
    with office.refuses(DayClosed):
        office.desk.close_day(HEAD, rid())
    with office.refuses(DayClosed):
        office.desk.set_training(HEAD, rid(), on=True)


def test_the_head_opens_a_day_outside_the_hours_and_it_lasts_until_midnight() -> None:
    with working(clock=SetClock(SIX_IN_THE_MORNING + 14 * HOUR), hours=HOURS, seated=False) as office:
        assert office.desk.open_day(HEAD, rid()).body["day"]["status"] == "open"
        office.clock.advance(HOUR)
        office.desk.tick()
        assert office.desk.state()["day"]["status"] == "open"
        office.clock.advance(4 * HOUR)
        office.desk.tick()
        assert office.desk.state()["day"]["status"] == "closed"


def test_closing_by_hand_waits_for_the_people_at_the_counters(office: Office) -> None:
    office.take_many(3)
    office.next(1)
    office.next(2)
    office.start(2)
    standing = [{"counter": 1, "number": "A001"}, {"counter": 2, "number": "A002"}]
    with office.refuses(StillServing, counters=standing):
        office.desk.close_day(HEAD, rid())
    office.next(2)
    office.park(1)
    office.park(2)
    office.desk.close_day(HEAD, rid())
    states = {office.ticket({"id": n})["state"] for n in (1, 3)}
    assert states == {"expired"}


def one_of_each_state(office: Office) -> dict[str, int]:
    """State → ticket, before the day ends."""
    office.take_many(7)
    missed = office.miss(1)
    done = office.serve(1)
    parked = office.next(1)["ticket"]
    office.park(1)
    called = office.next(1)["ticket"]
    serving = office.next(2)["ticket"]
    office.start(2)
    cancelled = office.cancel({"id": 7})
    named = {"done": done, "no_show": missed, "parked": parked, "called": called, "serving": serving}
    return {**{state: one["id"] for state, one in named.items()}, "cancelled": cancelled["id"], "waiting": 6}


def test_at_its_end_the_day_closes_by_itself_and_everybody_goes_home() -> None:
    with working(hours=HOURS) as office:
        before = one_of_each_state(office)
        opened = len(office.facts("rating.opened"))
        office.clock.advance(11 * HOUR)
        office.desk.tick()
        after = {state: office.ticket({"id": one})["state"] for state, one in before.items()}
        assert after == {
            "done": "done",
            "no_show": "expired",
            "parked": "expired",
            "called": "no_show",
            "serving": "done",
            "cancelled": "cancelled",
            "waiting": "expired",
        }
        assert len(office.facts("rating.opened")) == opened  # nobody is asked behind closed doors
        assert office.facts("day.closed") == [{"date": "2026-11-23", "expired": 3, "by": "system:serve"}]


def test_with_the_day_the_counters_close(office: Office) -> None:
    office.desk.close_day(HEAD, rid())
    assert {office.counter(n)["status"] for n in (1, 2, 3)} == {"closed"}
    assert len(office.facts("counter.closed")) == 3
    with office.refuses(NotYourCounter):
        office.resume(1)


def test_at_midnight_a_day_that_never_closes_is_followed_by_the_next(office: Office) -> None:
    office.take_many(2)
    office.clock.advance(16 * HOUR)
    office.desk.tick()
    assert office.desk.state()["day"]["date"] == "2026-11-24"
    assert office.take()["number"] == "A001"


def test_no_number_comes_twice_on_one_date(office: Office) -> None:
    office.take_many(2)
    office.desk.close_day(HEAD, rid())
    office.desk.open_day(HEAD, rid())
    assert (office.take()["number"], office.take("B")["number"]) == ("A003", "B001")


def test_the_memory_of_the_calling_rule_ends_with_the_day(office: Office) -> None:
    office.take_many(4)
    office.calls(4)
    office.park()
    office.desk.close_day(HEAD, rid())
    office.desk.open_day(HEAD, rid())
    office.sit("an", 1)
    office.take()
    office.take(priority=True)
    assert office.calls(2) == ["A005", "A006"]


def test_windows_end_with_the_day(office: Office) -> None:
    office.take()
    office.serve()
    office.clock.advance(MINUTE // 2)
    office.desk.close_day(HEAD, rid())
    assert [fact["outcome"] for fact in office.facts("rating.closed")] == ["timeout"]
