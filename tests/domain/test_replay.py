"""The hall played on: whom the rule calls when, and how sure that is."""

from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office.domain.house import Calling, Counter
from office.domain.line import Waiting, calling_order
from office.domain.moment import MINUTE
from office.domain.pace import Pace
from office.domain.replay import LONGEST, Busy, Hall, Open, Outlook, play_on
from tests.domain.test_pace import taught

PACE = taught(Pace(), "A", 5, 500)
NEW = 10**9


def hall(
    waiting: Sequence[Waiting] = (), counters: int = 1, services: str = "A", *, busy: int | None = 0, rule: str = "fifo"
) -> Hall:
    """`busy`: ms since the start at every counter; None: all are free."""
    at = None if busy is None else Busy("A", busy, came=True)
    places = [Open(Counter(n, "", tuple(services)), at) for n in range(1, counters + 1)]
    return Hall(places, waiting, Calling(rule=rule), {})


def line(people: int, service: str = "A") -> list[Waiting]:
    return [Waiting(place, place, service, priority=False) for place in range(1, people + 1)]


def newcomer(service: str = "A", *, priority: bool = False) -> Waiting:
    return Waiting(NEW, NEW, service, priority)


def foreseen(scene: Hall, who: Waiting | None = None) -> Outlook:
    who = who or newcomer()
    return play_on(scene, PACE, Random(1), (who,))[who.id]


def test_a_free_counter_calls_at_once() -> None:
    assert foreseen(hall(busy=None)).mean_ms == 0


def test_everybody_before_takes_the_learned_time() -> None:
    each = PACE.mean_ms("A")
    assert foreseen(hall(line(4), busy=None)).mean_ms == pytest.approx(4 * each, rel=0.25)
    assert foreseen(hall(line(40), busy=None)).mean_ms == pytest.approx(40 * each, rel=0.1)


def test_two_counters_halve_the_wait() -> None:
    one, two = (foreseen(hall(line(40), counters=n)).mean_ms for n in (1, 2))
    assert two == pytest.approx(one / 2, rel=0.15)


def test_a_line_so_long_that_one_stands_for_several_is_as_long_as_it_is() -> None:
    people = 3 * LONGEST
    each = PACE.mean_ms("A") / 6
    assert foreseen(hall(line(people), counters=6)).mean_ms == pytest.approx(people * each, rel=0.03)


def test_who_was_served_long_already_will_leave_later_than_never() -> None:
    outlook = foreseen(hall(busy=200 * MINUTE))
    assert 0 < outlook.mean_ms < 200 * MINUTE


def test_nobody_is_told_of_who_is_served_nowhere() -> None:
    assert play_on(hall(line(3)), PACE, Random(1), (newcomer("B"),)) == {}


def test_people_of_another_service_at_other_counters_do_not_matter() -> None:
    scene = hall(line(1))
    others = Hall(scene.counters, [*scene.waiting, *line(30, "B")[1:]], scene.calling, {})
    assert foreseen(others).mean_ms == pytest.approx(foreseen(scene).mean_ms, rel=0.5)


def test_priority_goes_first_where_the_rule_says_so() -> None:
    strict = hall(line(20), rule="strict")
    assert foreseen(strict, newcomer(priority=True)).mean_ms < foreseen(strict).mean_ms / 5


def test_newcomers_do_not_make_one_another_wait() -> None:
    both = (newcomer(), Waiting(NEW, NEW + 1, "A", priority=False))
    found = play_on(hall(line(3)), PACE, Random(1), both)
    assert found[both[0].id].mean_ms == pytest.approx(found[both[1].id].mean_ms)


def test_the_longer_the_line_the_less_sure() -> None:
    spreads = [foreseen(hall(line(n), counters=2)).sd_ms for n in (0, 10, 60, 200)]
    assert spreads == sorted(spreads)


people = st.lists(
    st.tuples(st.sampled_from("AB"), st.booleans(), st.sampled_from([None, None, None, 1, 2])), min_size=1, max_size=25
)


@given(people=people, rule=st.sampled_from(["fifo", "strict", "interleaved"]))
def test_with_one_counter_the_order_is_that_of_the_rule(people: list[tuple[str, bool, int | None]], rule: str) -> None:
    waiting = [Waiting(n, n, s, p, returned=r) for n, (s, p, r) in enumerate(people, start=1)]
    scene = hall(waiting, services="AB", rule=rule)
    found = play_on(scene, PACE, Random(1))
    order = calling_order(waiting, [scene.counters[0].counter], scene.calling, {})
    assert sorted(found, key=lambda who: found[who].mean_ms) == [pick.waiting.id for pick in order]
