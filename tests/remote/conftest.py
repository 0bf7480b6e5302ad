"""An office with its real API on a real port, which can be taken away and brought back at the same address."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn

from kiosk.web.app import build
from office.clock import MachineClock
from office.domain.people import Actor
from office.premises import Premises
from office.remote import RemoteOffice
from tests.office_fixture import HEAD, opened, rid, seat
from web.server import StoppableServer


@dataclass
class House:
    """`open` and `shut` are the web server's; the desk behind it lives on."""

    premises: Premises
    token: str
    port: int = 0
    _server: StoppableServer | None = None
    _thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def open(self) -> None:
        listening = socket.socket()
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", self.port))
        listening.listen(64)
        self.port = listening.getsockname()[1]
        app = build(self.premises.desk, self.premises.doors, version="test")
        settings = uvicorn.Config(app, log_config=None, access_log=False, timeout_graceful_shutdown=1)
        self._server = StoppableServer(settings, app.state.live.end)
        self._thread = threading.Thread(target=self._serve, args=(self._server, listening))
        self._thread.start()

    @staticmethod
    def _serve(server: StoppableServer, listening: socket.socket) -> None:
        with listening:
            server.run([listening])

    def shut(self) -> None:
        if self._server is not None and self._thread is not None:
            self._server.end()
            self._thread.join(10)
            self._server = self._thread = None

    def seat(self, who: str, counter: int) -> Actor:
        return seat(self.premises, who, counter)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with opened(tmp_path, MachineClock(), prints=True) as premises:
        token = premises.doors.add_device(HEAD, rid(), role="screen", name="màn hình").body["token"]
        made = House(premises, str(token))
        made.open()
        try:
            yield made
        finally:
            made.shut()


@contextmanager
def remote(house: House, token: str | None = None, patience_s: float = 5.0) -> Iterator[RemoteOffice]:
    """The office from afar, hearing."""
    office = RemoteOffice(house.url, token or house.token, patience_s=patience_s)
    office.start()
    try:
        yield office
    finally:
        office.close()
