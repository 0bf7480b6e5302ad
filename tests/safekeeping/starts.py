"""The office as the service starts it, on a database that may have been ruined meanwhile."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from office.clock import SetClock
from office.premises import Premises, open_premises
from office.safekeeping.copies import Kind
from office.safekeeping.places import Places
from office.safekeeping.starting import Safety
from office.store.engine import FILE_NAME
from tests.office_fixture import FIRST, ZONE
from tests.safekeeping.making import OFFICE, occasion

NOTICE = "Máy vừa được khôi phục."
PAGE = 4_096


@contextmanager
def started(data: Path, places: Places, clock: SetClock, check_s: float = 20.0) -> Iterator[Premises]:
    """As the service opens it."""
    safety = Safety(places, occasion(clock, Kind.UPDATE), NOTICE, check_s)
    premises = open_premises(data, FIRST, clock, ZONE, office_id=OFFICE, version="test", safety=safety)
    try:
        premises.desk.tick()
        yield premises
    finally:
        premises.close()


def ruin(data: Path, table: str = "ticket") -> None:
    """What a dying card does: the first page of a table is no page any more."""
    ruin_page(data / FILE_NAME, rootpage_of(data / FILE_NAME, table))


def rootpage_of(database: Path, table: str) -> int:
    with closing(sqlite3.connect(database)) as conn:
        (page,) = conn.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    return int(page)


def ruin_page(database: Path, page: int) -> None:
    with database.open("r+b") as file:
        file.seek((page - 1) * PAGE)
        file.write(b"\xa5" * PAGE)


def facts_of(premises: Premises, kind: str) -> list[dict[str, Any]]:
    return [one["fact"] for one in premises.desk.facts_after(0, 100) if one["kind"] == kind]


def condition_of(premises: Premises, device: str) -> str | None:
    return {one["device"]: one["condition"] for one in premises.desk.state()["devices"]}.get(device)
