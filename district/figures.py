"""What the page of offices shows of each: how complete its facts are, what it did today, what somebody should look at.

Training tickets are in no figure. A share is rated windows of those that ended today; where none ended there is none.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from typing import Any

from sqlalchemy import Connection, Row, case, func, select

from district import spans
from district.store.alarms import Alarm
from district.store.projected import rating_window, ticket
from district.store.tables import alarm, head, office, stream
from office.domain.rating import CUT_SHORT, DECLINED, RATED, TIMEOUT

ENDINGS = (RATED, DECLINED, TIMEOUT, CUT_SHORT)
"""The denominator; a window that was withdrawn with its finish is not part of it."""
_FIELDS = {
    Alarm.FORK: "forks",
    Alarm.CHAIN: "forks",
    Alarm.CLONED: "clones",
    Alarm.REJECTS: "rejects",
    Alarm.AUDIT: "audit",
}


@dataclass(frozen=True, slots=True)
class Alarms:
    """How often each happened since somebody looked; `gaps`: ranges that are missing between facts that are here."""

    forks: int = 0
    clones: int = 0
    rejects: int = 0
    gaps: int = 0
    audit: int = 0


@dataclass(frozen=True, slots=True)
class OfficeFigures:
    """`stream`: the present one; `backlog`: announced facts of all its streams that are not here; `…_at` in ms of UTC;
    `clock_offset_ms`: office − district; `windows_today`: rating windows that ended; `rated_share`: 0…1."""

    id: str
    stream: str | None
    complete_to: int
    known_to: int
    online: bool
    backlog: int
    last_fact_at: int | None
    clock_offset_ms: int | None
    tickets_today: int
    ratings_today: int
    windows_today: int
    rated_share: float | None
    alarms: Alarms


def offices(conn: Connection, now: int, zone: tzinfo) -> list[OfficeFigures]:
    """Every office that was ever heard of, by id. `now` in ms of UTC; `zone`: whose day is today."""
    day = datetime.fromtimestamp(now / 1000, zone).date()
    issued = _issued(conn, day.isoformat())
    begin = int(datetime.combine(day, time(), zone).timestamp() * 1000)
    end = int(datetime.combine(day + timedelta(days=1), time(), zone).timestamp() * 1000)
    ended = _ended(conn, begin, end)
    alarms, streams = _alarms(conn), _streams(conn)
    rows = conn.execute(select(office).order_by(office.c.id)).all()
    return [_figures(row, streams.get(row.no, []), issued, ended, alarms.get(row.no, {})) for row in rows]


def _figures(
    row: Row[Any],
    streams: list[Row[Any]],
    issued: Mapping[int, int],
    ended: Mapping[int, tuple[int, int]],
    alarms: Mapping[str, int],
) -> OfficeFigures:
    present = streams[-1] if streams else None
    windows = sum(ended.get(one.no, (0, 0))[0] for one in streams)
    rated = sum(ended.get(one.no, (0, 0))[1] for one in streams)
    gaps = sum(_gaps(one.spans) for one in streams if one.complete_to < one.known_to)
    return OfficeFigures(
        id=row.id,
        stream=None if present is None else present.id,
        complete_to=0 if present is None else present.complete_to,
        known_to=0 if present is None else present.known_to,
        online=row.online,
        backlog=sum(max(0, one.known_to - one.complete_to - _behind(one)) for one in streams),
        last_fact_at=max((one.last_fact_at for one in streams if one.last_fact_at is not None), default=None),
        clock_offset_ms=row.clock_offset_ms,
        tickets_today=sum(issued.get(one.no, 0) for one in streams),
        ratings_today=rated,
        windows_today=windows,
        rated_share=rated / windows if windows else None,
        alarms=Alarms(gaps=gaps, **alarms),
    )


def _behind(row: Row[Any]) -> int:
    """Facts that are here already although others before them are missing."""
    if row.complete_to >= row.known_to:
        return 0
    return sum(last - first + 1 for first, last in spans.beyond(spans.read(row.spans)))


def _gaps(text: str) -> int:
    read = spans.read(text)
    return len(spans.missing(read, 1, spans.highest(read)))


def _streams(conn: Connection) -> dict[int, list[Row[Any]]]:
    """Office → its streams; the one that was heard of live most lately stands last."""
    query = (
        select(
            stream.c.office_no,
            stream.c.no,
            stream.c.id,
            head.c.spans,
            head.c.complete_to,
            head.c.known_to,
            head.c.last_fact_at,
        )
        .join(head, head.c.stream_no == stream.c.no)
        .order_by(func.coalesce(head.c.live_at, 0), stream.c.no)
    )
    return _grouped(conn.execute(query))


def _grouped(rows: Iterable[Row[Any]]) -> dict[int, list[Row[Any]]]:
    found: dict[int, list[Row[Any]]] = {}
    for row in rows:
        found.setdefault(row.office_no, []).append(row)
    return found


def _issued(conn: Connection, date: str) -> dict[int, int]:
    """Stream → tickets of that business day."""
    query = (
        select(ticket.c.stream_no, func.count().label("n"))
        .where(ticket.c.date == date, ticket.c.training.is_not(True))
        .group_by(ticket.c.stream_no)
    )
    return {row.stream_no: row.n for row in conn.execute(query)}


def _ended(conn: Connection, begin: int, end: int) -> dict[int, tuple[int, int]]:
    """Stream → (windows that ended then, those of them that were rated)."""
    rated = func.sum(case((rating_window.c.outcome == RATED, 1), else_=0))
    query = (
        select(rating_window.c.stream_no, func.count(), rated)
        .where(
            rating_window.c.ended_at >= begin,
            rating_window.c.ended_at < end,
            rating_window.c.outcome.in_(ENDINGS),
            rating_window.c.training.is_not(True),
        )
        .group_by(rating_window.c.stream_no)
    )
    return {number: (count, int(of_them)) for number, count, of_them in conn.execute(query)}


def _alarms(conn: Connection) -> dict[int, dict[str, int]]:
    """Office → field of `Alarms` → how often; only what nobody has looked at yet."""
    found: dict[int, dict[str, int]] = {}
    for row in conn.execute(select(alarm).where(alarm.c.seen_at.is_(None))):
        name, mine = _FIELDS[Alarm(row.what)], found.setdefault(row.office_no, {})
        mine[name] = mine.get(name, 0) + row.times
    return found
