"""What the search reads: words and candidates of the index, the most asked ones, everyday words, counts and misses."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, func, literal_column, select, text

from look.folding import fold
from office.domain.procedures import Procedure, procedure_from
from office.lookup.asking import Synonym
from office.lookup.everyday import SHIPPED
from office.lookup.ranking import Candidate
from office.store.lookup_tables import lookup_count, procedure_words, synonym
from office.store.procedure_tables import procedure, procedure_version
from office.store.procedures import holding
from office.store.tables import setting

OWN = "synonyms.own"
"""The setting that says that the office has everyday words of its own instead of those that came with the program."""

# Written out: they run at every key that somebody presses.
_KEYS = text("SELECT group_concat(rowid) FROM procedure_words WHERE procedure_words MATCH :match")
_BEST = text("SELECT rowid FROM procedure_words WHERE procedure_words MATCH :match ORDER BY rank LIMIT :most")


@dataclass(frozen=True, slots=True)
class Entry:
    """An everyday expression as it is edited; `shipped`: as it came with the program."""

    id: int
    said: str
    means: str
    shipped: bool


def words_on(conn: Connection, day: str) -> Sequence[Row[Any]]:
    """Of everything that is in force: its id, its field (`subject`), and the words of name and field as compared."""
    of = procedure_words.c
    query = _indexed(of.rowid, procedure_version.c.field.label("subject"), of.name, of.field)
    return conn.execute(query.where(holding(day))).all()


@dataclass(frozen=True, slots=True)
class Words:
    """SQLite's full text index, as `office.lookup.gathering` asks it; what is not in force is in it, too."""

    conn: Connection

    def keys(self, match: str) -> list[int]:
        found: str | None = self.conn.execute(_KEYS, {"match": match}).scalar()
        return [int(key) for key in found.split(",")] if found else []

    def best(self, match: str, most: int) -> list[int]:
        return list(self.conn.execute(_BEST, {"match": match, "most": most}).scalars())


def candidates(conn: Connection, keys: Collection[int]) -> dict[int, Candidate]:
    """What is compared of these."""
    of, version = procedure_words.c, procedure_version.c
    query = _indexed(of.rowid, version.field, of.name, of.field.label("beside"), of.codes)
    return {
        key: Candidate(key, subject, *(tuple(one.split()) for one in (name, beside, codes)))
        for key, subject, name, beside, codes in conn.execute(query.where(of.rowid.in_(keys)))
    }


def most_asked(conn: Connection, day: str, field: str | None, since: str, limit: int, offset: int) -> list[int]:
    """Ids of versions: what was opened most often since that day, then in the order of the catalogue."""
    times, of = _opened(since).subquery(), procedure_version.c
    query = (
        select(of.id)
        .join(procedure, procedure.c.code == of.code)
        .outerjoin(times, times.c.code == of.code)
        .where(holding(day))
        .order_by(func.coalesce(times.c.n, 0).desc(), literal_column("procedure.rowid"))
    )
    if field is not None:
        query = query.where(of.field == field)
    return list(conn.execute(query.limit(limit).offset(offset)).scalars())


def opened_since(conn: Connection, day: str, since: str) -> dict[int, int]:
    """Id of what is in force → how often it was opened."""
    times, of = _opened(since).subquery(), procedure_version.c
    query = select(of.id, times.c.n).join(times, times.c.code == of.code).where(holding(day))
    return {row.id: row.n for row in conn.execute(query)}


def procedures_of(conn: Connection, ids: Collection[int]) -> dict[int, Procedure]:
    """What these versions say."""
    of = procedure_version.c
    query = select(of.id, of.body, procedure.c.repealed).join(procedure).where(of.id.in_(ids))
    return {row.id: replace(procedure_from(row.body), repealed=row.repealed) for row in conn.execute(query)}


def everyday(conn: Connection) -> list[Entry]:
    """The everyday words in use, by how they are said."""
    if not has_own(conn):
        return [Entry(at, one.said, one.means, shipped=True) for at, one in enumerate(SHIPPED, 1)]
    came = {(one.said, one.means) for one in SHIPPED}
    rows = sorted(conn.execute(select(synonym)), key=lambda row: (fold(row.said), row.id))
    return [Entry(row.id, row.said, row.means, shipped=(row.said, row.means) in came) for row in rows]


def has_own(conn: Connection) -> bool:
    return conn.execute(select(setting.c.key).where(setting.c.key == OWN)).first() is not None


def synonyms(conn: Connection) -> list[Synonym]:
    return [Synonym(one.said, one.means) for one in everyday(conn)]


def _opened(since: str) -> Select[Any]:
    of = lookup_count.c
    recent = and_(of.kind == "opened", of.date >= since)
    return select(of.code, func.sum(of.n).label("n")).where(recent).group_by(of.code)


def _indexed(*columns: Any) -> Select[Any]:
    return select(*columns).join(procedure_version, procedure_version.c.id == procedure_words.c.rowid)
