"""How long people take is learned from those who came, shared where few came, and slowly forgotten."""

import math
from random import Random

import pytest

from office.domain.moment import HOUR, MINUTE, SECOND
from office.domain.pace import MEMORY, USUAL_MS, Pace


def taught(pace: Pace, service: str, minutes: float, people: int, seed: int = 1) -> Pace:
    rng = Random(seed)
    for _ in range(people):
        pace = pace.served(service, round(rng.lognormvariate(math.log(minutes * MINUTE), 0.6)))
    return pace


def test_a_new_office_believes_in_the_usual_time() -> None:
    assert Pace().of("A").mean_ms == pytest.approx(USUAL_MS * math.exp(0.2))


def test_the_mean_of_a_service_is_found() -> None:
    mean = 8 * math.exp(0.18) * MINUTE
    assert taught(Pace(), "E", 8, 300).of("E").mean_ms == pytest.approx(mean, rel=0.12)


def test_one_person_alone_changes_little() -> None:
    before = taught(Pace(), "A", 3, 200)
    after = before.served("G", 60 * MINUTE)
    assert after.of("G").mean_ms < 2.5 * before.of("G").mean_ms
    assert after.of("G").mean_ms > before.of("G").mean_ms


def test_a_service_never_seen_is_like_the_office() -> None:
    pace = taught(Pace(), "A", 3, 300)
    assert pace.of("K").mean_ms == pytest.approx(pace.of("A").mean_ms, rel=0.1)


def test_what_became_slower_is_slower_within_days() -> None:
    pace = taught(taught(Pace(), "A", 3, 2_000), "A", 6, round(MEMORY), seed=2)
    assert pace.of("A").mean_ms > 1.5 * taught(Pace(), "A", 3, 2_000).of("A").mean_ms
    assert pace.services["A"].seen == MEMORY


def test_a_forgotten_key_over_lunch_pulls_no_further_than_tenfold() -> None:
    pace = taught(Pace(), "A", 3, 100)
    assert pace.served("A", 900 * HOUR).of("A").mean_ms == pace.served("A", 90 * HOUR).of("A").mean_ms
    assert pace.served("A", 900 * HOUR).of("A").mean_ms < 1.1 * pace.of("A").mean_ms


def test_who_is_called_holds_the_counter_with_the_way_or_without_coming() -> None:
    pace = taught(Pace(), "A", 3, 300)
    for _ in range(500):
        pace = pace.came(30 * SECOND).did_not_come(61 * SECOND)
    half = (30 * SECOND + pace.of("A").mean_ms + 61 * SECOND) / 2
    assert pace.mean_ms("A") == pytest.approx(half, rel=0.05)


def test_times_of_zero_are_taken_as_the_shortest() -> None:
    assert Pace().served("A", 0).of("A").mean_ms > 0
