"""A web server of the office in its own thread: taken away and brought back on its port; and what the voice says."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from fastapi import FastAPI

from office.answers import Answer
from office.domain.people import SYSTEM
from office.performing import Act
from office.premises import Premises
from web.server import StoppableServer, settings


class Served:
    """`make` puts the application together at each start; `port` 0: any, and the same one afterwards."""

    def __init__(self, make: Callable[[], FastAPI], port: int = 0) -> None:
        self._make, self._port = make, port
        self._server: StoppableServer | None = None
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    @property
    def port(self) -> int:
        return self._port

    def start(self) -> None:
        application = self._make()
        self._server = StoppableServer(settings(application, None, None), application.state.live.end)
        # The protocol is named so that asyncio sets NODELAY.
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", self._port))
        listening.listen(64)
        self._port = listening.getsockname()[1]
        self._thread = threading.Thread(target=self._run, args=(self._server, listening))
        self._thread.start()

    @staticmethod
    def _run(server: StoppableServer, listening: socket.socket) -> None:
        with listening:
            server.run([listening])

    def stop(self) -> None:
        """Ends within ten seconds; called again it does nothing."""
        if self._server is not None and self._thread is not None:
            self._server.end()
            self._thread.join(10)
            assert not self._thread.is_alive()

    @contextmanager
    def running(self) -> Iterator[None]:
        self.start()
        try:
            yield
        finally:
            self.stop()

    @contextmanager
    def away(self) -> Iterator[None]:
        """The service is down for a while; the data stays."""
        self.stop()
        try:
            yield
        finally:
            self.start()


def tell_announcement(premises: Premises, event: str, subject: str, **body: Any) -> None:
    """What the voice of the hall tells: `event` started, ended, skipped or failed; `subject` ticket:7 or notice:id."""

    def work(act: Act) -> Answer:
        act.record(f"announcement.{event}", subject, body)
        return Answer({})

    premises.performer.perform("announcement", SYSTEM, None, {}, work)
