"""Who acts: people with a role, screens and boxes with a token, the machine itself."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """Roles of people; what each may do is decided by `may` here and the role table of the LAN API."""

    CLERK = "clerk"
    HEAD = "head"
    TECHNICIAN = "technician"
    INSPECTOR = "inspector"


@dataclass(frozen=True, slots=True)
class Actor:
    """`kind`: "clerk" (any person), "device" (a token), "system" (timers), "operator" (the command line).

    `id`: the person's or token's id; `role`: a `Role` for people; "touch", "hall", "screen", "rate:3" or "counter:3"
    for devices; `counter`: where the person is signed in (None = nowhere).
    """

    kind: str
    id: str
    role: str
    counter: int | None = None
    name: str = ""

    @property
    def word(self) -> str:
        """How the journal names who did it, e.g. "clerk:lan" or "device:touch-1"."""
        return f"{self.kind}:{self.id}"

    @property
    def is_person(self) -> bool:
        return self.kind == "clerk"


SYSTEM = Actor("system", "serve", "system")
OPERATOR = Actor("operator", "cli", "head")
DISTRICT = Actor("district", "above", "district")
"""The tier above."""
