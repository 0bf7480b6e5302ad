"""Points in time: durations survive a clock that jumps."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from office.domain.moment import Moment, utc_text

WALLS = st.integers(0, 4_000_000_000_000)
MONOS = st.integers(0, 10**11)
MOMENTS = st.builds(Moment, WALLS, MONOS, st.sampled_from(["00000001", "0badcafe"]))


@given(MOMENTS, MOMENTS)
def test_a_duration_is_never_negative(one: Moment, other: Moment) -> None:
    assert one.since(other) >= 0
    assert one.since(one) == 0


@given(MOMENTS, MONOS, WALLS)
def test_within_one_boot_the_wall_clock_does_not_matter(one: Moment, passed: int, wall: int) -> None:
    assert Moment(wall, one.mono + passed, one.boot).since(one) == passed


@given(WALLS, st.integers(0, 10**10), MONOS, MONOS)
def test_over_a_restart_the_wall_clock_stands_in(wall: int, passed: int, before: int, now: int) -> None:
    assert Moment(wall + passed, now, "00000002").since(Moment(wall, before, "00000001")) == passed


@given(MOMENTS)
def test_a_moment_is_read_as_it_was_written(one: Moment) -> None:
    assert Moment.read(one.written()) == one


@given(MOMENTS, MONOS)
def test_plus_is_what_since_measures(one: Moment, ms: int) -> None:
    assert one.plus(ms).since(one) == ms


@given(WALLS)
def test_times_leave_the_office_in_utc_with_milliseconds(wall: int) -> None:
    text = utc_text(wall)
    assert text.endswith("Z")
    assert len(text) == len("2026-11-23T01:00:00.000Z")
    assert round(datetime.fromisoformat(text).astimezone(UTC).timestamp() * 1000) == wall
