"""What the disk itself can do: one small durable commit, by SQLite alone."""

import sqlite3
from pathlib import Path

from tests.bench.calling import timed
from tests.bench.figures import Row, times_row


def commits(folder: Path, count: int) -> list[float]:
    """Seconds of `count` bare commits (WAL, synchronous=FULL, one row of 300 bytes)."""
    folder.mkdir(parents=True, exist_ok=True)
    conn = sqlite3.connect(folder / "bare.db", isolation_level=None)
    conn.execute("PRAGMA journal_mode=WAL")
    conn.execute("PRAGMA synchronous=FULL")
    conn.execute("CREATE TABLE IF NOT EXISTS bare (id INTEGER PRIMARY KEY, text TEXT)")

    def commit() -> None:
        conn.execute("BEGIN IMMEDIATE")
        conn.execute("INSERT INTO bare (text) VALUES (?)", ("x" * 300,))
        conn.execute("COMMIT")

    taken = [timed(commit) for _ in range(count)]
    conn.close()
    return taken


def measure(folder: Path, quick: bool) -> list[Row]:
    return [times_row("the disk: one bare durable commit", commits(folder, 200 if quick else 1_000))]
