"""A catalogue as large as the country's taken in at once, in each form; and how long a number waits for it."""

import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from office.backoffice.catalogue import Catalogue
from office.clock import MachineClock
from office.lookup.reading import Reading, read_file
from office.lookup.writing import WRITERS
from office.premises import Premises
from tests.bench.figures import Row
from tests.lookup.catalogues import COUNTRY, catalogue
from tests.office_fixture import HEAD, opened, rid, take

T = TypeVar("T")


def measure(folder: Path, quick: bool) -> list[Row]:
    folder.mkdir(parents=True, exist_ok=True)
    known = catalogue(COUNTRY // 10 if quick else COUNTRY)
    rows, reading = list[Row](), read_file("", b"")
    for form, write in WRITERS.items():
        data, wrote_s = _timed(partial(write, known))
        reading, read_s = _timed(partial(read_file, f"x.{form}", data))
        assert [one.procedure for one in reading.entries] == known
        size = f"{len(data) / 1e6:.1f} MB"
        rows.append(
            Row(f"{len(known):,} procedures as {form} ({size})", f"read {read_s:.2f} s, written {wrote_s:.2f} s")
        )
    with opened(folder / "data", MachineClock()) as premises:
        return [*rows, *_taken_in(premises, reading)]


def _taken_in(premises: Premises, reading: Reading) -> list[Row]:
    """While a number is asked for all the time."""
    acts = Catalogue(premises.performer)

    def take_in() -> dict[str, int]:
        return acts.take_in(HEAD, rid(), reading, name="x.csv", digest="x").body

    with _Crowd(premises) as crowd:
        first, first_s = _timed(take_in)
    again, again_s = _timed(take_in)
    assert (first["new"], again["unchanged"]) == (len(reading.entries), len(reading.entries))
    longest = f"{max(crowd.waits) * 1000:.0f} ms (n = {len(crowd.waits)})"
    return [
        Row("taken into an empty catalogue, one transaction with the index of the search", f"{first_s:.2f} s"),
        Row("the same file again: nothing changes", f"{again_s:.2f} s"),
        Row("the longest that a number waited meanwhile", longest),
    ]


class _Crowd:
    """Somebody who takes one number after another until the block ends."""

    def __init__(self, premises: Premises) -> None:
        self.waits: list[float] = []
        self._premises, self._over = premises, threading.Event()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> "_Crowd":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._over.wait(0.02):
            self.waits.append(_timed(lambda: take(self._premises.desk))[1])


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    begun = time.perf_counter()
    found = work()
    return found, time.perf_counter() - begun
