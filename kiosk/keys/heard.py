"""What was pressed, and the short words that a counter's board has for it."""

from dataclasses import dataclass

from display.boards.driver import KeyPress
from look.words import N_

WORDS = {
    "nobody_signed_in": N_("No clerk here"),
    "nobody_waiting": N_("Nobody waiting"),
    "wrong_pin": N_("Wrong PIN"),
    "locked": N_("PIN locked"),
    "unknown_ticket": N_("No such number"),
    "unknown_counter": N_("No such counter"),
    "too_early": N_("Not absent yet"),
    "nothing_to_undo": N_("Nothing to undo"),
    "day_closed": N_("Day is closed"),
    "confirm_end": N_("End? Press Enter"),
    "signed_in": N_("Signed in"),
    "signed_out": N_("Signed out"),
}
OTHERWISE = N_("Not possible")


@dataclass(frozen=True, slots=True)
class Heard:
    """A press as it came: `expect` is the ticket that stood there, `id` the request's."""

    counter: int
    device: str
    press: KeyPress
    expect: int | None
    at: int
    id: str


@dataclass(frozen=True, slots=True)
class Rated:
    """A rating button: the level that it stands for."""

    counter: int
    device: str
    level: int
    at: int
    id: str
