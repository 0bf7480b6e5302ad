"""The shipped office in a temporary folder behind the real application, and people with PINs to sign in with."""

import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from kiosk.caretaker.part import Caretaker
from kiosk.config import Config, load
from kiosk.config.fill import first_fill
from kiosk.district.part import DistrictPart
from kiosk.paperwork import paperwork
from kiosk.slips_part import SlipsPart
from kiosk.voice import voice_part
from kiosk.web import admin
from kiosk.web.admin.pages import page_router
from kiosk.web.app import build
from kiosk.web.pages.router import router
from kiosk.web.pages.shell import Shell
from office.backoffice.office import BackOffice
from office.clock import SetClock
from office.domain.people import OPERATOR, Actor, Role
from office.first import FirstClerk
from office.premises import Premises, open_premises
from tests.asking import Client
from tests.patients import checkup_of
from tests.serving import Served

SHIPPED = Path(__file__).parents[2] / "config.toml"
OTHERS = (
    FirstClerk("an-ky", "Vũ An Kỳ", "Kỹ thuật viên", Role.TECHNICIAN),
    FirstClerk("bich-thanh", "Hồ Bích Thanh", "Thanh tra", Role.INSPECTOR),
)


@dataclass
class Caller:
    """Somebody signed in, calling the API as a program does."""

    client: Client
    token: str

    def get(self, path: str, **query: Any) -> httpx.Response:
        return self.client.get(f"/api/v1/admin{path}", params=query, headers=self.headers)

    def post(self, path: str, request_id: str | None = None, **body: Any) -> httpx.Response:
        sent = {"request_id": request_id or str(uuid.uuid4()), **body}
        return self.client.post(f"/api/v1/admin{path}", json=sent, headers=self.headers)

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}", "Accept-Language": "en"}


@dataclass
class House:
    """The opened office and its application."""

    app: FastAPI
    premises: Premises
    back: BackOffice
    clock: SetClock
    parts: ExitStack
    pins: dict[str, str] = field(default_factory=dict)

    @cached_property
    def client(self) -> Client:
        """Made at the first question: it has a loop of its own, which a test with a browser cannot have."""
        return self.parts.enter_context(Client(self.app))

    def pin(self, person: str) -> str:
        """The person's PIN; made at the first question."""
        if person not in self.pins:
            self.pins[person] = str(self.back.people.new_pin(OPERATOR, None, person)[1])
        return self.pins[person]

    def sign_in(self, person: str, pin: str) -> httpx.Response:
        answer = self.client.post("/api/v1/session", json={"clerk": person, "pin": pin})
        self.client.cookies.clear()
        return answer

    def caller(self, person: str) -> Caller:
        answer = self.sign_in(person, self.pin(person))
        assert answer.status_code == 200, answer.text
        return Caller(self.client, answer.json()["token"])

    def seat(self, person: str, counter: int) -> Actor:
        """The person sits down, as if at another machine."""
        doors = self.premises.doors
        return doors.sign_in(person, counter, doors.fresh_keys())

    def take(self, service: str = "A") -> dict[str, Any]:
        """A citizen takes a number."""
        return self.premises.desk.issue(OPERATOR, None, service=service).body

    def facts(self, kind: str) -> list[dict[str, Any]]:
        return [one["fact"] for one in self.premises.desk.facts_after(0, 10_000) if one["kind"] == kind]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with opened(tmp_path) as found:
        yield found


@pytest.fixture
def printing(tmp_path: Path) -> Iterator[House]:
    """The same with a virtual printer."""
    with opened(tmp_path, prints=True) as found:
        premises = found.premises
        wiring = Config().printer
        paper = paperwork(wiring, premises.data, premises.desk, premises.performer, premises.clock)
        paper.start(tickets=False)
        found.app.state.slips = SlipsPart(wiring, premises, paper)
        yield found
        paper.stop()


@contextmanager
def opened(tmp_path: Path, *, prints: bool = False) -> Iterator[House]:
    config, clock = load(SHIPPED), SetClock()
    fill = first_fill(config.first)
    premises = open_premises(
        tmp_path / "data",
        replace(fill, clerks=(*fill.clerks, *OTHERS)),
        clock,
        config.office.timezone,
        office_id="thanh-son",
        version="test",
        prints=prints,
    )
    back = BackOffice(premises.performer, premises.readers)
    premises.desk.open_day(OPERATOR, None)
    try:
        with ExitStack() as parts:
            yield House(_application(premises, back), premises, back, clock, parts)
    finally:
        premises.close()


def _application(premises: Premises, back: BackOffice) -> FastAPI:
    shell = Shell(
        premises.doors,
        office_name=lambda: back.house.names.name,
        templates=[admin.TEMPLATES],
        static=[admin.STATIC],
    )
    app = build(
        premises.desk,
        premises.doors,
        api=[admin.api_router()],
        pages=[router(premises.desk, shell, premises.desk.records.people_at_the_door), page_router(shell)],
        static=shell.static,
        error_page=shell.problem_page,
        uploads=admin.UPLOADS,
    )
    app.state.back_office = back
    app.state.slips = SlipsPart(Config().printer, premises, None)
    app.state.voice = voice_part(Config(), premises)  # not started: nothing is heard here
    app.state.district = DistrictPart(Config(), premises, "test")  # no tier above
    app.state.caretaker = Caretaker(Config().at(data=premises.data), premises)  # only when it is asked
    app.state.doctor = checkup_of(premises, app.state)
    return app


@contextmanager
def served(app: FastAPI, port: int = 0) -> Iterator[str]:
    """The application on this port (0 = a free one) until the block ends; gives its address."""
    served = Served(lambda: app, port)
    with served.running():
        yield served.url


@pytest.fixture
def head(house: House) -> Caller:
    return house.caller("minh-tuan")
