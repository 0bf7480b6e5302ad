"""A whole day of the largest office through the real API, as fast as asked, and what its journal says afterwards."""

import random
import threading
import time
from dataclasses import dataclass, replace
from pathlib import Path

from kiosk.demo.people.playing import Cast, Play
from office.domain import load
from office.domain.load import Habits
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


def play_a_day(
    folder: Path, *, people: int, counters: int, speed: float, seed: int = 1, patience_s: float = 120
) -> Day:
    """Raises AssertionError when the people are not through in time."""
    office = Served(written(folder, counters), folder / "data", speed)
    office.start()
    complaints, done, begun = list[str](), threading.Event(), time.monotonic()
    play = Play(_cast(office, people, speed, seed), complaints.append, done.set)
    try:
        play.begin()
        assert done.wait(patience_s), "the people are not through"
        seconds = time.monotonic() - begun
    finally:
        play.break_off()
        office.stop()
    at_counters = {number: tuple(services) for number, services in office.prepared.counters.items()}
    replay = Replay(at_counters).read(facts_in(office.data / FILE_NAME))
    return Day(replay, seconds, complaints, office.data)


def _cast(office: Served, people: int, speed: float, seed: int) -> Cast:
    rng, prepared = random.Random(seed), office.prepared
    arrivals = [at - load.OPENS for at in load.arrivals_of_a_day(rng, people)]
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
