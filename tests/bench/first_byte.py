"""From the tap to the first byte at a printer on the network, which answers like a real one."""

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from printer.transport.emulator import PrinterOnTcp
from tests.bench.calling import Caller, timed
from tests.bench.figures import Row, times_row
from tests.demo.offices import served

LEAST = 2_000
"""Bytes of a ticket; the looks at the printer's condition in between are far shorter."""


class Watched:
    """A plug between office and printer that notes when each connection's first byte came, and when a ticket did."""

    def __init__(self, port: int) -> None:
        self._printer = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.firsts: list[float] = []
        self.tickets = threading.Semaphore(0)
        threading.Thread(target=self._take, name="watched", daemon=True).start()

    def _take(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                self._pass_on(self._listener.accept()[0])

    def _pass_on(self, office: socket.socket) -> None:
        with office, socket.create_connection(("127.0.0.1", self._printer)) as printer:
            back = threading.Thread(target=_copy, args=(printer, office), daemon=True)
            back.start()
            first, sent = 0.0, 0
            with contextlib.suppress(OSError):
                while data := office.recv(65_536):
                    first = first or time.perf_counter()
                    sent += len(data)
                    printer.sendall(data)
            with contextlib.suppress(OSError):
                printer.shutdown(socket.SHUT_WR)
            back.join(5)
        if sent >= LEAST:
            self.firsts.append(first)
            self.tickets.release()

    def close(self) -> None:
        self._listener.close()


def _copy(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(4_096):
            target.sendall(data)


@contextlib.contextmanager
def _printer() -> Iterator[Watched]:
    with PrinterOnTcp() as printer:
        watched = Watched(printer.port)
        try:
            yield watched
        finally:
            watched.close()


def measure(folder: Path, quick: bool) -> list[Row]:
    with _printer() as watched:
        lines = f'transport = "tcp"\nhost = "127.0.0.1"\nport = {watched.port}'
        with served(folder, 5, lines) as office:
            screen = Caller(office.url, office.prepared.screen_token)
            _one(screen, watched)  # the first one loads Pillow and the fonts
            taps = [_one(screen, watched) for _ in range(15 if quick else 100)]
    return [times_row("tap → first byte at the printer", taps, p99_ms=60)]


def _one(screen: Caller, watched: Watched) -> float:
    tapped = time.perf_counter()
    timed(lambda: screen.post("/tickets", service="A"))
    assert watched.tickets.acquire(timeout=30), "no ticket at the printer"
    return watched.firsts[-1] - tapped
