"""What both makes of a pipe share: a thread that lays it again whenever it broke, and a list of wishes for it.

A make brings only its `Line`: one connection from its first byte to its last, turned by the thread. Other threads put
wishes into its list and knock.
"""

import contextlib
import itertools
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

import structlog

from sync.transport.port import Event, Events, Letter, Lost
from sync.transport.tries import Pace, Tries

MOST_WAITING = 1_000
"""Wishes that wait for the thread; whoever posts more is told that nothing was kept."""
_MARK_BITS = 32
_log = structlog.get_logger()
_tokens = itertools.count(1)


class Broken(Exception):
    """The connection ended or could not be made; the text says why, for the log."""


@dataclass(frozen=True, slots=True)
class Posting:
    token: int
    topic: str
    payload: bytes
    retain: bool
    expiry_s: int | None


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """`number`: the letter's own at the other end of this line."""

    number: int


@dataclass(frozen=True, slots=True)
class Leaving:
    """Goodbye; `will`: the others hear the last will nevertheless."""

    will: bool


Wish = Posting | Acknowledgement | Leaving


class Wishes:
    """What the other threads want of the thread of a line. Taken only while the line stands."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: deque[Wish] = deque()
        self._open = self._done = False
        self._knocker, self.bell = socket.socketpair()
        self._knocker.setblocking(False)
        self.bell.setblocking(False)

    def open(self) -> None:
        with self._lock:
            self._open = not self._done

    def put(self, wish: Wish) -> bool:
        with self._lock:
            if not self._open or (isinstance(wish, Posting) and len(self._waiting) >= MOST_WAITING):
                return False
            self._waiting.append(wish)
        self.knock()
        return True

    def taken(self) -> Iterator[Wish]:
        """In the order in which they were put, until there is none."""
        with contextlib.suppress(BlockingIOError):
            self.bell.recv(4_096)
        while True:
            with self._lock:
                if not self._waiting:
                    return
                wish = self._waiting.popleft()
            yield wish

    def cut(self) -> None:
        """From now on nothing is taken, and the thread shall end."""
        with self._lock:
            self._open, self._done = False, True
            self._waiting.clear()
        self.knock()

    @property
    def is_cut(self) -> bool:
        return self._done

    def knock(self) -> None:
        try:
            self._knocker.send(b"\0")
        except OSError:  # full: it is awake; closed: it has ended
            return

    def close(self) -> None:
        self.cut()
        self._knocker.close()
        self.bell.close()


class Line(Protocol):
    """One connection. `turn` returns after a `Leaving` or a cut, and raises Broken when it ended otherwise."""

    wishes: Wishes

    @property
    def stood_since(self) -> float | None:
        """When everything was subscribed, on the monotonic clock; None: it never was."""
        ...

    def turn(self) -> None: ...


class Tell(Protocol):
    def __call__(self, event: Event) -> None: ...


Lay = Callable[[int, Tell], Line]
"""Makes the line of a generation; the marks of its letters are `mark(generation, number)`."""


def mark(generation: int, number: int) -> int:
    return generation << _MARK_BITS | number


class LinedTransport:
    """See `sync.transport.port.Transport`. `rebuild` leaves a thread that hangs to itself and starts another."""

    def __init__(self, name: str, lay: Lay, pace: Pace) -> None:
        self._name, self._lay, self._pace = name, lay, pace
        self._generations = itertools.count(1)
        self._worker: _Worker | None = None
        self._events: Events | None = None

    def open(self, events: Events) -> None:
        self._events = events
        self._worker = _Worker(self._name, self._lay, self._pace, events, self._generations)

    def post(self, topic: str, payload: bytes, *, retain: bool = False, expiry_s: int | None = None) -> int | None:
        token = next(_tokens)
        taken = self._wish(lambda _: Posting(token, topic, payload, retain, expiry_s))
        return token if taken else None

    def acknowledge(self, letter: Letter) -> None:
        generation, number = letter.mark >> _MARK_BITS, letter.mark & (1 << _MARK_BITS) - 1
        if number:
            self._wish(lambda present: Acknowledgement(number) if present == generation else None)

    def rebuild(self) -> None:
        if self._worker is not None and self._events is not None:
            self._worker.abandon()
            self._events.put(Lost("rebuilt"))
            self.open(self._events)

    def close(self, deadline_s: float = 2.0, *, will: bool = True) -> None:
        if self._worker is not None:
            self._worker.leave(deadline_s, will=will)
            self._worker = None

    def _wish(self, made: Callable[[int], Wish | None]) -> bool:
        worker = self._worker
        if worker is None or (present := worker.present) is None:
            return False
        generation, line = present
        wish = made(generation)
        return wish is not None and line.wishes.put(wish)


class _Worker:
    """The thread: lays a line, turns it, and after a loss lays another one."""

    def __init__(self, name: str, lay: Lay, pace: Pace, events: Events, generations: Iterator[int]) -> None:
        self._name, self._lay, self._events, self._generations = name, lay, events, generations
        self._tries = Tries(pace)
        self._leaving, self._is_abandoned = threading.Event(), False
        self.present: tuple[int, Line] | None = None
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    def leave(self, deadline_s: float, *, will: bool) -> None:
        self._leaving.set()
        if (present := self.present) is not None and not present[1].wishes.put(Leaving(will)):
            present[1].wishes.cut()
        self._thread.join(deadline_s)
        self.abandon()

    def abandon(self) -> None:
        """Whatever this thread is stuck in: nothing of it is heard again."""
        self._is_abandoned = True
        self._leaving.set()
        if (present := self.present) is not None:
            present[1].wishes.cut()

    def _tell(self, event: Event) -> None:
        if not self._is_abandoned:
            self._events.put(event)

    def _work(self) -> None:
        while not self._leaving.is_set():
            why, stood_s = self._once()
            if self._leaving.is_set():
                return
            self._tell(Lost(why))
            self._leaving.wait(self._tries.failed(stood_s))

    def _once(self) -> tuple[str, float]:
        """From one attempt to its end: why it ended, and for how many seconds it stood."""
        line = None
        try:
            generation = next(self._generations)
            line = self._lay(generation, self._tell)
            self.present = (generation, line)
            if not self._leaving.is_set():
                line.turn()
            why = "closed"
        except Broken as broken:
            why = str(broken)
        except Exception as error:  # noqa: BLE001 - the outer loop of this thread: say it, back off, lay it again
            _log.exception("transport.stumbled", transport=self._name)
            why = f"stumbled: {error}"
        finally:
            self.present = None
            if line is not None:
                line.wishes.close()
        since = None if line is None else line.stood_since
        return why, 0.0 if since is None else time.monotonic() - since
