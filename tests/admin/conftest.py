"""A real office in a temporary folder behind the real web application, and people with PINs to sign in with."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from kiosk.config import load
from kiosk.config.fill import first_fill
from kiosk.web import admin
from kiosk.web.admin.pages import page_router
from kiosk.web.admin.people import photo_router
from kiosk.web.app import build
from kiosk.web.pages.shell import Shell
from office.backoffice.office import BackOffice
from office.backoffice.people import Particulars
from office.clock import SetClock
from office.domain.people import OPERATOR
from office.premises import Premises, open_premises

SHIPPED = Path(__file__).parents[2] / "config.toml"



@dataclass
class House:
    """The opened office and its application."""

    premises: Premises
    back: BackOffice
    app: FastAPI
    clock: SetClock
    pins: dict[str, str] = field(default_factory=dict)

    def client(self) -> TestClient:
        return TestClient(self.app, raise_server_exceptions=False)

    def signed_in(self, person: str) -> "Caller":
        pin = self.pins.get(person) or self.give_pin(person)
        client = self.client()
        answer = client.post("/api/v1/session", json={"clerk": person, "pin": pin})
        assert answer.status_code == 200, answer.text
        client.cookies.clear()
        return Caller(client, answer.json()["token"])

    def give_pin(self, person: str) -> str:
        _, pin = self.back.people.new_pin(OPERATOR, None, person)
        assert pin is not None
        self.pins[person] = pin
        return pin


@dataclass
class Caller:
    """Somebody signed in, calling the API as a program does."""

    client: TestClient
    token: str

    def get(self, path: str, **query: Any) -> httpx.Response:
        return self.client.get(f"/api/v1/admin{path}", params=query, headers=self.headers)

    def post(self, path: str, request_id: str | None = None, **body: Any) -> httpx.Response:
        sent = {"request_id": request_id or str(uuid.uuid4()), **body}
        return self.client.post(f"/api/v1/admin{path}", json=sent, headers=self.headers)

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    config = load(SHIPPED)
    clock = SetClock()
    premises = open_premises(
        tmp_path / "data",
        first_fill(config.first),
        clock,
        config.office.timezone,
        office_id="thanh-son",
        version="test",
    )
    back = BackOffice(premises.performer, premises.readers)
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
        pages=[shell.routes(), page_router(shell), photo_router],
        static=shell.static,
        error_page=shell.problem_page,
        uploads=admin.UPLOADS,
    )
    app.state.back_office = back
    for person, role in (("an-ky", "technician"), ("bich-thanh", "inspector")):
        back.people.add(OPERATOR, None, Particulars(person, "", role), wanted=person)
    house = House(premises, back, app, clock)
    yield house
    premises.close()


@pytest.fixture
def head(house: House) -> Caller:
    return house.signed_in("minh-tuan")


@pytest.fixture
def technician(house: House) -> Caller:
    return house.signed_in("an-ky")


@pytest.fixture
def inspector(house: House) -> Caller:
    return house.signed_in("bich-thanh")


@pytest.fixture
def clerk(house: House) -> Caller:
    return house.signed_in("lan-anh")
