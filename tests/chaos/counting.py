"""Counts both sides by SQL of its own, with nothing of the program that is judged: sqlite3 here, psycopg there.

The office's side is its SQLite file: its facts, and what follows from them by plain SQL over their JSON. The other
side is the tables of PostgreSQL. Each answer is one line of numbers a stream; the two must be equal.
"""

import hashlib
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psycopg

Line = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """`office` is asked with the stream's number there (`?`), `district` with the stream's id (`%s`)."""

    what: str
    office: str
    district: str


_TICKETS = """
    SELECT state, count(*), sum(seq) FROM (
        SELECT max(seq) AS seq, json_extract(fact, '$.state') AS state -- SQLite: of the row with the largest seq
        FROM fact WHERE stream_no = ?1 AND kind GLOB 'ticket.*' GROUP BY subject
    ) GROUP BY state ORDER BY state"""
_FACTS = """
    SELECT count(*), min(seq), max(seq), sum(head32(digest)),
        sum(md32(kind || ' ' || subject || ' ' || at || ' ' || fact))
    FROM fact WHERE stream_no = ?1"""
QUESTIONS = (
    Question(
        "facts: how many, first, last, sum of digests, sum of contents",
        _FACTS,
        """SELECT count(*), min(seq), max(seq),
            sum(('x' || encode(substr(digest, 1, 4), 'hex'))::bit(32)::int8),
            sum(('x' || substr(md5(kind || ' ' || subject || ' ' || at || ' ' || body), 1, 8))::bit(32)::int8)
        FROM fact f JOIN stream s ON s.no = f.stream_no WHERE s.id = %s""",
    ),
    Question(
        "facts of each kind",
        "SELECT kind, count(*) FROM fact WHERE stream_no = ?1 GROUP BY kind ORDER BY kind",
        """SELECT kind COLLATE "C", count(*) FROM fact f JOIN stream s ON s.no = f.stream_no WHERE s.id = %s
        GROUP BY 1 ORDER BY 1""",
    ),
    Question(
        "tickets by state, and by which fact",
        _TICKETS,
        """SELECT state COLLATE "C", count(*), sum(state_seq) FROM ticket t JOIN stream s ON s.no = t.stream_no
        WHERE s.id = %s GROUP BY 1 ORDER BY 1""",
    ),
    Question(
        "tickets of each day, time at the counters",
        """SELECT json_extract(fact, '$.date'), count(*) FROM fact WHERE stream_no = ?1 AND kind = 'ticket.issued'
        GROUP BY 1 UNION ALL
        SELECT 'served', sum(json_extract(fact, '$.served_ms')) FROM fact
        WHERE stream_no = ?1 AND kind = 'ticket.finished' ORDER BY 1""",
        """WITH mine AS (SELECT t.* FROM ticket t JOIN stream s ON s.no = t.stream_no WHERE s.id = %s)
        SELECT date COLLATE "C", count(*) FROM mine GROUP BY 1 UNION ALL
        SELECT 'served', sum(served_ms) FROM mine ORDER BY 1""",
    ),
    Question(
        "calls and recalls, milliseconds waited",
        """SELECT count(*), sum(kind = 'ticket.recalled'), sum(json_extract(fact, '$.waited_ms')), sum(seq)
        FROM fact WHERE stream_no = ?1 AND kind IN ('ticket.called', 'ticket.recalled')""",
        """SELECT count(*), sum(recall::int), sum(waited_ms), sum(seq)
        FROM call c JOIN stream s ON s.no = c.stream_no WHERE s.id = %s""",
    ),
    Question(
        "rating windows by outcome",
        """SELECT json_extract(fact, '$.outcome'), count(*) FROM fact
        WHERE stream_no = ?1 AND kind = 'rating.closed' GROUP BY 1 ORDER BY 1""",
        """SELECT outcome COLLATE "C", count(*) FROM rating_window w JOIN stream s ON s.no = w.stream_no
        WHERE s.id = %s AND outcome IS NOT NULL GROUP BY 1 ORDER BY 1""",
    ),
    Question(
        "ratings by level, changed ones as they were changed",
        """SELECT level, count(*) FROM (
            SELECT max(seq), json_extract(fact, '$.level') AS level
            FROM fact WHERE stream_no = ?1 AND kind IN ('rating.given', 'rating.changed') GROUP BY subject
        ) GROUP BY level ORDER BY level""",
        """SELECT level, count(*) FROM answer a JOIN stream s ON s.no = a.stream_no WHERE s.id = %s
        GROUP BY level ORDER BY level""",
    ),
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one question was answered for one stream."""

    office: str
    stream: str
    what: str
    here: Sequence[Line]
    there: Sequence[Line]

    @property
    def agrees(self) -> bool:
        return list(self.here) == list(self.there)


def compare(office: str, file: Path, conninfo: str) -> list[Verdict]:
    """Every question for every stream of the office, whose service must have ended."""
    with closing(_opened(file)) as here, psycopg.connect(conninfo) as there:
        streams = here.execute("SELECT no, id FROM stream ORDER BY no").fetchall()
        return [
            Verdict(
                office,
                stream,
                one.what,
                _plain(here.execute(one.office, (number,)).fetchall()),
                _plain(there.execute(one.district.encode(), (stream,)).fetchall()),
            )
            for number, stream in streams
            for one in QUESTIONS
        ]


def asked(conninfo: str, query: str) -> int:
    """One number of the district's database."""
    with psycopg.connect(conninfo) as conn:
        row = conn.execute(query.encode()).fetchone()
    assert row is not None
    return int(row[0])


def _opened(file: Path) -> sqlite3.Connection:
    conn = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    conn.create_function("head32", 1, lambda digest: int.from_bytes(digest[:4], "big"), deterministic=True)
    conn.create_function("md32", 1, _md32, deterministic=True)
    return conn


def _md32(text: str) -> int:
    return int(hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()[:8], 16)


def _plain(rows: Sequence[Line]) -> list[Line]:
    """PostgreSQL's sums are decimals."""
    return [
        tuple(value if value is None or isinstance(value, str) else int(str(value)) for value in row) for row in rows
    ]
