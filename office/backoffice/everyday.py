"""Everyday words as the head edits them, and what citizens searched and did not find.

Rules:
1. Until somebody changes one, the expressions that came with the program hold; from then on the office has its own.
2. Whatever is said stands there once; marks and case make no difference.
3. What is forgotten here is also erased from what was sent to the tier above.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, timedelta
from typing import TypedDict

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from look.words import N_
from office.acts import lookups
from office.answers import Answer
from office.backoffice.wording import text
from office.domain.people import Actor
from office.domain.refusals import AlreadyThere, Invalid, UnknownItem
from office.lookup.asking import Synonym
from office.lookup.everyday import LONGEST_MEANS, LONGEST_SAID, MOST, SHIPPED
from office.lookup.words import words_in
from office.performing import Act, Performer
from office.store import lookup, lookup_reading
from office.store.lookup_reading import Entry
from office.store.lookup_tables import lookup_count, lookup_miss, lookup_told, synonym
from office.store.tables import setting

MOST_MISSES = 200


class MissView(TypedDict):
    """`last`: ISO date on which it was searched last."""

    query: str
    count: int
    last: str


class MissesView(TypedDict):
    """Of these days: what was not found, the most often searched first, and how often people looked something up."""

    items: list[MissView]
    searches: int
    opened: int
    missed: int


class Everyday:
    """The acts; each is one transaction."""

    def __init__(self, performer: Performer) -> None:
        self._performer = performer

    def add(self, actor: Actor, request_id: str | None, said: str, means: str) -> Answer:
        """{"synonym": Entry}"""

        def work(act: Act) -> Answer:
            values = _checked(said, means)
            _make_own(act)
            if act.conn.execute(select(func.count()).select_from(synonym)).scalar_one() >= MOST:
                raise Invalid(field="said", why=N_("At most {most} expressions."), most=MOST)
            _refuse_twice(act.conn, values["folded"], 0)
            row = act.conn.execute(insert(synonym).values(**values, at=act.now.wall).returning(synonym.c.id))
            return _changed(act, int(row.scalar_one()), created=True)

        args = {"said": said, "means": means}
        return self._performer.perform("synonym.add", actor, request_id, args, work)

    def change(self, actor: Actor, request_id: str | None, number: int, said: str, means: str) -> Answer:
        """{"synonym": Entry}"""

        def work(act: Act) -> Answer:
            values = _checked(said, means)
            _make_own(act)
            _refuse_twice(act.conn, values["folded"], number)
            asked = update(synonym).where(synonym.c.id == number).values(**values, at=act.now.wall)
            if act.conn.execute(asked).rowcount == 0:
                raise UnknownItem
            return _changed(act, number)

        args = {"id": number, "said": said, "means": means}
        return self._performer.perform("synonym.change", actor, request_id, args, work)

    def remove(self, actor: Actor, request_id: str | None, number: int) -> Answer:
        """{"items": [Entry]}"""

        def work(act: Act) -> Answer:
            _make_own(act)
            gone = act.conn.execute(delete(synonym).where(synonym.c.id == number).returning(synonym.c.said)).scalar()
            if gone is None:
                raise UnknownItem
            _tell(act, gone, None)
            return Answer({"items": [asdict(one) for one in entries(act.conn)]})

        return self._performer.perform("synonym.remove", actor, request_id, {"id": number}, work)

    def forget(self, actor: Actor, request_id: str | None, query: str) -> Answer:
        """What somebody searched is shown no more, and erased wherever its words were kept."""

        def work(act: Act) -> Answer:
            gone = delete(lookup_miss).where(lookup_miss.c.query == query).returning(lookup_miss.c.date)
            days = list(act.conn.execute(gone).scalars())
            if not days:
                raise UnknownItem
            lookups.erase_told(act, lookup_told.c.date.in_(days), "taken_away")
            return Answer({})

        return self._performer.perform("miss.forget", actor, request_id, {"query": query}, work)


def entries(conn: Connection) -> list[Entry]:
    """The expressions in use, by how they are said."""
    return lookup_reading.everyday(conn)


def misses(conn: Connection, today: date, days: int) -> MissesView:
    """The last `days` days, today included."""
    since = (today - timedelta(days=days - 1)).isoformat()
    of, n = lookup_miss.c, func.sum(lookup_miss.c.n).label("times")
    query = select(of.query, n, func.max(of.date).label("last")).where(of.date >= since).group_by(of.query)
    rows = conn.execute(query.order_by(n.desc(), of.query).limit(MOST_MISSES))
    counted = select(lookup_count.c.kind, func.sum(lookup_count.c.n).label("n")).where(lookup_count.c.date >= since)
    counts = {row.kind: row.n for row in conn.execute(counted.group_by(lookup_count.c.kind))}
    return MissesView(
        items=[MissView(query=row.query, count=row.times, last=row.last) for row in rows],
        searches=counts.get("searched", 0),
        opened=counts.get("opened", 0),
        missed=counts.get("missed", 0),
    )


def put_synonyms(conn: Connection, given: Sequence[Synonym], wall: int) -> None:
    """As an office's file has them; exactly those of the program are no own ones. Raises Invalid and AlreadyThere."""
    conn.execute(delete(synonym))
    conn.execute(delete(setting).where(setting.c.key == lookup_reading.OWN))
    if set(given) != set(SHIPPED):
        if len(given) > MOST:
            raise Invalid(field="synonyms", why=N_("At most {most} expressions."), most=MOST)
        _own(conn)
        for one in given:
            values = _checked(one.said, one.means)
            _refuse_twice(conn, values["folded"], 0)
            conn.execute(insert(synonym).values(**values, at=wall))
    lookup.changed(conn)


def _checked(said: str, means: str) -> dict[str, str]:
    plain = {
        "said": text(said, "said", longest=LONGEST_SAID),
        "means": text(means, "means", longest=LONGEST_MEANS),
    }
    for field, value in plain.items():
        if not words_in(value):
            raise Invalid(field=field, why=N_("Please write words."))
    return {**plain, "folded": " ".join(words_in(plain["said"]))}


def _refuse_twice(conn: Connection, folded: str, but: int) -> None:
    same = select(synonym.c.id).where(synonym.c.folded == folded, synonym.c.id != but)
    if conn.execute(same).first() is not None:
        raise AlreadyThere(field="said")


def _make_own(act: Act) -> None:
    """The office gets what came with the program as its own, with the same ids."""
    if lookup_reading.has_own(act.conn):
        return
    rows = [
        {"id": one.id, "said": one.said, "folded": " ".join(words_in(one.said)), "means": one.means, "at": act.now.wall}
        for one in lookup_reading.everyday(act.conn)
    ]
    act.conn.execute(insert(synonym), rows)
    _own(act.conn)


def _own(conn: Connection) -> None:
    conn.execute(upsert(setting).values(key=lookup_reading.OWN, value=True).on_conflict_do_nothing())


def _changed(act: Act, number: int, *, created: bool = False) -> Answer:
    found: Entry = next(one for one in lookup_reading.everyday(act.conn) if one.id == number)
    _tell(act, found.said, found.means)
    return Answer({"synonym": asdict(found)}, created=created)


def _tell(act: Act, said: str, means: str | None) -> None:
    lookup.changed(act.conn)
    act.record("synonyms.changed", "synonyms", {"said": said, "means": means})
