"""The office with its pages on a real port."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI
from sqlalchemy import update

from kiosk.web import admin, app
from kiosk.web.admin.pages import page_router
from kiosk.web.pages import Shell, router
from kiosk.web.server import OfficeServer
from office.answers import Answer
from office.backoffice.office import BackOffice
from office.clock import Clock, MachineClock
from office.desk import Desk
from office.domain.house import Counter, Service
from office.domain.people import SYSTEM, Role
from office.first import FirstClerk, FirstFill
from office.performing import Act
from office.pins import hash_pin
from office.premises import Premises
from office.store.tables import clerk
from office.views import CounterView
from tests.office_fixture import FIRST, opened, take

PIN = "481516"
FOLK = replace(
    FIRST,
    services=(
        *FIRST.services,
        Service("D", "D", "Lao động – Bảo trợ xã hội", "Labour, social protection", position=4),
    ),
    counters=(Counter(1, "Quầy 1", ("A", "T")), Counter(2, "Quầy 2", ("A", "B")), Counter(3, "Quầy 3", ("D",))),
    clerks=(*FIRST.clerks, FirstClerk("ky", "Vũ Văn Kỹ", "Kỹ thuật viên", Role.TECHNICIAN)),
)
"""Who works in the office of these tests."""


class Served:
    """The web server of an office in its own thread; `stop` and `start` take it away and bring it back on its port."""

    def __init__(self, premises: Premises, paper_dir: Path | None, port: int) -> None:
        self._premises, self._paper_dir, self._port = premises, paper_dir, port
        self._server: OfficeServer | None = None
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    @property
    def port(self) -> int:
        return self._port

    def start(self) -> None:
        application = _application(self._premises, self._paper_dir)
        settings = uvicorn.Config(application, log_config=None, access_log=False, timeout_graceful_shutdown=1)
        self._server = OfficeServer(settings, application.state.live.end)
        listening = socket.socket(
            socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP
        )  # so that asyncio sets NODELAY
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", self._port))
        listening.listen(64)
        self._port = listening.getsockname()[1]
        self._thread = threading.Thread(target=self._run, args=(self._server, listening))
        self._thread.start()

    @staticmethod
    def _run(server: OfficeServer, listening: socket.socket) -> None:
        with listening:
            server.run([listening])

    def stop(self) -> None:
        if self._server is not None and self._thread is not None:
            self._server.end()
            self._thread.join(10)
            assert not self._thread.is_alive()


@dataclass
class House:
    """A served office."""

    premises: Premises
    served: Served

    @property
    def url(self) -> str:
        """Its address, without slash."""
        return self.served.url

    @property
    def desk(self) -> Desk:
        return self.premises.desk

    def take(self, service: str = "A", *, priority: bool = False) -> dict[str, Any]:
        """Somebody takes a number at the screen."""
        return take(self.desk, service, priority=priority)

    def at(self, counter: int) -> CounterView:
        return next(one for one in self.desk.state()["counters"] if one["number"] == counter)

    @contextmanager
    def away(self) -> Iterator[None]:
        """The service is down for a while; the data stays."""
        self.served.stop()
        try:
            yield
        finally:
            self.served.start()


@cache
def _hash() -> str:
    return hash_pin(PIN)


def give_everybody_a_pin(premises: Premises) -> None:
    """All of them get `PIN`."""

    def work(act: Act) -> Answer:
        act.conn.execute(update(clerk).values(pin_hash=_hash()))
        return Answer({})

    premises.performer.perform("pins", SYSTEM, None, {}, work)


@contextmanager
def house(
    data: Path,
    *,
    first: FirstFill = FOLK,
    clock: Clock | None = None,
    day: bool = True,
    paper_dir: Path | None = None,
    port: int = 0,
) -> Iterator[House]:
    """The office, open on 127.0.0.1, until the block ends. `port` 0: any."""
    with opened(data, clock or MachineClock(), first=first, day=day) as premises:
        give_everybody_a_pin(premises)
        served = Served(premises, paper_dir, port)
        served.start()
        try:
            yield House(premises, served)
        finally:
            served.stop()


def _application(premises: Premises, paper_dir: Path | None) -> FastAPI:
    desk, performer = premises.desk, premises.performer
    shell = Shell(
        premises.doors,
        office_name=lambda: performer.house.names.name,
        templates=[admin.TEMPLATES],
        static=[admin.STATIC],
    )
    pages = router(
        desk,
        shell,
        desk.records.people_at_the_door,
        paper_dir=paper_dir,
        calling=lambda: performer.house.calling,
    )
    application = app.build(
        desk,
        premises.doors,
        pages=[pages, page_router(shell)],
        api=[admin.api_router()],
        static=shell.static,
        error_page=shell.problem_page,
    )
    application.state.back_office = BackOffice(performer, premises.readers)
    return application
