"""The index of the search on disk: brought along with every change of the catalogue, in the same transaction.

Every version has its row, also the coming ones: what is in force is asked for when somebody searches. A number in
`setting` rises with every change, so that what is kept in memory knows when it is old.
"""

from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import Connection, bindparam, delete, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from office.lookup.words import codes as searched_codes
from office.lookup.words import words_in
from office.store.lookup_tables import procedure_words
from office.store.procedure_tables import procedure_version
from office.store.tables import setting

REVISION = "lookup.revision"
_AT_ONCE = 500
"""Codes in one question: SQLite takes 32,766 values."""


def reindex(conn: Connection, codes: Collection[str] | None = None) -> None:
    """Writes the index anew for these procedures, None = for all. Call it after every change of their versions."""
    for part in [None] if codes is None else parts(sorted(codes)):
        _index(conn, part)
    changed(conn)


def changed(conn: Connection) -> None:
    """Whoever keeps something of the catalogue or the everyday words in memory reads it anew."""
    row = {"key": REVISION, "value": revision(conn) + 1}
    conn.execute(upsert(setting).values(row).on_conflict_do_update(index_elements=["key"], set_=row))


def revision(conn: Connection) -> int:
    found: int | None = conn.execute(select(setting.c.value).where(setting.c.key == REVISION)).scalar()
    return found or 0


def _index(conn: Connection, codes: Collection[str] | None) -> None:
    of = procedure_version.c
    query = select(of.id, of.code, of.name, of.field)
    if codes is None:
        conn.execute(delete(procedure_words))
    else:
        query = query.where(of.code.in_(codes))
    found = conn.execute(query).all()
    rows = [
        {
            "rowid": row.id,
            "name": " ".join(words_in(row.name)),
            "field": " ".join(words_in(row.field)),
            "codes": " ".join(searched_codes(row.code)),
        }
        for row in found
    ]
    if codes is not None and rows:
        conn.execute(
            delete(procedure_words).where(procedure_words.c.rowid == bindparam("gone")),
            [{"gone": row["rowid"]} for row in rows],
        )
    if rows:
        conn.execute(insert(procedure_words), rows)


def parts(codes: Sequence[str]) -> Iterator[Sequence[str]]:
    """As many as one question may name."""
    for begin in range(0, len(codes), _AT_ONCE):
        yield codes[begin : begin + _AT_ONCE]
