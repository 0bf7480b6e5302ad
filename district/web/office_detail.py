"""What stands behind one row of the page of offices: streams, gaps, what was refused or parked, devices."""

from typing import Any

from sqlalchemy import Connection, func, select, update

from district import spans
from district.store.tables import alarm, audit, head, office, quarantine, reject, stream, tally

MOST = 50
WELL = frozenset({"ready", "ok", "printing", "online", "off"})
"""Conditions of devices that nobody has to be told of."""
_NOTHING: dict[str, Any] = {
    "streams": [],
    "alarms": [],
    "rejects": [],
    "parked": [],
    "tallies": [],
    "audits": [],
    "devices": {},
    "version": None,
    "hello_at": None,
}


def detail(conn: Connection, key: str) -> dict[str, Any]:
    """Empty lists for an office that has sent nothing yet."""
    row = conn.execute(select(office).where(office.c.id == key)).first()
    if row is None:
        return dict(_NOTHING)
    return {
        "streams": _streams(conn, row.no),
        "alarms": _listed(conn, alarm, row.no, ("what", "times", "first_at", "last_at", "detail", "seen_at")),
        "rejects": _newest(conn, row.no),
        "parked": _parked(conn, row.no),
        "tallies": _listed(conn, tally, row.no, ("what", "times", "last_at")),
        "audits": _audits(conn, row.no),
        "devices": row.devices or {},
        "version": row.version,
        "hello_at": row.hello_at,
    }


def ailing(conn: Connection) -> dict[str, dict[str, str]]:
    """Office → device → condition, of what is not well; of an office that is away nobody knows."""
    query = select(office.c.id, office.c.devices).where(office.c.online, office.c.devices.is_not(None))
    told = {row.id: row.devices for row in conn.execute(query)}
    return {key: found for key, all_ in told.items() if (found := {k: v for k, v in all_.items() if v not in WELL})}


def mark_seen(conn: Connection, key: str, at: int) -> None:
    """The alarms that stand now are known to somebody; one that happens again is new again."""
    mine = select(office.c.no).where(office.c.id == key).scalar_subquery()
    conn.execute(update(alarm).where(alarm.c.office_no == mine, alarm.c.seen_at.is_(None)).values(seen_at=at))


def _streams(conn: Connection, office_no: int) -> list[dict[str, Any]]:
    query = (
        select(stream.c.id, stream.c.first_seen_at, head)
        .join(head, head.c.stream_no == stream.c.no)
        .where(stream.c.office_no == office_no)
        .order_by(stream.c.no.desc())
    )
    return [
        {
            "id": row.id,
            "since": row.first_seen_at,
            "complete_to": row.complete_to,
            "known_to": row.known_to,
            "last_fact_at": row.last_fact_at,
            "gaps": spans.missing(spans.read(row.spans), row.complete_to + 1, row.known_to)[:MOST],
        }
        for row in conn.execute(query)
    ]


def _listed(conn: Connection, table: Any, office_no: int, columns: tuple[str, ...]) -> list[dict[str, Any]]:
    rows = conn.execute(select(table).where(table.c.office_no == office_no).order_by(table.c.last_at.desc()))
    return [{name: getattr(row, name) for name in columns} for row in rows]


def _newest(conn: Connection, office_no: int) -> list[dict[str, Any]]:
    query = (
        select(reject.c.box, reject.c.code, reject.c.stream, reject.c.seq, reject.c.size, reject.c.arrived_at)
        .where(reject.c.office_no == office_no)
        .order_by(reject.c.id.desc())
        .limit(MOST)
    )
    return [dict(row._mapping) for row in conn.execute(query)]  # noqa: SLF001 - SQLAlchemy's documented way


def _parked(conn: Connection, office_no: int) -> list[dict[str, Any]]:
    query = (
        select(stream.c.id, func.count(), func.min(quarantine.c.seq), func.max(quarantine.c.arrived_at))
        .join(stream, stream.c.no == quarantine.c.stream_no)
        .where(stream.c.office_no == office_no)
        .group_by(stream.c.id)
    )
    return [{"stream": r[0], "facts": r[1], "from": r[2], "last_at": r[3]} for r in conn.execute(query)]


def _audits(conn: Connection, office_no: int) -> list[dict[str, Any]]:
    query = (
        select(audit.c.date, audit.c.first, audit.c.last, audit.c.agrees)
        .join(stream, stream.c.no == audit.c.stream_no)
        .where(stream.c.office_no == office_no)
        .order_by(audit.c.at.desc())
        .limit(14)
    )
    return [{"date": r.date, "first": r.first, "last": r.last, "agrees": r.agrees} for r in conn.execute(query)]
