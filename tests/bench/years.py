"""The data of a large office after two years: how long a start looks at it, a copy takes, a restore, a full check.

A thousand tickets a working day. As retention leaves it: tickets, calls and ratings of two years, facts of ninety days.
The facts are those of one really played ticket over and over, each with its own place in the chain.
"""

import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from office.clock import SetClock
from office.domain.chain import digest_after
from office.ledger import Ledger
from office.premises import Premises
from office.safekeeping.checking import check_copy, full_trouble, quick_trouble
from office.safekeeping.copies import Kind
from office.safekeeping.exchanging import Why, exchange
from office.safekeeping.places import Places, put_by
from office.safekeeping.retention import DAY_MS, Keep, sweep
from office.safekeeping.taking import Occasion
from office.store.engine import FILE_NAME
from tests.bench.figures import Row, at_most, percentile
from tests.office_fixture import SCREEN, ZONE, opened, rid, seat, take

DAYS, KEPT_DAYS, TICKETS_A_DAY = 500, 65, 1_000
"""Working days of two years, and of ninety days."""
OFFICE = "thanh-son"
Result = TypeVar("Result")
NOW = SetClock().now().wall
_TABLES = ("ticket", "call", "rating_window", "rating", "rating_reasons")


@dataclass(frozen=True, slots=True)
class _Size:
    days: int
    kept: int
    tickets: int


def measure(folder: Path, quick: bool) -> list[Row]:
    size = _Size(20, 5, 200) if quick else _Size(DAYS, KEPT_DAYS, TICKETS_A_DAY)
    data, places = folder / "data", Places(OFFICE, folder / "backups")
    fill(data, size.days, size.kept, size.tickets)
    megabytes = (data / FILE_NAME).stat().st_size / 1e6
    what = f"{size.days * size.tickets:,} tickets, {megabytes:.0f} MB"
    rows = [
        at_most(f"quick check at a start ({what})", _took(lambda: quick_trouble(data / FILE_NAME)), "s", 3),
        at_most("full check, indexes and every digest", _took(lambda: full_trouble(data / FILE_NAME)), "s", 300),
    ]
    return [*rows, *_copying(data, places), *_bringing_back(data, places), *_sweeping(data)]


def _took(work: Callable[[], str | None]) -> float:
    begun = time.monotonic()
    assert work() is None
    return time.monotonic() - begun


def _people(premises: Premises, go_on: Callable[[], bool]) -> list[float]:
    """How long each of those waited who took a number meanwhile."""
    waited = list[float]()
    while go_on():
        begun = time.perf_counter()
        take(premises.desk)
        waited.append(time.perf_counter() - begun)
        time.sleep(0.02)
    return waited


def _beside(premises: Premises, work: Callable[[], Result]) -> tuple[Result, float, list[float]]:
    """What came of the work, its seconds, and how long people waited for their numbers."""
    over = threading.Event()
    with ThreadPoolExecutor(1) as crowd:
        people = crowd.submit(_people, premises, lambda: not over.is_set())
        begun = time.monotonic()
        try:
            result = work()
        finally:
            took = time.monotonic() - begun
            over.set()
        return result, took, people.result(30)


def _copying(data: Path, places: Places) -> list[Row]:
    """A copy while people take numbers, and what it costs them."""
    with opened(data, SetClock()) as premises:
        left = iter(range(200))
        alone = percentile(_people(premises, lambda: next(left, None) is not None), 0.99) * 1000
        night = Occasion(OFFICE, Kind.NIGHTLY, 1, ZONE, "bench")
        kept, took, waited = _beside(premises, lambda: put_by(data / FILE_NAME, places, night))
    check_copy(kept.copy.path)
    return [
        at_most("a copy, read back and checked", took, "s", 60),
        at_most("a number while it is made, p99", percentile(waited, 0.99) * 1000, "ms", 30, _alone(alone, waited)),
    ]


def _alone(alone: float, waited: list[float]) -> str:
    return f" (with nothing beside it {alone:.1f} ms; n = {len(waited)})"


def _bringing_back(data: Path, places: Places) -> list[Row]:
    begun = time.monotonic()
    (path,) = places.folder.glob("*.db")
    exchange(data, check_copy(path), Why.BY_HAND, "by hand", 2)
    checked = time.monotonic() - begun
    with opened(data, SetClock()) as premises:
        take(premises.desk)
    return [
        at_most(
            f"damaged → back with a number (of that {checked:.1f} s for the copy)", time.monotonic() - begun, "s", 60
        )
    ]


def _sweeping(data: Path) -> list[Row]:
    """A quarter of a year later, as after a long holiday: what people wait while it goes, for twenty seconds."""
    with opened(data, SetClock(synced=True)) as premises:
        ledger = Ledger(premises.performer, premises.readers, ZONE)
        ledger.write_down({one.no: one.head for one in ledger.streams()})
        sweep(premises.performer, Keep(), lambda: True)
    with opened(data, SetClock(NOW + 91 * DAY_MS, synced=True)) as premises:
        ends = time.monotonic() + 20
        old = Keep(tickets_months=23)
        gone, took, waited = _beside(premises, lambda: sweep(premises.performer, old, lambda: time.monotonic() < ends))
    rows = f" ({gone.facts + gone.tickets_and_days:,} rows in {took:.1f} s, n = {len(waited)})"
    return [at_most("a number while old rows go, p99", percentile(waited, 0.99) * 1000, "ms", 60, rows)]


def fill(data: Path, days: int, kept: int, tickets: int) -> None:
    """A played ticket, and then as many of its kind as there would be."""
    clock = SetClock()
    with opened(data, clock) as premises:
        clerk, desk = seat(premises, "an", 1), premises.desk
        before = desk.seq
        made = take(desk)
        desk.call_next(clerk, rid(), counter=1)
        desk.start(clerk, rid(), counter=1)
        desk.finish(clerk, rid(), counter=1)
        clock.advance(1_000)
        desk.rate(SCREEN, rid(), ticket=made["id"], level=3, channel="screen", age_ms=900)
        facts = (before, desk.seq)
    with closing(sqlite3.connect(data / FILE_NAME, isolation_level=None)) as conn:
        conn.execute("PRAGMA synchronous=OFF")
        conn.execute("BEGIN")
        _repeat_tickets(conn, days, tickets)
        _repeat_facts(conn, facts, kept * tickets)
        conn.execute("COMMIT")
        conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _repeat_tickets(conn: sqlite3.Connection, days: int, tickets: int) -> None:
    """From the present day backwards; ids go on upwards, as no page would ever see them."""
    (last_day,) = conn.execute("SELECT max(id) FROM day").fetchone()
    rows = {table: _row(conn, table) for table in ("day", *_TABLES)}
    for at in range(1, days + 1):
        day_id = last_day + at
        closed = NOW - (days - at + 1) * 126_000_000
        row = {**rows["day"], "id": day_id, "date": f"x{day_id}", "status": "closed", "closed_at": closed}
        _add(conn, "day", [row])
        ids = range(day_id * tickets * 2, day_id * tickets * 2 + tickets)
        for table in _TABLES:
            if rows[table]:
                _add(conn, table, [_another(table, rows[table], one, day_id) for one in ids])


def _another(table: str, row: dict[str, object], one: int, day_id: int) -> dict[str, object]:
    if table == "ticket":
        return {**row, "id": one, "day": day_id, "number": f"A{one}"}
    changed = {"id": one} if "id" in row else {}
    changed |= {"day": day_id} if "day" in row else {}
    changed |= {"window": one} if "window" in row else {}
    return {**row, "ticket": one, **changed}


def _row(conn: sqlite3.Connection, table: str) -> dict[str, object]:
    found = conn.execute(f"SELECT * FROM {table} LIMIT 1")
    row = found.fetchone()
    return {} if row is None else dict(zip([name for name, *_ in found.description], row, strict=True))


def _add(conn: sqlite3.Connection, table: str, rows: list[dict[str, object]]) -> None:
    names = ", ".join(f'"{name}"' for name in rows[0])
    conn.executemany(
        f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(rows[0]))})",
        [tuple(row.values()) for row in rows],
    )


def _repeat_facts(conn: sqlite3.Connection, which: tuple[int, int], times: int) -> None:
    (no, seq, digest) = conn.execute("SELECT stream_no, seq, digest FROM fact ORDER BY seq DESC LIMIT 1").fetchone()
    query = "SELECT at, mono, boot, kind, version, subject, fact FROM fact WHERE seq > ? AND seq <= ?"
    pattern = conn.execute(query, which).fetchall()
    for _ in range(times):
        rows = []
        for at, mono, boot, kind, version, subject, text in pattern:
            seq, digest = seq + 1, digest_after(digest, seq + 1, at, kind, version, subject, text)
            rows.append((no, seq, at, mono, boot, kind, version, subject, text, digest))
        conn.executemany("INSERT INTO fact VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
