"""When a broken line is laid again."""

import random

from sync.transport.tries import Pace, Tries

PACE = Pace(first_s=1, most_s=60, stable_s=20)


def test_each_try_comes_later_up_to_a_limit() -> None:
    tries = Tries(PACE, random.Random(4))
    delays = [tries.failed(0) for _ in range(12)]
    for expected, delay in zip((1, 2, 4, 8, 16, 32, 60, 60, 60), delays, strict=False):
        assert 0.5 * expected <= delay <= 1.5 * expected


def test_a_line_that_stood_begins_anew_and_one_that_did_not_goes_on_waiting_longer() -> None:
    tries = Tries(PACE, random.Random(4))
    for _ in range(6):
        tries.failed(0)
    assert tries.failed(3) > 20
    assert tries.failed(21) <= 1.5


def test_two_hundred_offices_do_not_come_at_the_same_moment() -> None:
    """S14, the pipe's part of it: their first tries are spread over a second."""
    first = sorted(Tries(PACE).failed(3_600) for _ in range(200))
    assert first[-1] - first[0] > 0.7
    assert max(sum(1 for one in first if low <= one < low + 0.1) for low in (0.5, 0.7, 0.9, 1.1, 1.3)) < 60
