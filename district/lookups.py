"""What citizens looked up at all offices, and what they searched and did not find: counts, never who.

The days are business days as the offices count them; an office counts once, when it closes its day.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Select, and_, func, select

from district.offices import Tree
from district.store.projected import lookup_day
from district.store.tables import office, stream
from district.store.words import miss

MOST_QUERIES = 200
_LINES_OF = and_(miss.c.stream_no == lookup_day.c.stream_no, miss.c.seq == lookup_day.c.seq)


@dataclass(frozen=True, slots=True)
class Missed:
    """A search that found nothing; `offices`: at how many; `last`: the last ISO day."""

    query: str
    times: int
    offices: int
    last: str


@dataclass(frozen=True, slots=True)
class Counted:
    """One office, or all (`id` ""): how often was searched, a page opened, and nothing found."""

    id: str
    name: str
    searches: int
    opened: int
    missed: int


@dataclass(frozen=True, slots=True)
class Lookups:
    missed: tuple[Missed, ...]
    offices: tuple[Counted, ...]
    total: Counted


def lookups(conn: Connection, tree: Tree, top: str | None, today: date, days: int, place: str = "") -> Lookups:
    """Of the last `days` days, for somebody placed at `top`; `place`: only of this office or unit."""
    first = (today - timedelta(days=days - 1)).isoformat()
    span = lookup_day.c.date.between(first, (today + timedelta(days=1)).isoformat())
    ids = conn.execute(select(office.c.id)).scalars()
    seen = [key for key in ids if tree.sees(top, key) and (not place or tree.sees(place, key))]
    counted = _counted(conn, tree, seen, span)
    total = Counted("", "", *(sum(getattr(one, key) for one in counted) for key in ("searches", "opened", "missed")))
    return Lookups(tuple(_missed(conn, seen, span)), tuple(counted), total)


def _of(offices: Collection[str], span: Any, *columns: Any) -> Select[Any]:
    query = select(*columns).join(stream, stream.c.no == lookup_day.c.stream_no)
    return query.join(office, office.c.no == stream.c.office_no).where(office.c.id.in_(sorted(offices)), span)


def _counted(conn: Connection, tree: Tree, offices: Collection[str], span: Any) -> list[Counted]:
    sums = [func.coalesce(func.sum(column), 0) for column in (lookup_day.c.searches, lookup_day.c.opened)]
    missed = func.coalesce(func.sum(lookup_day.c.missed), 0).label("missed")
    query = _of(offices, span, office.c.id, *sums, missed).group_by(office.c.id).order_by(missed.desc(), office.c.id)
    return [
        Counted(row[0], tree.nodes[row[0]].name if row[0] in tree.nodes else row[0], *map(int, row[1:]))
        for row in conn.execute(query)
    ]


def _missed(conn: Connection, offices: Collection[str], span: Any) -> list[Missed]:
    times, last = func.sum(miss.c.times), func.max(lookup_day.c.date)
    query = _of(offices, span, miss.c.query, times, func.count(office.c.no.distinct()), last)
    query = query.join(miss, _LINES_OF).group_by(miss.c.query).order_by(times.desc(), miss.c.query).limit(MOST_QUERIES)
    return [Missed(row[0], int(row[1]), int(row[2]), row[3]) for row in conn.execute(query)]
