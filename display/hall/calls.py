"""The calls of the day as the office tells them, kept up to date between two states by the facts that come at once.

Owns the newest calls and the missed numbers. A state replaces everything; a fact changes what it is about.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from display.hall.turns import Call
from office.views import StateView

if TYPE_CHECKING:
    from office.journal import FactView

KEPT = 12
CALLING = frozenset({"ticket.called", "ticket.recalled"})
LEAVING = frozenset({"ticket.transferred", "ticket.parked", "ticket.no_show", "ticket.cancelled", "ticket.expired"})
"""After these nobody is asked to the counter any more."""

AT_NO_COUNTER = frozenset({"waiting", "parked", "no_show"})


@dataclass(slots=True)
class Calls:
    """`newest`: newest first, one for each ticket. `missed`: numbers, newest first. `called`: tickets still called."""

    newest: list[Call] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    called: set[int] = field(default_factory=set)
    _left: dict[int, str] = field(default_factory=dict)
    """Tickets that left their counter after a call, with that call's time: a later state still lists the call."""

    def settle(self, state: StateView) -> None:
        self.missed = list(state["missed"])
        self.newest = [call for call in map(_listed, state["recent_calls"]) if self._stands(call)]
        standing = [one["ticket"] for one in state["counters"] if one["ticket"] is not None]
        self.called = {ticket["id"] for ticket in standing if ticket["state"] == "called"}
        listed = {call["ticket"] for call in state["recent_calls"]}
        self._left = {ticket: at for ticket, at in self._left.items() if ticket in listed}

    def hear(self, fact: "FactView") -> Call | None:
        """Takes a fact of a ticket; the call, when it is one."""
        ticket, body = ticket_of(fact), fact["fact"]
        if fact["kind"] in CALLING:
            return self._take_call(call_of(fact))
        if fact["kind"] in LEAVING or is_undone_call(fact):
            self._leave(ticket)
        elif fact["kind"] in ("ticket.started", "ticket.finished"):
            self.called.discard(ticket)
        elif fact["kind"] == "ticket.undone":
            self._left.pop(ticket, None)
            if body.get("state") == "called":
                self.called.add(ticket)
        if fact["kind"] in ("ticket.no_show", "ticket.undone") and body.get("state") == "no_show":
            self._miss(str(body["number"]))
        elif fact["kind"] in ("ticket.returned", "ticket.undone"):
            self._found(str(body["number"]))
        return None

    def _take_call(self, call: Call) -> Call:
        self.newest = [call, *(one for one in self.newest if one.ticket != call.ticket)][:KEPT]
        self.called.add(call.ticket)
        self._left.pop(call.ticket, None)
        self._found(call.number)
        return call

    def _leave(self, ticket: int) -> None:
        self.called.discard(ticket)
        for call in self.newest:
            if call.ticket == ticket:
                self._left[ticket] = call.called_at
        self.newest = [call for call in self.newest if call.ticket != ticket]

    def _stands(self, call: Call) -> bool:
        """Missed numbers have a place of their own."""
        return self._left.get(call.ticket) != call.called_at and call.number not in self.missed

    def _miss(self, number: str) -> None:
        self._found(number)
        self.missed.insert(0, number)

    def _found(self, number: str) -> None:
        self.missed = [one for one in self.missed if one != number]


def ticket_of(fact: "FactView") -> int:
    """The ticket that the fact is about; 0 when it is about something else."""
    kind, _, number = fact["subject"].partition(":")
    return int(number) if kind == "ticket" and number.isdecimal() else 0


def is_undone_call(fact: "FactView") -> bool:
    """The call itself was taken back (the ticket stands at no counter again), not what came after it."""
    return fact["kind"] == "ticket.undone" and fact["fact"].get("state") in AT_NO_COUNTER


def call_of(fact: "FactView") -> Call:
    """The call in a fact about a ticket at a counter."""
    body: Mapping[str, Any] = fact["fact"]
    return Call(
        ticket_of(fact),
        str(body["number"]),
        str(body.get("service", "")),
        int(body["counter"]),
        fact["at"],
        priority=bool(body.get("priority")),
        recall=bool(body.get("recall")) or fact["kind"] == "ticket.recalled",
    )


def _listed(call: Mapping[str, Any]) -> Call:
    fields = ("ticket", "number", "service", "counter", "called_at", "priority", "recall")
    return Call(*(call[name] for name in fields))


def wall_of(text: str) -> int:
    """ms of UTC since 1970 of a time as the API writes it."""
    return round(datetime.fromisoformat(text).timestamp() * 1000)
