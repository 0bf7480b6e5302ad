"""The load model brings the people that the figures promise."""

from datetime import date
from random import Random

import pytest

from office.domain import load
from office.domain.load import Habits
from office.domain.moment import HOUR, MINUTE

SERVICES = "ABCDEGHT"


def people(count: int = 20_000, **habits: float) -> list[load.Citizen]:
    rng = Random(5)
    return load.citizens(rng, load.arrivals_of_a_day(rng, count), SERVICES, Habits(**habits), 4)


def share(those: list[load.Citizen], count: int) -> float:
    return count / len(those)


def test_the_same_seed_brings_the_same_day() -> None:
    assert people(200) == people(200)


@pytest.mark.parametrize(
    ("day", "tickets"),
    [(date(2026, 11, 24), 120), (date(2026, 11, 23), 156), (date(2026, 8, 4), 168), (date(2026, 8, 3), 218)],
)
def test_mondays_and_august_bring_more_people(day: date, tickets: int) -> None:
    assert load.tickets_on(load.PROFILES["typical"], day) == tickets


def test_the_week_after_tet_brings_twice_as_many() -> None:
    small, first = load.PROFILES["small"], date(2027, 2, 11)
    days = (date(2027, 2, 10), first, date(2027, 2, 17), date(2027, 2, 18))
    assert [load.tickets_on(small, day, first) for day in days] == [25, 50, 50, 25]


def test_people_come_between_seven_and_five_most_of_them_after_nine_none_at_noon() -> None:
    hours = [one.arrives_ms // HOUR for one in people()]
    assert hours == sorted(hours)
    assert set(hours) == {7, 8, 9, 10, 11, 13, 14, 15, 16}
    assert hours.count(9) / len(hours) == pytest.approx(0.19, abs=0.01)
    assert max(set(hours), key=hours.count) == 9


def test_three_in_five_come_for_certification_and_the_small_services_share_three_in_a_hundred() -> None:
    wanted = [one.service for one in people()]
    assert wanted.count("A") / len(wanted) == pytest.approx(0.60, abs=0.02)
    assert sum(wanted.count(small) for small in "CHT") / len(wanted) == pytest.approx(0.03, abs=0.01)


def test_a_visit_takes_about_six_minutes_on_average() -> None:
    those = people()
    mean = sum(one.service_ms for one in those) / len(those)
    assert mean == pytest.approx(6 * MINUTE, rel=0.05)
    assert mean == pytest.approx(load.mean_service_ms(SERVICES), rel=0.05)


def test_habits_are_shares_of_the_people() -> None:
    those = people()
    assert share(those, sum(not one.comes for one in those)) == pytest.approx(0.065, abs=0.01)
    assert share(those, sum(one.moves_to is not None for one in those)) == pytest.approx(0.03, abs=0.01)
    assert share(those, sum(one.needs_second_call for one in those)) == pytest.approx(0.15, abs=0.01)
    assert share(those, sum(one.priority for one in those)) == pytest.approx(0.15, abs=0.01)
    assert share(those, sum((one.level or 0) > 0 for one in those)) == pytest.approx(0.27, abs=0.02)


def test_nobody_presses_before_the_faces_can_be_read() -> None:
    assert min(one.reads_ms for one in people()) > 600


@pytest.mark.parametrize("scale", [3, 4, 5])
def test_levels_lie_on_the_scale(scale: int) -> None:
    rng = Random(5)
    found = load.citizens(rng, range(2_000), SERVICES, Habits(responds=1.0, declines=0.0), scale)
    assert {one.level for one in found} == set(range(1, scale + 1))


def test_nobody_is_sent_on_when_there_is_one_service_only() -> None:
    assert {one.moves_to for one in load.citizens(Random(1), range(50), "A", Habits(transfer=1.0))} == {None}


def test_a_steady_stream_begins_at_once_and_keeps_its_mean() -> None:
    times = load.steady_arrivals(Random(5), 5_000, 30_000)
    assert times[0] == 0
    assert times == sorted(times)
    assert times[-1] / len(times) == pytest.approx(30_000, rel=0.05)
    assert load.steady_arrivals(Random(5), 1, 30_000) == [0]
