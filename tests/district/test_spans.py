"""Which facts have arrived: ranges in any order, joined only where the chain joins them."""

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from district import spans
from district.spans import ChainTorn, Span

START = b"\0" * 32


def digest(seq: int) -> bytes:
    return seq.to_bytes(32, "big")


def span(first: int, last: int) -> Span:
    return Span(first, last, digest(first - 1), digest(last))


def added(*ranges: tuple[int, int]) -> spans.Spans:
    made: spans.Spans = ()
    for first, last in ranges:
        made = spans.with_added(made, span(first, last), START)
    return made


def test_what_meets_is_joined() -> None:
    assert added((1, 5), (11, 15), (6, 10)) == (span(1, 15),)


def test_complete_to_stops_at_the_first_gap() -> None:
    made = added((1, 5), (7, 9))
    assert spans.complete_to(made) == 5
    assert spans.beyond(made) == [(7, 9)]
    assert spans.missing(made, 1, 12) == [(6, 6), (10, 12)]


def test_nothing_is_complete_without_the_first_fact() -> None:
    assert spans.complete_to(added((2, 9))) == 0


def test_neighbours_that_the_chain_does_not_join_are_refused() -> None:
    with pytest.raises(ChainTorn) as torn:
        spans.with_added(added((1, 5)), Span(6, 7, b"other", digest(7)), START)
    assert torn.value.seq == 6


def test_a_first_fact_must_follow_the_name_of_its_stream() -> None:
    with pytest.raises(ChainTorn):
        spans.with_added((), Span(1, 2, b"other", digest(2)), START)


def test_a_parked_fact_joins_whatever_stands_around_it() -> None:
    made = spans.with_added(added((1, 5), (7, 9)), Span(6, 6, None, None), START)
    assert [(one.first, one.last) for one in made] == [(1, 9)]


def test_they_are_read_as_they_were_written() -> None:
    made = spans.with_added(added((1, 5)), Span(8, 8, None, None), START)
    assert spans.read(spans.written(made)) == made


@given(st.sets(st.integers(1, 60), min_size=1), st.integers(0, 2**32))
def test_in_any_order_they_say_what_is_there(seqs: set[int], seed: int) -> None:
    order = list(seqs)
    random.Random(seed).shuffle(order)
    made: spans.Spans = ()
    for seq in order:
        assert spans.missing(made, seq, seq) == [(seq, seq)]
        made = spans.with_added(made, span(seq, seq), START)
    covered = {seq for one in made for seq in range(one.first, one.last + 1)}
    assert covered == seqs
    assert all(a.last + 1 < b.first for a, b in pairwise(made))
    gaps = {seq for first, last in spans.missing(made, 1, 60) for seq in range(first, last + 1)}
    assert gaps == set(range(1, 61)) - seqs
