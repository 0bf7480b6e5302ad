"""The machine that is set up, as the steps see it: the port, and what comes through it.

`kiosk.setup.this_machine` is the real one, `kiosk.setup.pretended` ships beside it for tests and for looking around.
Nothing here raises: what did not work is said in the answer.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from kiosk.monitors import SIDEWAYS, Rotate
from look.words import say

INCH_MM = 25.4
LEAST_INCHES = 10
"""Many monitors say 160 × 90 mm, and mean the shape."""


@dataclass(frozen=True, slots=True)
class PrinterPlace:
    """Where a printer is or may be. `place`: as `kiosk.setup.places` writes it, "" for none.

    `name`: its own one, else an English msgid; `why`: what keeps it from answering and what to do (an English msgid),
    "" when nobody knows more than that it does not.
    """

    place: str
    name: str
    answered: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class Monitor:
    """A monitor that is plugged in. `width`, `height`: pixels as it is made; `mm`: what it says of its own size."""

    output: str
    width: int
    height: int
    mm: tuple[int, int] = (0, 0)
    rotate: Rotate = "normal"
    left: int = 0
    top: int = 0

    @property
    def inches(self) -> float | None:
        """Its diagonal, where what it says can be true."""
        found = math.hypot(*self.mm) / INCH_MM
        return round(found, 1) if LEAST_INCHES <= found <= 200 else None

    def turned(self, rotate: Rotate) -> tuple[int, int]:
        """Its pixels, width × height, when it hangs like this."""
        return (self.height, self.width) if rotate in SIDEWAYS else (self.width, self.height)


@dataclass(frozen=True, slots=True)
class Panel:
    """A monitor in its place on the desktop."""

    output: str
    width: int
    height: int
    rotate: Rotate
    left: int = 0
    top: int = 0


@dataclass(frozen=True, slots=True)
class Loudspeaker:
    """A sound device. `device`: as `[voice] device` names it, "" = the usual one."""

    device: str
    name: str


@dataclass(frozen=True, slots=True)
class Told:
    """How something went: `words` is an English msgid with `{named}` fields; `parts`: fields that are msgids too."""

    good: bool
    words: str
    values: Mapping[str, object]
    parts: Mapping[str, str]

    @classmethod
    def of(cls, good: bool, words: str, /, parts: Mapping[str, str] | None = None, **values: object) -> "Told":
        return cls(good, words, values, parts or {})

    def said(self, language: str) -> str:
        """In a language, with all its fields."""
        parts = {name: say(language, one) for name, one in self.parts.items()}
        return say(language, self.words, **self.values, **parts)


class Machine(Protocol):
    """What the setup asks of the machine; every wait in it has an end."""

    def printers(self) -> tuple[PrinterPlace, ...]: ...

    def print_page(self, wiring: Mapping[str, str | int]) -> Told:
        """The test page, on the printer with these keys of `[printer]`."""
        ...

    def monitors(self) -> tuple[Monitor, ...]: ...

    def show_numbers(self, shown: tuple[Monitor, ...]) -> None:
        """A large number on each for some seconds; returns at once."""
        ...

    def arrange(self, panels: tuple[Panel, ...]) -> Told:
        """Turns and places the monitors now; the installed windows do the same at each start."""
        ...

    def loudspeakers(self) -> tuple[Loudspeaker, ...]: ...

    def call_a_number(self, device: str) -> Told:
        """Says "A023, counter 3" through this device."""
        ...

    def bundles(self) -> tuple[Path, ...]:
        """Files on sticks that may be bundles of a district."""
        ...

    def read_file(self, path: Path, most: int) -> bytes | str:
        """Its content, or why it cannot be read (an English msgid)."""
        ...

    def clock(self) -> tuple[datetime, bool]:
        """The time on the wall, and whether a time source keeps it right."""
        ...

    def set_clock(self, wall: datetime) -> Told: ...
