"""At a start, before anybody opens the database: is it there, and is it sound? If not, the newest good copy comes back.

1. An exchange that was cut off is finished.
2. A database that was called broken while the office worked, or that a new schema waits for, is looked at thoroughly,
   and indexes that lack rows are made anew; any other one quickly: at most so many seconds, and what is left goes on
   beside the office.
3. Damaged, or gone while the notebook knows that there was one: the newest copy that opens and holds takes its place,
   of either place; without one a new database is made, which the tier above fills again.
"""

import sqlite3
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import structlog

from office.identity import has_notes
from office.safekeeping import damage
from office.safekeeping.ballast import LITTLE, Ballast, free_room
from office.safekeeping.checking import quick_trouble, reading
from office.safekeeping.copies import Copy, CopyFailed
from office.safekeeping.damage import DamageWatch
from office.safekeeping.exchanging import Restored, Why, exchange, finish_exchange, forget_sets_aside
from office.safekeeping.mending import mend_in_place
from office.safekeeping.places import Kept, Places, all_copies, newest_good, put_by
from office.safekeeping.taking import Occasion, has_room
from office.store import schema
from office.store.engine import FILE_NAME, UNTOUCHED

CHECK_S = 3.0
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Safety:
    """What a start may use: the places of copies, who it is, and what is said to the people in the hall afterwards."""

    places: Places
    occasion: Occasion
    notice: str = ""
    check_s: float = CHECK_S


def make_sound(data: Path, safety: Safety, watch: DamageWatch) -> None:
    """The caller has the lock. Raises OSError when the disk does not read or write."""
    if free_room(data) < LITTLE and Ballast(data, 0).give_up():
        _log.error("disk.full", what="the ballast was given up; free some room on this disk")
    finish_exchange(data)
    database = data / FILE_NAME
    if not database.exists() or database.stat().st_size == 0:
        if has_notes(data):
            _bring_back(data, safety, Why.LOST, "the file is gone")
        return
    trouble = _looked_at(data, safety.check_s, watch)
    if trouble is not None:
        _bring_back(data, safety, Why.DAMAGED, trouble)
        damage.unmark(data)


def copy_before_migration(database: Path, safety: Safety) -> str | None:
    """Only when the schema is older than this program's. Why there is none, None = all is well.

    People wait in the hall and a migration is one transaction that only adds: without a copy it goes on, but is told.
    """
    if not _is_older(database):
        return None
    try:
        kept = _copied(database, safety)
    except (CopyFailed, OSError) as error:
        _log.error("backup.failed", why=str(error))
        return f"before the new schema: {error}"
    _log.info("backup.made", file=kept.copy.path.name, why="a new schema")
    return None


def _copied(database: Path, safety: Safety) -> Kept:
    """Where there is no room, the ballast is given up for it, then older nights, then what was set aside."""
    data, folder = database.parent, safety.places.folder
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    helps = folder.stat().st_dev == data.stat().st_dev
    if helps and not has_room(database, folder):
        Ballast(data, 0).give_up()
    try:
        return put_by(database, safety.places, safety.occasion)
    except CopyFailed:
        if not helps or has_room(database, folder):
            raise
    forget_sets_aside(data)
    return put_by(database, safety.places, safety.occasion)


def _is_older(database: Path) -> bool:
    """What cannot be asked is looked at before anything else."""
    with suppress(sqlite3.Error), reading(database) as conn:
        found = schema.standing(conn.execute)
        return found is not None and found.version < schema.HEAD
    return False


def _looked_at(data: Path, check_s: float, watch: DamageWatch) -> str | None:
    database, times = data / FILE_NAME, damage.marked(data)
    if not times and not _is_older(database):
        return look_quickly(database, check_s, watch)
    trouble = _unless_unknown(mend_in_place, database)
    return trouble or ("it was called broken three times" if times >= damage.TOO_OFTEN else None)


def look_quickly(
    database: Path, check_s: float, watch: DamageWatch, look: Callable[[Path], str | None] = quick_trouble
) -> str | None:
    """Waits at most so long; a check that takes longer tells `watch` what it finds later."""
    found: list[str | None] = []
    over, late = threading.Event(), threading.Lock()

    def work() -> None:
        found.append(_unless_unknown(look, database))
        with late:
            over.set()
            if left_alone and found[0] is not None:
                watch.report(found[0])

    left_alone = False
    threading.Thread(target=work, name="quick-check", daemon=True).start()
    if not over.wait(check_s):
        with late:
            left_alone = not over.is_set()
    if left_alone:
        _log.info("database.check_goes_on", seconds=check_s)
        return None
    return found[0]


def _unless_unknown(look: Callable[[Path], str | None], database: Path) -> str | None:
    """What the disk does not let anybody know is no damage; whoever opens the database next hears what it is."""
    try:
        return look(database)
    except OSError as error:
        _log.warning("database.unchecked", why=str(error))
        return None


def _bring_back(data: Path, safety: Safety, why: Why, trouble: str) -> None:
    _log.error("database.unusable", why=trouble)
    found = _exchanged(data, safety, why, trouble)
    _log.error("database.restored", copy=found.copy, aside=found.aside)


def _exchanged(data: Path, safety: Safety, why: Why, trouble: str) -> Restored:
    """A copy that could not be read a second time, or whose indexes cannot be mended, is passed over."""
    candidates = (one for one in all_copies(safety.places, data) if opens(one))
    while (copy := newest_good(candidates)) is not None:
        try:
            return exchange(data, copy, why, trouble, safety.occasion.now)
        except CopyFailed as error:
            _log.error("backup.unreadable", file=str(error.path), why=error.why)
    return exchange(data, None, why, trouble, safety.occasion.now)


def opens(copy: Copy) -> bool:
    """Whether this version of the program may open it: it may have been made by a newer one."""
    if copy.content.schema <= schema.HEAD:
        return True
    try:
        with reading(copy.path, UNTOUCHED) as conn:
            found = schema.standing(conn.execute)
    except sqlite3.Error:
        return False
    return found is not None and found.opens_for(schema.HEAD)
