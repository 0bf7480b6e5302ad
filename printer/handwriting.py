"""What a printer writes by itself: letters of its font A and QR codes, as the second route of `decode.py` shows them.

Owns what such commands leave behind in the printer (alignment, size, emphasis, the row, the stored QR code). The font
of this machine stands for the printer's; lines have the height and letters the width that they have on the paper.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from look import fonts
from printer.decode import Command, Piece

if TYPE_CHECKING:
    from PIL.Image import Image

_CELL_WIDTH, _CELL_HEIGHT = 12, 24  # dots of a letter of font A
_LINE_HEIGHT = 34  # least rows of a line: 1/6 inch
_LEVELS = {48: "l", 49: "m", 50: "q", 51: "h"}


@dataclass(slots=True)
class OwnHand:
    """The state of one printer; `letters` and `codes` grow by what it wrote."""

    letters: list[str]
    codes: list[str]
    row_bytes: int = 0
    _line: str = ""
    _align: int = 0
    _size: int = 0
    _bold: bool = False
    _module: int = 3
    _level: str = "l"
    _stored: bytes = b""

    def take(self, piece: Piece) -> Iterator[bytes]:
        """Follow the command; the rows that it prints."""
        match piece.command:
            case Command.LETTER:
                self._line += chr(piece.figure)
            case Command.LINE:
                yield from self._written()
            case Command.ALIGN:
                self._align = piece.figure % 48
            case Command.BOLD:
                self._bold = bool(piece.figure & 1)
            case Command.SIZE:
                self._size = piece.figure
            case Command.ROW:
                self.row_bytes = (piece.figure + 7) // 8
            case Command.SYMBOL:
                yield from self._symbol(piece.raw)
            case _:
                self._reset()

    def placed(self, rows: list[bytes]) -> Iterator[bytes]:
        """Rows of a picture where the alignment puts them."""
        for row in rows:
            spare = max(self.row_bytes - len(row), 0) * 8
            left = (0, spare // 2, spare)[self._align % 3]
            yield bytes(left // 8) + (_shifted(row, left % 8) if left % 8 else row)

    def _reset(self) -> None:
        self._line, self._align, self._size, self._bold = "", 0, 0, False
        self._stored = b""

    def _written(self) -> Iterator[bytes]:
        text, self._line = self._line, ""
        across, down = (self._size >> 4 & 7) + 1, (self._size & 7) + 1
        height = max(_CELL_HEIGHT * down, _LINE_HEIGHT)
        rows: list[bytes] = []
        if text:
            self.letters.append(text)
            rows = list(self.placed(_rows_of(_drawn(text, across, down, bold=self._bold))))
        yield from rows
        yield from [b""] * (height - len(rows))

    def _symbol(self, raw: bytes) -> Iterator[bytes]:
        function, rest = raw[6:7], raw[7:]
        if raw[5:6] != b"1" or not function:
            return
        match function[0]:
            case 67:  # size of a module
                self._module = max(rest[0], 1) if rest else self._module
            case 69:  # error correction
                self._level = _LEVELS.get(rest[0], "l") if rest else self._level
            case 80:  # store
                self._stored = rest[1:]
            case 81 if self._stored:  # print
                text = self._stored.decode("utf-8", "replace")
                self.codes.append(text)
                yield from self.placed(_rows_of(_code(text, self._level, self._module)))


def _drawn(text: str, across: int, down: int, *, bold: bool) -> "Image":
    from PIL import Image, ImageDraw, ImageFont

    letters = ImageFont.truetype(fonts.BOLD if bold else fonts.MEDIUM, 19)
    small = Image.new("1", (_CELL_WIDTH * len(text), _CELL_HEIGHT), 1)
    canvas = ImageDraw.Draw(small)
    for place, letter in enumerate(text):
        left = place * _CELL_WIDTH + (_CELL_WIDTH - letters.getlength(letter)) / 2
        canvas.text((round(left), 20), letter, fill=0, font=letters, anchor="ls")
    return small.resize((small.width * across, small.height * down), Image.Resampling.NEAREST)


def _code(text: str, level: str, module: int) -> "Image":
    import segno
    from PIL import Image

    matrix = segno.make(text, error=level, micro=False, boost_error=False).matrix
    small = Image.new("1", (len(matrix), len(matrix)), 1)
    for y, row in enumerate(matrix):
        for x, dark in enumerate(row):
            if dark:
                small.putpixel((x, y), 0)
    return small.resize((len(matrix) * module, len(matrix) * module), Image.Resampling.NEAREST)


def _rows_of(picture: "Image") -> list[bytes]:
    row_bytes = (picture.width + 7) // 8
    dots = picture.tobytes("raw", "1;I")
    rows = [dots[at : at + row_bytes] for at in range(0, len(dots), row_bytes)]
    spare = -picture.width % 8  # whatever Pillow leaves there, it is white
    return [row[:-1] + bytes((row[-1] & (0xFF << spare & 0xFF),)) for row in rows] if spare else rows


def _shifted(row: bytes, bits: int) -> bytes:
    return (int.from_bytes(row, "big") << (8 - bits)).to_bytes(len(row) + 1, "big")
