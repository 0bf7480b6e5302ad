"""Who stands at a counter, and whether the clerk who acts sees the same person.

Every key of a keypad may bounce and every page may be a moment old: an act may therefore say whom its caller sees.
"""

from office.acts.seating import working_seat
from office.domain.refusals import Stale, WrongState
from office.domain.ticket import Ticket
from office.performing import Act
from office.store import tickets


class Unset:
    """The caller said nothing about what it sees."""


UNSET = Unset()
Expect = int | None | Unset
"""Ticket id; None = "I see nobody"; UNSET = no check."""


def current(act: Act, number: int, expect: Expect) -> Ticket | None:
    """Who stands at the actor's counter; `Stale` when the caller saw somebody else."""
    working_seat(act, number)
    one = tickets.active_at(act.conn, number)
    standing = None if one is None else one.id
    if not isinstance(expect, Unset) and expect != standing:
        raise Stale(current=standing)
    return one


def required(act: Act, number: int, expect: Expect) -> Ticket:
    """As `current`; `WrongState` (state null) when nobody stands there."""
    one = current(act, number, expect)
    if one is None:
        raise WrongState(state=None)
    return one
