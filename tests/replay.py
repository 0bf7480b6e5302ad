"""Plays a journal back and says what in it breaks the rules of the office.

Written a second time from the rules on purpose, as plainly as possible, and without the code that it judges: one list
of waiting people, searched from its beginning at every call.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ONLY_SAID = {"ticket.reprint_asked", "ticket.noted", "ticket.times_marked"}
FROM = {
    "ticket.called": {"waiting"},
    "ticket.recalled": {"called"},
    "ticket.started": {"called"},
    "ticket.continued": {"serving"},
    "ticket.finished": {"serving"},
    "ticket.no_show": {"called"},
    "ticket.parked": {"called", "serving"},
    "ticket.transferred": {"called", "serving"},
    "ticket.returned": {"no_show", "parked"},
    "ticket.cancelled": {"waiting"},
    "ticket.prioritised": {"waiting"},
    "ticket.expired": {"waiting", "parked", "no_show"},
}
TO = {
    "ticket.called": "called",
    "ticket.recalled": "called",
    "ticket.started": "serving",
    "ticket.continued": "serving",
    "ticket.finished": "done",
    "ticket.no_show": "no_show",
    "ticket.parked": "parked",
    "ticket.transferred": "waiting",
    "ticket.returned": "waiting",
    "ticket.cancelled": "cancelled",
    "ticket.prioritised": "waiting",
    "ticket.expired": "expired",
}


@dataclass
class Person:
    """One ticket as the replay knows it; `place`: order of arrival, `returned`: order of coming back."""

    id: int
    number: str
    service: str
    priority: bool
    place: int
    state: str = "waiting"
    counter: int | None = None
    only: int | None = None
    returned: int | None = None


@dataclass
class Replay:
    """`counters`: number → services; `mistakes` says what was wrong, with the number of the fact."""

    counters: Mapping[int, Sequence[str]]
    rule: str = "interleaved"
    every: int = 5
    people: dict[int, Person] = field(default_factory=dict)
    at_counter: dict[int, int] = field(default_factory=dict)
    runs: dict[int, int] = field(default_factory=dict)
    mistakes: list[str] = field(default_factory=list)

    def read(self, facts: Iterator[tuple[int, str, str, dict[str, Any]]]) -> "Replay":
        for seq, kind, subject, body in facts:
            if kind.startswith("ticket.") and kind not in ONLY_SAID:
                self._ticket(seq, kind, int(subject.partition(":")[2]), body)
        return self

    def _ticket(self, seq: int, kind: str, ticket: int, body: dict[str, Any]) -> None:
        if kind == "ticket.issued":
            self._issue(seq, ticket, body)
            return
        one = self.people[ticket]
        if one.state not in FROM.get(kind, ()):
            self.mistakes.append(f"{seq}: {kind} of {one.number}, which was {one.state}")
        if TO.get(kind) != body["state"]:
            self.mistakes.append(f"{seq}: {kind} of {one.number} leads to {body['state']}")
        if kind == "ticket.called":
            self._call(seq, one, body)
        if kind in {"ticket.finished", "ticket.no_show", "ticket.parked", "ticket.transferred"}:
            self._leave(seq, one, body)
        self._place(seq, kind, one, body)
        one.state, one.service = body["state"], body["service"]

    def _issue(self, seq: int, ticket: int, body: dict[str, Any]) -> None:
        if any(one.number == body["number"] for one in self.people.values()):
            self.mistakes.append(f"{seq}: {body['number']} was given twice")
        self.people[ticket] = Person(ticket, body["number"], body["service"], bool(body.get("priority")), seq)

    def _call(self, seq: int, one: Person, body: dict[str, Any]) -> None:
        counter = body["counter"]
        if counter in self.at_counter or one.id in self.at_counter.values():
            self.mistakes.append(f"{seq}: {one.number} called to counter {counter} while somebody is active")
        if body["because"] != "by_number":
            wanted = self._next(counter)
            if wanted is not one:
                first = None if wanted is None else wanted.number
                self.mistakes.append(f"{seq}: counter {counter} called {one.number} before {first}")
        self.runs[counter] = 0 if one.priority else self.runs.get(counter, 0) + 1
        self.at_counter[counter], one.counter = one.id, counter

    def _leave(self, seq: int, one: Person, body: dict[str, Any]) -> None:
        counter = one.counter or 0
        if self.at_counter.pop(counter, None) != one.id:
            self.mistakes.append(f"{seq}: {one.number} leaves counter {counter}, where it was not ({body['state']})")

    def _place(self, seq: int, kind: str, one: Person, body: dict[str, Any]) -> None:
        if kind == "ticket.prioritised":
            one.priority = bool(body.get("priority"))
        if kind == "ticket.returned":
            one.returned = seq
        if kind == "ticket.transferred":
            one.only, one.counter, one.returned = body.get("to"), None, None
            one.returned = seq if body["position"] == "front" else None
            one.place = seq if body["position"] == "back" else one.place

    def _next(self, counter: int) -> Person | None:
        """Whom this counter must call now: who came back, then the rule between the two oldest."""
        mine = [one for one in self.people.values() if one.state == "waiting" and self._may(counter, one)]
        back = [one for one in mine if one.returned is not None]
        if back:
            return min(back, key=lambda one: one.returned or 0)
        ordinary = min((one for one in mine if not one.priority), key=lambda one: one.place, default=None)
        privileged = min((one for one in mine if one.priority), key=lambda one: one.place, default=None)
        if ordinary is None or privileged is None:
            return ordinary or privileged
        if privileged.place < ordinary.place:
            return privileged
        first = {"fifo": False, "strict": True, "interleaved": self.runs.get(counter, 0) >= self.every - 1}
        return privileged if first[self.rule] else ordinary

    def _may(self, counter: int, one: Person) -> bool:
        return one.only == counter if one.only is not None else one.service in self.counters[counter]

    def of_state(self, *states: str) -> int:
        return sum(one.state in states for one in self.people.values())


def facts_in(database: Path) -> Iterator[tuple[int, str, str, dict[str, Any]]]:
    """(seq, kind, subject, body) of the last stream; nobody else may have the file open."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as conn:
        rows = conn.execute(
            "SELECT seq, kind, subject, fact FROM fact WHERE stream_no = (SELECT max(no) FROM stream) ORDER BY seq"
        ).fetchall()
    conn.close()
    for seq, kind, subject, text in rows:
        yield seq, kind, subject, json.loads(text)
