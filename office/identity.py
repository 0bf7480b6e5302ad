"""Is this database the one we had? A pocket notebook beside it remembers what a restored copy cannot know.

The notebook lies in the data directory, outside the database: the stream, its last seq, today's series, and a
fingerprint of machine and file. It is written after every commit, in two halves in turn, so that a power cut in the
middle of a writing leaves the other half. At a start it is compared with the database:

- notebook and database agree, or the database is ahead (the notebook lags by a power cut): the same stream goes on;
- the notebook is ahead of the database: an older copy was put back → a new stream, and today's series go on at the next
  full hundred above what the notebook knows;
- there is no notebook, or the machine is another: restored or cloned → a new stream, and today's series go on 500
  above.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from office.domain import numbers
from office.domain.moment import Moment
from office.journal import begin_stream, head_of
from office.store import days
from office.store.tables import day, series, stream

NOTEBOOK = "notebook.json"
_HALF = 2_048
_MACHINE_ID = Path("/etc/machine-id")


@dataclass(frozen=True, slots=True)
class Notes:
    """What the notebook says: `series` = the highest place of each prefix on `date`."""

    turn: int
    stream: str
    seq: int
    machine: str
    date: str
    series: Mapping[str, int]


class Notebook:
    """Writes and reads the notebook; a writing costs some microseconds and no disk flush."""

    def __init__(self, data: Path, machine: str) -> None:
        self._path, self._machine, self._turn = data / NOTEBOOK, machine, 0
        self._fd = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def read(self) -> Notes | None:
        found = [notes for half in (0, 1) if (notes := _parse(os.pread(self._fd, _HALF, half * _HALF))) is not None]
        newest = max(found, key=lambda n: n.turn, default=None)
        self._turn = 0 if newest is None else newest.turn
        return newest

    def write(self, stream_id: str, seq: int, date: str, highest: Mapping[str, int]) -> None:
        self._turn += 1
        notes = Notes(self._turn, stream_id, seq, self._machine, date, dict(highest))
        os.pwrite(self._fd, _written(notes), (self._turn % 2) * _HALF)

    def close(self) -> None:
        os.close(self._fd)


def machine_fingerprint(database: Path) -> str:
    """This machine and this very file: a copy of the file, on this or another machine, has another one."""
    machine = _MACHINE_ID.read_text(encoding="ascii").strip() if _MACHINE_ID.exists() else "unknown"
    file = str(database.stat().st_ino) if database.exists() else "new"
    return hashlib.sha256(f"{machine}/{file}".encode()).hexdigest()[:16]


def settle_identity(conn: Connection, notes: Notes | None, machine: str, now: Moment, today: str) -> str | None:
    """Begins a new stream when the database is new, restored or cloned; why, or None when it goes on.

    `today`: the local ISO date, for which a restored database must not give known numbers again.
    """
    row = conn.execute(select(stream).order_by(stream.c.no.desc()).limit(1)).first()
    if row is None:
        begin_stream(conn, now, "created", machine)
        if notes is not None:  # the database was lost, but not the memory of the numbers it gave
            _lift_series(conn, notes, today)
        return "created"
    same = notes is not None and notes.stream == row.id and notes.machine == machine
    if same and notes is not None and head_of(conn, row.no, row.id).seq >= notes.seq:
        return None
    reason = "restored" if notes is None or notes.machine == machine or notes.stream != row.id else "cloned"
    begin_stream(conn, now, reason, machine)
    _lift_series(conn, notes, today)
    return reason


def _lift_series(conn: Connection, notes: Notes | None, today: str) -> None:
    dates = {today} | ({notes.date} if notes else set())
    running = days.running(conn)
    for date in dates | ({running.date} if running else set()):
        known = notes.series if notes is not None and notes.date == date else None
        in_backup = _highest(conn, date)
        if known is None:
            days.set_floor(conn, date, "*", numbers.next_after_restore(None, 0) - 1)
        for prefix in {*in_backup, *(known or ())}:
            above = numbers.next_after_restore(
                None if known is None else known.get(prefix, 0), in_backup.get(prefix, 0)
            )
            _lift(conn, date, prefix, above - 1)


def _lift(conn: Connection, date: str, prefix: str, last: int) -> None:
    days.set_floor(conn, date, prefix, last)
    for row in conn.execute(select(day.c.id).where(day.c.date == date)).all():
        days.lift_series(conn, row.id, prefix, last)


def _highest(conn: Connection, date: str) -> dict[str, int]:
    rows = conn.execute(
        select(series.c.prefix, series.c.last).join(day, day.c.id == series.c.day).where(day.c.date == date)
    )
    highest: dict[str, int] = {}
    for prefix, last in rows:
        highest[prefix] = max(last, highest.get(prefix, 0))
    return highest


def _written(notes: Notes) -> bytes:
    text = json.dumps(asdict(notes), sort_keys=True)
    check = hashlib.sha256(text.encode()).hexdigest()[:16]
    line = f"{check} {text}\n".encode()
    if len(line) > _HALF:
        raise ValueError("the notebook's half is too small for these series")
    return line.ljust(_HALF, b" ")


def _parse(half: bytes) -> Notes | None:
    check, _, text = half.decode("utf-8", "replace").strip().partition(" ")
    if not text or hashlib.sha256(text.encode()).hexdigest()[:16] != check:
        return None
    fields: dict[str, Any] = json.loads(text)
    return Notes(**fields)
