"""A commune that was alone for a month: its journal as thirty days of work would have left it."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from office.store.engine import FILE_NAME
from sync.wire.batch import WireFact
from tests.district.recorded import Recorder
from tests.office_fixture import ZONE, opened
from tests.proof.commune import MovedClock

DAYS, BOOT = 30, "000000d0"
_THERE = "SELECT seq, kind, version, at, subject, fact, digest FROM fact ORDER BY seq"
_ROW = "INSERT INTO fact (stream_no, seq, at, mono, boot, kind, version, subject, fact, digest)"


def with_a_month(data: Path) -> int:
    """Makes the office's data; how many facts it is behind. Far faster than playing them, with the same chain."""
    clock = MovedClock()
    with opened(data, clock, day=False) as premises:
        stream = premises.desk.stream
    with closing(sqlite3.connect(data / FILE_NAME)) as db, db:
        recorder = Recorder("thanh-son", stream=stream)
        recorder.facts = [WireFact(*row) for row in db.execute(_THERE)]
        written, today = len(recorder.facts), clock.now().date(ZONE)
        for days in range(DAYS, 0, -1):
            recorder.day(today - timedelta(days=days))
        new = recorder.facts[written:]
        db.executemany(f"{_ROW} VALUES (1, ?, ?, ?, '{BOOT}', ?, ?, ?, ?, ?)", (_row(one, new[0].at) for one in new))
    return len(new)


def _row(one: WireFact, begun: int) -> tuple[object, ...]:
    return (one.seq, one.at, one.at - begun, one.kind, one.version, one.subject, one.text, one.digest)
