"""Answers of a printer that no printer gives: its status is never a mishap of ours, and no ticket counts as printed."""

import random
from itertools import product
from pathlib import Path

from printer.asking import Asking, Patience
from printer.outcome import Condition
from printer.profiles import Barrier
from printer.status import Listener
from tests.bad.spoiling import bitten
from tests.bad.tally import Tally

_QUICK = Patience(0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.001)
_RIGHT = bytes((0x12, 0x12, 0x12, 0x12)) + b"\x37\x220001\0" + bytes((0x10, 0, 0, 0))
_LONGEST = 600


class _Babbler:
    """A port at which every telegram is answered with the next of these bytes, and nothing comes unasked."""

    job = bytes_per_s = None

    def __init__(self, answers: bytes) -> None:
        self._answers, self._due = answers, b""

    def write(self, data: bytes, deadline: float) -> None:
        self._due, self._answers = self._due + self._answers[:64], self._answers[64:]

    def read(self, deadline: float) -> bytes:
        said, self._due = self._due[:16], self._due[16:]
        return said

    def open(self, deadline: float) -> None: ...
    def flush(self, deadline: float) -> None: ...
    def close(self) -> None: ...
    def stop(self) -> None: ...
    def rival(self) -> str | None:
        return None


def measure(_folder: Path, count: int, seed: int = 8) -> Tally:
    """`changes`: a barrier that rubbish got past, which would be a ticket that was never printed."""
    tally, chance = Tally("printer's answers"), random.Random(seed)
    ways = list(product((True, False), (True, False)))
    for number in range(count):
        said = _said(chance)
        asks, asb = ways[number % len(ways)]
        try:
            for data in (said, said[: len(said) // 2]):
                list(Listener().hear(data))
            asking = Asking(_Babbler(said), _QUICK, Barrier.GS_H, asks=asks, asb=asb)
            asking.begin()
            how = asking.how()
            asking.in_turn()
            if asking.wait(0.0) and b"\x37\x22" not in said:
                tally.changes.append(f"taken for printed: {said!r}")
        except Exception as error:  # noqa: BLE001 -- what is looked for
            tally.crash(f"{error!r} by {said!r}")
            continue
        tally.refuse("looks well" if how.condition is Condition.OK else str(how.condition.name).lower())
    return tally


def _said(chance: random.Random) -> bytes:
    if chance.random() < 0.5:
        return chance.randbytes(chance.randint(0, _LONGEST))
    return bitten(chance, _RIGHT * chance.randint(1, 20))
