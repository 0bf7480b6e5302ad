"""What people looked for: counted by day, without who it was; what was not found is kept in its words, masked.

Rules:
1. Only a page that was opened and a search that was left count, no single key.
2. Of what was not found at most `MOST_MISSES` different searches a day are kept; all are counted.
3. At the end of the day one fact carries the figures up; the words travel beside it and can be erased.
"""

from datetime import timedelta

from sqlalchemy import ColumnElement, Select, delete, func, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from look.folding import fold
from office.acts import texts
from office.answers import Answer
from office.domain.masking import masked
from office.domain.refusals import UnknownProcedure
from office.lookup.words import LONGEST, typed
from office.performing import Act
from office.store import procedures
from office.store.lookup_tables import lookup_count, lookup_miss, lookup_told

KEPT_DAYS = 366
MOST_MISSES = 200
_LONGEST_MISS = 60


def asked(act: Act, query: str | None, code: str | None) -> Answer:
    """A page was opened (`code`), by searching (`query`) or not; or a search found nothing (`query` alone)."""
    today = act.now.date(act.house.zone).isoformat()
    if code is not None:
        if procedures.on_day(act.conn, code, today) is None:
            raise UnknownProcedure
        _count(act, today, "opened", code)
    if query is not None and typed(query):
        _count(act, today, "searched")
        if code is None:
            _count(act, today, "missed")
            _miss(act, today, query)
    return Answer({})


def close_day(act: Act, day: str) -> None:
    """Tells the figures of this date, if there are any; once more when the date is closed once more."""
    counts = {row.kind: row.n for row in act.conn.execute(_counts(day))}
    if not counts:
        return
    text, hashed = _words(act, day)
    body = {
        "date": day,
        "searches": counts.get("searched", 0),
        "opened": counts.get("opened", 0),
        "missed": counts.get("missed", 0),
        "text": text,
        "text_hash": hashed,
    }
    act.record("lookup.counted", f"lookup:{day}", {key: value for key, value in body.items() if value is not None})


def sweep(act: Act) -> None:
    """What was looked for more than a year ago is forgotten, here and above."""
    oldest = (act.now.date(act.house.zone) - timedelta(days=KEPT_DAYS)).isoformat()
    for table in (lookup_count, lookup_miss):
        act.conn.execute(delete(table).where(table.c.date < oldest))
    erase_told(act, lookup_told.c.date < oldest, "old")


def erase_told(act: Act, which: ColumnElement[bool], why: str) -> None:
    """The words that were told of these days; `which`: of `lookup_told`."""
    gone = delete(lookup_told).where(which).returning(lookup_told.c.text)
    for text in act.conn.execute(gone).scalars().all():
        texts.erase(act, text, why)


def _words(act: Act, day: str) -> tuple[int | None, str | None]:
    """Id and hash of the day's misses as one text, a line for each: how often, and what."""
    erase_told(act, lookup_told.c.date == day, "replaced")
    of = lookup_miss.c
    rows = act.conn.execute(select(of.query, of.n).where(of.date == day).order_by(of.query))
    lines = "\n".join(f"{row.n}\t{row.query}" for row in rows)
    if not lines:
        return None, None
    text, hashed = texts.put(act, lines)
    act.conn.execute(insert(lookup_told).values(text=text, date=day))
    return text, hashed


def _counts(day: str) -> Select[str, int]:
    of = lookup_count.c
    return select(of.kind, func.sum(of.n).label("n")).where(of.date == day).group_by(of.kind)


def _count(act: Act, day: str, kind: str, code: str = "") -> None:
    row = upsert(lookup_count).values(date=day, kind=kind, code=code, n=1)
    act.conn.execute(
        row.on_conflict_do_update(index_elements=["date", "kind", "code"], set_={"n": lookup_count.c.n + 1})
    )


def _miss(act: Act, day: str, query: str) -> None:
    words = fold(masked(query[:LONGEST]))[:_LONGEST_MISS].strip()
    of = lookup_miss.c
    row = upsert(lookup_miss).values(date=day, query=words, n=1)
    known = select(func.count()).where(of.date == day)
    is_new = act.conn.execute(select(of.n).where(of.date == day, of.query == words)).first() is None
    if is_new and act.conn.execute(known).scalar_one() >= MOST_MISSES:
        return
    act.conn.execute(row.on_conflict_do_update(index_elements=["date", "query"], set_={"n": of.n + 1}))
