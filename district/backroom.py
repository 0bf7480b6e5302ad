"""The back room: drains backlogs and makes the projections in a process of its own, a little less urgent than ours.

So what happens now never waits for an interpreter that reads last month, and a backlog has a processor of its own. It
opens its own pipes and its own connections to the database; all that it shares with the collector is a line on which it
is woken and says what it has done. When that line ends, it ends; when it dies, it is opened again. That it speaks does
not say that it works: each word names also since when one of its threads has been at one thing, for the watchdog asks
the collector only.
"""

import contextlib
import gc
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any, NoReturn

import structlog

from district.lane import BACKLOG, Counts, Lane, Watch
from district.projections import Projector
from district.store.engine import open_store
from district.times import wall_clock
from sync import topics
from sync.transport.port import Maker
from sync.transport.tries import Pace
from web.logs import speak
from web.pulse import longest

FILTERS = tuple(topics.SHARE + topics.up("+", box) for box in (topics.BACK, topics.WANT))
NICE = 5
GARBAGE = (50_000, 50, 100)
"""How seldom Python looks for circles: what is unpacked here is many small values and never one of them."""
_SPEAKS_S, _AGAIN_S = 1.0, 1.0
_WAKE, _STOP = "wake", "stop"
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Order:
    """What the back room of a collector is to do; `url`: of the database, with its password."""

    url: str
    maker: Maker
    name: str
    lanes: int
    projects: bool
    pace: Pace
    log_level: str


@dataclass(frozen=True, slots=True)
class Word:
    """What it says every second. `busy_since`: of the thread that has been at one thing longest; on this machine there
    is one monotonic clock for all processes."""

    counts: Counts = field(default_factory=Counts)
    busy_since: float | None = None


class BackRoom:
    """`start` to `stop`, from the collector's side; `counts` is as of its last word, over all its lives."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._before, self._word = Counts(), Word()
        self._heard_at: float | None = None
        self._stopping, self._lock = threading.Event(), threading.Lock()
        self._line: Connection | None = None
        self._process: Any = None
        self._is_waking = False
        self._thread = threading.Thread(target=self._work, name=f"back-room-{order.name}", daemon=True)

    @property
    def counts(self) -> Counts:
        return self._before + self._word.counts

    @property
    def busy_since(self) -> float | None:
        """Of its threads as of its last word, and of itself while it says none."""
        return min((at for at in (self._heard_at, self._word.busy_since) if at is not None), default=None)

    @property
    def pid(self) -> int | None:
        return None if self._process is None else self._process.pid

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        """Live facts have arrived. Never waits: one word is under way at most."""
        if not self._is_waking:
            self._is_waking = True
            self._tell(_WAKE)

    def stop(self, deadline_s: float = 5.0) -> None:
        self._stopping.set()
        self._tell(_STOP)
        self._thread.join(deadline_s)
        if self._thread.is_alive() and self._process is not None:
            self._process.kill()
            self._thread.join(1.0)

    def _work(self) -> None:
        while not self._stopping.is_set():
            line = self._open()
            with contextlib.suppress(EOFError, OSError):
                while True:
                    self._word, self._heard_at = line.recv(), time.monotonic()
                    self._is_waking = False
            self._process.join()
            self._before, self._word = self.counts, Word()
            if not self._stopping.wait(_AGAIN_S):
                _log.warning("back_room.ended", collector=self._order.name, code=self._process.exitcode)

    def _open(self) -> Connection:
        context = multiprocessing.get_context("spawn")  # a fork would share threads' locks and open connections
        ours, theirs = context.Pipe()
        self._process = context.Process(target=run, args=(self._order, theirs), name=self._order.name, daemon=True)
        self._process.start()
        theirs.close()
        with self._lock:
            self._line, self._is_waking = ours, False
        self._heard_at = time.monotonic()
        if self._stopping.is_set():
            self._tell(_STOP)
        return ours

    def _tell(self, word: str) -> None:
        with self._lock, contextlib.suppress(OSError):
            if self._line is not None:
                self._line.send(word)


def run(order: Order, line: Connection) -> None:
    """The other process, from its first to its last moment."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the collector stops us in order
    signal.signal(signal.SIGTERM, _leave)
    speak(order.log_level)
    os.nice(NICE)
    gc.freeze()
    gc.set_threshold(*GARBAGE)
    with contextlib.suppress(EOFError, OSError), _at_work(order) as (lanes, projector):
        while not (line.poll(_SPEAKS_S) and line.recv() == _STOP):
            if projector is not None:
                projector.wake()
            line.send(_word(lanes, projector))


def _word(lanes: Sequence[Lane], projector: Projector | None) -> Word:
    return Word(sum((lane.counts for lane in lanes), Counts()), longest(*lanes, projector))


@contextlib.contextmanager
def _at_work(order: Order) -> Iterator[tuple[list[Lane], Projector | None]]:
    engine = open_store(order.url)
    projector = Projector(engine) if order.projects else None
    watch = Watch(lambda *_: None, lambda: None, projector.wake if projector else lambda: None)
    lanes = [
        Lane(f"back{number}", engine, pipe_of(order.maker, order.name, number), BACKLOG, watch, wall_clock, order.pace)
        for number in range(1, order.lanes + 1)
    ]
    parts: list[Lane | Projector] = [*([projector] if projector else []), *lanes]
    for part in parts:
        part.start()
    try:
        yield lanes, projector
    finally:
        for part in reversed(parts):
            part.stop()
        engine.dispose()


def pipe_of(maker: Maker, name: str, number: int) -> Any:
    """The pipe of a collector's lane for backlogs."""
    return maker(client=f"{name}-back{number}", filters=FILTERS, will=None)


def _leave(*_: object) -> NoReturn:
    raise SystemExit(0)
