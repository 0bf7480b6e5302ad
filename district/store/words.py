"""What people wrote at the offices, beside the facts and never in them: it can be erased, the facts stay.

Found by the salted hash that stands in the fact, for that is the same whoever sends it and however often. A row stays
when its words are erased, so that a letter that was late or lay on a stick does not bring them back. The lines of what
was searched and not found become rows of `miss`; of those nothing is kept here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    delete,
    insert,
    or_,
    update,
)

from district.store.metadata import metadata
from district.store.places import insert_into
from district.store.tables import Ms

LOOKUP = "lookup.counted"
LONGEST_QUERY, MOST_LINES, MOST_TIMES = 100, 200, 1_000_000
LATE_DAYS = 92
"""How long it is remembered that words which never came were erased: so long a stick may lie about."""
_DAY_MS = 86_400_000

words = Table(
    "words",
    metadata,
    Column("office_no", ForeignKey("office.no"), primary_key=True, autoincrement=False),
    Column("hash", Text, primary_key=True),
    Column("stream_no", Integer),  # NULL: they were erased before they came
    Column("seq", BigInteger),
    Column("salt", LargeBinary),
    Column("text", Text),
    Column("arrived_at", Ms, nullable=False),
    Column("erased_at", Ms),
    Index("ix_words_arrived_at", "arrived_at"),
)
miss = Table(
    "miss",
    metadata,
    Column("stream_no", Integer, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("query", Text, primary_key=True),
    Column("times", Integer, nullable=False),
    Column("arrived_at", Ms, nullable=False),
    Index("ix_miss_arrived_at", "arrived_at"),
)


@dataclass(frozen=True, slots=True)
class Said:
    """The words of one fact; they prove to be its own."""

    office_no: int
    stream_no: int
    seq: int
    kind: str
    hash: str
    salt: bytes
    text: str


def keep(conn: Connection, said: Iterable[Said], now: int) -> None:
    """Words that are here already, or were erased, are not taken again."""
    for one in sorted(said, key=lambda one: (one.office_no, one.hash)):
        kept = {} if one.kind == LOOKUP else {"salt": one.salt, "text": one.text}
        row = {"office_no": one.office_no, "hash": one.hash, "stream_no": one.stream_no, "seq": one.seq, **kept}
        statement = insert_into(conn, words).values(arrived_at=now, **row).on_conflict_do_nothing()
        is_new = conn.execute(statement.returning(words.c.hash)).first() is not None
        if is_new and one.kind == LOOKUP:
            _keep_lines(conn, one, now)


def erase(conn: Connection, hashes: Iterable[tuple[int, str]], now: int) -> None:
    """(office number, hash) of words that are erased at their office, whether they have come or not."""
    for office_no, one in sorted(set(hashes)):
        gone = {"salt": None, "text": None, "erased_at": now}
        row = {"office_no": office_no, "hash": one, "arrived_at": now, **gone}
        statement = insert_into(conn, words).values(row)
        statement = statement.on_conflict_do_update(index_elements=["office_no", "hash"], set_=gone)
        came = conn.execute(statement.returning(words.c.stream_no, words.c.seq)).one()
        if came.stream_no is not None:
            conn.execute(delete(miss).where(miss.c.stream_no == came.stream_no, miss.c.seq == came.seq))


def sweep(conn: Connection, now: int, texts_days: int, facts_days: int) -> int:
    """Erases what is too old; how many rows that were."""
    old = now - texts_days * _DAY_MS
    gone = update(words).where(words.c.arrived_at < old, words.c.text.is_not(None))
    count = conn.execute(gone.values(salt=None, text=None, erased_at=now)).rowcount
    count += conn.execute(delete(miss).where(miss.c.arrived_at < old)).rowcount
    never_came = words.c.stream_no.is_(None) & (words.c.arrived_at < now - LATE_DAYS * _DAY_MS)
    conn.execute(delete(words).where(or_(never_came, words.c.arrived_at < now - facts_days * _DAY_MS)))
    return count


def lines(text: str) -> Iterator[tuple[str, int]]:
    """(query, how often) of lines "n<TAB>query"; what is none is passed over."""
    for line in text.split("\n")[:MOST_LINES]:
        times, tab, query = line.partition("\t")
        is_count = times.isascii() and times.isdigit() and len(times) <= len(str(MOST_TIMES))
        if tab and is_count and 0 < int(times) <= MOST_TIMES and 0 < len(query.strip()) <= LONGEST_QUERY:
            yield query.strip(), int(times)


def _keep_lines(conn: Connection, one: Said, now: int) -> None:
    counted: dict[str, int] = {}
    for query, times in lines(one.text):
        counted[query] = counted.get(query, 0) + times
    if counted:
        where = {"stream_no": one.stream_no, "seq": one.seq, "arrived_at": now}
        conn.execute(insert(miss), [{**where, "query": query, "times": times} for query, times in counted.items()])
