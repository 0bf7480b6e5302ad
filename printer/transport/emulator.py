"""A printer on a TCP port of this machine, with faults: the real driver runs against it unchanged.

One connection at a time, like a network printer, and what one connection left unfinished inside the printer meets the
next one. Owns a thread; the printer itself is `emulated.EmulatedPrinter`.
"""

import contextlib
import select
import socket
import time
from types import TracebackType

from printer.transport.emulated import BUFFER, EmulatedPrinter, LineFaults, PrinterAtPort

__all__ = ["LineFaults", "PrinterOnTcp"]

_TICK = 0.01  # s


class PrinterOnTcp(PrinterAtPort):
    """Listens at `host` and `port` (0: a free one, told by `port` later) from `with` on; stops within a tick."""

    def __init__(self, port: int = 0, printer: EmulatedPrinter | None = None, host: str = "127.0.0.1") -> None:
        super().__init__(printer)
        self.host, self.port = host, port
        self.connections = 0
        self._listener: socket.socket | None = None

    def __enter__(self) -> "PrinterOnTcp":
        self._listener = self._listening()
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopping.set()
        self._thread.join(5)
        if self._listener is not None:
            self._listener.close()

    @property
    def stands(self) -> bool:
        """Whether its port is there now."""
        return self._listener is not None

    def _listening(self) -> socket.socket:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((self.host, self.port))
        listener.listen(1)
        self.port = listener.getsockname()[1]
        return listener

    @property
    def _is_there(self) -> bool:
        return self.printer.is_plugged and self.printer.is_on

    def _serve(self) -> None:
        while not self._stopping.is_set():
            self.printer.go_on()
            if not self._is_there or self._listener is None:
                self._come_and_go()
            elif select.select([self._listener], [], [], _TICK)[0]:
                connection, _ = self._listener.accept()
                self.connections += 1
                with connection, contextlib.suppress(OSError):
                    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    self._talk(connection)
                self.printer.hang_up()

    def _come_and_go(self) -> None:
        """A printer without cable or power has no port."""
        if self._listener is not None:
            self._listener.close()
            self._listener = None
        elif self._is_there:
            with contextlib.suppress(OSError):  # a connection of before still lingers at this port: next time
                self._listener = self._listening()
        time.sleep(_TICK)

    def _talk(self, connection: socket.socket) -> None:
        cuts = self.printer.cuts
        while not self._stopping.is_set() and self._is_there and self.printer.cuts == cuts:
            if answers := self.printer.answers():
                connection.sendall(answers)
            if not select.select([connection], [], [], _TICK)[0]:
                continue
            room = self.printer.room()  # what it takes now, not before the wait
            if room:
                data = connection.recv(room)
                if not data:
                    return
                self.printer.take(data)
            else:
                time.sleep(_TICK)
                if connection.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
                    return  # the other end threw the rest away
