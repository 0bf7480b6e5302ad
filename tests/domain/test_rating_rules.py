"""When a press counts, when it may be changed, what counts as low."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office.domain.moment import Moment
from office.domain.rating import Given, Window, check_change, check_open, is_low, is_too_early, press_age
from office.domain.refusals import AlreadyRated, NoWindow
from tests.office_fixture import RATING

OPENED = Moment(1_795_395_600_000, 1_000_000, "00000001")
AGES = st.integers(0, 120_000)


def window(outcome: str | None = None) -> Window:
    return Window(1, 1, 1, "an", "A", OPENED, OPENED.wall + RATING.window_ms, RATING.scale, outcome)


@given(AGES, st.none() | AGES)
def test_the_age_of_a_press_is_the_smaller_of_what_server_and_screen_know(server: int, screen: int | None) -> None:
    age = press_age(window(), OPENED.plus(server), screen)
    assert age == min(x for x in (server, screen) if x is not None)
    assert is_too_early(window(), OPENED.plus(server), screen, RATING) is (age < 600)


@given(AGES)
def test_a_window_takes_presses_for_45_seconds(age: int) -> None:
    if age < 45_000:
        assert check_open(window(), OPENED.plus(age), RATING) == window()
    else:
        with pytest.raises(NoWindow):
            check_open(window(), OPENED.plus(age), RATING)


@pytest.mark.parametrize("outcome", ["rated", "declined", "timeout", "cut_short", "withdrawn"])
def test_a_window_that_has_ended_takes_none_and_says_how_it_ended(outcome: str) -> None:
    with pytest.raises(NoWindow) as refused:
        check_open(window(outcome), OPENED, RATING)
    assert refused.value.facts == {"outcome": outcome}


@given(AGES)
def test_a_second_press_within_five_seconds_replaces_the_first(age: int) -> None:
    first = Given(1, "overall", 3, OPENED)
    if age <= 5_000:
        check_change(first, OPENED.plus(age), RATING)
    else:
        with pytest.raises(AlreadyRated):
            check_change(first, OPENED.plus(age), RATING)


def test_low_is_the_lowest_level_of_three_and_four_and_the_two_lowest_of_five() -> None:
    low = {scale: [level for level in range(1, scale + 1) if is_low(level, scale)] for scale in (3, 4, 5)}
    assert low == {3: [1], 4: [1], 5: [1, 2]}
