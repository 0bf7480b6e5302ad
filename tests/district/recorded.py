"""The facts of a commune's days, as an office would send them: right bodies, right digests, cut into batches.

Far cheaper than playing the days on a real desk, and the same from the same seed.
"""

import hashlib
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from office.domain.chain import canonical, digest_after, start_of
from sync.wire.batch import Batch, WireFact

MONDAY = date(2026, 11, 16)
OPENS_MS = (7 * 60 + 30) * 60_000 - 7 * 3_600_000
"""07:30 in Vietnam, in ms after midnight UTC of the same date."""
SERVICES, CLERKS = "ABCDEG", ("an", "chi", "dung", "hoa")


@dataclass(slots=True)
class _Numbers:
    ticket: int = 0
    day: int = 0


class Recorder:
    """Writes the journal of one office in memory; `facts` grows."""

    def __init__(self, office: str, *, seed: int = 1, stream: str | None = None, boot: str = "b0000001") -> None:
        self.office, self.boot = office, boot
        self.stream = stream or hashlib.sha256(f"{office}/{seed}".encode()).hexdigest()[:16]
        self.facts: list[WireFact] = []
        self.start = start_of(self.stream)
        self._random = random.Random(f"{office}/{seed}")
        self._at, self._numbers = 0, _Numbers()

    def write(self, kind: str, subject: str, body: dict[str, Any], version: int = 1) -> WireFact:
        seq, text = len(self.facts) + 1, canonical(body)
        digest = digest_after(self.digest_at(seq - 1), seq, self._at, kind, version, subject, text)
        self.facts.append(WireFact(seq, kind, version, self._at, subject, text, digest))
        return self.facts[-1]

    def digest_at(self, seq: int) -> bytes:
        return self.start if seq == 0 else self.facts[seq - 1].digest

    def batch(self, first: int, last: int, *, offset: int = 1_790_000_000_000) -> Batch:
        chosen = tuple(self.facts[first - 1 : last])
        before = self.digest_at(first - 1)
        return Batch(self.office, self.stream, self.boot, offset, before, chosen[-1].digest, chosen)

    def batches(self, size: int = 500, after: int = 0) -> list[Batch]:
        last = len(self.facts)
        return [self.batch(first, min(first + size - 1, last)) for first in range(after + 1, last + 1, size)]

    def forked(self, after: int) -> "Recorder":
        """What a cloned machine has: the same up to `after`, and then its own."""
        other = Recorder(self.office, stream=self.stream, boot="b000000f")
        other.facts, other._at, other._numbers = self.facts[:after], self._at, replace(self._numbers)
        return other

    def begin(self) -> None:
        self._at = _midnight(MONDAY) + OPENS_MS - 60_000
        self.write("stream.begun", f"stream:{self.stream}", {"reason": "created", "machine": "m1"})

    def day(self, on: date = MONDAY, tickets: int = 120, *, training: bool = False) -> None:
        """Opens, gives that many numbers, calls and rates them as in life, closes and counts."""
        if not self.facts:
            self.begin()
        counted_from = len(self.facts) + 1
        self._numbers.day += 1
        self._at = _midnight(on) + OPENS_MS
        self.write("day.opened", f"day:{self._numbers.day}", {"date": on.isoformat()})
        for number, clerk in enumerate(CLERKS, 1):
            self.write("counter.opened", f"counter:{number}", {"counter": number, "clerk": clerk})
        places = dict.fromkeys(SERVICES, 0)
        for _ in range(tickets):
            self._ticket(on, places, training)
        for number, clerk in enumerate(CLERKS, 1):
            self.write("counter.closed", f"counter:{number}", {"counter": number, "clerk": clerk})
        self.write("day.closed", f"day:{self._numbers.day}", {"date": on.isoformat(), "expired": 0})
        self.count(on, counted_from)

    def count(self, on: date, first: int) -> WireFact:
        """The office's own count of what it wrote."""
        counts: dict[str, int] = {}
        for one in self.facts[first - 1 :]:
            counts[one.kind] = counts.get(one.kind, 0) + 1
        body = {"date": on.isoformat(), "first": first, "last": len(self.facts), "counts": counts}
        return self.write("journal.counted", "journal", body)

    def _ticket(self, on: date, places: dict[str, int], training: bool) -> None:
        chance, self._numbers.ticket = self._random, self._numbers.ticket + 1
        service, counter = chance.choice(SERVICES), chance.randint(1, len(CLERKS))
        places[service] += 1
        subject = f"ticket:{self._numbers.ticket}"
        about: dict[str, Any] = {"number": f"{service}{places[service]:03}", "service": service}
        if training:
            about["training"] = True
        if chance.random() < 0.1:
            about["priority"] = True
        self._pass(5, 120)
        ahead = chance.randint(0, 9)
        told = {"ahead": ahead, "wait": [ahead, 2 * ahead + 5], "wait_ms": 97_000 * ahead}
        issued = {**about, "state": "waiting", "date": on.isoformat(), **told}
        self.write("ticket.issued", subject, {**issued, "channel": "touch"})
        self.write("print.settled", subject, {"number": about["number"], "state": "printed", "job": "0001"})
        here = {**about, "counter": counter, "clerk": CLERKS[counter - 1], "calls": 1}
        self._pass(1, 30)
        called = {
            "state": "called",
            "rule": "interleaved",
            "because": "oldest",
            "waited_ms": chance.randint(0, 900_000),
        }
        self.write("ticket.called", subject, {**here, **called})
        self._afterwards(subject, here)

    def _afterwards(self, subject: str, here: dict[str, Any]) -> None:
        chance = self._random
        if chance.random() < 0.15:
            here = {**here, "calls": 2}
            self.write("ticket.recalled", subject, {**here, "state": "called"})
        self._pass(5, 60)
        if chance.random() < 0.06:
            self.write("ticket.no_show", subject, {**here, "state": "no_show"})
            return
        self.write("ticket.started", subject, {**here, "state": "serving"})
        self._pass(30, 300)
        self.write("ticket.finished", subject, {**here, "state": "done", "served_ms": chance.randint(30_000, 900_000)})
        self._rating(subject, here)

    def _rating(self, subject: str, here: dict[str, Any]) -> None:
        chance = self._random
        about: dict[str, Any] = {key: here[key] for key in ("counter", "clerk", "service", "training") if key in here}
        about["scale"] = 4
        self.write("rating.opened", subject, {**about, "number": here["number"]})
        self._pass(2, 40)
        outcome = chance.choices(("rated", "declined", "timeout", "cut_short"), (3, 1, 5, 2))[0]
        if outcome == "rated":
            level = chance.choices((1, 2, 3, 4), (1, 2, 8, 10))[0]
            given = {**about, "question": "overall", "level": level, "channel": "tablet"}
            self.write("rating.given", subject, given)
            if chance.random() < 0.1:
                self.write(
                    "rating.changed", subject, {**about, "question": "overall", "level": 4, "level_before": level}
                )
        self.write("rating.closed", subject, {**about, "outcome": outcome})
        if outcome == "rated" and chance.random() < 0.1:
            self.write("rating.reasons", subject, {**about, "reasons": ["cho-lau"]})

    def _pass(self, least_s: int, most_s: int) -> None:
        self._at += self._random.randint(least_s * 1000, most_s * 1000)


def offices(count: int, *, days: int = 1, tickets: int = 120, first: date = MONDAY) -> list[Recorder]:
    """That many communes with that many days."""
    return [_played(f"xa-{number:03}", days, tickets, first) for number in range(count)]


def shuffled(batches: Sequence[Batch], seed: int) -> Iterator[Batch]:
    """In another order, and every third one twice."""
    order = [*batches, *batches[::3]]
    random.Random(seed).shuffle(order)
    return iter(order)


def _played(office: str, days: int, tickets: int, first: date) -> Recorder:
    made = Recorder(office)
    for number in range(days):
        made.day(first + timedelta(days=number), tickets)
    return made


def _midnight(on: date) -> int:
    return int(datetime(on.year, on.month, on.day, tzinfo=UTC).timestamp() * 1000)
