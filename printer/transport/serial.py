"""A printer on a serial line: a port of this machine, an adapter, or `socket://HOST:PORT` of a serial device server.

The port stays open between tickets: opening moves its control lines, and some printers start anew at that. So every
`open` looks first whether the port is still the one it was; after an error it is given up and opened afresh. Eight
bits, no parity, one stop bit. What surprises: closing a port whose other end has stopped the flow would wait half a
minute for bytes that nobody takes; they are thrown away before. And `socket://` has a socket of its own here, because
pyserial's waits 5 s for a connection, whatever it is told, and sleeps at each close.
"""

import os
import socket
import termios
import time
from contextlib import suppress
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import serial

from printer.transport import ConnectionBroken, TransportError, Unreachable, descriptor
from printer.transport.rivals import Lookout
from printer.transport.tcp import ABORT, SEND_BUFFER, in_figures

Flow = Literal["none", "rtscts", "xonxoff"]
BITS = 10
"""On the line for each byte: start, eight, stop."""


class SerialPrinter:
    """A `Transport` through `port` with `baud` bits a second. Raises ValueError for a speed that no port has."""

    def __init__(self, port: str, baud: int = 9600, flow: Flow = "rtscts") -> None:
        if baud <= 0:
            raise ValueError(f"{baud} is no speed of a serial port")
        self._name, self._baud, self._flow = port, baud, flow
        self._port: serial.Serial | socket.socket | None = None
        self._broken = False
        self._lookout = Lookout()

    @property
    def job(self) -> None:
        """A real printer keeps nothing."""
        return

    @property
    def bytes_per_s(self) -> int:
        """What the line carries."""
        return max(self._baud // BITS, 1)

    def open(self, deadline: float) -> None:
        """Use the port that is open, or open it. Raises Unreachable, PortInUse, NotAllowed."""
        if self._port is not None and (self._broken or not self._is_the_same()):
            self.stop()
        if self._port is None:
            self._port = self._opened(deadline)
        self._broken = False

    def write(self, data: bytes, deadline: float) -> None:
        """Send all bytes. Raises WriteTooSlow, ConnectionBroken."""
        try:
            descriptor.write(self._descriptor(), data, deadline)
        except TransportError:
            self._broken = True
            raise

    def flush(self, deadline: float) -> None:
        """Wait until the last byte is on the line. Raises WriteTooSlow, ConnectionBroken."""
        try:
            descriptor.drained(self._descriptor(), deadline)
        except TransportError:
            self._broken = True
            raise

    def read(self, deadline: float) -> bytes:
        """The next bytes; empty when the deadline passed. Raises ConnectionBroken."""
        try:
            return descriptor.read(self._descriptor(), deadline)
        except TransportError:
            self._broken = True
            raise

    def rival(self) -> str | None:
        """Another program of this machine at the same device server; a port of this machine is had alone."""
        if not isinstance(self._port, socket.socket):
            return None
        try:
            host, port = self._port.getpeername()[:2]
        except OSError:
            return None  # it broke meanwhile
        return self._lookout.who(host, port, self._port.getsockname()[1])

    def close(self) -> None:
        """Keep the port for the next ticket, unless something went wrong with it."""
        if self._broken:
            self.stop()

    def stop(self) -> None:
        """Give the port up; what could not be sent is thrown away."""
        port, self._port, self._broken = self._port, None, False
        if port is None:
            return
        with suppress(OSError, termios.error):
            if isinstance(port, serial.Serial):
                port.reset_output_buffer()
            else:
                port.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, ABORT)
        with suppress(OSError):
            port.close()

    def _opened(self, deadline: float) -> serial.Serial | socket.socket:
        return self._connected(deadline) if self._is_far else self._plugged()

    @property
    def _is_far(self) -> bool:
        return "://" in self._name

    def _connected(self, deadline: float) -> socket.socket:
        """Raises Unreachable."""
        try:
            connection = socket.create_connection(_place(self._name), max(deadline - time.monotonic(), 0.001))
        except (OSError, ValueError) as error:
            raise Unreachable(f"{self._name}: {error}") from error
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.setblocking(False)
        return connection

    def _plugged(self) -> serial.Serial:
        """Raises Unreachable, PortInUse, NotAllowed."""
        if not Path(self._name).is_char_device():
            why = "is not a serial port" if Path(self._name).exists() else "is not there"
            raise Unreachable(f"{self._name} {why}")
        rtscts, xonxoff = self._flow == "rtscts", self._flow == "xonxoff"
        try:
            return serial.Serial(
                self._name, self._baud, timeout=0, write_timeout=0, rtscts=rtscts, xonxoff=xonxoff, exclusive=True
            )
        except serial.SerialException as error:
            raise _refused(self._name, error) from error
        except (OSError, ValueError, termios.error) as error:
            raise Unreachable(f"{self._name}: {error}") from error

    def _is_the_same(self) -> bool:
        """Whether the name still leads to the port that is open; an adapter that was replugged is another one."""
        try:
            moved = not self._is_far and Path(self._name).stat().st_rdev != os.fstat(self._descriptor()).st_rdev
        except (OSError, TransportError):
            return False
        return not moved and self._stands()

    def _stands(self) -> bool:
        """Pass over what came between tickets; false when the other end has hung up."""
        try:
            while descriptor.read(self._descriptor(), time.monotonic()):
                pass
        except TransportError:
            return False
        return True

    def _descriptor(self) -> int:
        if self._port is None:
            raise ConnectionBroken("not open")
        return int(self._port.fileno())


def _place(name: str) -> tuple[str, int]:
    """Raises ValueError, also for a name: the look-up of one has no deadline."""
    parts = urlsplit(name)
    if parts.scheme != "socket" or parts.hostname is None or parts.port is None or not in_figures(parts.hostname):
        raise ValueError("must be a port of this machine or socket://HOST:PORT with an address in figures")
    return parts.hostname, parts.port


def _refused(name: str, error: serial.SerialException) -> Unreachable:
    if error.errno is None:
        return Unreachable(f"{name}: {error}")
    return descriptor.refusal(Path(name), OSError(error.errno, os.strerror(error.errno)))
