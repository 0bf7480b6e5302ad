"""Raw facts go in: many by COPY, a few by one INSERT; what is there already is never written over."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from district.store import raw
from district.store.engine import is_postgres
from district.store.places import insert_into
from district.store.tables import fact, quarantine

FEW = 64
"""Up to here one INSERT is faster than a COPY."""
COLUMNS = tuple(c.name for c in fact.columns)
_TYPES = ("int4", "int8", "text", "int4", "int8", "int8", "int4", "int8", "text", "text", "bytea", "int8")
_LIST = ", ".join(COLUMNS)
_COPY = f"COPY fact ({_LIST}) FROM STDIN (FORMAT BINARY)"
_MARKS = ", ".join(f"%s::{kind}[]" for kind in _TYPES)
_UNNEST = f"INSERT INTO fact ({_LIST}) SELECT * FROM unnest({_MARKS}) ON CONFLICT DO NOTHING"  # noqa: S608 - constants
_ASIDE = (
    "CREATE TEMPORARY TABLE IF NOT EXISTS incoming (LIKE fact) ON COMMIT DELETE ROWS",
    f"COPY incoming ({_LIST}) FROM STDIN (FORMAT BINARY)",
    f"INSERT INTO fact ({_LIST}) SELECT {_LIST} FROM incoming ON CONFLICT DO NOTHING",  # noqa: S608 - constants
)


class FactRow(NamedTuple):
    """A row of `fact`, in the order of its columns."""

    stream_no: int
    seq: int
    kind: str
    version: int
    at: int
    corrected_at: int | None
    boot_no: int
    mono: int
    subject: str
    body: str
    digest: bytes
    arrived_at: int


def add(conn: Connection, rows: Sequence[FactRow], *, aside: bool = False) -> None:
    """Adds facts that the heads say are not there.

    `aside`: goes by way of a temporary table and ignores what is there after all (the heads were wrong: somebody
    deleted rows of them by hand). Without it such a fact raises an IntegrityError when there are many.
    """
    if not rows:
        return
    if not is_postgres(conn):
        conn.execute(insert_into(conn, fact).on_conflict_do_nothing(), [row._asdict() for row in rows])
        return
    with raw.cursor(conn) as cursor:
        if len(rows) <= FEW:
            cursor.execute(_UNNEST, [list(column) for column in zip(*rows, strict=True)])
        elif aside:
            cursor.execute(_ASIDE[0])
            _copy(cursor, _ASIDE[1], rows)
            cursor.execute(_ASIDE[2])
        else:
            _copy(cursor, _COPY, rows)


def digests(conn: Connection, stream_no: int, first: int, last: int) -> dict[int, bytes]:
    """seq → digest of what is there."""
    query = select(fact.c.seq, fact.c.digest).where(fact.c.stream_no == stream_no, fact.c.seq.between(first, last))
    return {row.seq: row.digest for row in conn.execute(query)}


def set_aside(conn: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Facts that contradict what is there: kept beside it for people to look at."""
    if rows:
        conn.execute(insert_into(conn, quarantine).on_conflict_do_nothing(), [dict(row) for row in rows])


def _copy(cursor: Any, statement: str, rows: Sequence[FactRow]) -> None:
    with cursor.copy(statement) as copy:
        copy.set_types(_TYPES)
        for row in rows:
            copy.write_row(row)
