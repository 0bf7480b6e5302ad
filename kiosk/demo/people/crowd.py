"""The citizens of a play: they come through the door one after the other, take a number, wait, and go.

What became of each is heard from the live stream, whoever served them: a played clerk or a real one at a console.
"""

import random
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import uuid4

from kiosk.demo.people.pace import GoingHome, Pace
from office.domain import load
from office.domain.load import Citizen, Habits
from office.domain.refusals import Refusal
from office.remote import OfficeAway, RemoteOffice

if TYPE_CHECKING:
    from office.journal import FactView

DOORS = 3
"""Numbers that are taken at the same moment."""

_GONE = frozenset({"done", "no_show", "cancelled", "expired"})
_UNANSWERED_S = 1.0


@dataclass(slots=True)
class _Seen:
    """What the facts said last of one ticket."""

    state: str
    service: str
    for_counter: int | None = None


@dataclass(slots=True)
class Crowd:
    """`through` is called once, when every citizen is done or gone."""

    office: RemoteOffice
    citizens: Sequence[Citizen]
    services: Sequence[str]
    scale: int
    pace: Pace
    through: Callable[[], None]
    rng: random.Random = field(default_factory=random.Random)
    _changed: threading.Condition = field(default_factory=threading.Condition)
    _mine: dict[int, Citizen] = field(default_factory=dict)
    _seen: dict[int, _Seen] = field(default_factory=dict)
    _waiting: dict[int, _Seen] = field(default_factory=dict)
    _moved: set[int] = field(default_factory=set)
    _asking: int = 0
    _sent_away: int = 0
    _next: int = 0
    _told: bool = False

    def come(self) -> None:
        """Opens the doors; returns at once."""
        self.office.on_facts(self._hear)
        begun = time.monotonic()
        for door in range(DOORS):
            threading.Thread(target=self._door, args=(begun,), name=f"door-{door}", daemon=True).start()

    # --- for the clerks -----------------------------------------------------------------------------------------
    def citizen_of(self, ticket: int) -> Citizen:
        """Whoever holds that ticket. A stranger (taken by hand, or before the play) gets a life drawn at random."""
        with self._changed:
            until = time.monotonic() + _UNANSWERED_S
            while ticket not in self._mine and self._asking and time.monotonic() < until:
                self._changed.wait(0.05)
            if ticket not in self._mine:
                return load.citizen(self.rng, 0, self.services, Habits(no_show=0.0, transfer=0.0), self.scale)
            return self._mine[ticket]

    def was_moved(self, ticket: int) -> bool:
        """True from the second time on: the person is sent to another service once."""
        with self._changed:
            before = ticket in self._moved
            self._moved.add(ticket)
            return before

    def anybody_for(self, counter: int, services: Sequence[str]) -> bool:
        with self._changed:
            return any(_is_for(one, counter, services) for one in self._waiting.values())

    def lonely(self, staffed: dict[int, Sequence[str]]) -> tuple[str, int | None] | None:
        """(service, only this counter) of who has waited longest with none of the `staffed` counters to call them."""
        with self._changed:
            for one in self._waiting.values():
                if not any(_is_for(one, counter, services) for counter, services in staffed.items()):
                    return one.service, one.for_counter
            return None

    def wait_for_news(self, deadline_s: float) -> None:
        with self._changed:
            self._changed.wait(deadline_s)

    # --- the doors ----------------------------------------------------------------------------------------------
    def _door(self, begun: float) -> None:
        try:
            while (one := self._take_turn()) is not None:
                due_ms = self.pace.real_ms(one.arrives_ms) - (time.monotonic() - begun) * 1000
                self.pace.wait_real(due_ms)
                self._take_number(one)
        except GoingHome:
            return

    def _take_turn(self) -> Citizen | None:
        with self._changed:
            if self._next == len(self.citizens):
                return None
            self._next += 1
            return self.citizens[self._next - 1]

    def _take_number(self, one: Citizen) -> None:
        request_id = str(uuid4())
        with self._changed:
            self._asking += 1
        ticket: int | None = None
        try:
            ticket = self._ask_until_answered(request_id, one)
        except Refusal:
            ticket = None  # no number today: the person goes home
        finally:
            self._register(ticket, one)

    def _ask_until_answered(self, request_id: str, one: Citizen) -> int:
        while True:
            try:
                return self.office.issue(request_id, service=one.service, priority=one.priority)["id"]
            except OfficeAway:
                self.pace.wait_real(500)

    def _register(self, ticket: int | None, one: Citizen) -> None:
        with self._changed:
            self._asking -= 1
            if ticket is None:
                self._sent_away += 1
            else:
                self._mine[ticket] = one
            self._changed.notify_all()
        self._look_whether_all_are_through()

    # --- what the office says -----------------------------------------------------------------------------------
    def _hear(self, facts: "Sequence[FactView]") -> None:
        with self._changed:
            for fact in facts:
                self._note(fact)
            self._changed.notify_all()
        self._look_whether_all_are_through()

    def _note(self, fact: "FactView") -> None:
        body, subject = fact["fact"], fact["subject"]
        if not fact["kind"].startswith("ticket.") or "state" not in body:
            return
        ticket = int(subject.partition(":")[2])
        before = self._seen.get(ticket)
        for_counter = None if before is None else before.for_counter
        if fact["kind"] == "ticket.transferred":
            for_counter = body.get("to")
        now = _Seen(body["state"], body["service"], for_counter)
        self._seen[ticket] = now
        if now.state == "waiting":
            self._waiting[ticket] = now
        else:
            self._waiting.pop(ticket, None)

    def _look_whether_all_are_through(self) -> None:
        with self._changed:
            gone = sum(self._seen[one].state in _GONE for one in self._mine if one in self._seen)
            if self._told or gone + self._sent_away < len(self.citizens):
                return
            self._told = True
        self.through()


def _is_for(one: _Seen, counter: int, services: Sequence[str]) -> bool:
    return one.for_counter == counter if one.for_counter is not None else one.service in services
