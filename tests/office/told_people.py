"""What the second telling of the rules knows: people in line, their chance to rate, the last act of a counter."""

from dataclasses import dataclass

from office.domain.line import Waiting

UNDO_MS, WINDOW_MS, CHANGE_MS, TOO_EARLY_MS, PATIENCE_MS = 10_000, 45_000, 5_000, 600, 60_000
LATE_MS, LATE_CALLS = 30 * 60_000, 10
MOST_SERVICES = 20


class Refused(Exception):
    """The rules say no."""


class PressedTooEarly(Refused):
    """Refused, but kept as a fact."""


@dataclass
class Person:
    """`place`: in the order of issue; `back`: in the order of return; `only`: sent to that counter alone.

    `given`: services of this visit that ended before the present one.
    """

    id: int
    number: str
    service: str
    priority: bool
    place: int
    state: str = "waiting"
    back: int | None = None
    only: int | None = None
    counter: int | None = None
    calls: int = 0
    first_call: int = 0
    left: int = 0
    calls_when_left: int = 0
    issued_place: int = 0
    given: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self.issued_place = self.place

    def end_service(self) -> None:
        if self.state == "serving":
            self.given = (*self.given, self.service)

    def waits(self) -> Waiting:
        return Waiting(self.place, self.id, self.service, self.priority, self.back, self.only)


@dataclass
class Window:
    counter: int
    opened: int
    outcome: str | None = None
    given: int | None = None  # when


@dataclass
class Kept:
    """The last act of a counter: who did it when, what stood there before, and how it left the tickets."""

    clerk: str
    at: int
    before: dict[int, Person]
    after: dict[int, Person]
    run: int
    calls: dict[str, int]
    opened: int | None
    cut: int | None
