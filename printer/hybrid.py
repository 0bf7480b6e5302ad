"""A ticket for a slow line: what the printer can write by itself goes as letters, the rest as trimmed pictures.

ASCII lines and the number by the printer's own font, the QR code by its own command where it has one; a Vietnamese
line is a picture, without the white around it. The rule that surprises: white space is a picture too, one byte wide,
because feeding commands measure paper differently from brand to brand.

Source: Epson, ESC/POS command reference (ESC a, ESC E, GS !, GS W, GS ( k).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from escpos import constants

from printer.composing import LINE, RESET, Job, bands_of, paper, raster, tail
from printer.profiles import Profile
from printer.template import Align, Kind

if TYPE_CHECKING:  # Pillow comes with the first ticket, not with the start of the service
    from printer.drawing import Line

CELL = (12, 24)
"""Dots of a letter of font A, width and height; so on every printer that calls itself ESC/POS."""
LARGEST = 8
"""Times that font A can be made larger in both directions."""
WHITE_RUN = 3
"""White rows from which on it pays to send them as a picture of their own, one byte wide."""
_FROM_THE_LEFT: bytes = constants.GS + b"L\x00\x00" + constants.GS + b"W"
_SIZE: bytes = constants.TXT_SIZE
_NORMAL: bytes = _SIZE + b"\x00"
_CAPITAL = 17  # rows of a capital letter of font A
_QUIET = 2  # modules of white around a QR code, above and below
_SIDES = (Align.LEFT, Align.CENTER, Align.RIGHT)
_ALIGN: Mapping[Align, bytes] = MappingProxyType(
    {side: constants.ESC + b"a" + bytes((n,)) for n, side in enumerate(_SIDES)}
)


class How(StrEnum):
    """By which means a part of the ticket is printed."""

    PICTURE = "picture"
    LETTERS = "letters"  # the printer's own font
    CODE = "code"  # the printer's own QR code


@dataclass(frozen=True, slots=True)
class Part:
    """One line of the ticket as it is sent; `rows` of dots on the paper."""

    what: str
    how: How
    data: bytes
    rows: int


def compose_hybrid(lines: "Sequence[Line]", profile: Profile) -> Job:
    """The job that prints these lines."""
    parts = parts_of(lines, profile)
    rows = sum(part.rows for part in parts)
    bands = tuple(part.data for part in parts)
    return Job(header(profile), bands, tail(profile), rows, (profile.dots + 7) // 8, paper(rows, profile))


def header(profile: Profile) -> bytes:
    """Reset, and the row as wide as the profile says: lines are centred in it."""
    return RESET + _FROM_THE_LEFT + profile.dots.to_bytes(2, "little")


def parts_of(lines: "Sequence[Line]", profile: Profile) -> tuple[Part, ...]:
    """The same lines, each with the bytes that print it."""
    return tuple(_part(line, profile) for line in lines)


def _part(line: "Line", profile: Profile) -> Part:
    what = _name(line)
    if line.kind in (Kind.TEXT, Kind.NUMBER) and (scale := _scale(line, profile)):
        return Part(what, How.LETTERS, _letters(line, scale), max(CELL[1] * scale, LINE))
    if line.kind is Kind.QR and profile.native_qr:
        return _code(line, profile, what)
    return Part(what, How.PICTURE, trimmed(line, profile), line.picture.height)


def _scale(line: "Line", profile: Profile) -> int:
    """How many times larger than it is the printer's font is wanted; 0 when it cannot write this line."""
    text = line.text
    if not profile.native_text or line.value or not text.isascii() or not text.isprintable():
        return 0
    wanted = line.size / _CAPITAL if line.kind is Kind.NUMBER else line.size / CELL[1]
    fits = profile.dots // (CELL[0] * max(len(text), 1))
    return min(max(round(wanted), 1), LARGEST, fits)


def _letters(line: "Line", scale: int) -> bytes:
    bold = line.bold or line.kind is Kind.NUMBER
    size = _SIZE + bytes(((scale - 1) << 4 | (scale - 1),))
    on, off = (constants.ESC + b"E\x01", constants.ESC + b"E\x00") if bold else (b"", b"")
    text = on + line.text.encode("ascii") + b"\n" + off
    return b"".join((_ALIGN[line.align], size, text, _NORMAL, _ALIGN[Align.LEFT]))


def _code(line: "Line", profile: Profile, what: str) -> Part:
    import segno  # only tickets with a QR need it

    modules = int(segno.make(line.text, error="m", micro=False).symbol_size(border=0)[0])
    module = max(min(line.size // (modules + 2 * _QUIET), 16), 2)
    quiet = raster(bytes(_QUIET * module), 1)
    rows = (modules + 2 * _QUIET) * module
    if modules * module > profile.dots:
        return Part(what, How.PICTURE, trimmed(line, profile), line.picture.height)
    data = _ALIGN[Align.LEFT] + quiet + _ALIGN[line.align] + qr_code(line.text, module) + _ALIGN[Align.LEFT] + quiet
    return Part(what, How.CODE, data, rows)


def qr_code(text: str, module: int) -> bytes:
    """`GS ( k`: model 2, `module` dots, error correction M, the content, print."""
    content = text.encode("utf-8")
    functions = (b"A2\x00", b"C" + bytes((module,)), b"E1", b"P0" + content, b"Q0")
    return b"".join(constants.GS + b"(k" + (len(data) + 1).to_bytes(2, "little") + b"1" + data for data in functions)


def trimmed(line: "Line", profile: Profile) -> bytes:
    """The line as pictures without the white around them: dot for dot the same on the paper."""
    picture = line.picture
    row_bytes = (picture.width + 7) // 8
    dots = picture.tobytes("raw", "1;I")
    rows = [dots[at : at + row_bytes] for at in range(0, len(dots), row_bytes)]
    sent, align = b"", Align.LEFT
    for block in _blocks(rows):
        wanted, block_bytes, width = _narrow(block, profile)
        if wanted is not align:
            sent, align = sent + _ALIGN[wanted], wanted
        sent += b"".join(bands_of(block_bytes, width, profile))
    return sent if align is Align.LEFT else sent + _ALIGN[Align.LEFT]


def _blocks(rows: list[bytes]) -> Iterator[list[bytes]]:
    """The rows in runs: ink, and white of at least `WHITE_RUN` rows."""
    block: list[bytes] = []
    white = 0
    for row in rows:
        blank = not any(row)
        if not blank and white >= WHITE_RUN:
            if block[:-white]:
                yield block[:-white]
            yield block[-white:]
            block = []
        white = white + 1 if blank else 0
        block.append(row)
    if white >= WHITE_RUN and block[:-white]:
        yield block[:-white]
        block = block[-white:]
    if block:
        yield block


def _narrow(block: list[bytes], profile: Profile) -> tuple[Align, bytes, int]:
    """The alignment that needs the narrowest picture, its bytes, and the bytes of a row."""
    whole = len(block[0])
    right = max(len(row.rstrip(b"\x00")) for row in block)
    left = min(whole - len(row.lstrip(b"\x00")) for row in block) if right else 0
    middle = min(left, whole - right)
    ways = [(max(right, 1), Align.LEFT, 0)]
    if profile.aligns and right and whole * 8 == profile.dots:
        ways += [(whole - 2 * middle, Align.CENTER, middle), (whole - left, Align.RIGHT, left)]
    width, align, start = min(ways, key=lambda way: way[0])
    return align, b"".join(row[start : start + width] for row in block), width


def as_pictures(lines: "Sequence[Line]") -> tuple[Part, ...]:
    """The same lines as mode raster sends them: every row in its full width."""
    return tuple(_picture(line) for line in lines)


def _picture(line: "Line") -> Part:
    row_bytes = (line.picture.width + 7) // 8
    return Part(_name(line), How.PICTURE, raster(line.picture.tobytes("raw", "1;I"), row_bytes), line.picture.height)


def _name(line: "Line") -> str:
    return " ".join(filter(None, (line.text, line.value))) or (line.kind or "margin")
