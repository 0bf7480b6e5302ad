"""What a printer says about itself: the bytes that answer `DLE EOT 1` to `4`, `GS r 1`, `GS ( H` and `GS a`.

A byte is told apart by its fixed bits (Epson, ESC/POS command reference): an answer to `DLE EOT` has
`b & 0x93 == 0x12`, the first of four bytes of an automatic status (ASB) `b & 0x93 == 0x10`, the answer to
`GS r 1` and the other three of an ASB `b & 0x90 == 0`. So an ASB must be swallowed whole, or its second byte
would be taken for "printed". The answer to `GS ( H` is a block: 37 22, four figures of ours, NUL.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from printer.outcome import Condition, Health, Reason
from printer.transport import NotAllowed, PortInUse, TransportError

ASK = tuple(bytes((0x10, 0x04, n)) for n in (1, 2, 3, 4))
"""`DLE EOT 1` to `4`: printer, offline, error, roll."""

TELL_ALL = b"\x1da\xff"
"""`GS a`: tell the automatic status, now and at every change."""

_NEAR, _END = 0x0C, 0x60  # of DLE EOT 4
_BLOCK, _DONE, _ID_FIGURES = 0x37, 0x22, 4


class Answer(Enum):
    """Which question a byte answers."""

    STATUS = auto()
    BARRIER = auto()  # GS r 1
    DONE = auto()  # GS ( H: our own number


_FLOW = (0x11, 0x13)  # XON, XOFF: no answers, and no rubbish


@dataclass(slots=True)
class Listener:
    """Sorts the bytes of one connection; rubbish is counted, and `automatic` is what the last ASB told."""

    rubbish: int = 0  # bytes that no printer sends
    automatic: Health | None = None
    _asb: bytes = b""
    _block: bytes = b""

    def hear(self, data: bytes) -> Iterator[tuple[Answer, int]]:
        """The answers in these bytes, in order."""
        for byte in data:
            if self._block:
                yield from self._in_block(byte)
            elif byte == _BLOCK:
                self._block = bytes((byte,))
            else:
                yield from self._single(byte)

    def forget(self) -> None:
        """From here on only a fresh ASB counts."""
        self.automatic = None

    def begin(self, *, whole: bool) -> None:
        """A question begins: what only looked like the beginning of a block swallows no answer to it.

        `whole`: nothing else is awaited, so the beginning of an ASB is dropped, too; elsewhere its rest would be taken
        for an answer.
        """
        self._block = b""
        if whole:
            self._asb = b""

    def _single(self, byte: int) -> Iterator[tuple[Answer, int]]:
        if byte & 0x93 == 0x10:
            self._asb = bytes((byte,))
        elif byte & 0x93 == 0x12:
            yield Answer.STATUS, byte
        elif byte & 0x90 == 0:
            if self._asb:
                self._asb_byte(byte)
            else:
                yield Answer.BARRIER, byte
        elif byte not in _FLOW:
            self.rubbish += 1
            self._asb = b""  # what looked like the head of one was none

    def _asb_byte(self, byte: int) -> None:
        self._asb += bytes((byte,))
        if len(self._asb) == 4:
            self.automatic, self._asb = automatic(*self._asb[:3]), b""

    def _in_block(self, byte: int) -> Iterator[tuple[Answer, int]]:
        """One more byte of `37 22 figures NUL`; a block that is none of that is rubbish."""
        if len(self._block) == 1 and byte != _DONE:
            self._block = b""
            self.rubbish += 1
            yield from self._single(byte)
            return
        self._block += bytes((byte,))
        if byte and len(self._block) < 3 + _ID_FIGURES:
            return
        figures, self._block = self._block[2:-1], b""
        if byte == 0 and len(figures) == _ID_FIGURES and figures.isdigit():
            yield Answer.DONE, int(figures)
        else:
            self.rubbish += 1


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


def automatic(printer: int, error: int, roll: int) -> Health:
    """The same from the first three bytes of an ASB; its paper stands in other bits than those of `DLE EOT`."""
    near = _NEAR if roll & 0x03 else 0
    end = _END if roll & 0x0C else 0
    return health(printer & 0x08, 0x04 if printer & 0x20 else 0, error & 0x68 | error << 4 & 0x40, near | end)


def at_end(answer: int) -> bool:
    """Whether the answer to `GS r 1` says that there is no paper, so that nothing can have come out."""
    return bool(answer & 0x0C)


UNREACHABLE = Health(Condition.UNREACHABLE)
SILENT = Health(Condition.UNREACHABLE, Reason.SILENT)
RUBBISH = Health(Condition.UNREACHABLE, Reason.RUBBISH)
IN_USE = Health(Condition.UNREACHABLE, Reason.IN_USE)


def unreachable(error: TransportError) -> Health:
    """The condition of a printer to which no connection could be made."""
    if isinstance(error, PortInUse):
        return IN_USE
    if isinstance(error, NotAllowed):
        return Health(Condition.UNREACHABLE, Reason.NOT_ALLOWED)
    return UNREACHABLE
