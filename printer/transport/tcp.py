"""A printer on the network (port 9100), one connection for each ticket.

Owns the socket. Takes addresses in figures only, because the look-up of a name has no deadline. The send
buffer of the kernel is kept small, so that "written" means nearly "taken by the printer" and a stuck
printer is noticed within a band.
"""

import contextlib
import fcntl
import ipaddress
import select
import socket
import struct
import time

from printer.transport import ConnectionBroken, PortInUse, Unreachable, WriteTooSlow
from printer.transport.rivals import Lookout

SEND_BUFFER = 8192  # bytes; Linux doubles it
_OUTQ = 0x5411  # SIOCOUTQ (Linux, sockios.h): bytes not yet acknowledged by the other end
ABORT = struct.pack("ii", 1, 0)  # SO_LINGER: throw away what is not sent
_LOOK_AGAIN = 0.002  # s


def in_figures(host: str) -> bool:
    """Whether this is an address that needs no look-up, which has no deadline; also "localhost"."""
    try:
        return host == "localhost" or bool(ipaddress.ip_address(host))
    except ValueError:
        return False


class TcpPrinter:
    """A `Transport` to `host` (an address in figures, or "localhost") and `port`. Raises ValueError."""

    def __init__(self, host: str, port: int = 9100) -> None:
        self._host = str(ipaddress.ip_address("127.0.0.1" if host == "localhost" else host))
        self._port = port
        self._socket: socket.socket | None = None
        self._stuck = False
        self._lookout = Lookout()

    @property
    def job(self) -> None:
        """A printer on the network keeps nothing."""
        return

    @property
    def bytes_per_s(self) -> None:
        """A network is faster than any head."""
        return

    def open(self, deadline: float) -> None:
        """Connect. Raises Unreachable, PortInUse."""
        self.close()
        family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
        fresh = socket.socket(family, socket.SOCK_STREAM)
        try:
            fresh.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
            fresh.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            fresh.settimeout(_left(deadline))
            fresh.connect((self._host, self._port))
        except OSError as error:
            fresh.close()
            raise self._refusal(error) from error
        self._socket, self._stuck = fresh, False

    def write(self, data: bytes, deadline: float) -> None:
        """Send all bytes. Raises WriteTooSlow, ConnectionBroken."""
        connection = self._connection()
        connection.settimeout(_left(deadline))
        try:
            connection.sendall(data)
        except OSError as error:
            self._stuck = True
            if isinstance(error, TimeoutError):
                raise WriteTooSlow(f"{len(data)} bytes not taken") from error
            raise ConnectionBroken(str(error)) from error

    def flush(self, deadline: float) -> None:
        """Wait until the printer's end has acknowledged every byte. Raises WriteTooSlow, ConnectionBroken."""
        connection = self._connection()
        while struct.unpack("i", fcntl.ioctl(connection, _OUTQ, b"\0" * 4))[0]:
            if time.monotonic() >= deadline:
                self._stuck = True
                raise WriteTooSlow("bytes not acknowledged")
            time.sleep(_LOOK_AGAIN)
        if connection.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
            raise ConnectionBroken("reset")

    def read(self, deadline: float) -> bytes:
        """The next bytes; empty when the deadline passed. Raises ConnectionBroken."""
        connection = self._connection()
        try:
            if not select.select([connection], [], [], max(deadline - time.monotonic(), 0))[0]:
                return b""
            data = connection.recv(4096)
        except (OSError, ValueError) as error:
            raise ConnectionBroken(str(error)) from error
        if not data:
            raise ConnectionBroken("closed by the printer")
        return data

    def rival(self) -> str | None:
        """Another program of this machine that is connected: most printers serve one at a time."""
        own = self._socket.getsockname()[1] if self._socket else 0
        return self._lookout.who(self._host, self._port, own)

    def close(self) -> None:
        """End the connection; after a write that got stuck, the rest is thrown away."""
        if self._socket is None:
            return
        with contextlib.suppress(OSError):
            if self._stuck:
                self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, ABORT)
        self._socket.close()
        self._socket = None

    def stop(self) -> None:
        """End the connection."""
        self.close()

    def _refusal(self, error: OSError) -> Unreachable:
        """Why no connection could be had; a printer that serves one program may refuse the second."""
        place = f"{self._host} port {self._port}"
        if who := self._lookout.who(self._host, self._port):
            return PortInUse(f"{place} is in use by {who}")
        return Unreachable(f"{place}: {error}")

    def _connection(self) -> socket.socket:
        if self._socket is None:
            raise ConnectionBroken("not open")
        return self._socket


def _left(deadline: float) -> float:
    return max(deadline - time.monotonic(), 0.001)
