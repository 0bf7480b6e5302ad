"""`gpro`: counter boards, hall boards, clocks and keypads on the RS-485 bus of a Vietnamese maker. 9600 8N1.

    counter board  AA id hh ll         hall board  AA id hh ll counter         clock  AB id hh mm
    keypad, asked  AA id               its answer  AA id cmd d1 d2

Numbers are two bytes of packed decimals, ids and counters decimals written as hexadecimal (12 is 0x12). No checksum;
20 ms of silence after each telegram (read in the maker's source). What surprises: the question to a keypad is how the
telegram to a board of the same id begins, so only silence tells them apart. An adapter of two wires hears its own
question, therefore it is taken off before an answer is looked for.
"""

from dataclasses import dataclass

from display.boards.driver import Deed, Frame, KeyPress
from display.boards.face import Face, Role

NUMBERS, CLOCKS = 0xAA, 0xAB
MOST = 9_999
MOST_ID = 99
REST_S = 0.02
ANSWER = 5
NO_KEY = 0x00
KEYS = {
    0x8B: Deed.NEXT,
    0x8F: Deed.RECALL,
    0x8A: Deed.PARK,
    0x8C: Deed.SIGN,
    0x8E: Deed.TRANSFER,
    0x8D: Deed.CALL,
}


def packed(value: int) -> int:
    """Two decimals in one byte: 12 → 0x12. Raises ValueError outside 0 to 99."""
    if not 0 <= value <= 99:
        raise ValueError(f"{value} has more than two decimals")
    return value // 10 << 4 | value % 10


def unpacked(byte: int) -> int | None:
    """0x12 → 12; None for what is no packed decimal."""
    tens, ones = byte >> 4, byte & 0x0F
    return tens * 10 + ones if tens < 10 and ones < 10 else None


def counter_board(board: int, number: int) -> bytes:
    """The number on a counter's board; of more than four digits the last four."""
    high, low = divmod(number % (MOST + 1), 100)
    return bytes((NUMBERS, packed(board), packed(high), packed(low)))


def hall_board(board: int, number: int, counter: int) -> bytes:
    return counter_board(board, number) + bytes((packed(counter % 100),))


def clock(board: int, minute: int) -> bytes:
    """`minute` of the day."""
    hours, minutes = divmod(minute % 1440, 60)
    return bytes((CLOCKS, packed(board), packed(hours), packed(minutes)))


def question(keypad: int) -> bytes:
    return bytes((NUMBERS, packed(keypad)))


def answer(keypad: int, heard: bytes) -> KeyPress | bool:
    """See `Keypad.read`. Rubbish before and behind it does no harm, nor does the echo of the question."""
    asked = question(keypad)
    at = heard.find(asked)
    while at >= 0:
        if heard[at + 2 : at + 4] == asked or len(heard) < at + ANSWER:  # an echo, or cut off
            at = heard.find(asked, at + 2)
            continue
        found = _key(*heard[at + 2 : at + ANSWER])
        if found is not None:
            return found
        at = heard.find(asked, at + 1)
    return False


def _key(command: int, high: int, low: int) -> KeyPress | bool | None:
    """None: no keypad says that."""
    upper, lower = unpacked(high), unpacked(low)
    if upper is None or lower is None:
        return None
    if command == NO_KEY:
        return True
    deed, typed = KEYS.get(command), upper * 100 + lower
    return None if deed is None else KeyPress(deed, str(typed) if typed else "")


@dataclass(frozen=True, slots=True)
class GproBoard:
    """A counter board, hall board or clock with this id."""

    id: int
    role: Role = Role.COUNTER

    def frames(self, face: Face) -> tuple[Frame, ...]:
        if self.role is Role.CLOCK:
            return (Frame(clock(self.id, face.minute), rest_s=REST_S),)
        if self.role is Role.HALL:
            return (Frame(hall_board(self.id, face.digits, face.counter), rest_s=REST_S),)
        return (Frame(counter_board(self.id, face.digits), rest_s=REST_S),)


@dataclass(frozen=True, slots=True)
class GproKeypad:
    """A keypad with this id."""

    id: int

    @property
    def poll(self) -> Frame:
        return Frame(question(self.id), rest_s=REST_S)

    def read(self, heard: bytes) -> KeyPress | bool:
        return answer(self.id, heard)
