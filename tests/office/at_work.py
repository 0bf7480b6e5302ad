"""The example office at work, in words short enough for a test: three counters, their clerks, the citizens' screens.

Rules do not depend on the disk, so the database lies in memory (`/dev/shm`) where the machine has that.
"""

import contextlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from office.answers import Answer
from office.clock import SetClock
from office.desk import Desk
from office.domain.day import DayHours
from office.domain.line import Waiting
from office.domain.people import SYSTEM, Actor
from office.domain.refusals import Refusal
from office.first import FirstFill
from office.performing import Act
from office.premises import Premises
from office.store import days, tickets
from office.store.tables import metadata
from tests.office_fixture import FIRST, NO_HOURS, SCREEN, TOUCH, opened, rid, seat, take

Json = dict[str, Any]
MEMORY = Path("/dev/shm")
_NOT_RESTORED = {"version", "print_state", "print_reason", "print_job", "reprints"}


def _in_line(conn: Connection) -> list[Waiting]:
    day = days.running(conn)
    return [] if day is None else sorted(tickets.waiting(conn, day.id, training=day.training))


@dataclass
class Office:
    """`people`: who sits where, or sat there last."""

    premises: Premises
    clock: SetClock
    people: dict[int, Actor] = field(default_factory=dict)

    @property
    def desk(self) -> Desk:
        return self.premises.desk

    def sit(self, clerk: str, counter: int) -> Actor:
        self.people[counter] = seat(self.premises, clerk, counter)
        return self.people[counter]

    def take(self, service: str = "A", *, priority: bool = False) -> Json:
        return take(self.desk, service, priority=priority)

    def take_many(self, count: int, service: str = "A") -> list[Json]:
        return [self.take(service) for _ in range(count)]

    # --- acts at a counter ---
    def next(self, counter: int = 1, **seen: Any) -> Json:
        return self.desk.call_next(self.people[counter], rid(), counter=counter, **seen).body

    def call(self, number: str, counter: int = 1, **seen: Any) -> Json:
        return self.desk.call_ticket(self.people[counter], rid(), counter=counter, number=number, **seen).body

    def start(self, counter: int = 1, **seen: Any) -> Json:
        return self._standing(self.desk.start(self.people[counter], rid(), counter=counter, **seen).body)

    def recall(self, counter: int = 1, **seen: Any) -> Json:
        return self._standing(self.desk.recall(self.people[counter], rid(), counter=counter, **seen).body)

    def finish(self, counter: int = 1, **seen: Any) -> Json:
        return self._standing(self.desk.finish(self.people[counter], rid(), counter=counter, **seen).body)

    def no_show(self, counter: int = 1, **seen: Any) -> Json:
        return self._standing(self.desk.no_show(self.people[counter], rid(), counter=counter, **seen).body)

    def park(self, counter: int = 1, reason: str = "Thiếu giấy tờ", **seen: Any) -> Json:
        return self._standing(self.desk.park(self.people[counter], rid(), counter=counter, reason=reason, **seen).body)

    def go_on(self, service: str, counter: int = 1, **seen: Any) -> Json:
        """The same person wants something more."""
        answer = self.desk.continue_with(self.people[counter], rid(), counter=counter, service=service, **seen)
        return answer.body

    def undo(self, counter: int = 1, **seen: Any) -> Json:
        return self.desk.undo(self.people[counter], rid(), counter=counter, **seen).body

    def send(self, ticket: Json, by: int = 1, **where: Any) -> Json:
        return self.desk.transfer(self.people[by], rid(), ticket=ticket["id"], **where).body

    def pause(self, counter: int = 1) -> Json:
        return self.desk.pause(self.people[counter], rid(), counter=counter, reason="Nghỉ trưa").body

    def resume(self, counter: int = 1) -> Json:
        return self.desk.resume(self.people[counter], rid(), counter=counter).body

    def cancel(self, ticket: Json, by: Actor = TOUCH) -> Json:
        return self.desk.cancel(by, rid(), ticket=ticket["id"]).body

    def bring_back(self, ticket: Json, by: int = 1) -> Json:
        return self.desk.return_ticket(self.people[by], rid(), ticket=ticket["id"]).body

    def note(self, ticket: Json, text: str, by: int = 1) -> Json:
        return self.desk.note(self.people[by], rid(), ticket=ticket["id"], text=text).body

    def mark(self, ticket: Json, inexact: bool = True, by: int = 1) -> Json:
        return self.desk.mark_times(self.people[by], rid(), ticket=ticket["id"], inexact=inexact).body

    # --- stretches of work ---
    def serve(self, counter: int = 1) -> Json:
        """The next person is called, served and finished."""
        self.next(counter)
        self.start(counter)
        return self.finish(counter)

    def miss(self, counter: int = 1) -> Json:
        """The next person is called twice and does not come."""
        self.next(counter)
        self.recall(counter)
        self.clock.advance(60_000)
        return self.no_show(counter)

    def calls(self, count: int, counter: int = 1) -> list[str]:
        """The numbers that this counter calls, one after the other."""
        return [self.next(counter)["ticket"]["number"] for _ in range(count)]

    # --- ratings ---
    def rate(self, ticket: Json, level: int = 4, *, by: Actor = SCREEN, **more: Any) -> Json:
        return self.desk.rate(by, rid(), ticket=ticket["id"], level=level, **{"channel": "touch", **more}).body

    def window(self, counter: int = 1) -> Json | None:
        found: Json | None = self.counter(counter)["rating"]
        return found

    # --- looking ---
    def counter(self, number: int) -> Json:
        return next(dict(c) for c in self.desk.state()["counters"] if c["number"] == number)

    def service(self, key: str) -> Json:
        return next(dict(s) for s in self.desk.state()["services"] if s["id"] == key)

    def ticket(self, one: Json) -> Json:
        return dict(self.desk.ticket(one["id"]))

    def line(self, counter: int = 1) -> list[str]:
        return [one["number"] for one in self.desk.line(counter)["waiting"]]

    def line_on_file(self) -> list[Waiting]:
        """Everybody who waits, as the file has them."""
        with self.premises.readers.begin() as conn:
            return _in_line(conn)

    def line_kept(self) -> list[Waiting]:
        """Everybody who waits, as the writing connection knows them."""
        seen = list[Waiting]()

        def look(act: Act) -> Answer:
            seen.extend(_in_line(act.conn))
            return Answer({})

        self.premises.performer.perform("look", SYSTEM, None, {}, look)
        return seen

    def facts(self, *kinds: str) -> list[Json]:
        """Bodies of the facts of these kinds, oldest first; without kinds every fact."""
        found = self.desk.facts_after(0, 100_000)
        return [fact["fact"] for fact in found if not kinds or fact["kind"] in kinds]

    def kinds(self, after: int = 0) -> list[str]:
        return [fact["kind"] for fact in self.desk.facts_after(after, 100_000)]

    def rows(self, table: str) -> list[Json]:
        """A whole table, as the file has it."""
        with self.premises.readers.begin() as conn:
            return [dict(row) for row in conn.exec_driver_sql(f'SELECT * FROM "{table}"').mappings()]

    def everything(self) -> dict[str, list[Json]]:
        """Every row of every table."""
        return {table: self.rows(table) for table in metadata.tables}

    def restorable(self) -> Json:
        """What an undo has to put back exactly: all but versions, facts and print."""
        tickets = [{k: v for k, v in row.items() if k not in _NOT_RESTORED} for row in self.rows("ticket")]
        return {
            "tickets": tickets,
            "calls": self.rows("call"),
            "runs": self.rows("counter"),
            "seats": self.rows("counter_session"),
            "service calls": {r["prefix"]: r["calls"] for r in self.rows("series") if r["calls"]},
            "ratings": self.rows("rating"),
            "open windows": [row for row in self.rows("rating_window") if row["outcome"] is None],
        }

    @contextmanager
    def refuses(self, refusal: type[Refusal], **facts: Any) -> Iterator[None]:
        """What follows is refused with these facts, and nothing at all is changed."""
        before = self.everything()
        with pytest.raises(refusal) as caught:
            yield
        assert type(caught.value) is refusal
        assert {key: caught.value.facts.get(key) for key in facts} == facts
        assert self.everything() == before

    @staticmethod
    def _standing(body: Json) -> Json:
        ticket: Json = body["ticket"]
        return ticket


@contextmanager
def working(
    first: FirstFill = FIRST,
    *,
    clock: SetClock | None = None,
    hours: DayHours = NO_HOURS,
    prints: bool = False,
    day: bool = True,
    seated: bool = True,
) -> Iterator[Office]:
    """The office; when `seated`, an sits at counter 1 (A, T), chi at 2 (A, B), dung at 3 (B)."""
    clock = clock or SetClock()
    with contextlib.ExitStack() as leaving:
        folder = leaving.enter_context(tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None))
        premises = leaving.enter_context(opened(Path(folder), clock, first=first, hours=hours, prints=prints, day=day))
        office = Office(premises, clock)
        for clerk, counter in (("an", 1), ("chi", 2), ("dung", 3)) if seated else ():
            office.sit(clerk, counter)
        yield office
