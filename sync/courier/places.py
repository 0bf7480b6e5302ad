"""What the courier writes into the office's database, and what it does when the disk takes nothing.

A full disk stops no delivery: facts can still be read and sent, only the places stay unwritten for a while, and what is
sent twice because of it does no harm.
"""

from collections.abc import Callable, Iterable

import structlog

from office.domain.refusals import StoreUnavailable
from office.ledger import StreamEnds
from sync.courier.road import Road
from sync.courier.source import Source
from sync.courier.timing import Timing

DISK_S = 30.0
"""After a refusal the disk is asked again this much later."""
NEVER = float("inf")
_log = structlog.get_logger()


class Places:
    """The places as they are written, and when the next writing is due."""

    def __init__(self, source: Source, timing: Timing) -> None:
        self._source, self._timing = source, timing
        self._written: dict[str, int] = {}
        self._next_s = 0.0
        self._refused = False

    def take(self, ends: Iterable[StreamEnds]) -> None:
        self._written = {one.id: one.place for one in ends}

    def due(self, roads: Iterable[Road]) -> float:
        return self._next_s if self._unwritten(roads) else NEVER

    def write(self, roads: Iterable[Road], now: float) -> None:
        """When it is time, and something moved."""
        moved = self._unwritten(roads)
        if not moved or now < self._next_s:
            return
        places = {road.no: road.place for road in moved}
        kept = self.attempt(lambda: self._source.write_down(places))
        self._next_s = now + (self._timing.write_down if kept else DISK_S)
        if kept:
            self._written.update({road.stream: road.place for road in moved})

    def attempt(self, writing: Callable[[], object]) -> bool:
        """Whether the disk took it; the log says once that it does not."""
        try:
            writing()
        except StoreUnavailable as error:
            if not self._refused:
                _log.warning("courier.store_unavailable", cause=str(error.__cause__))
            self._refused = True
            return False
        self._refused = False
        return True

    def _unwritten(self, roads: Iterable[Road]) -> list[Road]:
        return [road for road in roads if road.place > self._written.get(road.stream, 0)]
