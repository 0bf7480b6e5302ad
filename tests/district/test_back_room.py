"""Backlogs are taken in by another process: whoever watches this one hears of it when that one hangs."""

import os
import signal
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine

from district.collector import Collector
from sync.transport.loopback import LoopbackMaker
from sync.transport.port import Transport, Will
from tests.district.playing import PlayedOffice, until
from tests.district.test_collector import QUICK, count, played
from web.pulse import Pulse, Watched


@dataclass(frozen=True, slots=True)
class StuckMaker:
    """Pipes of lanes for backlogs take the first letter and never come back; a value, so it goes to another process."""

    maker: LoopbackMaker

    def __call__(self, *, client: str, filters: Sequence[str], will: Will | None) -> Transport:
        pipe = self.maker(client=client, filters=filters, will=will)
        if "-back" in client:
            pipe.post = lambda *_, **__: threading.Event().wait()  # type: ignore[method-assign]
        return pipe


def _is_late(collector: Collector, limit_s: float = 3.0) -> bool:
    return bool(Pulse([Watched.of("collector", limit_s, collector)], lambda: True).late())


def test_a_lane_that_hangs_in_the_other_process_is_late_here(trial: Engine, socket: Path) -> None:
    made = played("xa-1")
    collector = Collector(trial, StuckMaker(LoopbackMaker(socket)), "collector-1", pace=QUICK, apart="error")
    collector.start()
    office = PlayedOffice(LoopbackMaker(socket, "xa-1"), "xa-1")
    until(office.somebody_is_alive)
    end = time.monotonic() + 20
    while count(trial) == 0:
        assert time.monotonic() < end
        office.send([made.batch(1, 50)])
        time.sleep(0.3)
    until(lambda: _is_late(collector, 6.0))
    since = collector.busy_since
    assert since is not None
    until(lambda: time.monotonic() - since > 8.0)
    assert collector.busy_since == since, "it goes on saying every second how it is, and nothing gets on"
    office.leave()
    collector.stop(0.1)


@pytest.mark.needs("postgres")
def test_a_projector_that_hangs_there_is_late_and_so_is_a_process_that_says_nothing(
    postgres: Engine, socket: Path
) -> None:
    collector = Collector(postgres, LoopbackMaker(socket), "collector-1", pace=QUICK, apart="error")
    collector.start()
    until(lambda: _clients(postgres, "unprojected") > 0)
    with postgres.begin() as conn:
        conn.exec_driver_sql("LOCK TABLE unprojected IN ACCESS EXCLUSIVE MODE")
        until(lambda: _is_late(collector))
    until(lambda: not _is_late(collector))
    assert collector.back_room is not None
    os.kill(collector.back_room, signal.SIGSTOP)
    until(lambda: _is_late(collector))
    os.kill(collector.back_room, signal.SIGCONT)
    until(lambda: not _is_late(collector))
    collector.stop()


def _clients(store: Engine, word: str) -> int:
    """Other connections whose last statement has this word."""
    query = "SELECT count(*) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND query LIKE %s"
    with store.connect() as conn:
        return int(conn.exec_driver_sql(query, (f"%{word}%",)).scalar_one())
