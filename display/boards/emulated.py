"""Boards and keypads without hardware: what hangs on an emulated bus and what it shows.

Reads the telegrams by the makers' tables on its own, sharing no code with the drivers, so that one checks the other.
Pure: bytes in, answers out. Power cuts, deaf devices and rubbish are set from outside.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Protocol

_DARK = ""


@dataclass(slots=True)
class Shown:
    """A board as one sees it. `lit`: it has power; `text`: what is on it; `percent`: brightness."""

    name: str
    driver: str
    role: str = "counter"
    lit: bool = True
    text: str = _DARK
    percent: int = 100
    flashing: bool = False

    def cut(self) -> None:
        """The power goes: what was shown is forgotten."""
        self.lit, self.text, self.flashing = False, _DARK, False

    def power(self) -> None:
        self.lit = True


class Emulated(Protocol):
    """A device on the emulated bus."""

    @property
    def shown(self) -> Shown | None:
        """None for what shows nothing."""
        ...

    def take(self, telegram: bytes) -> bytes:
        """A telegram went over the bus; the answer, mostly none."""
        ...


def _decimals(data: bytes) -> str | None:
    text = data.hex()
    return text if text.isdecimal() else None


@dataclass(slots=True)
class GproShow:
    """A counter board, hall board or clock; `id` in decimals."""

    id: int
    shown: Shown

    def take(self, telegram: bytes) -> bytes:
        if not self.shown.lit or len(telegram) < 4 or telegram[1:2].hex() != f"{self.id:02d}":
            return b""
        wanted = {"counter": (0xAA, 4), "hall": (0xAA, 5), "clock": (0xAB, 4)}[self.shown.role]
        figures = _decimals(telegram[2:])
        if (telegram[0], len(telegram)) == wanted and figures is not None:
            self.shown.text = f"{figures[:2]}:{figures[2:]}" if self.shown.role == "clock" else _gpro_text(figures)
        return b""


def _gpro_text(figures: str) -> str:
    number = figures[:4].lstrip("0").rjust(3, "0") if int(figures[:4]) else _DARK
    return f"{number} {int(figures[4:])}" if len(figures) > 4 and number else number


@dataclass(slots=True)
class GproKeys:
    """A keypad that keeps its last key until it is asked. `lit`: it has power."""

    id: int
    name: str
    lit: bool = True
    pending: list[bytes] = field(default_factory=list)
    shown: None = None

    def press(self, command: int, typed: int = 0) -> None:
        self.pending.append(bytes((command, *bytes.fromhex(f"{typed:04d}"))))

    def take(self, telegram: bytes) -> bytes:
        mine = bytes((0xAA, int(f"{self.id:02d}", 16)))
        if not self.lit or telegram != mine:
            return b""
        return mine + (self.pending.pop(0) if self.pending else b"\0\0\0")


_ALPHA = re.compile(rb"\0{5}\x01Z([0-9A-F]{2})\x02([^\x03\x04]*)(\x03([0-9A-F]{4}))?\x04", re.DOTALL)


@dataclass(slots=True)
class AlphaShow:
    """A board with letters."""

    id: int
    shown: Shown

    def take(self, telegram: bytes) -> bytes:
        found = _ALPHA.fullmatch(telegram)
        if found is None or not self.shown.lit or int(found[1], 16) not in (0, self.id):
            return b""
        if found[3] and sum(b"\x02" + found[2] + b"\x03") & 0xFFFF != int(found[4], 16):
            return b""
        self._obey(found[2])
        return b""

    def _obey(self, content: bytes) -> None:
        if content.startswith(b"E/00"):
            self.shown.percent = (100, 86, 72, 58, 44)[int(content[4:6], 16)]
        elif content[:2] == b"AA" and content[2:4] == b"\x1b0":
            self.shown.flashing, self.shown.text = content[4:5] == b"c", content[5:].decode("ascii", "replace")


@dataclass(slots=True)
class ModbusShow:
    """A seven-segment slave. `ascii`: figures in registers 0 to 5, else the value in register 0; brightness in 9."""

    id: int
    shown: Shown
    ascii: bool = False
    registers: dict[int, int] = field(default_factory=dict)

    def take(self, telegram: bytes) -> bytes:
        if not self.shown.lit or len(telegram) < 8 or telegram[0] != self.id or _modbus_sum(telegram):
            return b""
        start = telegram[2] << 8 | telegram[3]
        if telegram[1] == 6:
            self.registers[start] = telegram[4] << 8 | telegram[5]
            answer = telegram
        elif telegram[1] == 16 and len(telegram) == 9 + telegram[6]:
            for place in range(telegram[6] // 2):
                self.registers[start + place] = telegram[7 + 2 * place] << 8 | telegram[8 + 2 * place]
            answer = telegram[:6] + _modbus_sum(telegram[:6]).to_bytes(2, "little")
        else:
            return b""
        self._draw()
        return answer

    def _draw(self) -> None:
        self.shown.percent = self.registers.get(9, 100)
        if self.ascii:
            self.shown.text = "".join(chr(self.registers.get(place, 32)) for place in range(6)).strip()
        else:
            value = self.registers.get(0, 0)
            self.shown.text = f"{value:03d}" if value else _DARK


def _modbus_sum(data: bytes) -> int:
    """0 over a telegram with its own checksum; by a table, other than the driver's."""
    value = 0xFFFF
    for byte in data:
        value = value >> 8 ^ _TABLE[(value ^ byte) & 0xFF]
    return value


def _entry(value: int) -> int:
    for _ in range(8):
        value = (value >> 1) ^ (0xA001 * (value & 1))
    return value


_TABLE = tuple(_entry(value) for value in range(256))


@dataclass(slots=True)
class Sum4Show:
    """A board of four bytes."""

    id: int
    shown: Shown

    def take(self, telegram: bytes) -> bytes:
        fits = len(telegram) == 4 and telegram[0] == self.id and sum(telegram[:3]) % 256 == telegram[3]
        if fits and self.shown.lit:
            value = int.from_bytes(telegram[1:3], "big")
            self.shown.text = f"{value:03d}" if value else _DARK
        return b""


def emulated(driver: str, board: int, name: str, role: str, *, ascii_registers: bool = False) -> Emulated:
    """A board of that driver. Raises KeyError for one that does not exist."""
    shown = Shown(name, driver, role)
    if driver == "modbus":
        return ModbusShow(board, shown, ascii_registers)
    makers: dict[str, Callable[[int, Shown], Emulated]] = {"gpro": GproShow, "alpha": AlphaShow, "sum4": Sum4Show}
    return makers[driver](board, shown)


def faces(devices: Iterable[Emulated]) -> list[Shown]:
    return [one.shown for one in devices if one.shown is not None]
