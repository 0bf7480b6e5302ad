"""What a try of a package found: one row a step, held or missed."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.bench.figures import Row
from tests.package.chroots import Failed


class Report:
    """The rows of one try; prints each as soon as it is known."""

    def __init__(self, where: str) -> None:
        self.where, self.rows = where, list[Row]()

    def found(self, what: str, measured: str, *, holds: bool, bar: str = "") -> None:
        row = Row(f"{self.where}: {what}", measured, bar, holds)
        self.rows.append(row)
        print(f"{'ok    ' if holds else 'MISSED'} {row.what}: {measured}", flush=True)

    @contextmanager
    def step(self, what: str, bar: str = "") -> Iterator[Callable[[str], None]]:
        """A step with the seconds it took; what it tells stands beside them. A failure ends the whole try."""
        begun = time.monotonic()
        told: list[str] = []
        try:
            yield told.append
        except Failed as trouble:
            self.found(what, str(trouble), holds=False, bar=bar)
            raise
        words = "; ".join([f"{time.monotonic() - begun:.1f} s", *told])
        self.found(what, words, holds=True, bar=bar)


def expect(holds: bool, what: str) -> None:
    """Raises `Failed` with `what` unless it holds."""
    if not holds:
        raise Failed(what)
