"""What each kind of fact writes: pure functions from a fact to the groups of columns that it sets.

A fact carries the state after it, so a group is simply set; which of two facts wins is decided by seq, not here. What
an undo took back it takes out of the row as well: a ticket that waits again was not called.
"""

import json
from collections.abc import Callable
from typing import Any

from district.projections.reading import Body, Reading, date, flag, large, numbered, small, text
from district.store.projected import (
    ANSWER,
    CALL,
    CATALOGUE,
    COUNTING,
    DEVICE_CHANGE,
    LOOKUP_DAY,
    SEATING,
    SUGGESTION,
    TICKET,
    UNDOING,
    WINDOW,
    Shape,
)
from office.domain.facts import KINDS

Change = tuple[Shape, tuple[Any, ...], str, tuple[Any, ...]]
"""(shape, key after stream_no, group, values in the order of the group's columns)."""
Rule = Callable[[Reading, Body], list[Change]]
_MOST_REASONS, _LONGEST_LABEL = 12, 120


def changes(fact: Reading, body: Body) -> list[Change]:
    """What the fact writes; nothing for a kind or a version that this program does not know."""
    rule = RULES.get(fact.kind)
    return [] if rule is None or fact.version > KINDS.get(fact.kind, 1) else rule(fact, body)


def _ticket(fact: Reading, body: Body, *more: tuple[str, tuple[Any, ...]]) -> list[Change]:
    """The state of the ticket, which every fact about it carries, and the groups that this kind adds."""
    number = numbered(fact.subject)
    if number is None:
        return []
    state = (
        text(body, "number"),
        text(body, "service"),
        text(body, "state"),
        flag(body, "priority"),
        small(body, "counter"),
        text(body, "clerk"),
        small(body, "calls"),
        flag(body, "training"),
        flag(body, "by_hand"),
        fact.at,
    )
    key = (number,)
    return [(TICKET, key, "state", state), *((TICKET, key, group, values) for group, values in more)]


def _issued(fact: Reading, body: Body) -> list[Change]:
    return _ticket(fact, body, ("issue", (date(body, "date"), text(body, "channel"), small(body, "ahead"), fact.at)))


def _called(fact: Reading, body: Body) -> list[Change]:
    called = (fact.at, text(body, "rule"), text(body, "because"), large(body, "waited_ms"))
    return [*_ticket(fact, body, ("call", called)), *_call(fact, body, recall=False)]


def _recalled(fact: Reading, body: Body) -> list[Change]:
    return [*_ticket(fact, body), *_call(fact, body, recall=True)]


def _call(fact: Reading, body: Body, *, recall: bool) -> list[Change]:
    values = (
        numbered(fact.subject),
        text(body, "number"),
        text(body, "service"),
        small(body, "counter"),
        text(body, "clerk"),
        fact.at,
        recall,
        flag(body, "priority"),
        flag(body, "training"),
        text(body, "because"),
        large(body, "waited_ms"),
    )
    return [(CALL, (fact.seq,), "", values)]


def _started(fact: Reading, body: Body) -> list[Change]:
    return _ticket(fact, body, ("start", (fact.at, flag(body, "implied_start"))))


def _finished(fact: Reading, body: Body) -> list[Change]:
    return _ticket(fact, body, ("finish", (fact.at, large(body, "served_ms"))))


def _continued(fact: Reading, body: Body) -> list[Change]:
    """The same visit goes on with another service, from here on."""
    return _ticket(fact, body, ("start", (fact.at, False)))


_NOT_CALLED = ("call", (None, None, None, None))
_NOT_STARTED = ("start", (None, None))
_NOT_FINISHED = ("finish", (None, None))
_TAKEN_BACK = {
    "waiting": (_NOT_CALLED, _NOT_STARTED, _NOT_FINISHED),
    "called": (_NOT_STARTED, _NOT_FINISHED),
    "serving": (_NOT_FINISHED,),
}


def _undone(fact: Reading, body: Body) -> list[Change]:
    state = text(body, "state")
    values = (
        numbered(fact.subject),
        text(body, "act"),
        state,
        small(body, "counter"),
        text(body, "clerk"),
        fact.at,
        flag(body, "training"),
    )
    began = large(body, "started_at")  # of the service that goes on, when its end was taken back
    start = () if began is None else (("start", (began, False)),)
    return [*_ticket(fact, body, *_TAKEN_BACK.get(state or "", ()), *start), (UNDOING, (fact.seq,), "", values)]


def _entered_by_hand(fact: Reading, body: Body) -> list[Change]:
    issued, called, finished = (large(body, key) for key in ("issued_at", "called_at", "finished_at"))
    return _ticket(
        fact,
        body,
        ("issue", (date(body, "date"), "by_hand", None, issued)),
        ("call", (called, None, None, None)),
        ("start", (called, False)),
        ("finish", (finished, None)),
    )


def _printed(fact: Reading, body: Body) -> list[Change]:
    number = numbered(fact.subject)
    settled = (text(body, "state"), text(body, "reason"))
    return [] if number is None else [(TICKET, (number,), "print", settled)]


def _reprint(fact: Reading, body: Body) -> list[Change]:
    return _ticket(fact, body, ("print", ("queued", None)))


# --- ratings ---------------------------------------------------------------------------------------------------------
def _window(fact: Reading, body: Body, *more: tuple[str, tuple[Any, ...]]) -> list[Change]:
    number = numbered(fact.subject)
    if number is None:
        return []
    key = (number,)
    return [(WINDOW, key, "about", _about(body)), *((WINDOW, key, group, values) for group, values in more)]


def _about(body: Body) -> tuple[Any, ...]:
    return (
        small(body, "counter"),
        text(body, "clerk"),
        text(body, "service"),
        small(body, "scale"),
        flag(body, "training"),
    )


def _opened(fact: Reading, body: Body) -> list[Change]:
    return _window(fact, body, ("open", (fact.at,)), ("end", (None, None)))


def _closed(fact: Reading, body: Body) -> list[Change]:
    return _window(fact, body, ("end", (text(body, "outcome"), fact.at)))


def _withdrawn(fact: Reading, body: Body) -> list[Change]:
    return _window(fact, body, ("end", ("withdrawn", fact.at)))


def _reopened(fact: Reading, body: Body) -> list[Change]:
    return _window(fact, body, ("end", (None, None)))


def _given(fact: Reading, body: Body) -> list[Change]:
    return _level(fact, body, ("given", (fact.at, text(body, "channel"))))


def _level(fact: Reading, body: Body, *more: tuple[str, tuple[Any, ...]]) -> list[Change]:
    number, question = numbered(fact.subject), text(body, "question")
    if number is None or question is None:
        return []
    key = (number, question)
    counter, clerk, service, scale, training = _about(body)
    values = (small(body, "level"), scale, counter, clerk, service, training)
    return [
        *_window(fact, body),
        (ANSWER, key, "level", values),
        *((ANSWER, key, group, changed) for group, changed in more),
    ]


def _changed(fact: Reading, body: Body) -> list[Change]:
    return _level(fact, body)


def _reasons(fact: Reading, body: Body) -> list[Change]:
    return _window(fact, body, ("reasons", (_listed(body, "reasons"), text(body, "text_hash"))))


def _listed(body: Body, key: str, longest: int = 64) -> str:
    """A list of short texts as JSON."""
    given = body.get(key)
    kept = [one for one in given if type(one) is str and len(one) <= longest] if type(given) is list else []
    return json.dumps(kept[:_MOST_REASONS], ensure_ascii=False, separators=(",", ":"))


# --- counters and devices --------------------------------------------------------------------------------------------
def _seated(fact: Reading, body: Body) -> list[Change]:
    event = fact.kind.removeprefix("counter.")
    values = (small(body, "counter"), text(body, "clerk"), event, text(body, "reason"), fact.at)
    return [(SEATING, (fact.seq,), "", values)]


def _device(fact: Reading, body: Body) -> list[Change]:
    device = fact.subject.removeprefix("device:")
    return [(DEVICE_CHANGE, (fact.seq,), "", (device, text(body, "condition"), text(body, "detail"), fact.at))]


def _counted(fact: Reading, body: Body) -> list[Change]:
    given = body.get("counts")
    counts = {k: n for k, n in given.items() if type(n) is int and n >= 0} if type(given) is dict else {}
    written = json.dumps(counts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    values = (date(body, "date"), large(body, "first"), large(body, "last"), written)
    return [(COUNTING, (fact.seq,), "", values)]


# --- suggestions and lookups -----------------------------------------------------------------------------------------
def _suggested(fact: Reading, body: Body) -> list[Change]:
    number = numbered(fact.subject)
    labels = _listed(body, "labels", _LONGEST_LABEL)
    made = (fact.at, _listed(body, "reasons"), labels, text(body, "text_hash"), flag(body, "training"))
    return [] if number is None else [(SUGGESTION, (number,), "made", made)]


def _suggestion_gone(fact: Reading, _body: Body) -> list[Change]:
    number = numbered(fact.subject)
    return [] if number is None else [(SUGGESTION, (number,), "gone", (fact.at,))]


def _looked_up(fact: Reading, body: Body) -> list[Change]:
    counts = (small(body, "searches"), small(body, "opened"), small(body, "missed"))
    return [(LOOKUP_DAY, (fact.seq,), "", (date(body, "date"), *counts, fact.at))]


def _imported(fact: Reading, body: Body) -> list[Change]:
    counts = (small(body, key) for key in ("total", "new", "changed", "repealed"))
    return [(CATALOGUE, (fact.seq,), "", (text(body, "source"), *counts, fact.at))]


RULES: dict[str, Rule] = {
    "ticket.issued": _issued,
    "ticket.called": _called,
    "ticket.recalled": _recalled,
    "ticket.started": _started,
    "ticket.finished": _finished,
    "ticket.continued": _continued,
    "ticket.noted": _ticket,
    "ticket.times_marked": _ticket,
    "ticket.no_show": _ticket,
    "ticket.parked": _ticket,
    "ticket.transferred": _ticket,
    "ticket.returned": _ticket,
    "ticket.cancelled": _ticket,
    "ticket.expired": _ticket,
    "ticket.prioritised": _ticket,
    "ticket.undone": _undone,
    "ticket.entered_by_hand": _entered_by_hand,
    "ticket.reprint_asked": _reprint,
    "print.settled": _printed,
    "rating.opened": _opened,
    "rating.given": _given,
    "rating.changed": _changed,
    "rating.reasons": _reasons,
    "rating.closed": _closed,
    "rating.withdrawn": _withdrawn,
    "rating.reopened": _reopened,
    "counter.opened": _seated,
    "counter.closed": _seated,
    "counter.paused": _seated,
    "counter.resumed": _seated,
    "device.condition": _device,
    "journal.counted": _counted,
    "suggestion.made": _suggested,
    "suggestion.erased": _suggestion_gone,
    "lookup.counted": _looked_up,
    "procedures.imported": _imported,
}
