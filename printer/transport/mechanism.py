"""What a printer does with the bytes: the inside of the virtual printers.

Owns head, roll and knife. Parses the stream as it comes, answers status at once and `GS r` in its turn, and
stops at the end of the paper: what comes then waits inside until there is paper again, as in a real printer.
Its faults are plain attributes that a test (or the demo) sets while it runs.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from printer.decode import ENDS, Command, Piece, Reader, Sheet

if TYPE_CHECKING:
    from PIL.Image import Image

_QUESTIONS = (Command.ASK, Command.NUMBERED, Command.AUTOMATIC)
MOST_HELD = 1_000_000  # bytes; a runaway sender cannot fill the memory


@dataclass(slots=True)
class Faults:
    """What is wrong with the printer; `paper_out_after_rows` counts down and then sets `paper_out`."""

    silent: bool = False
    paper_out: bool = False
    near_end: bool = False
    cover_open: bool = False
    cutter: bool = False
    error: bool = False
    offline: bool = False
    no_gs_h: bool = False  # knows no GS ( H
    no_gs_r: bool = False
    no_asb: bool = False  # knows no GS a
    paper_out_after_rows: int | None = None
    says: bytes | None = None  # answer to every question, instead of the truth

    @property
    def stops(self) -> bool:
        """Whether nothing is printed in this state."""
        return self.paper_out or self.cover_open or self.cutter or self.error or self.offline


@dataclass(frozen=True, slots=True)
class Printed:
    """One sheet that fell out, and the bytes that made it, from the first after the last sheet."""

    raw: bytes
    picture: "Callable[[], Image]"


@dataclass(slots=True)
class Mechanism:
    """A printer without its plug. `keep` gets each sheet before the printer answers that it is done.

    `keep` raises OSError when the sheet cannot be kept; the printer then reports an error instead of "done".
    """

    keep: Callable[[Printed], None]
    faults: Faults = field(default_factory=Faults)
    _reader: Reader = field(default_factory=Reader)
    _waiting: deque[Piece] = field(default_factory=deque)
    _sheet: Sheet = field(default_factory=Sheet)
    _raw: bytearray = field(default_factory=bytearray)
    _cut: bool = False

    @property
    def held(self) -> int:
        """Bytes that wait inside because something stops the printer."""
        return sum(len(piece.raw) for piece in self._waiting)

    def receive(self, data: bytes) -> bytes:
        """Take bytes, print what can be printed, and give the answers."""
        answers = b"".join(self._status(n) for n in self._reader.real_time(data))
        if len(data) + self.held <= MOST_HELD:
            self._waiting.extend(self._reader.feed(data))
        return answers + self.go_on()

    def go_on(self) -> bytes:
        """Print what waits, as far as nothing stops it, and give the answers that were waiting too."""
        answers = b""
        while self._waiting and not self.faults.stops:
            answers += self._do(self._waiting.popleft())
        return answers

    def put_down(self) -> None:
        """Let go of a sheet that was cut but not asked about. Raises what `keep` raises."""
        if self._cut:
            self._let_go()

    @property
    def rows(self) -> int:
        """Rows of dots on the sheet that is not cut yet."""
        return 0 if self._cut else self._sheet.rows

    def lose_power(self) -> None:
        """Forget what came and was not printed; what is printed of a sheet stays on the paper, uncut."""
        self.put_down()
        self._reader = Reader()
        self._waiting.clear()

    def _do(self, piece: Piece) -> bytes:
        if piece.command is Command.REAL_TIME:
            return b""  # answered when it came in
        if self._cut and piece.command not in _QUESTIONS:
            self._let_go()
        self._raw += piece.raw
        rows = self._sheet.rows
        self._sheet.take(piece)
        if piece.command in ENDS:
            self._cut = True
        if self._sheet.rows > rows:
            self._wear()
        return self._asked(piece) if piece.command in _QUESTIONS else b""

    def _wear(self) -> None:
        if self.faults.paper_out_after_rows is not None and self._sheet.rows >= self.faults.paper_out_after_rows:
            self.faults.paper_out, self.faults.paper_out_after_rows = True, None

    def _asked(self, piece: Piece) -> bytes:
        try:
            self.put_down()
        except OSError:
            self.faults.error = True
            return b""
        answer = self._answer(piece)
        return b"" if self.faults.silent or not answer else self.faults.says or answer

    def _answer(self, piece: Piece) -> bytes:
        faults = self.faults
        match piece.command:
            case Command.NUMBERED:
                return b"" if faults.no_gs_h else b"\x37\x22" + piece.raw[7:11] + b"\x00"
            case Command.AUTOMATIC:
                return b"" if faults.no_asb or not piece.figure else self._automatic()
            case _:
                return b"" if faults.no_gs_r else bytes((0x03 * faults.near_end,))

    def _automatic(self) -> bytes:
        """Only what does not stop the printer can be told here, since it reads nothing then."""
        return bytes((0x10, 0, 0x03 * self.faults.near_end, 0))

    def _let_go(self) -> None:
        raw, sheet = bytes(self._raw), self._sheet
        self._raw, self._sheet, self._cut = bytearray(), Sheet(), False
        if sheet.rows:
            self.keep(Printed(raw, sheet.picture))

    def _status(self, n: int) -> bytes:
        if self.faults.silent:
            return b""
        return self.faults.says or bytes((0x12 | self._bits(n),))

    def _bits(self, n: int) -> int:
        faults = self.faults
        match n:
            case 1:
                return 0x08 * faults.stops
            case 2:
                return 0x04 * faults.cover_open | 0x20 * faults.paper_out | 0x40 * (faults.error or faults.cutter)
            case 3:
                return 0x08 * faults.cutter | 0x20 * faults.error
            case _:
                return 0x0C * (faults.near_end or faults.paper_out) | 0x60 * faults.paper_out
