"""The pulse of a service: systemd hears that it lives only while every one of its workers gets on.

    ticker · writer · web · paper · voice · boards · courier · … → pulse → systemd

Each worker says since when it has been at the thing in its hands (`busy_since`), or None while it waits for work. One
that takes longer than its own limit is late: it is named in the log and in the status, and while it is, no sign of life
is given; systemd then ends the service, which writes down where each of its threads stood (SIGABRT), and starts it
anew. The limits are far above what the slowest device may take. Owns one thread; without systemd it does nothing.
"""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import structlog

from web.supervision import ALIVE, READY, STOPPING, Supervisor, status

EVERY_S = 5.0
PART_OF_WATCHDOG = 4
READY_LOOK_S = 0.1
_log = structlog.get_logger()


class Worker(Protocol):
    """Whoever works in a thread of its own."""

    @property
    def busy_since(self) -> float | None:
        """Since when (time.monotonic) it has been at what it has in hand; None while it waits."""
        ...


def longest(*workers: Worker | None) -> float | None:
    """Since when the one of them that has been at one thing longest has been at it."""
    return min((at for one in workers if one is not None and (at := one.busy_since) is not None), default=None)


@dataclass(frozen=True, slots=True)
class Watched:
    """A worker, and for how many seconds it may be at one thing."""

    name: str
    limit_s: float
    busy_since: Callable[[], float | None]

    @classmethod
    def of(cls, name: str, limit_s: float, worker: Worker) -> "Watched":
        return cls(name, limit_s, lambda: worker.busy_since)


@dataclass(frozen=True, slots=True)
class Late:
    """A worker that takes too long, for `seconds` now."""

    name: str
    seconds: int


class Pulse:
    """`start` when every part has started, `stop` first of all. `is_ready`: whether the door is open."""

    def __init__(
        self,
        watched: Sequence[Watched],
        is_ready: Callable[[], bool],
        supervisor: Supervisor | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._watched, self._is_ready = tuple(watched), is_ready
        self._supervisor, self._now = supervisor or Supervisor(), now
        self._said: tuple[str, ...] | None = None
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._work, name="pulse", daemon=True)

    def start(self) -> None:
        if self._supervisor.listens:
            self._thread.start()

    def stop(self, deadline_s: float = 1.0) -> None:
        self._supervisor.tell(STOPPING, status("stopping"))
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(deadline_s)

    def late(self) -> tuple[Late, ...]:
        """Who takes too long at this moment."""
        return tuple(self._late())

    def beat(self) -> None:
        """One sign of life, or none."""
        late = self.late()
        names = tuple(one.name for one in late)
        if names != self._said:
            self._say(late)
            self._said = names
        if not late:
            self._supervisor.tell(ALIVE)

    def _late(self) -> Iterator[Late]:
        for one in self._watched:
            since = one.busy_since()
            if since is not None and (seconds := self._now() - since) > one.limit_s:
                yield Late(one.name, round(seconds))

    def _say(self, late: Sequence[Late]) -> None:
        if not late:
            self._supervisor.tell(status(f"{len(self._watched)} workers get on"))
            return
        for one in late:
            _log.error("pulse.late", worker=one.name, seconds=one.seconds)
        told = ", ".join(f"{one.name} ({one.seconds} s)" for one in late)
        self._supervisor.tell(status(f"late: {told}"))

    def _work(self) -> None:
        while not self._is_ready():
            if self._stopping.wait(READY_LOOK_S):
                return
        self._supervisor.tell(READY)
        every_s = min(EVERY_S, (self._supervisor.watchdog_s or EVERY_S * PART_OF_WATCHDOG) / PART_OF_WATCHDOG)
        while True:
            try:
                self.beat()
            except Exception:  # noqa: BLE001 - the outer loop; without a beat systemd sees it
                _log.exception("pulse.stumbled")
            if self._stopping.wait(every_s):
                return
