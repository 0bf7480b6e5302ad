"""Readers of the journal: those that must get every fact, and those that act now or never.

A ledger reader (the district) gets everything in order and moves only on the far end's own acknowledgement. An effect
reader (paper, voice, boards) starts at the end of the journal, acts on what is fresh, and says in a fact what it let
pass: after a power cut nobody wants forty reprinted tickets or a ten-minute-old call.
"""

import contextlib
import queue
import threading
import time
from collections.abc import Callable, Collection, Sequence
from datetime import datetime

import structlog
from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert as upsert

from office.clock import Clock
from office.desk import Desk
from office.domain.moment import SECOND
from office.domain.refusals import StoreUnavailable
from office.journal import FactView
from office.store.tables import reader

FRESH_MS = 5 * SECOND
_log = structlog.get_logger()


class LedgerReader:
    """The place of one ledger reader in one stream; `stream_no` as in the table of streams."""

    def __init__(self, name: str, stream_no: int) -> None:
        self._name, self._stream_no = name, stream_no

    def place(self, conn: Connection) -> int:
        """The last seq that the far end acknowledged, 0 at first."""
        mine = (reader.c.name == self._name) & (reader.c.stream_no == self._stream_no)
        row = conn.execute(select(reader.c.place).where(mine)).first()
        return 0 if row is None else int(row.place)

    def acknowledge(self, conn: Connection, upto: int) -> None:
        """The far end has everything up to `upto`; the place never moves back."""
        statement = upsert(reader).values(name=self._name, stream_no=self._stream_no, place=upto)
        conn.execute(
            statement.on_conflict_do_update(
                index_elements=["name", "stream_no"], set_={"place": upto}, where=reader.c.place < upto
            )
        )


class EffectReader:
    """Calls `effect` for each fresh fact of `kinds`, in order, in a thread of its own, from `start` to `stop`."""

    def __init__(
        self,
        name: str,
        kinds: Collection[str],
        desk: Desk,
        clock: Clock,
        effect: Callable[[FactView], None],
        fresh_ms: int = FRESH_MS,
    ) -> None:
        self._name, self._kinds, self._desk, self._clock = name, frozenset(kinds), desk, clock
        self._effect, self._fresh_ms = effect, fresh_ms
        self.busy_since: float | None = None
        self._facts: queue.SimpleQueue[tuple[FactView, int] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name=f"reader-{name}", daemon=True)
        self._unsubscribe: Callable[[], None] | None = None

    def start(self) -> None:
        self._unsubscribe = self._desk.on_facts(self._hear)
        self._thread.start()

    def stop(self, deadline_s: float = 2.0) -> None:
        if self._unsubscribe is not None:
            self._unsubscribe()
            self._facts.put(None)
            self._thread.join(deadline_s)

    def _hear(self, facts: Sequence[FactView]) -> None:
        heard = self._clock.now().mono
        for fact in facts:
            if fact["kind"] in self._kinds:
                self._facts.put((fact, heard))

    def _work(self) -> None:
        while (one := self._facts.get()) is not None:
            self.busy_since = time.monotonic()
            try:
                self._act(*one)
            except Exception:  # noqa: BLE001 - the outer loop: one fact's mishap must not silence the reader
                _log.exception("reader.stumbled", reader=self._name, seq=one[0]["seq"])
            finally:
                self.busy_since = None

    def _act(self, fact: FactView, heard: int) -> None:
        age = self._clock.now().mono - heard
        if age <= self._fresh_ms:
            self._effect(fact)
            return
        with contextlib.suppress(StoreUnavailable):  # the disk is full: the log has it
            self._desk.report_skipped(reader=self._name, seq=fact["seq"], age_ms=age)
        _log.warning("reader.skipped", reader=self._name, seq=fact["seq"], age_ms=age)


def wall_of(fact: FactView) -> int:
    """When the fact happened, in ms of UTC."""
    return round(datetime.fromisoformat(fact["at"]).timestamp() * 1000)
