"""Printers that note when a ticket began and when its sheet was out, in this process or in another one.

Times are of `time.perf_counter()`, which all processes of one machine share.
"""

import queue
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from printer.composing import RESET
from printer.transport.emulated import EmulatedPrinter
from printer.transport.mechanism import Printed

NOTES = "tickets.txt"
_LOOK_S = 0.005

Times = tuple[float, float]
"""First byte, last byte."""


class Noting(Protocol):
    def next_ticket(self, most_s: float) -> Times:
        """The next ticket that is out."""


@dataclass
class Noted(EmulatedPrinter):
    """`note` gets each ticket; without it they are kept for `next_ticket`."""

    note: Callable[[Times], None] | None = None
    _begun: float = 0.0
    _kept: "queue.SimpleQueue[Times]" = field(default_factory=queue.SimpleQueue)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.keep = self._out_it_is

    def take(self, data: bytes) -> None:
        if RESET in data:
            self._begun = time.perf_counter()
        super().take(data)

    def next_ticket(self, most_s: float) -> Times:
        return self._kept.get(timeout=most_s)

    def _out_it_is(self, printed: Printed) -> None:
        times = self._begun, time.perf_counter()
        (self.note or self._kept.put)(times)


class NotingFile:
    """Tickets that another process notes in a file, a line for each."""

    def __init__(self, path: Path) -> None:
        self._path, self._read = path, 0

    def next_ticket(self, most_s: float) -> Times:
        deadline = time.monotonic() + most_s
        while len(lines := self._lines()) <= self._read:
            assert time.monotonic() < deadline, "no ticket came out"
            time.sleep(_LOOK_S)
        first, last = lines[self._read].split()
        self._read += 1
        return float(first), float(last)

    def _lines(self) -> list[str]:
        return self._path.read_text().splitlines() if self._path.exists() else []


def note_in(path: Path) -> Callable[[Times], None]:
    def note(times: Times) -> None:
        with path.open("a") as file:
            file.write(f"{times[0]:.9f} {times[1]:.9f}\n")

    return note
