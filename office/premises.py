"""Opens the office's data: takes the lock, migrates, settles whose database this is, and hands out desk and doors.

Everything here happens in order at a start and in reverse at the end; nothing else in the program opens the file.
"""

import errno
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.exc import DBAPIError, OperationalError

from office.acts.paper import USUAL_ROLL_MM
from office.answers import Answer
from office.backoffice.everyday import put_synonyms
from office.backoffice.markdown import blocks_to_show
from office.clock import Clock
from office.desk import Desk
from office.domain import numbers
from office.domain.day import DayHours
from office.domain.people import SYSTEM
from office.domain.refusals import StoreUnavailable
from office.doors import Doors
from office.first import FirstFill
from office.identity import Notebook, settle_identity
from office.journal import FactView
from office.performing import Act, Performer
from office.safekeeping.damage import DamageWatch
from office.safekeeping.exchanging import Restored, finish_exchange, read_mark
from office.safekeeping.presence import is_of_another, office_at_rest, refuse_older
from office.safekeeping.starting import Safety, copy_before_migration, make_sound
from office.safekeeping.telling import BACKUP, FAILED, tell_restored
from office.store import content, days, schema
from office.store.engine import FILE_NAME, open_readers, open_writer
from office.store.house import fill
from office.store.lock import DataLock
from office.store.tables import stream

PAGES_SINCE = "0006"
"""The schema that first had pages of information."""
GIVE_NUMBERS = ("ticket.issued", "ticket.entered_by_hand")


class DataUnusable(Exception):
    """The data directory cannot be used: read-only, full, not a database; `why` says which."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path}: {why}")
        self.path, self.why = path, why


class DataDamaged(DataUnusable):
    """The database was found broken while the office worked; the next start brings back a copy."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(path, f"the database is damaged ({why}); the next start brings back the newest copy")


@dataclass(frozen=True, slots=True)
class Premises:
    """The opened office. `close` gives everything back; what comes too late for it is refused.

    `damage` hears when SQLite finds the file broken; `restored`: the exchange of which this day still speaks.
    """

    data: Path
    performer: Performer
    readers: Engine
    clock: Clock
    desk: Desk
    doors: Doors
    _parts: ExitStack
    damage: DamageWatch
    restored: Restored | None

    def close(self) -> None:
        self._parts.close()


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
    roll_mm: int = USUAL_ROLL_MM,
    patience_s: float = 0.0,
    safety: Safety | None = None,
) -> Premises:
    """`safety`: what a damaged database is put right with. Only the service has it; a command never exchanges one.

    Raises `DataInUse` (another process has it), `DataUnusable`, `schema.SchemaTooNew`.
    """
    parts, watch = ExitStack(), DamageWatch(data)
    with _given_back(data, parts):
        _take(data, patience_s, parts)
        uncopied = _put_right(data, safety, watch)
        performer, readers, begun = _open(data, first, clock, zone, parts, hours or DayHours(), watch)
        # The desk compares the clock with the last fact, so it has to look before the next one is written.
        desk = Desk(
            performer,
            readers,
            clock,
            office_id=office_id,
            version=version,
            prints=prints,
            hours=hours,
            roll_mm=roll_mm,
        )
        if begun is not None:
            _note_stream(performer, begun)
        restored = tell_restored(performer, data, safety.notice if safety else "", zone)
        if uncopied is not None:
            desk.report_device(device=BACKUP, condition=FAILED, detail=uncopied)
        doors = Doors(performer, readers, clock)
        return Premises(data, performer, readers, clock, desk, doors, parts, watch, restored)


def open_to_read(data: Path, clock: Clock, zone: tzinfo, *, office_id: str, version: str) -> Premises:
    """An office that is there already, for who only wants to know something: nothing is made, migrated or noted.

    Whatever would change it is refused with StoreUnavailable. Raises `Unread`, `DataInUse`, `DataUnusable`.
    """
    parts = ExitStack()
    with _given_back(data, parts):
        readers = open_readers(parts.enter_context(office_at_rest(data)), at_rest=True)
        parts.callback(readers.dispose)
        with readers.begin() as conn:
            refuse_older(data, conn.exec_driver_sql)
        performer = Performer(readers, clock, zone, DayHours())
        parts.callback(performer.close)
        desk = Desk(performer, readers, clock, office_id=office_id, version=version)
        doors = Doors(performer, readers, clock)
        return Premises(data, performer, readers, clock, desk, doors, parts, DamageWatch(data), None)


@contextmanager
def _given_back(data: Path, parts: ExitStack) -> Iterator[None]:
    """What was opened so far, when the rest cannot be. Raises DataUnusable for what the disk says."""
    try:
        yield
    except (DBAPIError, OSError, StoreUnavailable) as error:
        parts.close()
        raise DataUnusable(data, reason_of(data, error)) from error
    except BaseException:
        parts.close()
        raise


def reason_of(data: Path, error: Exception) -> str:
    """The operator's word for what the disk said; SQLite calls a full one an I/O error when it cannot open its log."""
    if isinstance(error, StoreUnavailable) and isinstance(error.__cause__, Exception):
        error = error.__cause__
    if isinstance(error, OperationalError) and data.is_dir() and shutil.disk_usage(data).free == 0:
        return os.strerror(errno.ENOSPC)
    cause = getattr(error, "orig", None) or error
    return (isinstance(cause, OSError) and cause.strerror) or str(cause)


def _take(data: Path, patience_s: float, parts: ExitStack) -> None:
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = DataLock(data)
    lock.take(patience_s)
    parts.callback(lock.release)
    if is_of_another(data / FILE_NAME):
        raise DataUnusable(data, f"{FILE_NAME} there belongs to another program")


def _put_right(data: Path, safety: Safety | None, watch: DamageWatch) -> str | None:
    """Why there is no copy of what a new schema now changes; None = all is well."""
    if safety is None:
        finish_exchange(data)
        return None
    make_sound(data, safety, watch)
    return copy_before_migration(data / FILE_NAME, safety)


def _open(
    data: Path,
    first: FirstFill,
    clock: Clock,
    zone: tzinfo,
    parts: ExitStack,
    day_hours: DayHours,
    watch: DamageWatch,
) -> tuple[Performer, Engine, dict[str, Any] | None]:
    """The third is what the notebook knew of the streams before a new one begins, None when the last one goes on."""
    path = data / FILE_NAME
    path.touch(mode=0o600)  # SQLite gives its log the rights of the database
    writer = open_writer(path)
    parts.callback(writer.dispose)
    watch.over(writer)
    before = schema.prepare(writer)
    notebook = Notebook(data, path)
    parts.callback(notebook.close)
    begun = _settle(writer, notebook, clock, zone, first, before)
    readers = open_readers(path)
    parts.callback(readers.dispose)
    watch.over(readers)
    performer = Performer(writer, clock, zone, day_hours)
    parts.callback(performer.close)
    _keep_notes(performer, readers, notebook)
    return performer, readers, begun


def _settle(
    writer: Engine, notebook: Notebook, clock: Clock, zone: tzinfo, first: FirstFill, before: str | None
) -> dict[str, Any] | None:
    """One transaction fills a new database and gives it its stream: a start that is cut off leaves both or neither.

    `before`: the schema that was found. An office from before there were pages gets the beginnings of a new one.
    """
    now, notes, mark = clock.now(), notebook.read(), read_mark(notebook.folder)
    exchanged = mark is not None and not mark.told
    with writer.begin() as conn:
        new = conn.execute(select(stream.c.no).limit(1)).first() is None
        if new:
            fill(conn, first, now.wall)
            if first.synonyms is not None:
                put_synonyms(conn, first.synonyms, now.wall)
        if new or (before is not None and before < PAGES_SINCE):
            for page in first.pages:
                content.write(conn, page, blocks_to_show(page.markdown), now.wall, "")
        today = now.date(zone).isoformat()
        if settle_identity(conn, notes, notebook.here, now, today, exchanged=exchanged) is None:
            return None
    return {} if notes is None else {"of": notes.stream, "written": notes.seq}


def _keep_notes(performer: Performer, readers: Engine, notebook: Notebook) -> None:
    """After each commit the notebook learns the seq, and the highest number of each series from the facts."""
    with readers.begin() as conn:
        origin: str = conn.execute(
            select(stream.c.id).where(stream.c.no > 0).order_by(stream.c.no).limit(1)
        ).scalar_one()
    date, highest = _series_now(readers)

    def note(facts: Sequence[FactView]) -> None:
        nonlocal date, highest
        for fact in facts:
            if fact["kind"] in ("day.opened", "stream.begun"):
                date, highest = _series_now(readers)
            read = numbers.read(fact["fact"]["number"]) if fact["kind"] in GIVE_NUMBERS else None
            if read is not None:
                highest[read[0]] = max(read[1], highest.get(read[0], 0))
        notebook.write(origin, facts[-1]["stream"], facts[-1]["seq"], date, highest)

    performer.on_facts(note)


def _series_now(readers: Engine) -> tuple[str, dict[str, int]]:
    """The date of the latest day, running or closed, and its series; "" when there was none yet."""
    with readers.begin() as conn:
        day = days.latest(conn)
        if day is None:
            return "", {}
        return day.date, {prefix: row.last for prefix, row in days.series_of(conn, day.id).items()}


def _note_stream(performer: Performer, before: dict[str, Any]) -> None:
    """`before`: how many facts the stream before it had; what the tier above lacks of them is lost."""

    def work(act: Act) -> Answer:
        row = act.conn.execute(select(stream).order_by(stream.c.no.desc()).limit(1)).one()
        told = {} if before.get("of") == row.id else before
        act.record("stream.begun", f"stream:{row.id}", {"reason": row.reason, "machine": row.machine, **told})
        return Answer({})

    performer.perform("stream", SYSTEM, None, {}, work)
