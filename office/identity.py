"""Is this database the one we had? A pocket notebook beside it remembers what a restored copy cannot know.

The notebook lies in the data directory, outside the database: the stream, its last seq, the latest day's series, and
the fingerprints of database file and notebook. It is written after every commit, in two halves in turn, so that a power
cut in the middle of a writing leaves the other half. At a start it is compared with the database:

- notebook and database agree, or the database is ahead (the notebook lags by a power cut): the same stream goes on;
- the notebook is ahead of the database: an older copy was put back → a new stream, and today's series go on at the next
  full hundred above what the notebook knows;
- anything else (no notebook, or one that was copied together with the database and so knows no more than it): restored
  or cloned → a new stream, and today's series go on 500 above.
"""

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Connection, Row, select, text

from office.domain import numbers
from office.domain.moment import Moment
from office.journal import begin_stream, head_of
from office.store import days
from office.store.tables import day, series, stream

NOTEBOOK = "notebook.json"
_HALF = 2_048
_MACHINE_ID = Path("/etc/machine-id")
_LOST_TICKETS = 100_000  # more than an office gives out between two backups


@dataclass(frozen=True, slots=True)
class Here:
    """Fingerprints of this machine's database file and notebook; a copy of either, anywhere, has another one."""

    database: str
    notebook: str


@dataclass(frozen=True, slots=True)
class Notes:
    """What the notebook says: `origin` = the first stream of its database, `series` = the highest places on `date`."""

    turn: int
    origin: str
    stream: str
    seq: int
    database: str
    notebook: str
    date: str
    series: Mapping[str, int]


class Given(Protocol):
    """What somebody outside the database knows of the numbers that were given: the latest day, and its series."""

    @property
    def date(self) -> str: ...
    @property
    def series(self) -> Mapping[str, int]: ...


class Notebook:
    """Writes and reads the notebook; a writing costs some microseconds and no disk flush."""

    def __init__(self, data: Path, database: Path) -> None:
        path, self.folder = data / NOTEBOOK, data
        self._fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self._turn = 0
        try:
            os.posix_fallocate(self._fd, 0, 2 * _HALF)  # a disk that is full later still takes notes
            self.here = Here(_fingerprint(database), _fingerprint(path))
        except BaseException:
            self.close()
            raise

    def read(self) -> Notes | None:
        newest = _newest(*(os.pread(self._fd, _HALF, half * _HALF) for half in (0, 1)))
        self._turn = 0 if newest is None else newest.turn
        return newest

    def write(self, origin: str, stream_id: str, seq: int, date: str, highest: Mapping[str, int]) -> None:
        self._turn += 1
        here = self.here
        notes = Notes(self._turn, origin, stream_id, seq, here.database, here.notebook, date, dict(highest))
        os.pwrite(self._fd, _written(notes), (self._turn % 2) * _HALF)

    def close(self) -> None:
        os.close(self._fd)


def has_notes(data: Path) -> bool:
    """Whether there was ever a database here that gave numbers; makes no notebook."""
    return noted(data) is not None


def noted(data: Path) -> Notes | None:
    """What the notebook there says; makes none."""
    try:
        raw = (data / NOTEBOOK).read_bytes()
    except OSError:
        return None
    return _newest(raw[:_HALF], raw[_HALF : 2 * _HALF])


def settle_identity(
    conn: Connection, notes: Notes | None, here: Here, now: Moment, today: str, *, exchanged: bool = False
) -> str | None:
    """Begins a new stream when the database is new, restored or cloned; why, or None when it goes on.

    `today`: the local ISO date, for which a restored database must not give known numbers again. `exchanged`: we put
    the copy in place ourselves and the notebook stayed, so it knows of every number, also when that is no more.
    """
    streams = conn.execute(select(stream).order_by(stream.c.no)).all()
    if not streams:
        begin_stream(conn, now, "created", here.database)
        if notes is not None:  # the database was lost, but not the memory of the numbers it gave
            _lift_series(conn, notes if notes.notebook == here.notebook else None, today)
            _leave_ids_free(conn)
        return "created"
    newest, known = streams[-1], notes is not None and notes.stream == streams[-1].id
    seq = head_of(conn, newest.no, newest.id).seq
    if notes is not None and known and notes.database == here.database and seq >= notes.seq:
        return None
    if seq == 0 and not known and newest.machine == here.database:
        return str(newest.reason)  # the start that began this stream ended before it could say so
    return _go_on_elsewhere(conn, streams, notes, here, now, today, exchanged=exchanged)


def begin_after_rollback(conn: Connection, given: Given | None, now: Moment, today: str) -> None:
    """The tier above has facts that this database never wrote: an older copy was put back together with its notebook.

    A new stream, and the series go on above what the tier above knows; `given` None: it knows of no numbers.
    """
    newest = conn.execute(select(stream).order_by(stream.c.no.desc()).limit(1)).one()
    begin_stream(conn, now, "restored", newest.machine)
    _lift_series(conn, given, today)
    _leave_ids_free(conn)


def _go_on_elsewhere(
    conn: Connection,
    streams: Sequence[Row[Any]],
    notes: Notes | None,
    here: Here,
    now: Moment,
    today: str,
    *,
    exchanged: bool,
) -> str:
    ours = notes is not None and notes.notebook == here.notebook
    ahead = ours and notes is not None and _is_ahead(conn, notes, streams, exchanged=exchanged)
    agrees = notes is not None and notes.stream == streams[-1].id
    reason = "cloned" if agrees and not ahead else "restored"
    begin_stream(conn, now, reason, here.database)
    _lift_series(conn, notes if ahead else None, today)
    _leave_ids_free(conn)
    return reason


def _is_ahead(conn: Connection, notes: Notes, streams: Sequence[Row[Any]], *, exchanged: bool) -> bool:
    """Whether the notebook followed this very database further than the database itself remembers, or as far."""
    if notes.origin != next(row.id for row in streams if row.no > 0):  # those that came back from above count lower
        return False
    noted = next((row for row in streams if row.id == notes.stream), None)
    return exchanged or noted is None or head_of(conn, noted.no, noted.id).seq < notes.seq


def _lift_series(conn: Connection, notes: Given | None, today: str) -> None:
    """`notes` None: nobody knows what was given since the backup."""
    running = days.running(conn)
    dates = {today, *([notes.date] if notes and notes.date else []), *([running.date] if running else [])}
    for date in sorted(dates):
        known = _known(notes, date)
        in_backup = _highest(conn, date)
        if known is None:
            every = numbers.next_after_restore(None, in_backup.pop("*", 0)) - 1
            days.set_floor(conn, date, "*", every)
        for prefix in {*in_backup, *(known or ())} - {"*"}:
            given = None if known is None else known.get(prefix, 0)
            _lift(conn, date, prefix, numbers.next_after_restore(given, in_backup.get(prefix, 0)) - 1)


def _known(notes: Given | None, date: str) -> Mapping[str, int] | None:
    """What was given on `date` as the notebook has it; on a day after its latest one nothing can have been given."""
    if notes is None or date < notes.date:
        return None
    return notes.series if date == notes.date else {}


def _lift(conn: Connection, date: str, prefix: str, last: int) -> None:
    days.set_floor(conn, date, prefix, last)
    for row in conn.execute(select(day.c.id).where(day.c.date == date)).all():
        days.lift_series(conn, row.id, prefix, last)


def _highest(conn: Connection, date: str) -> dict[str, int]:
    """prefix → the highest place that the backup itself counts as given; "*" as in the table of floors."""
    highest = days.floors_of(conn, date)
    rows = conn.execute(
        select(series.c.prefix, series.c.last).join(day, day.c.id == series.c.day).where(day.c.date == date)
    )
    for prefix, last in rows:
        highest[prefix] = max(last, highest.get(prefix, 0))
    return highest


def _leave_ids_free(conn: Connection) -> None:
    """The ids of tickets that the copy does not know stay unused: a page that still shows one acts on nobody else."""
    conn.execute(
        text("INSERT INTO sqlite_sequence SELECT 'ticket', 0 WHERE 'ticket' NOT IN (SELECT name FROM sqlite_sequence)")
    )
    conn.execute(text("UPDATE sqlite_sequence SET seq = seq + :lost WHERE name = 'ticket'"), {"lost": _LOST_TICKETS})


def _fingerprint(path: Path) -> str:
    """This machine and this very file."""
    machine = _MACHINE_ID.read_text(encoding="ascii").strip() if _MACHINE_ID.exists() else "unknown"
    return hashlib.sha256(f"{machine}/{path.stat().st_ino}".encode()).hexdigest()[:16]


def _written(notes: Notes) -> bytes:
    line = json.dumps(asdict(notes), sort_keys=True)
    check = hashlib.sha256(line.encode()).hexdigest()[:16]
    half = f"{check} {line}\n".encode()
    if len(half) > _HALF:
        raise ValueError("the notebook's half is too small for these series")
    return half.ljust(_HALF, b" ")


def _newest(*halves: bytes) -> Notes | None:
    found = [notes for half in halves if (notes := _parse(half)) is not None]
    return max(found, key=lambda notes: notes.turn, default=None)


def _parse(half: bytes) -> Notes | None:
    check, _, line = half.decode("utf-8", "replace").strip("\0 \n").partition(" ")
    if not line or hashlib.sha256(line.encode()).hexdigest()[:16] != check:
        return None
    fields: dict[str, Any] = json.loads(line)
    return Notes(**fields) if fields.keys() == Notes.__dataclass_fields__.keys() else None
