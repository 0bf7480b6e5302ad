"""What somebody has to look at, and what is only counted; one row an office and cause, however often it happens."""

from collections.abc import Mapping
from enum import StrEnum

from sqlalchemy import Connection, func, select

from district.store.places import insert_into
from district.store.tables import alarm, quarantine, tally

MOST_QUARANTINED = 1_000
"""Contradicting facts of one stream that are kept; what comes beyond is only counted."""


class Alarm(StrEnum):
    """`FORK`: two different facts with one number. `CLONED`: two machines under one name. `REJECTS`: facts that could
    not be read. `AUDIT`: what was counted differs. `CHAIN`: stored facts do not continue one another."""

    FORK = "fork"
    CLONED = "cloned"
    REJECTS = "rejects"
    AUDIT = "audit"
    CHAIN = "chain"


def sound(conn: Connection, office_no: int, what: Alarm, now: int, detail: str) -> None:
    """Raises an alarm, or counts it once more; one that was looked at is new again."""
    statement = insert_into(conn, alarm).values(
        office_no=office_no, what=str(what), times=1, first_at=now, last_at=now, detail=detail
    )
    again = {"times": alarm.c.times + 1, "last_at": now, "detail": detail, "seen_at": None}
    conn.execute(statement.on_conflict_do_update(index_elements=["office_no", "what"], set_=again))


def count(conn: Connection, office_no: int, happened: Mapping[str, int], now: int) -> None:
    """Adds to the tallies of an office: what → how often."""
    for what, times in sorted(happened.items()):
        statement = insert_into(conn, tally).values(office_no=office_no, what=what, times=times, last_at=now)
        more = {"times": tally.c.times + times, "last_at": now}
        conn.execute(statement.on_conflict_do_update(index_elements=["office_no", "what"], set_=more))


def room_in_quarantine(conn: Connection, stream_no: int) -> int:
    query = select(func.count()).select_from(quarantine).where(quarantine.c.stream_no == stream_no)
    return max(0, MOST_QUARANTINED - int(conn.execute(query).scalar_one()))
