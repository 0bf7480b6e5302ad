"""When the clock is believed, and when the day opens and closes by itself."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from office.domain.day import JITTER, JUMP, LONGEST_HOLIDAY, DayHours, is_suspect, should_close, should_open
from office.domain.moment import HOUR, Moment

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
TRUSTED = Moment(1_795_395_600_000, 1_000_000, "00000001")
HOURS = DayHours(begins=360, ends=1140)
PASSED = st.integers(0, 20 * 24 * HOUR)
SHIFTS = st.integers(-400 * 24 * HOUR, 400 * 24 * HOUR)


def later(passed: int, shift: int = 0, boot: str = "00000001") -> Moment:
    """`passed` on the machine's own counter; the wall clock was moved by `shift` besides."""
    return Moment(TRUSTED.wall + passed + shift, TRUSTED.mono + passed, boot)


@given(PASSED, SHIFTS, st.booleans(), st.booleans())
def test_with_time_sync_no_clock_is_suspect(passed: int, shift: int, running: bool, restarted: bool) -> None:
    now = later(passed, shift, "00000002" if restarted else "00000001")
    assert not is_suspect(TRUSTED, now, synced=True, day_running=running)


@given(PASSED, SHIFTS, st.booleans())
def test_a_new_machine_has_nothing_to_compare_with(passed: int, shift: int, running: bool) -> None:
    assert not is_suspect(None, later(passed, shift), synced=False, day_running=running)


@given(PASSED, st.booleans())
def test_however_long_a_machine_runs_its_clock_is_believed(passed: int, running: bool) -> None:
    assert not is_suspect(TRUSTED, later(passed), synced=False, day_running=running)


@given(PASSED, SHIFTS, st.booleans())
def test_while_it_runs_a_jump_of_more_than_36_hours_is_suspect(passed: int, shift: int, running: bool) -> None:
    forward, behind = shift > JUMP, passed + shift < -JITTER
    assert is_suspect(TRUSTED, later(passed, shift), synced=False, day_running=running) is (forward or behind)


@given(st.integers(JITTER + 1, 9_000 * 24 * HOUR), st.booleans(), st.booleans())
def test_a_clock_behind_the_last_fact_is_always_suspect(back: int, running: bool, restarted: bool) -> None:
    now = later(0, -back, "00000002" if restarted else "00000001")
    assert is_suspect(TRUSTED, now, synced=False, day_running=running)


@given(st.integers(0, 400 * 24 * HOUR))
def test_over_a_restart_a_running_day_allows_36_hours_and_a_closed_one_ten_days(off: int) -> None:
    now = later(0, off, "00000002")
    assert is_suspect(TRUSTED, now, synced=False, day_running=True) is (off > JUMP)
    assert is_suspect(TRUSTED, now, synced=False, day_running=False) is (off > LONGEST_HOLIDAY)


MINUTES = st.integers(0, 1439)


def at(day: date, minute: int) -> datetime:
    return datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=ZONE)


@given(MINUTES, st.booleans())
def test_the_day_opens_between_begins_and_ends_once_a_date(minute: int, had: bool) -> None:
    opens = should_open(HOURS, at(date(2026, 11, 23), minute), had_today=had)
    assert opens is (not had and 360 <= minute < 1140)


@given(MINUTES, MINUTES, st.integers(0, 9))
def test_a_day_closes_at_its_end_or_when_the_date_moved_on(opened: int, now: int, days_later: int) -> None:
    day = date(2026, 11, 23)
    closes = should_close(HOURS, day, at(day, opened), at(day + timedelta(days=days_later), now))
    if days_later:
        assert closes
    elif opened < 1140:
        assert closes is (now >= 1140)
    else:  # opened by hand in the evening: it lasts until midnight
        assert not closes


@given(MINUTES)
def test_a_day_whose_date_lies_ahead_closes_at_the_end_of_the_real_day(now: int) -> None:
    wrong, real = date(2026, 11, 25), date(2026, 11, 23)
    assert should_close(HOURS, wrong, at(wrong, 480), at(real, now)) is (now >= 1140)


def test_an_office_that_never_closes_changes_its_day_at_midnight() -> None:
    day, always = date(2026, 11, 23), DayHours(0, 1440)
    assert not should_close(always, day, at(day, 0), at(day, 1439))
    assert should_close(always, day, at(day, 0), at(day + timedelta(days=1), 0))
