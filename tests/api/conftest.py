"""The whole API in front of a real office on a real file, with a clock that tests set, and a caller for every role."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import update

from kiosk.web.app import build
from office.answers import Answer
from office.clock import SetClock
from office.domain.day import DayHours
from office.domain.people import SYSTEM, Role
from office.first import FirstClerk
from office.performing import Act
from office.pins import hash_pin
from office.premises import Premises
from office.store.tables import clerk
from tests.asking import Client
from tests.office_fixture import FIRST, HEAD, NO_HOURS, opened, rid, take

PIN = "481516"
PEOPLE = {"clerk": "an", "head": "binh", "technician": "ky", "inspector": "tra"}
DEVICES = ("touch", "hall", "screen", "rate:1", "rate:2", "counter:1")
ROLES = (*PEOPLE, *DEVICES)

OFFICE = replace(
    FIRST,
    clerks=(
        *FIRST.clerks,
        FirstClerk("ky", "Vũ Văn Kỹ", "Kỹ thuật viên", Role.TECHNICIAN),
        FirstClerk("tra", "Hồ Thị Tra", "Thanh tra", Role.INSPECTOR),
    ),
)


@cache
def _hash() -> str:
    return hash_pin(PIN)


def give_everybody_a_pin(premises: Premises) -> None:
    def work(act: Act) -> Answer:
        act.conn.execute(update(clerk).values(pin_hash=_hash()))
        return Answer({})

    premises.performer.perform("pins", SYSTEM, None, {}, work)


@dataclass
class Api:
    """An office and everybody who may call it. `client` has no credentials of its own."""

    premises: Premises
    clock: SetClock
    app: FastAPI
    client: Client
    tokens: dict[str, str] = field(default_factory=dict)

    def token(self, role: str) -> str:
        """A token of that role; a clerk's is without a counter."""
        if role not in self.tokens:
            self.tokens[role] = self._new_token(role)
        return self.tokens[role]

    def _new_token(self, role: str) -> str:
        doors = self.premises.doors
        if role in PEOPLE:
            keys = doors.fresh_keys()
            doors.open_session(PEOPLE[role], keys)
            return keys.token
        return str(doors.add_device(HEAD, rid(), role=role, name=role).body["token"])

    def seat(self, name: str, counter: int) -> str:
        """Signs in at a counter; the name becomes a role of `ask`."""
        keys = self.premises.doors.fresh_keys()
        self.premises.doors.sign_in(name, counter, keys)
        self.tokens[name] = keys.token
        return keys.token

    def ask(
        self, role: str | None, method: str, path: str, body: dict[str, Any] | None = None, **how: Any
    ) -> httpx.Response:
        """A call below /api/v1. A POST gets a request_id unless its body brings one; role None is nobody."""
        headers = dict(how.pop("headers", {}))
        if role is not None:
            headers["Authorization"] = f"Bearer {self.token(role)}"
        if method == "POST" and "content" not in how:
            how["json"] = {"request_id": rid(), **(body or {})}
        return self.client.request(method, f"/api/v1{path}", headers=headers, **how)

    def post(self, role: str | None, path: str, /, **body: Any) -> httpx.Response:
        return self.ask(role, "POST", path, body)

    def get(self, role: str | None, path: str) -> httpx.Response:
        return self.ask(role, "GET", path)

    def take(self, service: str = "A") -> dict[str, Any]:
        return take(self.premises.desk, service)

    @property
    def seq(self) -> int:
        return self.premises.desk.seq


def code(answer: httpx.Response) -> tuple[int, str]:
    """Status and code of a problem; the document must be one."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    problem = answer.json()
    assert problem["type"] == f"urn:motcua:problem:{problem['code']}"
    assert problem["status"] == answer.status_code
    assert problem["title"]
    assert problem["detail"]
    return answer.status_code, problem["code"]


@contextmanager
def opened_api(data: Path, *, hours: DayHours = NO_HOURS, **changes: Any) -> Iterator[Api]:
    """`changes`: what this office has otherwise than `OFFICE`."""
    clock = SetClock()
    with opened(data, clock, first=replace(OFFICE, **changes), prints=True, hours=hours) as premises:
        give_everybody_a_pin(premises)
        app = build(premises.desk, premises.doors, version="test")
        with Client(app) as client:
            yield Api(premises, clock, app, client)


@pytest.fixture
def api(tmp_path: Path) -> Iterator[Api]:
    with opened_api(tmp_path) as found:
        yield found


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    """One office for many questions that change nothing: a waiting ticket, tokens of every role, "an" at counter 1."""
    with opened_api(tmp_path_factory.mktemp("office")) as found:
        found.take()
        for role in ROLES:
            found.token(role)
        found.seat("an", 1)
        yield found


@contextmanager
def nothing_changes(api: Api) -> Iterator[None]:
    """Inside, no fact may be added."""
    before = api.seq
    yield
    assert api.seq == before
