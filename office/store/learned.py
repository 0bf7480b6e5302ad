"""What the office learned about its waiting, on disk: a row for each service, each mark, the hall, and the office.

It survives restarts, goes along in a backup, and is no fact: nobody is judged by it, and a district learns its own.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert as upsert

from office.domain.pace import Pace, Share, Spread
from office.domain.waiting import Learned, Mark
from office.store.tables import learned

_SERVICE, _MARK, _OFFICE, _HALL = "service:", "mark:", "office", "hall"

# Built once, because it runs at nearly every act (see `office.store.tickets`).
_WRITE = upsert(learned)
_WRITE = _WRITE.on_conflict_do_update(
    index_elements=["name"], set_={"value": _WRITE.excluded.value, "at": _WRITE.excluded.at}
)


def read_learned(conn: Connection) -> Learned:
    """What is known so far; the beginnings of a new office when nothing is."""
    rows = {row.name: row.value for row in conn.execute(select(learned.c.name, learned.c.value))}
    usual = Pace()
    way, missing, missing_ms = (Share(*one) for one in rows[_HALL]) if _HALL in rows else _hall(usual)
    pace = Pace(
        office=Spread(*rows[_OFFICE]) if _OFFICE in rows else usual.office,
        services={name.removeprefix(_SERVICE): Spread(*rows[name]) for name in rows if name.startswith(_SERVICE)},
        way_ms=way,
        missing=missing,
        missing_ms=missing_ms,
    )
    marks = {name.removeprefix(_MARK): Mark(*rows[name]) for name in rows if name.startswith(_MARK)}
    return Learned(pace, marks)


def write_learned(conn: Connection, before: Learned, now: Learned, wall: int) -> None:
    """Writes the rows that differ; `wall` in ms of UTC."""
    old = dict(_rows(before))
    changed = [{"name": name, "value": value, "at": wall} for name, value in _rows(now) if old.get(name) != value]
    if changed:
        conn.execute(_WRITE, changed)


def _rows(known: Learned) -> Iterator[tuple[str, list[Any]]]:
    pace = known.pace
    yield _OFFICE, [pace.office.seen, pace.office.log_mean, pace.office.log_var]
    yield _HALL, [[one.seen, one.mean] for one in _hall(pace)]
    for service, spread in pace.services.items():
        yield _SERVICE + service, [spread.seen, spread.log_mean, spread.log_var]
    for kind, mark in known.marks.items():
        yield _MARK + kind, [mark.seen, mark.low, mark.middle, mark.high]


def _hall(pace: Pace) -> tuple[Share, Share, Share]:
    return pace.way_ms, pace.missing, pace.missing_ms
