"""Who is called next: the rules, against a second, slow and simple telling of them."""

from hypothesis import given
from hypothesis import strategies as st

from office.domain.house import Calling, Counter
from office.domain.line import Line, Pick, Waiting, ahead_of, calling_order, run_after
from tests.simple_rules import Simple

SERVICES = ("A", "B", "C")
COUNTERS = st.lists(st.tuples(st.sets(st.sampled_from(SERVICES), max_size=3)), min_size=1, max_size=4).map(
    lambda sets: [Counter(n, f"Quầy {n}", tuple(sorted(s))) for n, (s,) in enumerate(sets, start=1)]
)
CALLINGS = st.builds(Calling, rule=st.sampled_from(["fifo", "strict", "interleaved"]), interleave=st.integers(2, 6))
RUNS = st.dictionaries(st.integers(1, 4), st.integers(0, 7), max_size=4)


def age(one: Waiting) -> tuple[int, int]:
    return (one.arrival, one.id)


@st.composite
def lines(draw: st.DrawFn, most: int = 14) -> list[Waiting]:
    """People in line: ids in the order of issue, some sent back in time, some returned, some for one counter."""
    count = draw(st.integers(0, most))
    arrivals = draw(st.lists(st.integers(0, 30), min_size=count, max_size=count))
    back = draw(st.permutations(range(1, count + 1)))
    people = [
        Waiting(
            id=number,
            service=draw(st.sampled_from(SERVICES)),
            priority=draw(st.booleans()),
            arrival=arrivals[number - 1],
            returned=back[number - 1] if draw(st.integers(0, 4)) == 0 else None,
            for_counter=draw(st.sampled_from([None, None, None, 1, 2])),
        )
        for number in range(1, count + 1)
    ]
    return draw(st.permutations(people))


def emptied(people: list[Waiting], counter: Counter, calling: Calling, run: int = 0) -> list[Pick]:
    """One counter calls until nobody is left whom it may call."""
    line, order = Line(people), list[Pick]()
    while (pick := line.take(counter, calling, run)) is not None:
        run = run_after(run, pick.waiting.priority)
        order.append(pick)
    return order


@given(lines(), COUNTERS, CALLINGS, RUNS)
def test_the_calling_order_is_that_of_the_simple_telling(
    people: list[Waiting], counters: list[Counter], calling: Calling, runs: dict[int, int]
) -> None:
    order = [pick.waiting.id for pick in calling_order(people, counters, calling, runs)]
    assert order == Simple(calling).order(people, counters, runs)


@given(lines(), COUNTERS, CALLINGS, RUNS)
def test_ahead_is_how_many_the_simple_telling_calls_before(
    people: list[Waiting], counters: list[Counter], calling: Calling, runs: dict[int, int]
) -> None:
    order = Simple(calling).order(people, counters, runs)
    assert ahead_of(people, counters, calling, runs) == {one: place for place, one in enumerate(order)}


@given(lines(), COUNTERS, CALLINGS, RUNS)
def test_everybody_is_called_once_and_only_by_a_counter_that_may(
    people: list[Waiting], counters: list[Counter], calling: Calling, runs: dict[int, int]
) -> None:
    order = [pick.waiting for pick in calling_order(people, counters, calling, runs)]
    callable_ones = {p.id for p in people if any(Simple(calling).may_call(c, p) for c in counters)}
    assert len(order) == len(callable_ones)
    assert {one.id for one in order} == callable_ones


@given(lines(), CALLINGS, st.integers(0, 7))
def test_the_first_whom_a_counter_calls_has_nobody_ahead(people: list[Waiting], calling: Calling, run: int) -> None:
    counter = Counter(1, "Quầy 1", SERVICES)
    pick = Line(people).take(counter, calling, run)
    if pick is not None:
        assert ahead_of(people, [counter], calling, {1: run})[pick.waiting.id] == 0


@given(lines(), CALLINGS)
def test_returned_people_come_first_in_the_order_of_their_return(people: list[Waiting], calling: Calling) -> None:
    order = [pick.waiting for pick in emptied(people, Counter(1, "Quầy 1", SERVICES), calling)]
    back = [one.returned for one in order if one.returned is not None]
    assert back == sorted(back)
    assert all(one.returned is not None for one in order[: len(back)])


@given(lines())
def test_under_fifo_the_others_come_in_the_order_of_issue(people: list[Waiting]) -> None:
    order = emptied(people, Counter(1, "Quầy 1", SERVICES), Calling(rule="fifo"))
    ages = [age(pick.waiting) for pick in order if pick.waiting.returned is None]
    assert ages == sorted(ages)


@given(lines())
def test_under_strict_nobody_ordinary_is_called_while_priority_waits(people: list[Waiting]) -> None:
    order = emptied(people, Counter(1, "Quầy 1", SERVICES), Calling(rule="strict"))
    rest = [pick.waiting for pick in order if pick.waiting.returned is None]
    older_first = [one.priority for one in rest]
    assert older_first == sorted(older_first, reverse=True)


@given(lines(most=24), st.integers(2, 6), st.integers(0, 7))
def test_interleaved_lets_priority_wait_for_at_most_n_minus_one_ordinary_calls(
    people: list[Waiting], n: int, run: int
) -> None:
    people = [one._replace(returned=None) for one in people]
    order = emptied(people, Counter(1, "Quầy 1", SERVICES), Calling(rule="interleaved", interleave=n), run)
    left = sum(pick.waiting.priority for pick in order)
    since = run
    for pick in order:
        if pick.waiting.priority:
            left, since = left - 1, 0
        elif left:
            since += 1
            assert since <= n - 1


@given(lines(), CALLINGS, st.integers(0, 7))
def test_a_priority_person_who_came_first_is_called_at_once(people: list[Waiting], calling: Calling, run: int) -> None:
    people = [one._replace(returned=None, for_counter=None) for one in people]
    pick = Line(people).take(Counter(1, "Quầy 1", SERVICES), calling, run)
    if people and (oldest := min(people, key=age)).priority:
        assert pick == Pick(oldest, "oldest")


@given(lines(), CALLINGS, st.integers(0, 7))
def test_within_priority_and_within_the_others_nobody_overtakes(
    people: list[Waiting], calling: Calling, run: int
) -> None:
    order = emptied(people, Counter(1, "Quầy 1", SERVICES), calling, run)
    for priority in (False, True):
        ages = [age(p.waiting) for p in order if p.waiting.returned is None and p.waiting.priority is priority]
        assert ages == sorted(ages)


@given(lines(), CALLINGS, st.integers(0, 7))
def test_the_reason_says_why(people: list[Waiting], calling: Calling, run: int) -> None:
    left = list(people)
    for pick in emptied(people, Counter(1, "Quầy 1", SERVICES), calling, run):
        mine = [one for one in left if one.for_counter in (None, 1)]
        oldest = min((one for one in mine if one.returned is None), key=age, default=None)
        if pick.because == "returned":
            assert pick.waiting.returned is not None
        elif pick.because == "oldest":
            assert pick.waiting == oldest
        else:
            assert pick.because == "priority"
            assert pick.waiting.priority
            assert pick.waiting != oldest
        left.remove(pick.waiting)


@given(lines(), COUNTERS, CALLINGS, RUNS)
def test_counting_ahead_takes_nobody_out_of_the_line(
    people: list[Waiting], counters: list[Counter], calling: Calling, runs: dict[int, int]
) -> None:
    before, runs_before = list(people), dict(runs)
    ahead_of(people, counters, calling, runs)
    assert (people, runs) == (before, runs_before)
