"""A whole day of the largest office through the real API, as fast as asked, and what its journal says afterwards."""

import random
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from kiosk.demo.people.playing import Cast, Play
from office.domain import load
from office.domain.load import Habits
from office.domain.moment import HOUR
from office.remote import Asking
from office.store.engine import FILE_NAME
from tests.demo.offices import SERVICES, Served, written
from tests.replay import Replay, facts_in


@dataclass(frozen=True, slots=True)
class Day:
    """What came of it; `complaints`: what clerks and the play said on the way."""

    replay: Replay
    seconds: float
    complaints: list[str]
    data: Path


Beside = Callable[[Served], AbstractContextManager[Asking | None]]
"""What else goes on during the day; the `Asking` is what the clerks press through."""


@contextmanager
def _nothing_else(_office: Served) -> Iterator[None]:
    yield None


def play_a_day(
    folder: Path,
    *,
    people: int,
    counters: int,
    speed: float,
    seed: int = 1,
    patience_s: float = 120,
    hours: tuple[int, int] = (0, 24),
    beside: Beside = _nothing_else,
    spare: int = 0,
) -> Day:
    """Raises AssertionError when the people are not through in time.

    `hours`: who comes between these clock hours; `spare`: further counters, where nobody of the play sits.
    """
    office = Served(written(folder, counters + spare), folder / "data", speed)
    office.start()
    complaints, done, begun = list[str](), threading.Event(), time.monotonic()
    try:
        with beside(office) as asking:
            cast = _cast(office, people, speed, seed, hours)
            played = replace(cast, staff=cast.staff[:counters], counters=_first(cast.counters, counters))
            play = Play(played, complaints.append, done.set, asking)
            try:
                play.begin()
                assert done.wait(patience_s), "the people are not through"
                seconds = time.monotonic() - begun
            finally:
                play.break_off()
    finally:
        office.stop()
    at_counters = {number: tuple(services) for number, services in office.prepared.counters.items()}
    replay = Replay(at_counters).read(facts_in(office.data / FILE_NAME))
    return Day(replay, seconds, complaints, office.data)


def _first(counters: Mapping[int, Sequence[str]], count: int) -> dict[int, Sequence[str]]:
    return {number: services for number, services in counters.items() if number <= count}


def _cast(office: Served, people: int, speed: float, seed: int, hours: tuple[int, int]) -> Cast:
    rng, prepared = random.Random(seed), office.prepared
    begins, ends = max(load.OPENS, hours[0] * HOUR), hours[1] * HOUR
    arrivals = [at - begins for at in load.arrivals_of_a_day(rng, people) if begins <= at < ends]
    # The faces are as slow as in life, so that they do not become the day's length: the fewest answers, the quickest.
    found = load.citizens(rng, arrivals, SERVICES, Habits(responds=0.15, declines=0.03), prepared.scale)
    citizens = [replace(one, reads_ms=620) for one in found]
    return Cast(
        office.url,
        prepared.screen_token,
        prepared.clerks,
        prepared.counters,
        citizens,
        prepared.scale,
        prepared.reasons,
        speed,
        seed,
    )
