"""Does the district have what the office says it wrote? Counts by kind and day, and the chain from the first fact on.

An office counts at the end of its day and says so in a fact of the journal; the district counts what it stored of the
same range once it is complete. What differs is an alarm, and is counted again at every audit until it agrees.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, func, select

from district.store import alarms
from district.store.alarms import Alarm
from district.store.places import insert_into
from district.store.projected import counting
from district.store.tables import audit as audited
from district.store.tables import fact, head, office, stream
from office.domain.chain import digest_after, start_of

_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Verdict:
    """One count of one office; `announced` and `found`: kind → how many."""

    office: str
    stream: str
    date: str
    first: int
    last: int
    announced: dict[str, int]
    found: dict[str, int]

    @property
    def agrees(self) -> bool:
        return self.announced == self.found

    @property
    def differences(self) -> dict[str, tuple[int, int]]:
        """Kind → (announced, found), where they differ."""
        kinds = self.announced.keys() | self.found.keys()
        pairs = {kind: (self.announced.get(kind, 0), self.found.get(kind, 0)) for kind in sorted(kinds)}
        return {kind: pair for kind, pair in pairs.items() if pair[0] != pair[1]}


@dataclass(frozen=True, slots=True)
class Chain:
    """A stream's stored facts reckoned anew: how many, and the first seq that does not continue the one before it."""

    office: str
    stream: str
    checked: int
    broken_at: int | None


def audit(conn: Connection, now: int) -> list[Verdict]:
    """Compares every count that is complete and was not found right before; the caller commits."""
    return [_compare(conn, row, now) for row in conn.execute(_due()).all()]


def verify(conn: Connection, now: int) -> Iterator[Chain]:
    """Every chain from its beginning, or from where older facts were deleted; a break is an alarm."""
    query = (
        select(office.c.id.label("office"), office.c.no.label("office_no"), stream.c.id, head)
        .join_from(stream, office, office.c.no == stream.c.office_no)
        .join(head, head.c.stream_no == stream.c.no)
        .order_by(office.c.id, stream.c.no)
    )
    for row in conn.execute(query).all():
        checked, broken_at = _walk(conn, row)
        if broken_at is not None:
            alarms.sound(conn, row.office_no, Alarm.CHAIN, now, f"fact {broken_at} of stream {row.id} was changed")
        yield Chain(row.office, row.id, checked, broken_at)


def _due() -> Any:
    right = select(audited.c.seq).where(
        audited.c.stream_no == counting.c.stream_no, audited.c.seq == counting.c.seq, audited.c.agrees.is_(True)
    )
    return (
        select(office.c.id.label("office"), office.c.no.label("office_no"), stream.c.id, counting)
        .join_from(counting, stream, stream.c.no == counting.c.stream_no)
        .join(office, office.c.no == stream.c.office_no)
        .join(head, head.c.stream_no == stream.c.no)
        .where(
            counting.c.first > head.c.pruned_to,
            counting.c.last >= counting.c.first,
            counting.c.last <= head.c.complete_to,
            ~right.exists(),
        )
        .order_by(office.c.id, counting.c.stream_no, counting.c.seq)
    )


def _compare(conn: Connection, row: Row[Any], now: int) -> Verdict:
    mine = (fact.c.stream_no == row.stream_no) & fact.c.seq.between(row.first, row.last)
    counted = select(fact.c.kind, func.count().label("n")).where(mine).group_by(fact.c.kind)
    found = {one.kind: one.n for one in conn.execute(counted)}
    verdict = Verdict(row.office, row.id, row.date or "", row.first, row.last, json.loads(row.counts), found)
    _keep(conn, row, verdict, now)
    if not verdict.agrees:
        kinds = ", ".join(f"{kind} {said} ≠ {is_there}" for kind, (said, is_there) in verdict.differences.items())
        alarms.sound(conn, row.office_no, Alarm.AUDIT, now, f"{verdict.date}: {kinds}"[:500])
    return verdict


def _keep(conn: Connection, row: Row[Any], verdict: Verdict, now: int) -> None:
    values = {
        "date": verdict.date,
        "first": row.first,
        "last": row.last,
        "announced": verdict.announced,
        "found": verdict.found,
        "agrees": verdict.agrees,
        "at": now,
    }
    statement = insert_into(conn, audited).values(stream_no=row.stream_no, seq=row.seq, **values)
    conn.execute(statement.on_conflict_do_update(index_elements=["stream_no", "seq"], set_=values))


def _walk(conn: Connection, row: Row[Any]) -> tuple[int, int | None]:
    """(facts checked, the first that is wrong); facts behind a gap are judged from the second of them on."""
    digest = start_of(row.id) if row.pruned_to == 0 else row.pruned_digest
    expected, checked = row.pruned_to + 1, 0
    for one in _facts(conn, row.stream_no):
        known = digest if one.seq == expected else None
        if known is not None:
            if digest_after(known, one.seq, one.at, one.kind, one.version, one.subject, one.body) != one.digest:
                return checked, one.seq
            checked += 1
        digest, expected = bytes(one.digest), one.seq + 1
    return checked, None


def _facts(conn: Connection, stream_no: int) -> Iterator[Row[Any]]:
    """All of a stream in order, some at a time."""
    query = select(fact).where(fact.c.stream_no == stream_no).order_by(fact.c.seq).limit(_AT_ONCE)
    last = 0
    while rows := conn.execute(query.where(fact.c.seq > last)).all():
        yield from rows
        last = rows[-1].seq
