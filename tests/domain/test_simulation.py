"""The played day: against a slow telling of the same day, against queueing theory, and what must hold in any case."""

from collections.abc import Sequence
from itertools import pairwise
from math import factorial
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office.domain import load
from office.domain.house import Calling
from office.domain.load import Citizen
from office.domain.moment import HOUR, MINUTE, SECOND
from office.domain.simulation import Place, Scene, Visit, places_of, simulate
from office.domain.ticket import State
from tests.simple_day import Person, SlowDay

RULES = ("fifo", "strict", "interleaved")
SERVICES = "ABCDEGHT"
LONG = 24 * HOUR


def citizen(arrives_s: int = 0, service: str = "A", **changes: object) -> Citizen:
    usual: dict[str, object] = {
        "priority": False,
        "comes": True,
        "needs_second_call": False,
        "walk_ms": 10 * SECOND,
        "service_ms": 60 * SECOND,
        "moves_to": None,
        "then_ms": 30 * SECOND,
        "level": None,
        "reads_ms": 0,
    }
    return Citizen(arrives_ms=arrives_s * SECOND, service=service, **(usual | changes))  # type: ignore[arg-type]


seconds = st.integers(0, 200).map(lambda s: s * SECOND)
PEOPLE = st.lists(
    st.builds(
        Citizen,
        arrives_ms=seconds,
        service=st.sampled_from("ABC"),
        priority=st.booleans(),
        comes=st.sampled_from([True, True, True, False]),
        needs_second_call=st.booleans(),
        walk_ms=st.integers(0, 9).map(lambda s: s * SECOND),
        service_ms=st.integers(1, 90).map(lambda s: s * SECOND),
        moves_to=st.sampled_from([None, None, None, "A", "C"]),
        then_ms=st.integers(1, 40).map(lambda s: s * SECOND),
        level=st.none(),
        reads_ms=st.just(0),
    ),
    max_size=14,
)
SESSIONS = st.sampled_from(
    [((0, LONG),), ((0, 100 * SECOND), (150 * SECOND, LONG)), ((60 * SECOND, 240 * SECOND),), ()]
)
PLACES = st.lists(st.tuples(st.sets(st.sampled_from("ABC")), SESSIONS), min_size=1, max_size=3).map(
    lambda found: [Place(n, tuple(sorted(services)), sessions) for n, (services, sessions) in enumerate(found, 1)]
)
CALLINGS = st.builds(Calling, rule=st.sampled_from(RULES), interleave=st.integers(2, 4))


@given(PLACES, CALLINGS, PEOPLE, st.integers(100, 700), st.integers(0, 9))
def test_the_day_is_the_same_as_when_it_is_told_second_by_second(
    places: list[Place], calling: Calling, people: list[Citizen], closes: int, seed: int
) -> None:
    found = simulate(places, calling, people, closes_ms=closes * SECOND, rng=Random(seed))
    slow = SlowDay(places, calling, people, closes, Random(seed)).lived()
    assert [told(visit) for visit in found] == [slowly(person) for person in slow]


def told(visit: Visit) -> tuple[object, ...]:
    times = (visit.called_ms, visit.started_ms, visit.finished_ms)
    return (visit.citizen, visit.ticket, visit.counter, str(visit.outcome), *times)


def slowly(one: Person) -> tuple[object, ...]:
    times = (None if at is None else at * SECOND for at in (one.first_call, one.began, one.ended))
    return (one.citizen, one.number, one.counter, one.outcome, *times)


def day(profile: str = "large", seed: int = 1) -> list[Citizen]:
    rng = Random(seed)
    return load.citizens(rng, load.arrivals_of_a_day(rng, load.PROFILES[profile].tickets), SERVICES)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("profile", load.PROFILES)
def test_everybody_is_called_once_by_a_counter_that_sits_there_and_serves_it(rule: str, profile: str) -> None:
    places = {place.number: place for place in places_of(load.PROFILES[profile], SERVICES)}
    people = day(profile)
    visits = simulate(list(places.values()), Calling(rule=rule), people, closes_ms=18 * HOUR, rng=Random(2))
    assert [visit.citizen for visit in visits] == people
    for visit in visits:
        assert visit.called_ms is not None
        assert visit.counter is not None
        assert visit.called_ms >= visit.issued_ms
        assert visit.outcome is (State.DONE if visit.citizen.comes else State.NO_SHOW)
        if visit.citizen.moves_to is None:
            assert visit.citizen.service in places[visit.counter].services
            assert places[visit.counter].sits(visit.called_ms)


@pytest.mark.parametrize("rule", RULES)
def test_no_counter_has_two_people_at_once(rule: str) -> None:
    people = [one for one in day() if one.moves_to is None and one.comes]
    visits = simulate(
        places_of(load.PROFILES["large"], SERVICES), Calling(rule=rule), people, closes_ms=LONG, rng=Random(2)
    )
    for number in range(1, 10):
        stays = sorted((v.called_ms or 0, v.finished_ms or 0) for v in visits if v.counter == number)
        assert stays
        assert all(ended <= called for (_, ended), (called, _) in pairwise(stays))


def erlang_c(counters: int, offered: float) -> float:
    """The share of people who wait at all, when they come at random and take random times."""
    waiting = offered**counters / factorial(counters) * counters / (counters - offered)
    return waiting / (sum(offered**n / factorial(n) for n in range(counters)) + waiting)


@pytest.mark.parametrize(("counters", "offered"), [(1, 0.5), (3, 2.4)])
def test_the_mean_wait_is_the_one_that_theory_gives(counters: int, offered: float) -> None:
    rng, mean = Random(11), 100 * SECOND
    times = load.steady_arrivals(rng, 20_000, round(mean / offered))
    takes = (round(rng.expovariate(1 / mean)) for _ in times)
    people = [citizen(walk_ms=0, service_ms=took, arrives_s=0) for took in takes]
    people = [replaced(one, at) for one, at in zip(people, times, strict=True)]
    always = ((0, times[-1] + HOUR),)
    places = [Place(n + 1, ("A",), always) for n in range(counters)]
    visits = simulate(places, Calling(rule="fifo"), people, closes_ms=times[-1] + HOUR, rng=rng)
    waits = [visit.waited_ms or 0 for visit in visits]
    expected = erlang_c(counters, offered) * mean / (counters - offered)
    assert sum(waits) / len(waits) == pytest.approx(expected, rel=0.08)


def replaced(one: Citizen, at: int) -> Citizen:
    return Citizen(at, one.service, *(getattr(one, name) for name in Citizen.__slots__[2:]))


def means(rule: str, seeds: Sequence[int] = range(6)) -> tuple[float, float]:
    """Minutes of the ordinary and the priority people of some crowded days."""
    found: dict[bool, list[int]] = {False: [], True: []}
    for seed in seeds:
        places = [Place(n, tuple(SERVICES)) for n in range(1, 9)]
        for visit in simulate(places, Calling(rule=rule), day("large", seed), closes_ms=LONG, rng=Random(seed)):
            found[visit.citizen.priority].append(visit.waited_ms or 0)
    ordinary, priority = (sum(waits) / len(waits) / MINUTE for waits in (found[False], found[True]))
    return ordinary, priority


def test_priority_is_shortest_under_strict_and_costs_the_others_a_little() -> None:
    fifo, strict, interleaved = (means(rule) for rule in RULES)
    assert strict[1] < interleaved[1] < fifo[1]
    assert strict[1] < fifo[1] / 3
    assert fifo[0] < strict[0] < fifo[0] + fifo[1] / 4


def test_lunch_closes_the_counters_and_everybody_waits() -> None:
    place = Place(1, ("A",), ((8 * HOUR, 12 * HOUR), (13 * HOUR, 17 * HOUR)))
    people = [citizen(7 * 3600), citizen(12 * 3600 - 5), citizen(12 * 3600), citizen(17 * 3600)]
    visits = simulate([place], Calling(), people, closes_ms=18 * HOUR, rng=Random(1))
    assert [visit.called_ms for visit in visits] == [8 * HOUR, 12 * HOUR - 5 * SECOND, 13 * HOUR, None]
    assert visits[1].finished_ms == 12 * HOUR + 65 * SECOND
    assert visits[3].outcome == "expired"


def test_who_comes_after_closing_gets_no_number() -> None:
    visits = simulate([], Calling(), [citizen(10), citizen(20)], closes_ms=20 * SECOND, rng=Random(1))
    assert [visit.outcome for visit in visits] == ["expired"]


def test_who_does_not_come_costs_the_counter_its_patience() -> None:
    people = [citizen(0, comes=False), citizen(0)]
    visits = simulate([Place(1, ("A",), ((0, LONG),))], Calling(), people, closes_ms=LONG, rng=Random(1))
    assert (visits[0].outcome, visits[0].started_ms) == ("no_show", None)
    assert visits[1].called_ms == 61 * SECOND


def test_whoever_is_sent_on_waits_at_the_place_of_the_first_issue() -> None:
    places = [Place(1, ("A",), ((0, LONG),)), Place(2, ("B",), ((0, LONG),))]
    people = [citizen(0, moves_to="B"), citizen(1, "B", service_ms=5 * MINUTE), citizen(2, "B")]
    first, second, third = simulate(places, Calling(), people, closes_ms=LONG, rng=Random(1))
    assert (first.called_ms, first.counter, first.started_ms) == (0, 2, 321 * SECOND)
    assert second.finished_ms == 311 * SECOND
    assert third.called_ms == first.finished_ms == 351 * SECOND


def test_the_scene_shows_what_can_be_seen_in_the_hall_and_no_more() -> None:
    scenes = list[tuple[Scene, int]]()
    people = [citizen(0, service_ms=MINUTE), citizen(5), citizen(30, "B", priority=True)]
    place, served = Place(7, ("A", "B"), ((0, LONG),)), list[tuple[str, int]]()
    simulate(
        [place],
        Calling(),
        people,
        closes_ms=LONG,
        rng=Random(1),
        on_issue=lambda scene, visit: scenes.append((scene, visit.ticket)),
        on_finish=lambda service, ms: served.append((service, ms)),
    )
    shown = [(scene.now_ms, [one.id for one in scene.waiting], scene.serving, scene.runs, n) for scene, n in scenes]
    assert shown == [
        (0, [1], {}, {7: 0}, 1),
        (5 * SECOND, [2], {7: ("A", 0, "called")}, {7: 1}, 2),
        (30 * SECOND, [2, 3], {7: ("A", 10 * SECOND, "serving")}, {7: 1}, 3),
    ]
    assert served == [("A", MINUTE)] * 2 + [("B", MINUTE)]


def test_the_same_lot_gives_the_same_day() -> None:
    places = places_of(load.PROFILES["typical"], SERVICES)
    one, other = (simulate(places, Calling(), day("typical"), closes_ms=18 * HOUR, rng=Random(3)) for _ in range(2))
    assert one == other


@pytest.mark.parametrize("profile", load.PROFILES)
def test_the_work_is_dealt_out_to_all_counters_and_every_service_has_one(profile: str) -> None:
    places = places_of(load.PROFILES[profile], SERVICES)
    assert [place.number for place in places] == list(range(1, load.PROFILES[profile].counters + 1))
    assert {service for place in places for service in place.services} == set(SERVICES)
    assert all(place.services for place in places)
