"""What both ends ask of a pipe, and what a pipe tells them. A pipe proves nothing: see `sync.courier`.

A transport owns its threads and its reconnecting. All it does with what happens is to put an event into the queue that
it was opened with, so that nothing of ours ever runs inside a callback of a library, where an exception would kill the
library's thread in silence.
"""

import queue
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Letter:
    """A message; `mark` is the transport's own, for `acknowledge`. `retained`: it lay in the broker already."""

    topic: str
    payload: bytes
    retained: bool = False
    mark: int = 0


@dataclass(frozen=True, slots=True)
class Connected:
    """The pipe stands and everything subscribed to is subscribed."""


@dataclass(frozen=True, slots=True)
class Lost:
    """The pipe broke or could not be laid; it is being laid again. `why` in English, for the log."""

    why: str


@dataclass(frozen=True, slots=True)
class Arrived:
    letter: Letter


@dataclass(frozen=True, slots=True)
class Settled:
    """The other end of the pipe, not the collector, took or refused a posted letter: `refused` is None or its word."""

    token: int
    refused: str | None = None


Event = Connected | Lost | Arrived | Settled
Events = queue.SimpleQueue[Event]


@dataclass(frozen=True, slots=True)
class Will:
    """Retained, and published by the broker when we vanish."""

    topic: str
    payload: bytes


class Transport(Protocol):
    """Thread-safe. No method waits for the network longer than `close`'s deadline."""

    def open(self, events: Events) -> None:
        """Begins to connect, and goes on doing so until `close`."""
        ...

    def post(self, topic: str, payload: bytes, *, retain: bool = False, expiry_s: int | None = None) -> int | None:
        """A token that `Settled` names later, or None: not connected, nothing was kept, nothing will be sent."""
        ...

    def acknowledge(self, letter: Letter) -> None:
        """The letter is safe with us. Until then the pipe holds it, and only so many (the receive maximum)."""
        ...

    def rebuild(self) -> None:
        """Throws the client away and begins anew: for a watchdog that sees no progress."""
        ...

    def close(self, deadline_s: float = 2.0, *, will: bool = True) -> None:
        """Sends what was posted before, if it can within the deadline. `will`: the others hear the last will."""
        ...


class Maker(Protocol):
    """Makes a transport; `filters` are what is subscribed to, `will` is what the others hear when we vanish."""

    def __call__(self, *, client: str, filters: Sequence[str], will: Will | None) -> Transport: ...
