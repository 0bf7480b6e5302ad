"""The way of the bytes to a printer and of its answers back. Every wait has a deadline.

    TransportError
    ├── Unreachable        nobody there, or refused
    ├── ConnectionBroken   it went away under way
    └── WriteTooSlow       the bytes were not taken before the deadline

A deadline is an instant of `time.monotonic()`, in seconds. One connection carries one ticket or one question.
"""

from typing import Protocol


class TransportError(Exception):
    """What can happen to a connection; the text is for the log."""


class Unreachable(TransportError):
    """No connection could be made before the deadline."""


class ConnectionBroken(TransportError):
    """The printer or the network ended the connection."""


class WriteTooSlow(TransportError):
    """The printer did not take the bytes before the deadline; some of them may have gone."""


class Transport(Protocol):
    """A port that leads to one printer. Used by one thread."""

    @property
    def job(self) -> str | None:
        """The name under which the last ticket was kept, when this printer keeps them."""

    def open(self, deadline: float) -> None:
        """Connect. Raises Unreachable."""

    def write(self, data: bytes, deadline: float) -> None:
        """Send all bytes. Raises WriteTooSlow, ConnectionBroken."""

    def flush(self, deadline: float) -> None:
        """Wait until the bytes have left this machine. Raises WriteTooSlow, ConnectionBroken."""

    def read(self, deadline: float) -> bytes:
        """The next bytes of the printer; empty when the deadline passed. Raises ConnectionBroken."""

    def close(self) -> None:
        """End the connection; what could not be sent is thrown away. May be called twice."""
