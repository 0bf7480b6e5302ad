"""Copies of the office of the tests, and what a dying card does to a database."""

import hashlib
import json
import sqlite3
from contextlib import closing
from pathlib import Path

from office.clock import SetClock
from office.domain.moment import HOUR
from office.safekeeping.copies import Copy, Kind, read_copy, slip_of
from office.safekeeping.places import Kept, Places, put_by
from office.safekeeping.taking import Occasion
from office.store.engine import FILE_NAME
from tests.office_fixture import ZONE

OFFICE = "thanh-son"
_INDEX = "ix_ticket_day_state"


def occasion(clock: SetClock, kind: Kind = Kind.NIGHTLY, office: str = OFFICE) -> Occasion:
    return Occasion(office, kind, clock.now().wall, ZONE, "1.0")


def copied(data: Path, places: Places, clock: SetClock, kind: Kind = Kind.NIGHTLY) -> Kept:
    """A copy of now; the next one is an hour later."""
    kept = put_by(data / FILE_NAME, places, occasion(clock, kind, places.office))
    clock.advance(HOUR)
    return kept


def break_an_index(database: Path) -> None:
    """A row stands elsewhere in the index than in its table; a quick look does not notice."""
    with closing(sqlite3.connect(database)) as conn:
        (page,) = conn.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (_INDEX,)).fetchone()
        (size,) = conn.execute("PRAGMA page_size").fetchone()
    with database.open("r+b") as file:
        file.seek((page - 1) * size)
        raw = file.read(size)
        assert b"waiting" in raw
        file.seek((page - 1) * size)
        file.write(raw.replace(b"waiting", b"waitinh", 1))


def lose_a_row(database: Path) -> None:
    """A table has lost a row that its index still knows."""
    with closing(sqlite3.connect(database, isolation_level=None)) as conn:
        known = conn.execute("SELECT * FROM sqlite_master WHERE name = ?", (_INDEX,)).fetchone()
        conn.execute("PRAGMA writable_schema=ON")
        conn.execute("DELETE FROM sqlite_master WHERE name = ?", (_INDEX,))
    with closing(sqlite3.connect(database, isolation_level=None)) as conn:
        conn.execute("DELETE FROM ticket WHERE id = (SELECT max(id) FROM ticket)")
        conn.execute("PRAGMA writable_schema=ON")
        conn.execute("INSERT INTO sqlite_master VALUES (?, ?, ?, ?, ?)", known)


def say_it_was_so(copy: Copy) -> Copy:
    """The slip of a copy whose file was changed by the test, as if it had been made like that."""
    raw = copy.path.read_bytes()
    slip = json.loads(slip_of(copy.path).read_bytes())
    slip |= {"sha256": hashlib.sha256(raw).hexdigest(), "size": len(raw)}
    slip_of(copy.path).write_text(json.dumps(slip), encoding="utf-8")
    return read_copy(copy.path)
