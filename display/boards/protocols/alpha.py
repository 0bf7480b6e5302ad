"""`alpha`: boards with letters that speak the Alpha or M-Protocol (BetaBrite and kin). 9600 baud, 7E1 or 8N1.

    text        00 00 00 00 00 01 'Z' address 02 'A' label 1B 30 mode text [03 checksum] 04
    brightness  00 00 00 00 00 01 'Z' address 02 'E' '/' '00' level        [03 checksum] 04

The checksum is the sum of all bytes from 02 to 03, four hexadecimal figures; boards that do not want one ignore it. The
address is two hexadecimal figures, "00" = all boards of the line. The telegram of brightness is written from memory of
the maker's manual; it is sent only where the configuration asks for it.
"""

from dataclasses import dataclass

from display.boards.driver import Frame
from display.boards.face import Face, Role, ascii_text

START = b"\0\0\0\0\0\x01"
TEXT, END_OF_TEXT, END = b"\x02", b"\x03", b"\x04"
FILL = b"\x1b0"
HOLD, FLASH = b"b", b"c"
LABEL = b"A"
MOST = 120
"""Letters of one text: more than any board at a counter shows."""

LEVELS = (100, 86, 72, 58, 44)
"""Brightness in percent by level 0 to 4."""


def address(board: int) -> bytes:
    """Raises ValueError outside 0 (all) to 255."""
    if not 0 <= board <= 255:
        raise ValueError(f"{board} is no address of a board")
    return b"%02X" % board


def telegram(board: int, content: bytes, *, checked: bool = False) -> bytes:
    return START + b"Z" + address(board) + _sealed(TEXT + content, checked=checked) + END


def _sealed(content: bytes, *, checked: bool) -> bytes:
    if not checked:
        return content
    content += END_OF_TEXT
    return content + b"%04X" % (sum(content) & 0xFFFF)


def text(board: int, words: str, *, flashing: bool = False, checked: bool = False) -> bytes:
    """`words` are folded to capitals without marks."""
    mode = FLASH if flashing else HOLD
    content = b"A" + LABEL + FILL + mode + ascii_text(words)[:MOST].encode("ascii")
    return telegram(board, content, checked=checked)


def brightness(board: int, percent: int, *, checked: bool = False) -> bytes:
    level = min(range(len(LEVELS)), key=lambda at: abs(LEVELS[at] - percent))
    return telegram(board, b"E/00%02X" % level, checked=checked)


@dataclass(frozen=True, slots=True)
class AlphaBoard:
    """A board with this address. `checked`: with a checksum."""

    id: int = 0
    role: Role = Role.COUNTER
    checked: bool = False

    def frames(self, face: Face) -> tuple[Frame, ...]:
        shown = Frame(text(self.id, self._words(face), flashing=face.flashing, checked=self.checked), rest_s=0.1)
        if face.percent is None:
            return (shown,)
        return (Frame(brightness(self.id, face.percent, checked=self.checked), rest_s=0.1), shown)

    def _words(self, face: Face) -> str:
        if self.role is Role.CLOCK:
            return f"{face.minute // 60:02d}:{face.minute % 60:02d}"
        return face.text or face.number
