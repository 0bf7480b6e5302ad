"""The office with its pages on a real port, and a browser in front of it."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import uvicorn
from sqlalchemy import update

from kiosk.web import admin, app
from kiosk.web.admin.pages import page_router
from kiosk.web.pages import Shell, router
from kiosk.web.server import OfficeServer
from office.answers import Answer
from office.backoffice.office import BackOffice
from office.clock import Clock, MachineClock
from office.domain.house import Counter, Service
from office.domain.people import SYSTEM, Actor, Role
from office.first import FirstClerk, FirstFill
from office.performing import Act
from office.pins import hash_pin
from office.premises import Premises
from office.store.tables import clerk
from tests.office_fixture import FIRST, opened, seat

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


@dataclass
class House:
    """A served office: `url` without slash, and its parts."""

    url: str
    premises: Premises

    def seat(self, who: str, counter: int) -> Actor:
        """The clerk signs in at the counter, as if on another machine."""
        return seat(self.premises, who, counter)


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
    """The office, open on 127.0.0.1, until the block ends."""
    with opened(data, clock or MachineClock(), first=first, day=day) as premises:
        give_everybody_a_pin(premises)
        with serving(premises, paper_dir, port) as url:
            yield House(url, premises)


@contextmanager
def serving(premises: Premises, paper_dir: Path | None = None, port: int = 0) -> Iterator[str]:
    """The web server alone; ends its streams as the service does, so that a test can take it away and bring it back."""
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
    settings = uvicorn.Config(application, log_config=None, access_log=False, timeout_graceful_shutdown=1)
    server = OfficeServer(settings, application.state.live.end)
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind(("127.0.0.1", port))
    listening.listen(64)
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.end()
        thread.join(10)
        listening.close()
