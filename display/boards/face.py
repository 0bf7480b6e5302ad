"""What a board is to show, whoever made it: a number and a counter, some words, how bright.

Boards have no Vietnamese, and mostly no letters either: `ascii_text` folds "Quầy 3" to "QUAY 3", and boards of figures
show the digits of a number alone.
"""

from dataclasses import dataclass
from enum import StrEnum

from look.folding import fold


class Role(StrEnum):
    """What a board hangs there for."""

    COUNTER = "counter"
    HALL = "hall"
    CLOCK = "clock"


@dataclass(frozen=True, slots=True)
class Face:
    """`number`: "A023", "" = nobody; `text`: for boards with letters; `percent`: brightness, None = the board's own.

    `minute`: of the day, for clocks; `flashing`: just called.
    """

    number: str = ""
    counter: int = 0
    text: str = ""
    minute: int = 0
    flashing: bool = False
    percent: int | None = None

    @property
    def digits(self) -> int:
        """The figures of the number, 0 for nobody."""
        found = "".join(sign for sign in self.number if sign.isascii() and sign.isdigit())
        return int(found or 0)


def ascii_text(text: str) -> str:
    """As a board without Vietnamese can show it: "Quầy số 3" → "QUAY SO 3"; whatever is left over is a blank."""
    folded = fold(text.replace("–", "-").replace("\u2026", "..."))
    return "".join(sign if " " <= sign <= "~" else " " for sign in folded).upper().strip()
