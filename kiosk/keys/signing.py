"""Clerks who sign in and out at a keypad: a PIN of somebody who sat last at that counter.

Wrong PINs lock that person from that keypad, as everywhere. A keypad has no session of its own: whoever signs in there
has a session that nobody holds, and signing out takes the seat over and leaves it.
"""

from typing import Any

from kiosk.keys.heard import Heard
from office.desk import Desk
from office.domain.moment import SECOND
from office.domain.refusals import Refusal, TicketActive
from office.doors import Doors
from office.views import CounterView

PIECES_MS = 10 * SECOND
PIN_DIGITS, PIECE = 6, 3


class Signing:
    """In and out; gives a word for the clerk."""

    def __init__(self, desk: Desk, doors: Doors) -> None:
        self._desk, self._doors = desk, doors
        self._pieces: dict[int, tuple[str, int]] = {}

    def sign(self, one: Heard, view: CounterView) -> str | None:
        if view["clerk"] is not None:
            return self.out(view)
        pin = self._pin(one)
        if pin is None:
            return None
        people = [person for person in self._desk.records.people_at_the_door() if person["counter"] == one.counter]
        if not people:
            return "nobody_signed_in"
        self._doors.sign_in(self._whose(pin, [one["id"] for one in people], one), one.counter, self._doors.fresh_keys())
        return "signed_in"

    def _pin(self, one: Heard) -> str | None:
        """Six digits at once, or from a keypad of four in two pieces of three; None: the rest is still to come."""
        digits = one.press.digits
        if len(digits) == PIN_DIGITS:
            return digits
        before, at = self._pieces.pop(one.counter, ("", 0))
        if one.at - at > PIECES_MS:
            before = ""
        typed = before + digits.rjust(PIECE, "0")[-PIECE:]
        if len(typed) == PIN_DIGITS:
            return typed
        self._pieces[one.counter] = (typed, one.at)
        return None

    def _whose(self, pin: str, people: list[str], one: Heard) -> str:
        """Raises what the last of them is refused with."""
        for person in people[:-1]:
            try:
                self._doors.check_pin(person, pin, f"keypad:{one.device}")
            except Refusal:
                continue
            return person
        self._doors.check_pin(people[-1], pin, f"keypad:{one.device}")
        return people[-1]

    def out(self, view: CounterView) -> str:
        """The keypad has no session of its own: it takes the seat over and leaves it."""
        if view["ticket"] is not None:
            raise TicketActive(counter=view["number"], number=view["ticket"]["number"])
        keys = self._doors.fresh_keys()
        self._doors.sign_out(self._doors.sign_in(clerk_of(view), view["number"], keys), keys.token)
        return "signed_out"


def clerk_of(view: CounterView) -> str:
    clerk: Any = view["clerk"]
    return str(clerk["id"])
