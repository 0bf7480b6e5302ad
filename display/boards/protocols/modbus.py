"""`modbus`: seven-segment boards that are Modbus RTU slaves. 9600 8N1.

    one register    id 06 register value crc          the answer is the same telegram
    several         id 10 register count bytes … crc  the answer is id 10 register count crc

Where a board expects what is in its registers' map, from the configuration: the number as a value in one register
(`value`), or its figures as ASCII letters in six registers (`ascii`). Numbers go high byte first, the CRC low byte
first (polynomial 0xA001, start 0xFFFF). These boards answer, so the bus knows when one is gone; the number goes before
the brightness, because the answer may be a refusal. What surprises: an adapter that hears itself gives the same bytes
as the answer of one register, so there only `ascii` tells.
"""

from dataclasses import dataclass
from enum import StrEnum

from display.boards.driver import Frame
from display.boards.face import Face, Role

SINGLE, SEVERAL = 0x06, 0x10
PLACES = 6
EVERYBODY = 0
"""The address of all boards of a line: they obey and do not answer."""

REST_S, REST_OF_ALL_S = 0.005, 0.1
"""More than the three and a half letters of silence between telegrams at 9600 baud (4 ms); while all boards obey."""


class Form(StrEnum):
    """How a board wants its number."""

    VALUE = "value"
    ASCII = "ascii"


def crc(data: bytes) -> bytes:
    """CRC-16 of Modbus, low byte first (Modbus over Serial Line V1.02, 6.2.2)."""
    value = 0xFFFF
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = value >> 1 ^ 0xA001 if value & 1 else value >> 1
    return value.to_bytes(2, "little")


def sealed(data: bytes) -> bytes:
    return data + crc(data)


def holds(telegram: bytes) -> bool:
    return len(telegram) > 3 and crc(telegram[:-2]) == telegram[-2:]


def single(board: int, register: int, value: int) -> bytes:
    """`01 06 00 00 00 32 08 1F` writes 50 into register 0 of board 1."""
    return sealed(bytes((board, SINGLE)) + register.to_bytes(2, "big") + value.to_bytes(2, "big"))


def several(board: int, register: int, values: tuple[int, ...]) -> bytes:
    head = bytes((board, SEVERAL)) + register.to_bytes(2, "big") + len(values).to_bytes(2, "big")
    return sealed(head + bytes((2 * len(values),)) + b"".join(value.to_bytes(2, "big") for value in values))


def figures(number: int) -> tuple[int, ...]:
    """Six places, blanks in front; nothing but blanks for 0."""
    shown = str(number % 10**PLACES) if number else ""
    return tuple(shown.rjust(PLACES).encode("ascii"))


def confirmation(telegram: bytes) -> bytes:
    """What the board answers when it did as it was told."""
    return telegram if telegram[1] == SINGLE else sealed(telegram[:6])


@dataclass(frozen=True, slots=True)
class ModbusBoard:
    """`register`: where the number goes; `bright`: the register of brightness in percent, None = the board has none."""

    id: int
    role: Role = Role.COUNTER
    form: Form = Form.VALUE
    register: int = 0
    bright: int | None = None

    def frames(self, face: Face) -> tuple[Frame, ...]:
        shown = self._frame(self._written(self._value(face)))
        if self.bright is None or face.percent is None:
            return (shown,)
        return (shown, self._frame(single(self.id, self.bright, face.percent)))

    def _value(self, face: Face) -> int:
        if self.role is Role.CLOCK:
            return face.minute // 60 * 100 + face.minute % 60
        return face.digits

    def _written(self, value: int) -> bytes:
        if self.form is Form.ASCII:
            return several(self.id, self.register, figures(value))
        return single(self.id, self.register, min(value, 0xFFFF))

    def _frame(self, data: bytes) -> Frame:
        return Frame(data, rest_s=REST_OF_ALL_S) if self.id == EVERYBODY else Frame(data, confirmation(data), REST_S)
