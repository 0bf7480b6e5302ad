"""`sum4`: simple RS-485 boards of four bytes. 9600 8N1.

    id hi lo sum        05 03 E7 EF shows 999 on board 5

The number is one value of two bytes, high byte first; `sum` is the sum of the three bytes before, without carry. The
boards never answer.
"""

from dataclasses import dataclass

from display.boards.driver import Frame
from display.boards.face import Face, Role

MOST = 0xFFFF


def telegram(board: int, number: int) -> bytes:
    """Raises ValueError for an id outside 0 to 255."""
    body = bytes((board,)) + min(number, MOST).to_bytes(2, "big")
    return body + bytes((sum(body) & 0xFF,))


@dataclass(frozen=True, slots=True)
class Sum4Board:
    """A board with this id."""

    id: int
    role: Role = Role.COUNTER

    def frames(self, face: Face) -> tuple[Frame, ...]:
        if self.role is Role.CLOCK:
            return (Frame(telegram(self.id, face.minute // 60 * 100 + face.minute % 60)),)
        return (Frame(telegram(self.id, face.digits)),)
