"""A whole day of the largest office through the API, at speed; what the journal says of it afterwards."""

from pathlib import Path

from tests.bench.figures import Row
from tests.demo.large_day import play_a_day
from tests.demo.offices import LARGEST

SPEED = 1_000.0


def measure(folder: Path, quick: bool) -> list[Row]:
    return play(folder, LARGEST.tickets // 10 if quick else LARGEST.tickets)


def play(folder: Path, people: int) -> list[Row]:
    """So many people; the whole of them is the day of the largest office."""
    day = play_a_day(folder, people=people, counters=LARGEST.counters, speed=SPEED, patience_s=600)
    done = day.replay.of_state("done", "no_show")
    what = f"a day of {people} people at {LARGEST.counters} counters, {SPEED:.0f} times as fast"
    return [
        Row(what, f"{day.seconds:.0f} s, {done} served or gone", f"{people}", done == people),
        Row("… rules broken in its journal", str(len(day.replay.mistakes)), "0", not day.replay.mistakes),
        Row("… complaints of its clerks", str(len(day.complaints)), "0", not day.complaints),
    ]
