"""Letters that could not be read: counted all, kept some, so that somebody can find out who wrote them and how."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, select

from district.store import alarms
from district.store.alarms import Alarm
from district.store.tables import reject

MOST_KEPT = 200
"""Letters of one office that are kept."""
MOST_BYTES = 64 * 1024
"""Of one letter; what is longer was refused for its length, and its beginning says enough."""


@dataclass(frozen=True, slots=True)
class Refused:
    """`seq`: the fact at fault, when that could be read."""

    box: str
    code: str
    payload: bytes
    stream: str | None = None
    seq: int | None = None


def note(conn: Connection, office_no: int, letters: Sequence[Refused], now: int) -> None:
    """Letters of one office: into the tallies, the drawer while there is room, and the alarm."""
    times: dict[str, int] = {}
    for one in letters:
        times[one.code] = times.get(one.code, 0) + 1
    alarms.count(conn, office_no, times, now)
    kept = letters[: _room(conn, office_no)]
    if kept:
        conn.execute(insert(reject), [_row(office_no, one, now) for one in kept])
    alarms.sound(conn, office_no, Alarm.REJECTS, now, f"{len(letters)} unreadable: {', '.join(sorted(times))}")


def _room(conn: Connection, office_no: int) -> int:
    query = select(func.count()).select_from(reject).where(reject.c.office_no == office_no)
    return max(0, MOST_KEPT - int(conn.execute(query).scalar_one()))


def _row(office_no: int, one: Refused, now: int) -> dict[str, object]:
    return {
        "office_no": office_no,
        "box": one.box,
        "code": one.code,
        "stream": one.stream,
        "seq": one.seq,
        "size": len(one.payload),
        "payload": one.payload[:MOST_BYTES],
        "arrived_at": now,
    }
