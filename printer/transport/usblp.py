"""A printer behind the kernel's USB printer driver: a character device such as /dev/usb/lp0.

Opened for each ticket and locked meanwhile, so that a printer which was unplugged or switched off and on is found again
under its name. Never makes a file: a missing device is an error.
"""

from pathlib import Path

from printer.transport import ConnectionBroken, TransportError, descriptor

USUAL = Path("/dev/usb/lp0")


class UsblpPrinter:
    """A `Transport` through the device at `path`; a symbolic link of udev will do."""

    def __init__(self, path: Path = USUAL) -> None:
        self._path = path
        self._descriptor: int | None = None
        self._stuck = False

    @property
    def job(self) -> None:
        """A real printer keeps nothing."""
        return

    @property
    def bytes_per_s(self) -> None:
        """USB is faster than any head."""
        return

    def open(self, deadline: float) -> None:
        """Raises Unreachable, PortInUse, NotAllowed, all at once."""
        del deadline
        self.close()
        self._descriptor, self._stuck = descriptor.open_port(self._path), False

    def write(self, data: bytes, deadline: float) -> None:
        """Send all bytes. Raises WriteTooSlow, ConnectionBroken."""
        try:
            descriptor.write(self._port(), data, deadline)
        except TransportError:
            self._stuck = True
            raise

    def flush(self, deadline: float) -> None:
        """Wait until the driver has handed over the last bytes. Raises WriteTooSlow, ConnectionBroken."""
        descriptor.drained(self._port(), deadline)

    def read(self, deadline: float) -> bytes:
        """The next bytes; empty when the deadline passed. Raises ConnectionBroken."""
        return descriptor.read(self._port(), deadline)

    def rival(self) -> None:
        """Nobody: the device is locked, so that a second program is told at `open`."""
        return

    def close(self) -> None:
        """Give the device up; after a write that got stuck, the rest is thrown away."""
        if self._descriptor is not None:
            descriptor.close_port(self._descriptor, stuck=self._stuck)
            self._descriptor = None

    def stop(self) -> None:
        """Give the device up."""
        self.close()

    def _port(self) -> int:
        if self._descriptor is None:
            raise ConnectionBroken("not open")
        return self._descriptor
