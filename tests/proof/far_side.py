"""The district's side for the proofs: collectors on a real PostgreSQL, and SQL that knows nothing of our code.

`same` compares an office's SQLite file with the district's database row by row, with nothing but SQL on both sides.
"""

import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from district.collector import Collector
from sync.transport.mqtt import MqttMaker
from sync.transport.tries import Pace
from tests.proof.commune import Commune

TOP = Path(__file__).resolve().parents[2]
QUICK = Pace(first_s=0.1, most_s=0.4, stable_s=20)
COLLECTOR = "collector-1"
KILLED = -signal.SIGKILL
_FACTS = "SELECT s.id, f.seq, f.kind, f.version, f.at, f.subject, f.digest, f.{body} FROM fact f JOIN stream s"
_HERE = _FACTS.format(body="fact") + " ON s.no = f.stream_no ORDER BY s.id, f.seq"
_THERE = (
    _FACTS.format(body="body")
    + " ON s.no = f.stream_no JOIN office o ON o.no = s.office_no WHERE o.id = %s ORDER BY s.id, f.seq"
)
_TICKETS = """SELECT s.id, t.ticket, t.number, t.state, t.service FROM ticket t JOIN stream s ON s.no = t.stream_no
JOIN office o ON o.no = s.office_no WHERE o.id = %s ORDER BY s.id, t.ticket"""
_TICKETS_HERE = """WITH last AS (SELECT stream_no, subject, max(seq) AS seq FROM fact
WHERE kind LIKE 'ticket.%' AND json_extract(fact, '$.state') IS NOT NULL GROUP BY stream_no, subject)
SELECT s.id, CAST(substr(f.subject, 8) AS INTEGER) AS ticket, json_extract(f.fact, '$.number'),
json_extract(f.fact, '$.state'), json_extract(f.fact, '$.service')
FROM fact f JOIN last USING (stream_no, subject, seq) JOIN stream s ON s.no = f.stream_no ORDER BY s.id, ticket"""

Row = tuple[Any, ...]


def until(condition: Callable[[], object], within_s: float = 20.0) -> None:
    """Waits for it; fails when it does not come."""
    end = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.01)


def maker_at(port: int, keepalive_s: int = 1) -> MqttMaker:
    return MqttMaker("127.0.0.1", port, keepalive_s=keepalive_s, connect_s=2, pace=QUICK)


@contextmanager
def collecting(store: Engine, maker: MqttMaker, name: str = COLLECTOR) -> Iterator[Collector]:
    collector = Collector(store, maker, name, pace=Pace(0.05, 0.2))
    collector.start()
    try:
        yield collector
    finally:
        collector.stop()


class CollectorAlone:
    """A collector in a process of its own, so that it can be killed."""

    def __init__(self, url: str, port: int, *words: str) -> None:
        command = [sys.executable, "-m", "tests.proof.collector_alone", url, str(port), *words]
        self.process = subprocess.Popen(command, cwd=TOP, stdout=subprocess.PIPE, text=True)

    def until_ready(self) -> "CollectorAlone":
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "ready\n"
        return self

    def kill(self) -> None:
        self.process.kill()
        self.wait()

    def wait(self, within_s: float = 20.0) -> int:
        """How it ended."""
        code = self.process.wait(within_s)
        if self.process.stdout is not None:
            self.process.stdout.close()
        return code


def rows(store: Engine, statement: str, *values: object) -> list[Row]:
    with store.connect() as conn:
        return [tuple(row) for row in conn.exec_driver_sql(statement, values or None)]


def number(store: Engine, statement: str, *values: object) -> int:
    found = rows(store, statement, *values)[0][0]
    assert isinstance(found, int)
    return found


def facts_there(store: Engine, office: str) -> list[Row]:
    return [(*row[:6], bytes(row[6]), row[7]) for row in rows(store, _THERE, office)]


def facts_here(database: Path) -> list[Row]:
    with _reading(database) as db:
        return db.execute(_HERE).fetchall()


def same(commune: Commune, store: Engine) -> None:
    """Waits until the office counts everything as delivered; then both sides hold the same, facts and tickets."""
    until(commune.is_done)
    assert facts_there(store, commune.office) == facts_here(commune.database)
    with _reading(commune.database) as db:
        tickets = db.execute(_TICKETS_HERE).fetchall()
    projected(store)
    assert rows(store, _TICKETS, commune.office) == tickets


def projected(store: Engine) -> None:
    """Waits until everything that has arrived is in the tables of tickets and ratings."""
    until(lambda: number(store, "SELECT count(*) FROM unprojected") == 0)


def alarms(store: Engine, office: str) -> dict[str, int]:
    """What somebody at the district has to look at → how often."""
    query = "SELECT a.what, a.times FROM alarm a JOIN office o ON o.no = a.office_no WHERE o.id = %s"
    return dict(rows(store, query, office))


@contextmanager
def _reading(database: Path) -> Iterator[sqlite3.Connection]:
    db = sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=5)
    try:
        yield db
    finally:
        db.close()
