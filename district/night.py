"""What the tier looks after by itself: counts against the offices every hour, and once a day what is too old goes.

Both are cheap when there is nothing to do; several services at one database may do them at the same time.
"""

import threading
import time

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from district.audit import audit
from district.config import Config
from district.store.retention import Keep, sweep
from district.times import wall_clock

HOUR_S = 3600.0
FIRST_S = 60.0
_SWEEPS_EVERY = 24
_log = structlog.get_logger()


def keep_of(config: Config) -> Keep:
    kept = config.retention
    return Keep(kept.facts_days, kept.audits_days, kept.refused_days, kept.results_days, kept.texts_days)


class Housekeeper:
    """`start` to `stop`; a database that is away is simply tried again an hour later."""

    def __init__(self, store: Engine, keep: Keep, *, first_s: float = FIRST_S, every_s: float = HOUR_S) -> None:
        self._store, self._keep = store, keep
        self._first_s, self._every_s = first_s, every_s
        self._stopping = threading.Event()
        self.busy_since: float | None = None
        self._thread = threading.Thread(target=self._work, name="housekeeper", daemon=True)
        self.rounds = 0

    def start(self) -> None:
        self._thread.start()

    def stop(self, deadline_s: float = 5.0) -> None:
        self._stopping.set()
        self._thread.join(deadline_s)

    def _work(self) -> None:
        wait = self._first_s
        while not self._stopping.wait(wait):
            wait = self._every_s
            self.busy_since = time.monotonic()
            try:
                self._round()
            except SQLAlchemyError as error:
                _log.warning("housekeeper.stumbled", cause=type(error).__name__)
            self.rounds += 1
            self.busy_since = None

    def _round(self) -> None:
        with self._store.begin() as conn:
            for verdict in audit(conn, wall_clock()):
                if not verdict.agrees:
                    _log.warning("audit.differs", office=verdict.office, date=verdict.date)
        if self.rounds % _SWEEPS_EVERY == 0:
            with self._store.begin() as conn:
                gone = sweep(conn, wall_clock(), self._keep)
            _log.info("retention.swept", rows=sum(gone.values()))
