"""The same way back over the local pipe and into a file: what `motcua demo` and a trial have."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine

from district.collector import Collector
from sync.transport.loopback import LoopbackMaker, Post
from sync.transport.tries import Pace
from tests.district.playing import until
from tests.proof.commune import Commune

OFFICE, QUICK = "thanh-son", Pace(0.05, 0.2)


def test_what_a_trial_lost_comes_back(trial: Engine, tmp_path: Path) -> None:
    post = Post(tmp_path / "pipe.sock")
    post.start()
    collector = Collector(trial, LoopbackMaker(tmp_path / "pipe.sock", pace=QUICK), "collector-1", pace=QUICK)
    collector.start()
    maker, data = LoopbackMaker(tmp_path / "pipe.sock", office=OFFICE, pace=QUICK), tmp_path / "office"
    try:
        commune = Commune(data, maker)
        given = commune.issue(12)
        until(commune.is_done)
        commune.close()
        for path in data.glob("motcua.db*"):
            path.unlink()
        commune = Commune(data, maker)
        until(lambda: len(_waiting(commune)) == len(given))
        assert _waiting(commune) == given
        commune.close()
    finally:
        collector.stop()
        post.stop()


def _waiting(commune: Commune) -> list[str]:
    with closing(sqlite3.connect(f"file:{commune.database}?mode=ro", uri=True, timeout=5)) as db:
        rows = db.execute("SELECT number FROM ticket WHERE state = 'waiting' ORDER BY number")
        return [row[0] for row in rows]
