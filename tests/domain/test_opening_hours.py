"""When numbers are given, and what a refused person is told, against looking at every minute."""

from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from office.domain import opening
from office.domain.above import FromAbove, SpecialDay
from office.domain.house import Hours, House, Service
from tests.office_fixture import FIRST

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
A = Service("A", "A", "Chứng thực")
MOMENTS = st.integers(0, 14 * 1440 - 1).map(
    lambda minute: datetime(2026, 11, 23, tzinfo=ZONE) + timedelta(minutes=minute)
)
WORKING = ((450, 690), (810, 1020))
WEEK = (WORKING,) * 5 + (((450, 690),), ())


@st.composite
def sessions(draw: st.DrawFn) -> Hours:
    edges = sorted(draw(st.sets(st.integers(0, 96).map(lambda n: n * 15), max_size=4)))
    return tuple(zip(edges[::2], edges[1::2], strict=False))


WEEKS = st.lists(sessions(), min_size=7, max_size=7).map(tuple)


def house(weekly: tuple[Hours, ...]) -> House:
    return House(
        FIRST.names, ZONE, MappingProxyType({"A": A}), MappingProxyType({}), FIRST.calling, FIRST.rating, weekly
    )


def is_open(weekly: tuple[Hours, ...], at: datetime) -> bool:
    return opening.admission(house(weekly), A, at, day_open=True, given=0, staffed=True).open


@given(WEEKS, MOMENTS)
def test_the_next_opening_is_the_first_minute_that_begins_a_session(weekly: tuple[Hours, ...], at: datetime) -> None:
    said = opening.next_opening(house(weekly), at)
    for ahead in range(1, 8 * 1440):
        then = at + timedelta(minutes=ahead)
        if (then.date() - at.date()).days > 7:
            break
        if any(begin == then.hour * 60 + then.minute for begin, _ in weekly[then.weekday()]):
            same_day = then.date() == at.date()
            assert said == then.strftime("%H:%M" if same_day else "%Y-%m-%dT%H:%M")
            return
    assert said is None


@given(WEEKS, MOMENTS)
def test_outside_the_sessions_it_is_closed_and_says_when_to_come_back(weekly: tuple[Hours, ...], at: datetime) -> None:
    verdict = opening.admission(house(weekly), A, at, day_open=True, given=0, staffed=True)
    within = any(begin <= at.hour * 60 + at.minute < end for begin, end in weekly[at.weekday()])
    assert verdict.open is within
    assert verdict.why == (None if within else "closed")
    assert verdict.opens_at == (None if within else opening.next_opening(house(weekly), at))


def test_the_last_minute_of_a_session_is_open_and_the_end_is_not() -> None:
    monday = datetime(2026, 11, 23, tzinfo=ZONE)
    for hour, minute, expected in ((7, 29, False), (7, 30, True), (11, 29, True), (11, 30, False), (16, 59, True)):
        assert is_open(WEEK, monday.replace(hour=hour, minute=minute)) is expected


def test_on_saturday_noon_people_are_sent_to_monday() -> None:
    saturday = datetime(2026, 11, 28, 12, 0, tzinfo=ZONE)
    assert opening.next_opening(house(WEEK), saturday) == "2026-11-30T07:30"


def test_at_midnight_the_opening_of_the_same_day_is_just_a_time() -> None:
    assert opening.next_opening(house(WEEK), datetime(2026, 11, 23, 0, 0, tzinfo=ZONE)) == "07:30"


@given(st.integers(0, 9), st.integers(0, 9))
def test_a_quota_that_is_reached_sends_people_to_another_day(quota: int, given_today: int) -> None:
    at = datetime(2026, 11, 23, 9, 0, tzinfo=ZONE)
    verdict = opening.admission(
        house(WEEK), replace(A, quota=quota), at, day_open=True, given=given_today, staffed=True
    )
    assert verdict.open is (given_today < quota)
    if not verdict.open:
        assert (verdict.why, verdict.opens_at) == ("quota_reached", "2026-11-24T07:30")


@given(WEEKS, MOMENTS, st.booleans(), st.booleans(), st.integers(0, 3))
def test_a_service_that_is_switched_off_is_never_given(
    weekly: tuple[Hours, ...], at: datetime, day_open: bool, staffed: bool, given_today: int
) -> None:
    off = replace(A, switched_on=False)
    verdict = opening.admission(house(weekly), off, at, day_open=day_open, given=given_today, staffed=staffed)
    assert (verdict.open, verdict.why) == (False, "not_today")


@given(WEEKS, MOMENTS, st.booleans())
def test_without_a_running_day_nothing_is_given(weekly: tuple[Hours, ...], at: datetime, staffed: bool) -> None:
    verdict = opening.admission(house(weekly), A, at, day_open=False, given=0, staffed=staffed)
    assert (verdict.open, verdict.why) == (False, "day_closed")


def test_a_service_without_an_open_counter_says_so_and_still_gives_numbers() -> None:
    at = datetime(2026, 11, 23, 9, 0, tzinfo=ZONE)
    verdict = opening.admission(house(WEEK), A, at, day_open=True, given=0, staffed=False)
    assert (verdict.open, verdict.why) == (True, "no_counter")


def with_days(**days: SpecialDay) -> House:
    named = {key.removeprefix("d").replace("_", "-"): one for key, one in days.items()}
    return replace(house(WEEK), above=FromAbove(days=MappingProxyType(named)))


def test_on_a_holiday_of_the_tier_above_people_are_sent_to_the_day_after_all_of_them() -> None:
    closed = SpecialDay("closed", "Tết")
    tet = with_days(**{f"d2026_11_{day}": closed for day in range(23, 31)}, d2026_12_01=closed)
    at = datetime(2026, 11, 23, 9, 0, tzinfo=ZONE)
    verdict = opening.admission(tet, A, at, day_open=True, given=0, staffed=True)
    assert (verdict.open, verdict.opens_at) == (False, "2026-12-02T07:30")


def test_a_half_day_keeps_that_half_of_the_weekday() -> None:
    monday = datetime(2026, 11, 23, tzinfo=ZONE).date()
    assert with_days(d2026_11_23=SpecialDay("morning")).hours_on(monday) == ((450, 690),)
    assert with_days(d2026_11_23=SpecialDay("afternoon")).hours_on(monday) == ((810, 1020),)


def test_a_saturday_that_is_worked_has_the_hours_that_were_given() -> None:
    worked = with_days(d2026_11_29=SpecialDay("hours", "Làm bù", ((480, 660),)))
    sunday = datetime(2026, 11, 29, 8, 30, tzinfo=ZONE)
    assert opening.admission(worked, A, sunday, day_open=True, given=0, staffed=True).open
