"""What people are told of their wait: a band that holds four times of five, rounded as people round, over breaks."""

from random import Random

import pytest

from office.domain.moment import HOUR, MINUTE, SECOND
from office.domain.replay import Outlook
from office.domain.waiting import Learned, Timetable, Told, foretold, told
from tests.domain.test_replay import hall, line, newcomer

MORNING, AFTERNOON = (7 * HOUR, 11 * HOUR), (13 * HOUR, 17 * HOUR)


def at(now_ms: int, *sessions: tuple[int, int], ends_ms: int = 24 * HOUR) -> Timetable:
    return Timetable(now_ms, sessions, ends_ms)


def band(minutes: float, sd: float | None = None, times: Timetable | None = None) -> tuple[int, int]:
    spread = minutes / 3 if sd is None else sd
    found = told(Outlook(minutes * MINUTE, spread * MINUTE), False, Learned(), times or at(8 * HOUR))
    assert found is not None
    return found.low, found.high


def test_minutes_are_rounded_as_people_round_them() -> None:
    for minutes in (3, 12, 25, 70, 200):
        for edge in band(minutes):
            assert edge < 10 or edge % 5 == 0
            assert edge < 30 or edge % 10 == 0


def test_a_band_is_never_one_figure_and_holds_the_point() -> None:
    for minutes in (0.2, 1, 4, 9.6, 30, 95, 400):
        low, high = band(minutes, minutes / 50)
        assert 0 <= low < high
        assert low * 0.7 <= minutes <= high * 1.3


def test_a_free_counter_is_under_a_minute() -> None:
    found = foretold(hall(busy=None), newcomer(), Learned(), at(8 * HOUR), Random(1))
    assert found is not None
    assert (found.low, found.high, found.is_free) == (0, 1, True)
    assert found.point_ms < 30 * SECOND


def test_without_an_open_counter_nobody_knows() -> None:
    assert foretold(hall(line(3), services="B"), newcomer("A"), Learned(), at(8 * HOUR), Random(1)) is None


def test_a_wait_over_the_break_holds_the_break() -> None:
    late_morning = at(MORNING[1] - 10 * MINUTE, MORNING, AFTERNOON)
    assert late_morning.after(5 * MINUTE) == 5 * MINUTE
    assert late_morning.after(15 * MINUTE) == 2 * HOUR + 15 * MINUTE


def test_who_sits_in_the_break_works_and_the_next_break_counts_again() -> None:
    noon = at(12 * HOUR, MORNING, AFTERNOON, (18 * HOUR, 20 * HOUR))
    assert noon.after(30 * MINUTE) == 30 * MINUTE
    assert noon.after(5 * HOUR) == 6 * HOUR


def test_a_band_before_the_break_reaches_over_it_where_the_wait_may() -> None:
    low, high = band(10, 3, at(MORNING[1] - 10 * MINUTE, MORNING, AFTERNOON))
    assert low < 10
    assert high >= 120


def test_nobody_is_promised_a_call_after_the_end_of_the_day() -> None:
    assert told(Outlook(60 * MINUTE, MINUTE), False, Learned(), at(18 * HOUR, ends_ms=18 * HOUR + 30 * MINUTE)) is None


@pytest.mark.parametrize("factor", [0.7, 1.0, 2.5])
def test_an_office_learns_how_long_its_waits_really_are(factor: float) -> None:
    """People here wait so much longer or shorter than the replay says; in the end four of five bands hold."""
    rng, learned, inside, times = Random(3), Learned(), list[bool](), at(8 * HOUR)
    for _ in range(1_500):
        outlook = Outlook(rng.uniform(2, 15) * MINUTE, 3 * MINUTE)
        said = told(outlook, False, learned, times)
        assert said is not None
        waited = round(rng.gammavariate(4, outlook.mean_ms * factor / 4))
        inside.append(said.low * MINUTE <= waited <= said.high * MINUTE)
        learned = learned.came_true(said, waited)
    assert 0.75 <= sum(inside[500:]) / 1_000 <= 0.85


def test_priority_learns_apart() -> None:
    outlook, times, learned = Outlook(5 * MINUTE, MINUTE), at(8 * HOUR), Learned()
    for _ in range(200):
        said = told(outlook, True, learned, times)
        assert said is not None
        learned = learned.came_true(said, 0)
    assert told(outlook, False, learned, times) == told(outlook, False, Learned(), times)
    assert told(outlook, True, learned, times) != told(outlook, True, Learned(), times)


def test_a_mark_stays_in_its_bounds_whatever_comes_true() -> None:
    learned, said = Learned(), Told(5, 10, 7 * MINUTE, "o3")
    for waited in [0, 500 * MINUTE] * 300:
        learned = learned.came_true(said, waited)
    mark = learned.mark("o3")
    assert -8 <= mark.low <= mark.middle <= mark.high <= 8
