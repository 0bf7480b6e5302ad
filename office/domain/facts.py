"""The language of the journal: every kind of fact, its version, and the state that it carries.

A fact says what happened, in the past tense, and carries the state after it, so that a reader needs no join. Bodies
hold no floats and no personal data of citizens. A kind's version rises when its body changes its meaning.
"""

from typing import Any

from office.domain.ticket import Ticket

KINDS: dict[str, int] = {
    # the day and the clock
    "stream.begun": 1,
    "stream.refilled": 1,
    "stream.refill_refused": 1,
    "journal.counted": 1,
    "database.restored": 1,
    "day.opened": 1,
    "day.closed": 1,
    "day.training": 1,
    "clock.suspect": 1,
    "clock.trusted": 1,
    "clock.set": 1,
    # tickets
    "ticket.issued": 1,
    "ticket.called": 1,
    "ticket.recalled": 1,
    "ticket.started": 1,
    "ticket.finished": 1,
    "ticket.no_show": 1,
    "ticket.parked": 1,
    "ticket.transferred": 1,
    "ticket.returned": 1,
    "ticket.cancelled": 1,
    "ticket.expired": 1,
    "ticket.prioritised": 1,
    "ticket.continued": 1,
    "ticket.noted": 1,
    "ticket.times_marked": 1,
    "ticket.undone": 1,
    "ticket.entered_by_hand": 1,
    "ticket.reprint_asked": 1,
    "print.settled": 1,
    "slip.settled": 1,
    "paper.changed": 1,
    # ratings
    "rating.opened": 1,
    "rating.given": 1,
    "rating.changed": 1,
    "rating.too_early": 1,
    "rating.reasons": 1,
    "rating.closed": 1,
    "rating.withdrawn": 1,
    "rating.reopened": 1,
    # counters and people
    "counter.opened": 1,
    "counter.closed": 1,
    "counter.paused": 1,
    "counter.resumed": 1,
    "counter.taken_over": 1,
    "sign_in.locked": 1,
    "person.added": 1,
    "person.changed": 1,
    "person.disabled": 1,
    "person.enabled": 1,
    "person.pin_reset": 1,
    # the house
    "service.added": 1,
    "service.changed": 1,
    "service.retired": 1,
    "desk.added": 1,
    "desk.changed": 1,
    "desk.retired": 1,
    "setting.changed": 1,
    "office.imported": 1,
    "content.saved": 1,
    "content.ordered": 1,
    "content.removed": 1,
    # from the tier above
    "config.applied": 1,
    "config.refused": 1,
    "command.settled": 1,
    "screen.restart_asked": 1,
    # devices
    "device.added": 1,
    "device.revoked": 1,
    "device.condition": 1,
    "machine.asked": 1,
    "effect.skipped": 1,
    # the voice of the hall
    "announcement.asked": 1,
    "announcement.started": 1,
    "announcement.ended": 1,
    "announcement.skipped": 1,
    "announcement.failed": 1,
    "recording.kept": 1,
    "recording.dropped": 1,
    # lookup and suggestions
    "suggestion.made": 1,
    "suggestion.erased": 1,
    "lookup.counted": 1,
    "procedures.imported": 1,
    "procedure.changed": 1,
    "procedure.repealed": 1,
    "synonyms.changed": 1,
    # retention
    "text.erased": 1,
}
"""kind → version. `desk.*` is the furniture (a counter made, renamed, removed); `counter.*` is who sits there."""


WORDS_GO_UP = frozenset({"suggestion.made", "lookup.counted"})
"""Kinds whose free text is for the tier above too; that of all others never leaves the office."""


def subject_of(ticket: Ticket) -> str:
    return f"ticket:{ticket.id}"


def ticket_body(ticket: Ticket, **more: Any) -> dict[str, Any]:
    """The state of a ticket after a fact, without what is empty; `more` is what this kind adds."""
    body: dict[str, Any] = {
        "number": ticket.number,
        "service": ticket.service,
        "state": str(ticket.state),
        "priority": ticket.priority or None,
        "counter": ticket.counter,
        "clerk": ticket.clerk,
        "calls": ticket.calls or None,
        "training": ticket.training or None,
        "by_hand": ticket.by_hand or None,
        "inexact": ticket.inexact or None,
        **more,
    }
    return {key: value for key, value in body.items() if value is not None}
