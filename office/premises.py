"""Opens the office's data: takes the lock, migrates, settles whose database this is, and hands out desk and doors.

Everything here happens in order at a start and in reverse at the end; nothing else in the program opens the file.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from office.answers import Answer
from office.clock import Clock
from office.desk import Desk
from office.domain.day import DayHours
from office.domain.people import SYSTEM
from office.doors import Doors
from office.first import FirstFill
from office.identity import Notebook, Notes, machine_fingerprint, settle_identity
from office.journal import FactView
from office.performing import Act, Performer
from office.store import days, schema
from office.store.engine import FILE_NAME, open_readers, open_writer
from office.store.house import fill
from office.store.lock import DataLock


class DataUnusable(Exception):
    """The data directory cannot be used: read-only, full, not a database; `why` says which."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path}: {why}")
        self.path, self.why = path, why


@dataclass(frozen=True, slots=True)
class Premises:
    """The opened office. `close` gives everything back."""

    data: Path
    performer: Performer
    readers: Engine
    clock: Clock
    desk: Desk
    doors: Doors
    _writer: Engine
    _lock: DataLock
    _notebook: Notebook

    def close(self) -> None:
        self.readers.dispose()
        self._writer.dispose()
        self._notebook.close()
        self._lock.release()


def open_premises(
    data: Path,
    first: FirstFill,
    clock: Clock,
    zone: tzinfo,
    *,
    office_id: str,
    version: str,
    prints: bool = False,
    hours: DayHours | None = None,
    patience_s: float = 0.0,
) -> Premises:
    """Raises `DataInUse` (another process has it), `DataUnusable`, `schema.SchemaTooNew`."""
    lock = _take(data, patience_s)
    try:
        return _open(data, first, clock, zone, lock, office_id, version, prints, hours)
    except (DBAPIError, OSError) as error:
        lock.release()
        raise DataUnusable(data, _reason(error)) from error
    except BaseException:
        lock.release()
        raise


def _take(data: Path, patience_s: float) -> DataLock:
    lock = DataLock(data)
    try:
        data.mkdir(parents=True, exist_ok=True)
        lock.take(patience_s)
    except OSError as error:
        raise DataUnusable(data, _reason(error)) from error
    return lock


def _open(
    data: Path,
    first: FirstFill,
    clock: Clock,
    zone: tzinfo,
    lock: DataLock,
    office_id: str,
    version: str,
    prints: bool,
    hours: DayHours | None,
) -> Premises:
    path = data / FILE_NAME
    writer = open_writer(path)
    made = schema.prepare(writer)
    machine = machine_fingerprint(path)
    notebook = Notebook(data, machine)
    reason = _settle(writer, notebook.read(), machine, clock, zone, first if made else None)
    performer, readers = Performer(writer, clock, zone), open_readers(path)
    _keep_notes(performer, readers, notebook)
    if reason is not None:
        _note_stream(performer, reason, machine)
    desk = Desk(performer, readers, clock, office_id=office_id, version=version, prints=prints, hours=hours)
    return Premises(data, performer, readers, clock, desk, Doors(performer, readers, clock), writer, lock, notebook)


def _settle(
    writer: Engine, notes: Notes | None, machine: str, clock: Clock, zone: tzinfo, first: FirstFill | None
) -> str | None:
    now = clock.now()
    with writer.begin() as conn:
        if first is not None:
            fill(conn, first, now.wall)
        return settle_identity(conn, notes, machine, now, now.date(zone).isoformat())


def _keep_notes(performer: Performer, readers: Engine, notebook: Notebook) -> None:
    """After each commit the notebook learns the seq, and the series when a number was given."""
    date, highest = "", dict[str, int]()

    def note(facts: Sequence[FactView]) -> None:
        nonlocal date, highest
        if not date or any(f["kind"] in ("ticket.issued", "ticket.entered_by_hand", "day.opened") for f in facts):
            with readers.begin() as conn:
                day = days.running(conn)
                if day is not None:
                    date = day.date
                    highest = {prefix: row.last for prefix, row in days.series_of(conn, day.id).items()}
        notebook.write(facts[-1]["stream"], facts[-1]["seq"], date, highest)

    performer.on_facts(note)


def _note_stream(performer: Performer, reason: str, machine: str) -> None:
    def work(act: Act) -> Answer:
        act.record("stream.begun", f"stream:{performer.journal.stream}", {"reason": reason, "machine": machine})
        return Answer({})

    performer.perform("stream", SYSTEM, None, {}, work)


def _reason(error: Exception) -> str:
    """The operator's word for what the disk said."""
    cause = getattr(error, "orig", None) or error
    return str(cause)
