"""The way of the bytes to a printer and of its answers back. Every wait has a deadline.

    TransportError
    ├── Unreachable        nobody there, or refused
    │   ├── PortInUse      another program has the port
    │   └── NotAllowed     this program may not use the port
    ├── ConnectionBroken   it went away under way
    └── WriteTooSlow       the bytes were not taken before the deadline

A deadline is an instant of `time.monotonic()`, in seconds. From `open` to `close` is one ticket or one question, and
the port belongs to nobody else meanwhile. After an error `close` gives the port up, so that the next `open` finds a
printer that was unplugged or switched off and on.
"""

from typing import Protocol


class TransportError(Exception):
    """What can happen to a connection; the text is for the log."""


class Unreachable(TransportError):
    """No connection could be made before the deadline."""


class PortInUse(Unreachable):
    """Another program has the port; the text names it when that is known."""


class NotAllowed(Unreachable):
    """The port is there, but not for this user; see deploy/udev."""


class ConnectionBroken(TransportError):
    """The printer or the network ended the connection."""


class WriteTooSlow(TransportError):
    """The printer did not take the bytes before the deadline; some of them may have gone."""


class Transport(Protocol):
    """A port that leads to one printer. Used by one thread."""

    @property
    def job(self) -> str | None:
        """The name under which the last ticket was kept, when this printer keeps them."""

    @property
    def bytes_per_s(self) -> int | None:
        """What the line carries, where that is less than the printer takes; None when it is no limit."""

    def open(self, deadline: float) -> None:
        """Connect, and have the port alone. Raises Unreachable, PortInUse, NotAllowed."""

    def write(self, data: bytes, deadline: float) -> None:
        """Send all bytes. Raises WriteTooSlow, ConnectionBroken."""

    def flush(self, deadline: float) -> None:
        """Wait until the bytes have left this machine. Raises WriteTooSlow, ConnectionBroken."""

    def read(self, deadline: float) -> bytes:
        """The next bytes of the printer; empty when the deadline passed. Raises ConnectionBroken."""

    def rival(self) -> str | None:
        """Another program that has the printer now, as far as this machine can tell; for one that does not answer."""

    def close(self) -> None:
        """End the ticket; what could not be sent is thrown away. May be called twice; never waits long."""

    def stop(self) -> None:
        """Let go of everything that `close` kept; for the end of the program."""
