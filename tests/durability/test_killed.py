"""kill -9 of the service while people take numbers, are called and rate: nothing that was answered is lost.

`MOTCUA_KILLS` sets the number of rounds (the chaos run takes 100).
"""

import json
import os
import random
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

from office.journal import verify
from office.store.engine import FILE_NAME, open_readers
from tests.durability.running import Caller, Office, Unreachable, prepare, running, wiring

ROUNDS = int(os.environ.get("MOTCUA_KILLS", "8"))
LONGEST_S = 1.2


@dataclass
class Asked:
    """One request and what came back; `answer` None: the service died over it."""

    path: str
    body: dict[str, Any]
    answer: dict[str, Any] | None = None


@dataclass
class Notes:
    """What everybody in the hall remembers."""

    asked: list[Asked] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def ask(self, caller: Caller, path: str, **body: Any) -> dict[str, Any] | None:
        """Raises `Unreachable` with the request kept. None: refused."""
        one = Asked(path, {"request_id": str(uuid4()), **body})
        self.asked.append(one)
        reply = caller.ask("POST", path, one.body)
        if reply.status >= 400:
            assert reply.status == 409, reply
            self.asked.remove(one)
            return None
        one.answer = dict(reply.body)
        return one.answer


def _citizen(notes: Notes, caller: Caller) -> None:
    while not notes.over.is_set():
        notes.ask(caller, "/tickets", service=random.choice("AB"))


def _clerk(notes: Notes, caller: Caller, counter: int) -> None:
    while not notes.over.is_set():
        if notes.ask(caller, f"/counters/{counter}/next") is not None:
            time.sleep(random.uniform(0, 0.02))


def _clerk_with_raters(notes: Notes, caller: Caller, screen: Caller, counter: int) -> None:
    """Waits until the faces may be pressed, so few people but all of them rated."""
    while not notes.over.is_set():
        answer = notes.ask(caller, f"/counters/{counter}/next")
        if answer is not None and answer["finished"] is not None:
            notes.over.wait(0.62)
            ticket = answer["finished"]["id"]
            notes.ask(screen, f"/tickets/{ticket}/rating", level=random.randint(1, 4), channel="tablet")


def _round(office: Office, notes: Notes, screen: str, seats: dict[int, str]) -> None:
    """Everybody works, then the plug is pulled."""
    notes.over.clear()
    callers = [office.caller(token) for token in (screen, screen, seats[1], seats[2], seats[3], screen)]
    work: list[Callable[[], None]] = [
        lambda: _citizen(notes, callers[0]),
        lambda: _citizen(notes, callers[1]),
        lambda: _clerk(notes, callers[2], 1),
        lambda: _clerk(notes, callers[3], 2),
        lambda: _clerk_with_raters(notes, callers[4], callers[5], 3),
    ]

    def run(one: Callable[[], None]) -> None:
        with suppress(Unreachable):
            one()

    with ThreadPoolExecutor(len(work)) as threads:
        ends = [threads.submit(run, one) for one in work]
        time.sleep(random.uniform(0.05, LONGEST_S))
        office.kill()
        notes.over.set()
        for end in ends:
            end.result(20)
    for caller in callers:
        caller.close()


def _ask_again(caller: Caller, seats: dict[int, Caller], one: Asked) -> dict[str, Any] | None:
    at = seats[int(one.path.split("/")[2])] if one.path.startswith("/counters") else caller
    reply = at.ask("POST", one.path, one.body)
    assert reply.status < 400 or (one.answer is None and reply.status == 409), (one, reply)
    return None if reply.status >= 400 else dict(reply.body)


def _settle(office: Office, notes: Notes, before: int, screen: str, seats: dict[int, str]) -> None:
    """After the restart everybody asks again what was not answered, and some ask what was."""
    caller, clerks = office.caller(screen), {n: office.caller(token) for n, token in seats.items()}
    for one in notes.asked[before:]:
        if one.answer is None:
            one.answer = _ask_again(caller, clerks, one)
    answered = [one for one in notes.asked if one.answer is not None]
    for one in (*answered[-5:], *random.sample(answered, min(10, len(answered)))):
        assert _ask_again(caller, clerks, one) == one.answer
    for each in (caller, *clerks.values()):
        each.close()


def test_nothing_that_was_answered_is_lost_over_kill_9(tmp_path: Path) -> None:
    config, data = wiring(tmp_path), tmp_path / "data"
    screen, notes = prepare(config, data)["screen"], Notes()
    with running(config, data) as office:
        seats = {n: office.sign_in(f"c{n}", n) for n in (1, 2, 3)}
        for _ in range(ROUNDS):
            before = len(notes.asked)
            _round(office, notes, screen, seats)
            office.start()
            _settle(office, notes, before, screen, seats)
        assert office.stop()[0] == 0
    acknowledged = [one for one in notes.asked if one.answer is not None]
    kinds = Counter(one.path.rpartition("/")[2] for one in acknowledged)
    print(f"{ROUNDS} kills, acknowledged: {dict(kinds)}")
    assert {"tickets", "next", "rating"} <= kinds.keys()
    _everything_is_there(data, acknowledged)


def _everything_is_there(data: Path, acknowledged: list[Asked]) -> None:
    given = [one.answer for one in acknowledged if one.path == "/tickets" and one.answer]
    called = [one.answer["ticket"] for one in acknowledged if one.path.endswith("/next") and one.answer]
    rated = {one.answer["ticket"]: one.answer for one in acknowledged if one.path.endswith("rating") and one.answer}
    assert len({one["number"] for one in given}) == len(given)
    with sqlite3.connect(data / FILE_NAME) as db:
        tickets = dict(db.execute("SELECT id, number FROM ticket"))
        ratings = dict(db.execute("SELECT ticket, level FROM rating"))
        facts = [(kind, subject, json.loads(text)) for kind, subject, text in db.execute(FACTS)]
    db.close()
    assert {one["id"]: one["number"] for one in given}.items() <= tickets.items()
    assert len(set(tickets.values())) == len(tickets)
    assert {ticket: one["level"] for ticket, one in rated.items()}.items() <= ratings.items()
    calls = [subject for kind, subject, _ in facts if kind == "ticket.called"]
    assert len(calls) == len(set(calls))  # nobody was called at two counters
    assert {f"ticket:{one['id']}" for one in called if one} <= set(calls)
    issued = [body["number"] for kind, _, body in facts if kind == "ticket.issued"]
    assert sorted(issued) == sorted(tickets.values())
    readers = open_readers(data / FILE_NAME)
    with readers.begin() as conn:
        assert [fault for *_, fault in verify(conn)] == [None]  # one stream, whole
    readers.dispose()


FACTS = "SELECT kind, subject, fact FROM fact ORDER BY stream_no, seq"
