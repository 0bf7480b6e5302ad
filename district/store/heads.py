"""How far each stream has come; whoever holds the row of a stream is the only one who adds facts to it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from district import spans
from district.spans import Spans
from district.store.engine import is_postgres
from district.store.places import insert_into
from district.store.tables import head

_SAVE = update(head).where(head.c.stream_no == bindparam("of_stream"))


@dataclass(frozen=True, slots=True)
class Head:
    """`known_to`: the highest seq that the office announced; up to `pruned_to` facts were deleted for their age."""

    stream_no: int
    spans: Spans = ()
    known_to: int = 0
    pruned_to: int = 0
    received: int = 0
    last_fact_at: int | None = None
    live_at: int | None = None

    @property
    def complete_to(self) -> int:
        return spans.complete_to(self.spans)

    def knowing(self, seq: int) -> "Head":
        return self if seq <= self.known_to else replace(self, known_to=seq)


def locked(conn: Connection, streams: Iterable[int]) -> dict[int, Head]:
    """The heads, held until the transaction ends; always in the same order, so that nobody waits in a circle."""
    wanted = sorted(set(streams))
    if not wanted:
        return {}
    found = _read(conn, wanted)
    new = [one for one in wanted if one not in found]
    if new:
        rows = [{"stream_no": one} for one in new]
        conn.execute(insert_into(conn, head).on_conflict_do_nothing(), rows)
        found = _read(conn, wanted)
    return found


def _read(conn: Connection, wanted: list[int]) -> dict[int, Head]:
    query = select(head).where(head.c.stream_no.in_(wanted)).order_by(head.c.stream_no)
    if is_postgres(conn):
        query = query.with_for_update()
    return {row.stream_no: of_row(row) for row in conn.execute(query)}


def of_row(row: Any) -> Head:
    return Head(
        row.stream_no,
        spans.read(row.spans),
        row.known_to,
        row.pruned_to,
        row.received,
        row.last_fact_at,
        row.live_at,
    )


def save(conn: Connection, heads: Mapping[int, Head]) -> None:
    """Writes the heads that `locked` gave."""
    if not heads:
        return
    conn.execute(
        _SAVE,
        [
            {
                "of_stream": one.stream_no,
                "spans": spans.written(one.spans),
                "complete_to": one.complete_to,
                "known_to": one.known_to,
                "received": one.received,
                "last_fact_at": one.last_fact_at,
                "live_at": one.live_at,
            }
            for one in sorted(heads.values(), key=lambda one: one.stream_no)
        ],
    )
