"""What the bus asks of a maker's boards and keypads: bytes to send, and what counts as an answer.

Drivers are pure: no port, no clock, no thread.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from display.boards.face import Face


@dataclass(frozen=True, slots=True)
class Frame:
    """One telegram. `confirmation`: what the board answers, b"" = it never answers; `rest_s`: silence behind it."""

    data: bytes
    confirmation: bytes = b""
    rest_s: float = 0.02

    def is_confirmed(self, heard: bytes) -> bool:
        """Whether the answer is among the bytes that came, also with rubbish around it."""
        return self.confirmation in heard


class Board(Protocol):
    """A board on a bus."""

    def frames(self, face: Face) -> tuple[Frame, ...]:
        """What makes it show that."""
        ...


class Deed(StrEnum):
    """What a key of a desk stands for; the same on keyboards, numpads and keypads on a bus."""

    NEXT = "next"
    FINISH = "finish"
    RECALL = "recall"
    START = "start"
    NO_SHOW = "no_show"
    TRANSFER = "transfer"
    PARK = "park"
    CALL = "call"
    PAUSE = "pause"
    UNDO = "undo"
    WALK_IN = "walk_in"
    END = "end"
    SIGN = "sign"


@dataclass(frozen=True, slots=True)
class KeyPress:
    """`digits`: what was typed before the key, "" = nothing."""

    deed: Deed
    digits: str = ""


class Keypad(Protocol):
    """A keypad that speaks when it is asked."""

    @property
    def poll(self) -> Frame: ...

    def read(self, heard: bytes) -> KeyPress | bool:
        """The key that was pressed; True: it answered, no key; False: no answer of this keypad."""
        ...
