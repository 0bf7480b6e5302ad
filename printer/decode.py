"""What the paper shows, read back from the bytes: a second route that shares nothing with composing.

`Reader` cuts a stream of ESC/POS into commands, however it arrives; `decode` turns a whole stream into the
sheets that fall out of the printer. Knows the commands that tickets use; letters and other commands are
kept as `OTHER`, so that a test sees them. Source: Epson, ESC/POS command reference (`GS v 0`, `GS V`, `GS
r`, `DLE EOT`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # Pillow comes with the first ticket, not with the start of the service
    from PIL.Image import Image as Picture

_AT_ONCE = 1024  # bytes of a picture in one piece, about 14 rows


class Command(Enum):
    """What a piece of the stream asks for."""

    REAL_TIME = auto()  # DLE EOT n: answered at once, even in the middle of a picture
    ASK = auto()  # GS r n: answered in its turn
    RESET = auto()  # ESC @
    RASTER = auto()  # GS v 0: a picture begins
    DOTS = auto()  # bytes of that picture
    CUT = auto()  # GS V
    NOTHING = auto()  # NUL
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

    @property
    def in_picture(self) -> bool:
        """Whether a picture has begun whose bytes are not all here."""
        return self._picture_left > 0

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


_FIXED = {0x1B40: 2, 0x1C2E: 2, 0x1D72: 3, 0x1004: 3}  # bytes of a command with its parameters
_NAMES = {0x1B40: Command.RESET, 0x1D72: Command.ASK, 0x1004: Command.REAL_TIME}


def _command(data: bytes) -> Piece | None:
    """The command at the head, or None while it is not complete."""
    first = data[0]
    if first == 0:
        return Piece(Command.NOTHING, data[:1])
    if first not in (0x10, 0x1B, 0x1C, 0x1D):
        return Piece(Command.OTHER, data[:1])
    if len(data) < 2:
        return None
    code = int.from_bytes(data[:2], "big")
    if code == 0x1D76:
        return _raster(data)
    if code == 0x1D56:
        return _cut(data)
    length = _FIXED.get(code, 2)
    if len(data) < length:
        return None
    return Piece(_NAMES.get(code, Command.OTHER), data[:length], data[length - 1])


def _raster(data: bytes) -> Piece | None:
    if len(data) < 8:
        return None
    return Piece(Command.RASTER, data[:8], int.from_bytes(data[4:6], "little"))


def _cut(data: bytes) -> Piece | None:
    length = 4 if data[2:3] in (b"A", b"B") else 3
    return Piece(Command.CUT, data[:length]) if len(data) >= length else None


@dataclass(slots=True)
class Sheet:
    """The paper since the last cut: rows of dots, each with its own width."""

    _rows: list[bytes] = field(default_factory=list)
    _row_bytes: int = 0
    _part: bytes = b""

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
            self._rows.extend(dots[at : at + self._row_bytes] for at in range(0, whole, self._row_bytes))
            self._part = dots[whole:]

    def picture(self) -> "Picture":
        """The paper as a picture, mode "1", as wide as its widest row."""
        from PIL import Image

        width = max(map(len, self._rows), default=0)
        dots = b"".join(row.ljust(width, b"\x00") for row in self._rows)
        return Image.frombytes("1", (width * 8, len(self._rows)), bytes(byte ^ 0xFF for byte in dots))


def decode(data: bytes) -> "list[Picture]":
    """The sheets that these bytes print, in order; the last one also when it was not cut."""
    sheets = [Sheet()]
    for piece in Reader().feed(data):
        sheets[-1].take(piece)
        if piece.command is Command.CUT:
            sheets.append(Sheet())
    return [sheet.picture() for sheet in sheets if sheet.rows]
