"""What the paper shows, read back from the bytes: a second route that shares nothing with composing.

`Reader` cuts a stream of ESC/POS into commands, however it arrives; `decode` turns a whole stream into the
sheets that fall out of the printer. Knows the commands that tickets use; others are kept as `OTHER`, so that
a test sees them. Letters and QR codes of the printer's own are drawn in `handwriting.py`. Source: Epson,
ESC/POS command reference (`GS v 0`, `GS V`, `GS r`, `DLE EOT`, `GS ( H`, `GS ( k`, `GS a`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # Pillow comes with the first ticket, not with the start of the service
    from PIL.Image import Image as Picture

    from printer.handwriting import OwnHand

_AT_ONCE = 1024  # bytes of a picture in one piece, about 14 rows


class Command(Enum):
    """What a piece of the stream asks for."""

    REAL_TIME = auto()  # DLE EOT n: answered at once, even in the middle of a picture
    ASK = auto()  # GS r n: answered in its turn
    NUMBERED = auto()  # GS ( H function 48: answered in its turn with its own number
    AUTOMATIC = auto()  # GS a n: answered with four bytes (ASB)
    RESET = auto()  # ESC @
    RASTER = auto()  # GS v 0: a picture begins
    DOTS = auto()  # bytes of that picture
    CUT = auto()  # GS V
    LETTER = auto()  # one letter of the printer's own font
    LINE = auto()  # LF: the line of letters is printed
    FEED = auto()  # ESC d n: so many lines
    ALIGN = auto()  # ESC a n
    BOLD = auto()  # ESC E n
    SIZE = auto()  # GS ! n
    MARGIN = auto()  # GS L
    ROW = auto()  # GS W: the row's width in dots
    SYMBOL = auto()  # GS ( k: QR code
    NOTHING = auto()  # NUL, any number of them
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class Piece:
    """One command with its bytes as they came. `figure` is its n, for a picture the bytes of a row."""

    command: Command
    raw: bytes
    figure: int = 0


@dataclass(slots=True)
class Reader:
    """Cuts a stream into pieces; what is not complete waits for the next bytes."""

    _rest: bytes = b""
    _picture_left: int = 0
    _tail: bytes = b""

    def feed(self, data: bytes) -> Iterator[Piece]:
        """The pieces that are complete now."""
        self._rest += data
        while self._rest:
            piece = self._dots() if self._picture_left else _command(self._rest)
            if piece is None:
                return
            self._rest = self._rest[len(piece.raw) :]
            if piece.command is Command.RASTER:
                self._picture_left = piece.figure * int.from_bytes(piece.raw[6:8], "little")
            yield piece

    def _dots(self) -> Piece:
        dots = self._rest[: min(self._picture_left, _AT_ONCE)]
        self._picture_left -= len(dots)
        return Piece(Command.DOTS, dots)

    def real_time(self, data: bytes) -> Iterator[int]:
        """The n of each `DLE EOT n` in the bytes, wherever it stands, as the printer's interrupt sees it."""
        seen = self._tail + data
        at = seen.find(b"\x10\x04")
        while 0 <= at < len(seen) - 2:
            if 1 <= seen[at + 2] <= 4:
                yield seen[at + 2]
            at = seen.find(b"\x10\x04", at + 1)
        self._tail = seen[-2:]


_NAMES = {
    0x1B40: Command.RESET,
    0x1B61: Command.ALIGN,
    0x1B45: Command.BOLD,
    0x1B64: Command.FEED,
    0x1D21: Command.SIZE,
    0x1D4C: Command.MARGIN,
    0x1D57: Command.ROW,
    0x1D61: Command.AUTOMATIC,
    0x1D72: Command.ASK,
    0x1004: Command.REAL_TIME,
    0x1D284800: Command.NUMBERED,
    0x1D286B00: Command.SYMBOL,
}
_LENGTHS = {0x1B40: 2, 0x1C2E: 2, 0x1D4C: 4, 0x1D57: 4}  # bytes of a command with its parameters
_LENGTHS |= dict.fromkeys((0x1B61, 0x1B45, 0x1B64, 0x1D21, 0x1D61, 0x1D72, 0x1004), 3)
_SECTION = 0x1D28  # GS ( and a letter: two bytes tell how many follow


def _command(data: bytes) -> Piece | None:
    """The command at the head, or None while it is not complete."""
    first = data[0]
    if first == 0:  # thousands of them end a picture that broke off
        return Piece(Command.NOTHING, data[: len(data) - len(data.lstrip(b"\x00"))])
    if first not in (0x10, 0x1B, 0x1C, 0x1D):
        return Piece(_single(first), data[:1], first)
    if len(data) < 2:
        return None
    code = int.from_bytes(data[:2], "big")
    if code == 0x1D76:
        return _raster(data)
    if code == 0x1D56:
        return _cut(data)
    if code == _SECTION:
        return _section(data)
    length = _LENGTHS.get(code, 2)
    if len(data) < length:
        return None
    figure = int.from_bytes(data[2:4], "little") if length == 4 else data[length - 1]
    return Piece(_NAMES.get(code, Command.OTHER), data[:length], figure)


def _single(byte: int) -> Command:
    if byte == 0x0A:
        return Command.LINE
    return Command.LETTER if 0x20 <= byte < 0x7F else Command.OTHER


def _raster(data: bytes) -> Piece | None:
    if len(data) < 8:
        return None
    return Piece(Command.RASTER, data[:8], int.from_bytes(data[4:6], "little"))


def _cut(data: bytes) -> Piece | None:
    length = 4 if data[2:3] in (b"A", b"B") else 3
    return Piece(Command.CUT, data[:length]) if len(data) >= length else None


def _section(data: bytes) -> Piece | None:
    if len(data) < 5:
        return None
    length = 5 + int.from_bytes(data[3:5], "little")
    if len(data) < length:
        return None
    return Piece(_NAMES.get(int.from_bytes(data[:3], "big") << 8, Command.OTHER), data[:length], length)


@dataclass(slots=True)
class Sheet:
    """The paper since the last cut, as rows of dots from the left edge.

    `letters`: the lines that the printer wrote in its own font; `codes`: what its own QR codes say.
    """

    letters: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    _rows: list[bytes] = field(default_factory=list)
    _row_bytes: int = 0
    _part: bytes = b""
    _own: "OwnHand | None" = None

    @property
    def rows(self) -> int:
        """Rows printed so far."""
        return len(self._rows)

    def take(self, piece: Piece) -> None:
        """Print what this piece prints."""
        if piece.command is Command.RASTER:
            self._row_bytes, self._part = piece.figure, b""
        elif piece.command is Command.DOTS and self._row_bytes:
            dots = self._part + piece.raw
            whole = len(dots) - len(dots) % self._row_bytes
            rows = [dots[at : at + self._row_bytes] for at in range(0, whole, self._row_bytes)]
            self._rows.extend(rows if self._own is None else self._own.placed(rows))
            self._part = dots[whole:]
        elif piece.command in _BY_HAND:
            self._write(piece)

    def _write(self, piece: Piece) -> None:
        from printer.handwriting import OwnHand  # imports Pillow at its first letter

        if self._own is None:
            self._own = OwnHand(self.letters, self.codes)
        self._rows.extend(self._own.take(piece))

    def picture(self) -> "Picture":
        """The paper as a picture, mode "1", as wide as its widest row."""
        from PIL import Image

        width = max(map(len, self._rows), default=0)
        if self._own is not None:
            width = max(width, self._own.row_bytes)
        dots = b"".join(row.ljust(width, b"\x00") for row in self._rows)
        return Image.frombytes("1", (width * 8, len(self._rows)), dots, "raw", "1;I")


_BY_HAND = (
    Command.LETTER,
    Command.LINE,
    Command.ALIGN,
    Command.BOLD,
    Command.SIZE,
    Command.ROW,
    Command.SYMBOL,
    Command.RESET,
)


ENDS = (Command.CUT, Command.FEED)
"""What ends a sheet: the knife, or paper fed so that it can be torn off; that way is on no sheet."""


def sheets(data: bytes) -> list[Sheet]:
    """The sheets that these bytes print, in order; the last one also when it was not cut."""
    found = [Sheet()]
    for piece in Reader().feed(data):
        found[-1].take(piece)
        if piece.command in ENDS:
            found.append(Sheet())
    return [sheet for sheet in found if sheet.rows]


def decode(data: bytes) -> "list[Picture]":
    """The same as pictures."""
    return [sheet.picture() for sheet in sheets(data)]
