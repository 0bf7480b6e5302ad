"""The office with its pages on a real port."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from sqlalchemy import update

from kiosk.caretaker.part import Caretaker
from kiosk.config import Config
from kiosk.district.part import DistrictPart
from kiosk.slips_part import SlipsPart
from kiosk.voice import voice_part
from kiosk.web import admin, app
from kiosk.web.admin.pages import page_router
from kiosk.web.pages import Shell, router
from office.answers import Answer
from office.backoffice.office import BackOffice
from office.clock import Clock
from office.desk import Desk
from office.domain.house import Counter, Service
from office.domain.people import SYSTEM, Role
from office.first import FirstClerk, FirstFill
from office.performing import Act
from office.pins import hash_pin
from office.premises import Premises
from office.store.tables import clerk
from office.views import CounterView
from tests.daytime import DaytimeClock
from tests.office_fixture import FIRST, opened, take
from tests.patients import checkup_of
from tests.serving import Served, tell_announcement

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
        with self.served.away():
            yield

    def announce(self, event: str, ticket: dict[str, Any], counter: int, **body: Any) -> None:
        """What the voice of the hall tells of a call: started, ended, skipped, failed."""
        about = {"number": ticket["number"], "counter": counter, **body}
        tell_announcement(self.premises, event, f"ticket:{ticket['id']}", **about)


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
    with opened(data, clock or DaytimeClock(), first=first, day=day) as premises:
        give_everybody_a_pin(premises)
        served = Served(lambda: _application(premises, paper_dir), port)
        with served.running():
            yield House(premises, served)


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
    application.state.slips = SlipsPart(Config().printer, premises, None)
    application.state.voice = voice_part(Config(), premises)  # not started: nothing is heard here
    application.state.district = DistrictPart(Config(), premises, "test")  # no tier above
    application.state.caretaker = Caretaker(Config().at(data=premises.data), premises)  # only when it is asked
    application.state.doctor = checkup_of(premises, application.state)
    return application
