"""When numbers are given, and what a refused person is told, against looking at every minute of the calendar."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from random import Random
from types import MappingProxyType
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from office.domain import opening
from office.domain.above import FromAbove, SpecialDay
from office.domain.day import DayHours
from office.domain.house import ALL_DAY, Hours, House, Margins, Notice, Service
from office.domain.opening import Admission, Given, Today
from tests.office_fixture import FIRST

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
A = Service("A", "A", "Chứng thực")
MONDAY = date(2026, 11, 23)
DAYS = 10
MOMENTS = st.integers(0, DAYS * 1440 - 1).map(
    lambda minute: datetime(2026, 11, 23, tzinfo=ZONE) + timedelta(minutes=minute)
)
WORKING = ((450, 690), (810, 1020))
WEEK = (WORKING,) * 5 + (((450, 690),), ())
OPEN, NOTHING = Today(open=True), Given()


def some_sessions(chance: Random) -> Hours:
    edges = sorted(chance.sample(range(97), chance.choice((0, 2, 2, 4, 4, 4))))
    return tuple((15 * begins, 15 * ends) for begins, ends in zip(edges[::2], edges[1::2], strict=True))


def some_day(chance: Random) -> SpecialDay:
    hours = some_sessions(chance)
    kind = chance.choice(("closed", "morning", "afternoon", "hours" if hours else "closed"))
    return SpecialDay(kind, chance.choice(("", "Lễ")), hours if kind == "hours" else ())


def some_days(chance: Random) -> dict[str, SpecialDay]:
    marked = chance.sample(range(DAYS + 7), chance.randint(0, 8))
    return {(MONDAY + timedelta(ahead)).isoformat(): some_day(chance) for ahead in marked}


SERVICES = st.builds(
    Service,
    st.just("A"),
    st.just("A"),
    st.just("Chứng thực"),
    stop_before=st.none() | st.sampled_from([0, 15, 30, 240]),
    quota=st.none() | st.integers(0, 3),
    quota_morning=st.none() | st.integers(0, 3),
    quota_afternoon=st.none() | st.integers(0, 3),
)
GIVEN = st.builds(Given, st.integers(0, 4), st.integers(0, 4))


def house(
    weekly: tuple[Hours, ...] = WEEK,
    own: dict[str, SpecialDay] | None = None,
    above: dict[str, SpecialDay] | None = None,
    margins: Margins | None = None,
    day_hours: DayHours | None = None,
) -> House:
    return House(
        FIRST.names,
        ZONE,
        MappingProxyType({"A": A}),
        MappingProxyType({}),
        FIRST.calling,
        FIRST.rating,
        weekly,
        above=FromAbove(days=above or {}),
        days=own or {},
        margins=margins or Margins(),
        day_hours=day_hours or DayHours(0, 1440),
    )


def some_house(seed: int) -> House:
    chance = Random(seed)
    return house(
        tuple(some_sessions(chance) for _ in range(7)),
        some_days(chance),
        some_days(chance),
        Margins(chance.choice((0, 15, 60)), chance.choice((0, 15, 60))),
        chance.choice((DayHours(0, 1440), DayHours(360, 1140))),
    )


HOUSES = st.integers(0, 2**32).map(some_house)
"""By a seed: drawn piece by piece it costs more than all that is asked of it."""


def is_served(at_house: House, at: datetime) -> bool:
    """Independently of `House.hours_on`: minute by minute, and each voice for itself."""
    minute, key = at.hour * 60 + at.minute, at.date().isoformat()
    usual = any(begin <= minute < end for begin, end in at_house.weekly[at.weekday()])

    def says(one: SpecialDay, otherwise: bool) -> bool:
        if one.kind == "hours":
            return any(begin <= minute < end for begin, end in one.sessions)
        return otherwise and (one.kind == "morning") == (minute < 720) and one.kind != "closed"

    above, own = at_house.above.days.get(key), at_house.days.get(key)
    told = usual if above is None else says(above, usual)
    if own is None:
        return told
    return says(own, told) and (told or above is None)


def gives_numbers(at_house: House, service: Service, at: datetime) -> bool:
    """Whether rule 1 lets a number out at this minute, told by its words."""
    minute, margins = at.hour * 60 + at.minute, at_house.margins
    stop = margins.stop_before if service.stop_before is None else service.stop_before
    if not at_house.day_hours.begins <= minute < at_house.day_hours.ends:
        return False
    before = 0
    for begins, ends in at_house.hours_on(at.date()):
        if max(begins - margins.issue_before, before) <= minute < ends - stop:
            return True
        before = ends
    return False


def ask(
    at_house: House, service: Service, at: datetime, today: Today = OPEN, so_far: Given = NOTHING, staffed: bool = True
) -> Admission:
    return opening.admission(at_house, service, at, today=today, given=so_far, staffed=staffed)


@given(HOUSES, MOMENTS)
def test_the_head_and_the_tier_together_leave_open_what_both_leave_open(at_house: House, at: datetime) -> None:
    minute = at.hour * 60 + at.minute
    hours = at_house.hours_on(at.date())
    assert any(begin <= minute < end for begin, end in hours) is is_served(at_house, at)
    assert all(earlier[1] <= later[0] for earlier, later in pairwise(hours))


@given(HOUSES, SERVICES, MOMENTS, GIVEN, st.booleans())
def test_a_number_is_given_when_the_session_gives_some_and_no_quota_is_reached(
    at_house: House, service: Service, at: datetime, so_far: Given, staffed: bool
) -> None:
    """The day record is open, so the hours at which one opens by itself have no say."""
    verdict = ask(at_house, service, at, so_far=so_far, staffed=staffed)
    inside = gives_numbers(replace(at_house, day_hours=ALL_DAY), service, at)
    session = opening.session_at(at_house, service, at, OPEN.record)
    assert (session is not None) is inside
    most = None if session is None else opening.quota_of(service, session)
    full_day = service.quota is not None and so_far.day >= service.quota
    full_session = most is not None and so_far.session >= most
    assert verdict.open is (inside and not full_day and not full_session)
    if full_day or (inside and not verdict.open):
        assert verdict.why == "quota_reached"
    elif not inside:
        assert verdict.why == "closed"
    else:
        assert verdict.why == (None if staffed else "no_counter")


@given(HOUSES, SERVICES, MOMENTS, GIVEN, st.sampled_from([OPEN, Today(False), Today(False, ended=True)]))
def test_who_is_refused_is_told_the_first_minute_at_which_this_service_gives_again(
    at_house: House, service: Service, at: datetime, so_far: Given, today: Today
) -> None:
    verdict = ask(at_house, service, at, today, so_far)
    full_day = today.open and service.quota is not None and so_far.day >= service.quota
    if verdict.open:
        assert verdict.opens_at is None
        return
    if verdict.why == "day_closed" and not today.ended and gives_numbers(at_house, service, at):
        assert verdict.opens_at is None  # it should have opened by itself: nobody knows when it will
        return
    another_day = today.ended or full_day
    found = _first_minute(at_house, service, at, another_day=another_day)
    if found is not None:
        assert verdict.opens_at == found.strftime("%H:%M" if found.date() == at.date() else "%Y-%m-%dT%H:%M")


def _first_minute(at_house: House, service: Service, at: datetime, *, another_day: bool) -> datetime | None:
    """The first minute behind `at` that begins to give numbers, within a week (in quarters, as everything here)."""
    begin = at.replace(hour=0, minute=0) + timedelta(days=1) if another_day else at + timedelta(minutes=1)
    begin += timedelta(minutes=-begin.minute % 15)
    for quarter in range(7 * 96):
        then = begin + timedelta(minutes=15 * quarter)
        if gives_numbers(at_house, service, then) and _begins(at_house, service, then):
            return then
    return None


def _begins(at_house: House, service: Service, then: datetime) -> bool:
    """Nothing was given a minute before, or the numbers of another session."""
    before = opening.session_at(at_house, service, then - timedelta(minutes=1))
    now = opening.session_at(at_house, service, then)
    return before is None or now is None or before.gives != now.gives or then.hour + then.minute == 0


@given(HOUSES, SERVICES, MOMENTS)
def test_whoever_comes_when_told_gets_a_number(at_house: House, service: Service, at: datetime) -> None:
    said = ask(at_house, service, at).opens_at
    if said is None:
        return
    day, _, time = said.rpartition("T")
    hour, minute = map(int, time.split(":"))
    then = datetime.combine(date.fromisoformat(day) if day else at.date(), at.timetz()).replace(
        hour=hour, minute=minute
    )
    assert then > at
    assert ask(at_house, replace(service, quota=None, quota_morning=None, quota_afternoon=None), then).open


def test_the_last_minute_of_a_session_is_open_and_the_end_is_not() -> None:
    monday = datetime(2026, 11, 23, tzinfo=ZONE)
    for hour, minute, expected in ((7, 29, False), (7, 30, True), (11, 29, True), (11, 30, False), (16, 59, True)):
        assert ask(house(), A, monday.replace(hour=hour, minute=minute)).open is expected


def test_numbers_begin_before_the_session_and_stop_before_its_end() -> None:
    at_house = house(margins=Margins(30, 20))
    monday = datetime(2026, 11, 23, tzinfo=ZONE)
    for hour, minute, expected in ((6, 59, False), (7, 0, True), (11, 9, True), (11, 10, False), (13, 0, True)):
        assert ask(at_house, A, monday.replace(hour=hour, minute=minute)).open is expected
    assert ask(at_house, A, monday.replace(hour=11, minute=10)).opens_at == "13:00"
    early = replace(A, stop_before=60)
    assert ask(at_house, early, monday.replace(hour=10, minute=30)).opens_at == "13:00"


def test_the_next_session_gives_no_numbers_while_the_one_before_still_lasts() -> None:
    at_house = house((((450, 690), (705, 1020)),) * 7, margins=Margins(60, 30))
    at = datetime(2026, 11, 23, 11, 15, tzinfo=ZONE)
    assert (ask(at_house, A, at).open, ask(at_house, A, at).opens_at) == (False, "11:30")


def test_on_saturday_noon_people_are_sent_to_monday() -> None:
    saturday = datetime(2026, 11, 28, 12, 0, tzinfo=ZONE)
    assert opening.next_opening(house(), saturday) == "2026-11-30T07:30"


def test_at_midnight_the_opening_of_the_same_day_is_just_a_time() -> None:
    assert opening.next_opening(house(), datetime(2026, 11, 23, 0, 0, tzinfo=ZONE)) == "07:30"


def test_a_full_morning_sends_people_to_the_afternoon_and_a_full_day_to_the_next() -> None:
    at = datetime(2026, 11, 23, 9, 0, tzinfo=ZONE)
    limited = replace(A, quota=50, quota_morning=30)
    assert ask(house(), limited, at, so_far=Given(30, 30)).opens_at == "13:30"
    assert ask(house(), limited, at, so_far=Given(50, 20)).opens_at == "2026-11-24T07:30"
    afternoon = at.replace(hour=14)
    assert ask(house(), limited, afternoon, so_far=Given(40, 40)).open


def test_over_noon_nobody_is_sent_to_the_afternoon_of_a_day_that_is_full() -> None:
    noon = datetime(2026, 11, 23, 12, 0, tzinfo=ZONE)
    verdict = ask(house(), replace(A, quota=50), noon, so_far=Given(50, 0))
    assert verdict == Admission(False, "quota_reached", "2026-11-24T07:30")
    assert ask(house(), replace(A, quota=50), noon, so_far=Given(49, 0)) == Admission(False, "closed", "13:30")


def test_a_day_that_was_ended_is_not_promised_again() -> None:
    at = datetime(2026, 11, 23, 9, 0, tzinfo=ZONE)
    verdict = ask(house(), A, at, Today(False, ended=True))
    assert (verdict.why, verdict.opens_at) == ("day_closed", "2026-11-24T07:30")
    assert opening.opens_at(house(), at, Today(False, ended=True)) == "2026-11-24T07:30"


def test_before_the_day_record_opens_nobody_is_promised_a_number() -> None:
    early = house((((300, 690),),) * 7, day_hours=DayHours(360, 1140))
    assert ask(early, A, datetime(2026, 11, 23, 5, 30, tzinfo=ZONE), Today(False)).opens_at == "06:00"


def test_a_session_before_the_day_record_opens_does_not_bring_the_next_one_forward() -> None:
    early = house((((30, 180), (375, 585)),) * 7, margins=Margins(60, 0), day_hours=DayHours(360, 1140))
    assert [one.gives for one in opening.sessions_on(early, MONDAY)] == [360, 360]
    assert opening.next_opening(early, datetime(2026, 11, 23, 2, 0, tzinfo=ZONE)) == "06:00"


def test_a_service_that_is_switched_off_says_from_which_day_it_is_back() -> None:
    at = datetime(2026, 11, 23, 9, 0, tzinfo=ZONE)
    assert ask(house(), replace(A, switched_on=False), at) == Admission(False, "not_today", None)
    back = replace(A, switched_on=False, off_until="2026-11-28")
    assert ask(house(), back, at).opens_at == "2026-11-28T07:30"
    assert ask(house(), replace(back, off_until="2026-11-29"), at).opens_at == "2026-11-30T07:30"


def test_a_service_without_an_open_counter_says_so_and_still_gives_numbers() -> None:
    at = datetime(2026, 11, 23, 9, 0, tzinfo=ZONE)
    assert ask(house(), A, at, staffed=False) == Admission(True, "no_counter")


def test_on_a_holiday_of_the_tier_above_people_are_sent_to_the_day_after_all_of_them() -> None:
    days = {f"2026-11-{day}": SpecialDay("closed", "Tết") for day in range(23, 31)}
    tet = house(above={**days, "2026-12-01": SpecialDay("closed", "Tết")})
    verdict = ask(tet, A, datetime(2026, 11, 23, 9, 0, tzinfo=ZONE))
    assert (verdict.open, verdict.opens_at, tet.name_of(MONDAY)) == (False, "2026-12-02T07:30", "Tết")


def test_a_half_day_keeps_that_half_of_the_weekday() -> None:
    assert house(own={"2026-11-23": SpecialDay("morning")}).hours_on(MONDAY) == ((450, 690),)
    assert house(above={"2026-11-23": SpecialDay("afternoon")}).hours_on(MONDAY) == ((810, 1020),)


def test_a_saturday_that_is_worked_has_the_hours_that_were_given() -> None:
    worked = house(above={"2026-11-29": SpecialDay("hours", "Làm bù", ((480, 660),))})
    assert ask(worked, A, datetime(2026, 11, 29, 8, 30, tzinfo=ZONE)).open


def test_a_head_closes_a_worked_day_earlier_and_cannot_open_a_holiday() -> None:
    sunday = date(2026, 11, 29)
    worked, holiday = SpecialDay("hours", "Làm bù", ((480, 1000),)), SpecialDay("closed", "Lễ")
    own = {"2026-11-29": SpecialDay("morning", "Mất điện"), "2026-11-23": SpecialDay("hours", "Mở", ((480, 660),))}
    both = house(own=own, above={"2026-11-29": worked, "2026-11-23": holiday})
    assert (both.hours_on(sunday), both.hours_on(MONDAY)) == (((480, 720),), ())
    assert (both.name_of(sunday), both.name_of(MONDAY)) == ("Làm bù", "Lễ")


@given(st.dates(date(2026, 1, 1), date(2026, 2, 28)), st.sampled_from(["", "2026-01-20"]), st.booleans())
def test_a_notice_stands_from_its_first_to_its_last_day(day: date, since: str, ends: bool) -> None:
    until = "2026-02-03" if ends else ""
    within = (not since or day >= date(2026, 1, 20)) and (not until or day <= date(2026, 2, 3))
    assert Notice("Nghỉ lễ", since, until).holds_on(day) is within
