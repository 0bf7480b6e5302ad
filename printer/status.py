"""What a printer says about itself: the bytes that answer `DLE EOT 1` to `4` and `GS r 1`.

A byte is told apart by its fixed bits (Epson, ESC/POS command reference): an answer to `DLE EOT` has
`b & 0x93 == 0x12`, the first of four bytes of an automatic status (ASB) `b & 0x93 == 0x10`, the answer to
`GS r 1` and the other three of an ASB `b & 0x90 == 0`. So an ASB must be swallowed whole, or its second byte
would be taken for "printed".
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from printer.outcome import Condition, Health, Reason

ASK = tuple(bytes((0x10, 0x04, n)) for n in (1, 2, 3, 4))
"""`DLE EOT 1` to `4`: printer, offline, error, roll."""

_NEAR, _END = 0x0C, 0x60  # of DLE EOT 4


class Answer(Enum):
    """Which question a byte answers."""

    STATUS = auto()
    BARRIER = auto()


@dataclass(slots=True)
class Listener:
    """Sorts the bytes of one connection; an ASB and rubbish are dropped."""

    _asb_left: int = 0

    def hear(self, data: bytes) -> Iterator[tuple[Answer, int]]:
        """The answers in these bytes, in order."""
        for byte in data:
            if byte & 0x93 == 0x10:
                self._asb_left = 3
            elif byte & 0x93 == 0x12:
                yield Answer.STATUS, byte
            elif byte & 0x90 == 0:
                if self._asb_left:
                    self._asb_left -= 1
                else:
                    yield Answer.BARRIER, byte


def health(printer: int, offline: int, error: int, roll: int) -> Health:
    """The worst that the four answers tell. An open cover also reads as no paper, so it comes first."""
    if offline & 0x04:
        return Health(Condition.COVER_OPEN)
    if offline & 0x20 or roll & _END:
        return Health(Condition.PAPER_OUT)
    if error & 0x08:
        return Health(Condition.CUTTER)
    if error & 0x60 or offline & 0x40:
        return Health(Condition.ERROR, "unrecoverable" if error & 0x20 else "recovers by itself")
    if printer & 0x08:
        return Health(Condition.OFFLINE)
    return Health(Condition.NEAR_END if roll & _NEAR else Condition.OK)


def at_end(answer: int) -> bool:
    """Whether the answer to `GS r 1` says that there is no paper, so that nothing can have come out."""
    return bool(answer & 0x0C)


UNREACHABLE = Health(Condition.UNREACHABLE)
SILENT = Health(Condition.UNREACHABLE, Reason.SILENT)
