"""A printer on a TCP port of this machine, with faults: the real driver runs against it unchanged.

One connection at a time, like a network printer, and what one connection left unfinished inside the printer
meets the next one. Owns a thread; everything it was sent and every sheet that fell out is kept for tests.
"""

import contextlib
import select
import socket
import threading
import time
from dataclasses import dataclass, field
from types import TracebackType

from printer.transport.mechanism import Faults, Mechanism, Printed

_TICK = 0.01  # s
_BUFFER = 4096  # bytes that the printer takes while it cannot print


@dataclass(slots=True)
class LineFaults:
    """What is wrong between the plug and the printer; may be changed while it runs."""

    frozen: bool = False  # connections are taken, bytes are not
    freeze_after: int | None = None  # bytes of all connections, then `frozen`
    die_after: int | None = None  # bytes, then the connection is cut
    late_s: float = 0.0  # every answer comes so late
    bytes_per_s: int | None = None


@dataclass(slots=True)
class PrinterOnTcp:
    """Listens on 127.0.0.1 and a free `port` from `with` on; stops at its end within a tick."""

    faults: Faults = field(default_factory=Faults)
    line: LineFaults = field(default_factory=LineFaults)
    received: bytearray = field(default_factory=bytearray)
    sheets: list[Printed] = field(default_factory=list)
    connections: int = 0
    port: int = 0
    _stopping: threading.Event = field(default_factory=threading.Event)
    _mechanism: Mechanism = field(init=False)
    _listener: socket.socket = field(init=False)
    _thread: threading.Thread = field(init=False)

    def __enter__(self) -> "PrinterOnTcp":
        self._mechanism = Mechanism(self.sheets.append, self.faults)
        self._listener = socket.socket()
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _BUFFER)
        self._listener.bind(("127.0.0.1", self.port))
        self._listener.listen(1)
        self.port = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, name="emulated-printer", daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopping.set()
        self._thread.join(5)
        self._listener.close()

    def _serve(self) -> None:
        while not self._stopping.is_set():
            if select.select([self._listener], [], [], _TICK)[0]:
                connection, _ = self._listener.accept()
                self.connections += 1
                with connection, contextlib.suppress(OSError):
                    self._talk(connection)
                self._mechanism.put_down()

    def _talk(self, connection: socket.socket) -> None:
        held_before = self._mechanism.held
        while not self._stopping.is_set():
            answers = self._mechanism.go_on()
            full = self._mechanism.held - held_before > _BUFFER
            if self.line.frozen or full or not select.select([connection], [], [], _TICK)[0]:
                if self.line.frozen or full:
                    time.sleep(_TICK)
                if connection.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
                    return  # the other end threw the rest away
            else:
                data = connection.recv(self._most())
                if not data:
                    return
                self.received += data
                answers += self._mechanism.receive(data)
                if self._tired(len(data)):
                    return
            if answers:
                time.sleep(self.line.late_s)
                connection.sendall(answers)

    def _most(self) -> int:
        """How many bytes are taken at once, so that counted faults come at the byte."""
        limits = [limit - len(self.received) for limit in (self.line.die_after, self.line.freeze_after) if limit]
        return max(min([_BUFFER, *limits]), 1)

    def _tired(self, taken: int) -> bool:
        """Play the faults that count bytes; true when the connection dies."""
        if self.line.bytes_per_s:
            time.sleep(taken / self.line.bytes_per_s)
        if self.line.freeze_after is not None and len(self.received) >= self.line.freeze_after:
            self.line.frozen = True
        return self.line.die_after is not None and len(self.received) >= self.line.die_after
