"""What is deleted for its age, and when: raw facts and what was made of them after two years, records of audits later.

Only the beginning of a stream is deleted, and its head stays: nothing that was deleted is asked for again, and the
chain of what is left can still be reckoned from the digest that stands where it was cut.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, delete, func, select, update

from district.store import words
from district.store.projected import (
    answer,
    call,
    catalogue,
    counting,
    device_change,
    lookup_day,
    rating_window,
    seating,
    suggestion,
    ticket,
    undoing,
)
from district.store.tables import audit, fact, head, quarantine, reject, result, unprojected

DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class Keep:
    """Days. Tickets two years, records of audits five, people's words one; what could not be read a quarter."""

    facts: int = 731
    audits: int = 1_827
    rejects: int = 92
    results: int = 366
    texts: int = 366


def sweep(conn: Connection, now: int, keep: Keep) -> dict[str, int]:
    """Deletes what is too old; table → rows. The caller commits."""
    limit = now - keep.facts * DAY_MS
    gone = {"fact": sum(_prune(conn, row, limit) for row in conn.execute(select(head)).all())}
    for table, column in (
        (ticket, func.coalesce(ticket.c.changed_at, 0)),
        (call, call.c.at),
        (undoing, undoing.c.at),
        (seating, seating.c.at),
        (device_change, device_change.c.at),
        (rating_window, func.coalesce(rating_window.c.ended_at, rating_window.c.opened_at, 0)),
        (answer, func.coalesce(answer.c.given_at, 0)),
        (suggestion, func.coalesce(suggestion.c.made_at, suggestion.c.gone_at, 0)),
        (lookup_day, func.coalesce(lookup_day.c.at, 0)),
        (catalogue, func.coalesce(catalogue.c.at, 0)),
    ):
        gone[table.name] = _delete(conn, table, column < limit)
    for table, column, days in (
        (audit, audit.c.at, keep.audits),
        (quarantine, quarantine.c.arrived_at, keep.audits),
        (reject, reject.c.arrived_at, keep.rejects),
        (result, result.c.arrived_at, keep.results),
    ):
        gone[table.name] = _delete(conn, table, column < now - days * DAY_MS)
    gone["words"] = words.sweep(conn, now, keep.texts, keep.facts)
    return gone


def _prune(conn: Connection, row: Any, limit: int) -> int:
    """The facts of one stream that arrived before `limit`, up to the first that did not; how many."""
    mine = fact.c.stream_no == row.stream_no
    young = select(fact.c.seq).where(mine, fact.c.seq > row.pruned_to, fact.c.arrived_at >= limit)
    first_young = conn.execute(young.order_by(fact.c.seq).limit(1)).scalar()
    upto = min(row.complete_to, row.complete_to if first_young is None else first_young - 1)
    waiting = select(func.min(unprojected.c.first)).where(unprojected.c.stream_no == row.stream_no)
    first_waiting = conn.execute(waiting).scalar()
    if first_waiting is not None:
        upto = min(upto, first_waiting - 1)
    end = select(fact.c.seq, fact.c.digest).where(mine, fact.c.seq <= upto).order_by(fact.c.seq.desc())
    last = conn.execute(end.limit(1)).first()
    if last is None:
        return 0
    conn.execute(
        update(head)
        .where(head.c.stream_no == row.stream_no)
        .values(pruned_to=last.seq, pruned_digest=bytes(last.digest))
    )
    _delete(conn, counting, (counting.c.stream_no == row.stream_no) & (counting.c.last <= last.seq))
    return _delete(conn, fact, mine & (fact.c.seq <= last.seq))


def _delete(conn: Connection, table: Table, condition: Any) -> int:
    return conn.execute(delete(table).where(condition)).rowcount
