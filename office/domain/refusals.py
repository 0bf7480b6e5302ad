"""Everything the office may refuse, each refusal named for what happened.

    Refusal
    ├── Unknown…      what was named does not exist
    ├── (state)       the thing is not in a state that allows it
    └── Invalid       a value that no rule could accept

A refusal changed nothing. `code` is stable and ends in the problem document of the LAN API; `facts` are fields that
help the caller. The sentence for people is made at the boundary, in their language.
"""

from typing import ClassVar


class Refusal(Exception):
    """The office says no. `facts` are JSON-ready fields."""

    code: ClassVar[str] = "refused"

    def __init__(self, **facts: object) -> None:
        super().__init__(self.code, facts)
        self.facts = facts


class UnknownTicket(Refusal):
    code = "unknown_ticket"


class UnknownService(Refusal):
    code = "unknown_service"


class UnknownCounter(Refusal):
    code = "unknown_counter"


class UnknownClerk(Refusal):
    code = "unknown_clerk"


class UnknownProcedure(Refusal):
    """Not in the catalogue, or not in force today."""

    code = "unknown_procedure"


class UnknownItem(Refusal):
    """A device token, picture or setting that is not there."""

    code = "unknown_item"


class Forbidden(Refusal):
    code = "forbidden"


class NotYourCounter(Refusal):
    code = "not_your_counter"


class WrongState(Refusal):
    """`state` says where the ticket or counter is instead."""

    code = "wrong_state"


class Stale(Refusal):
    """The caller acted on a ticket that is no longer the one at the counter; `current` is its id or None."""

    code = "stale"


class Closed(Refusal):
    """Outside the opening hours; `opens_at` is "HH:MM" or None."""

    code = "closed"


class QuotaReached(Refusal):
    code = "quota_reached"


class NotToday(Refusal):
    code = "not_today"


class DayClosed(Refusal):
    code = "day_closed"


class DayOpen(Refusal):
    code = "day_open"


class StillServing(Refusal):
    """`counters`: the counters that have somebody in front of them."""

    code = "still_serving"


class ClockSuspect(Refusal):
    """The machine's clock cannot be right; the head has to confirm it first."""

    code = "clock_suspect"


class TicketActive(Refusal):
    code = "ticket_active"


class TakenOver(Refusal):
    """This page's person signed in elsewhere: at counter `moved_to`, which may be the same; `at` says when."""

    code = "taken_over"


class CounterTaken(Refusal):
    code = "counter_taken"


class TooEarly(Refusal):
    code = "too_early"


class TooLate(Refusal):
    code = "too_late"


class NotServedHere(Refusal):
    code = "not_served_here"


class NothingToUndo(Refusal):
    code = "nothing_to_undo"


class NoWindow(Refusal):
    code = "no_window"


class AlreadyRated(Refusal):
    code = "already_rated"


class NumberTaken(Refusal):
    """Numbers entered by hand that were already given; `numbers` lists them."""

    code = "number_taken"


class AlreadyReprinted(Refusal):
    code = "already_reprinted"


class RequestIdReused(Refusal):
    code = "request_id_reused"


class WrongPin(Refusal):
    code = "wrong_pin"


class Locked(Refusal):
    """Too many wrong PINs; `retry_after` in seconds."""

    code = "locked"


class TooMany(Refusal):
    """This device asks more often than people do; `retry_after` in seconds."""

    code = "too_many"


class AlreadyThere(Refusal):
    """A person, service or counter with that name, prefix or number exists."""

    code = "already_there"


class InUse(Refusal):
    """It cannot be removed while something of today still needs it."""

    code = "in_use"


class Invalid(Refusal):
    """A field that no rule could accept: `field` and `why` (an English msgid)."""

    code = "invalid"


class ClockKept(Refusal):
    """The clock is kept by a time source, or cannot be set to that time; nobody sets it by hand."""

    code = "clock_kept"


class NoSteward(Refusal):
    """This machine does nothing that only its administrator may: nobody here is allowed to."""

    code = "no_steward"


class StoreUnavailable(Refusal):
    """The disk refused to write; nothing was changed."""

    code = "store_unavailable"
