"""The courier's thread: sleeps until something happens or is due, makes a round, and sleeps again.

It owns the pipe. A mishap (a disk that is full, a mistake of ours) ends the round, not the courier: it is recorded, and
after a while everything begins anew from what is written down. Bounded: it holds the places, not the facts.
"""

import queue
import random
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import cast

import structlog

from office.clock import Clock
from office.journal import FactView
from sync import topics
from sync.courier.posting import Sender
from sync.courier.refilling import Refills
from sync.courier.round import Grew, Happening, Others, Paused, Posted, Round
from sync.courier.source import Source
from sync.courier.status import Condition, Status
from sync.courier.timing import Timing
from sync.transport.port import Events, Maker, Transport, Will
from sync.wire.letters import Applied, OfficeState

MOST_AT_ONCE = 200
"""Happenings that are heard before something is done about them."""
STATED = {"device.condition", "config.applied", "config.refused"}
"""Facts that change what `state` says."""
_AFTER_MISHAP_S = 10.0
_LONGEST_SLEEP_S = 3_600.0
_log = structlog.get_logger()


class Courier:
    """From `start` to `stop`; `status` is as of the last round. `report` hears each new condition."""

    def __init__(
        self,
        source: Source,
        maker: Maker,
        sender: Sender,
        clock: Clock,
        *,
        report: Callable[[Condition], None] = lambda _: None,
        timing: Timing | None = None,
        spread: Callable[[], float] = lambda: random.uniform(0.5, 1.5),  # noqa: S311 - against marching in step
        others: Others | None = None,
        configs: Callable[[], Mapping[str, Applied]] = dict,
        refills: Refills | None = None,
    ) -> None:
        self._source, self._maker, self._sender, self._clock = source, maker, sender, clock
        self._report, self._others, self._configs, self._refills = report, others, configs, refills
        self._timing, self._spread = timing or Timing(), spread
        self._inbox: queue.SimpleQueue[Happening | None] = queue.SimpleQueue()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._work, name="courier", daemon=True)
        self._unsubscribe: Callable[[], None] = lambda: None
        self.busy_since: float | None = None
        self._status = Status()

    def start(self) -> None:
        self._unsubscribe = self._source.on_facts(self._hear)
        self._thread.start()

    def stop(self, deadline_s: float = 2.0) -> None:
        self._unsubscribe()
        self._stopping.set()
        self._inbox.put(None)
        if self._thread.is_alive():
            self._thread.join(deadline_s)

    def status(self) -> Status:
        return self._status

    def pause(self, *, on: bool) -> None:
        """Nothing more is sent until it is switched off; what is under way arrives."""
        self._inbox.put(Paused(on))

    def post(self, box: str, payload: bytes, *, retain: bool = False) -> None:
        """Into a mailbox of this office, if the pipe stands."""
        self._inbox.put(Posted(box, payload, retain))

    def _hear(self, facts: Sequence[FactView]) -> None:
        kinds = {fact["kind"] for fact in facts}
        last = facts[-1]
        self._inbox.put(Grew(last["stream"], last["seq"], bool(kinds & STATED), "day.closed" in kinds))

    def _work(self) -> None:
        pipe = self._pipe()
        pipe.open(cast("Events", self._inbox))  # the pipe only puts into it
        while not self._stopping.is_set():
            try:
                self._make_rounds(pipe)
            except Exception:  # noqa: BLE001 - the outer loop: facts must go on being delivered
                _log.exception("courier.stumbled")
            if not self._stopping.wait(_AFTER_MISHAP_S * self._spread()):
                pipe.rebuild()  # so that it tells us again how it stands
        pipe.close()

    def _make_rounds(self, pipe: Transport) -> None:
        """Until we are stopped. Raises what the database says."""
        self.busy_since = time.monotonic()
        one = self._round(pipe)
        one.begin()
        while not self._stopping.is_set():
            self.busy_since = time.monotonic()
            wait_s = one.turn()
            self._status = one.status
            self._hear_all(one, min(wait_s, _LONGEST_SLEEP_S))
        one.finish()

    def _hear_all(self, one: Round, wait_s: float) -> None:
        """Waits for the first thing that happens, and takes what else is there already."""
        self.busy_since = None
        try:
            happened = self._inbox.get(timeout=wait_s) if wait_s > 0 else self._inbox.get_nowait()
            self.busy_since = time.monotonic()
            for _ in range(MOST_AT_ONCE):
                if happened is None:
                    return
                one.hear(happened)
                happened = self._inbox.get_nowait()
        except queue.Empty:
            return

    def _round(self, pipe: Transport) -> Round:
        return Round(
            self._source,
            pipe,
            self._sender,
            self._clock,
            timing=self._timing,
            spread=self._spread,
            report=self._report,
            others=self._others,
            configs=self._configs,
            refills=self._refills,
        )

    def _pipe(self) -> Transport:
        office, now = self._sender.office, self._clock.now()
        gone = OfficeState(False, now.boot, self._sender.app, now.wall, {}, {})
        boxes = [topics.ACK] if self._others is None else [topics.ACK, topics.CMD, f"{topics.CONFIG}/#"]
        boxes += [] if self._refills is None else [topics.FACTS]
        filters = [*(topics.down(office, box) for box in boxes), topics.COLLECTORS]
        return self._maker(client=office, filters=filters, will=Will(topics.up(office, topics.STATE), gone.pack()))
