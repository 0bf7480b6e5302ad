"""The whole role table of the API: every role at every call, and nobody at all."""

import re
from typing import Any

import pytest
from fastapi.routing import APIRoute

from kiosk.web import admin
from kiosk.web.api import roles
from kiosk.web.api.access import OPEN, GuardedRoute, May
from kiosk.web.app import ROUTERS, build
from office.domain.people import OPERATOR
from tests.api.conftest import ROLES, Api, code, nothing_changes
from tests.asking import Client

STAFF = {"clerk", "head"}
SCREENS = {"touch", "screen"}
EVERY_SCREEN = {"touch", "hall", "screen", "rate:1", "rate:2", "counter:1"}
RATES = {"rate:1", "rate:2", "screen"}

CALLS: list[tuple[str, str, dict[str, Any], set[str]]] = [
    ("GET", "/state", {}, EVERY_SCREEN | STAFF | {"inspector"}),
    ("GET", "/staff", {}, SCREENS),
    ("POST", "/tickets", {"service": "A"}, SCREENS | STAFF),
    ("GET", "/tickets/1", {}, SCREENS | STAFF | {"inspector"}),
    ("GET", "/tickets?number=A001", {}, SCREENS | STAFF | {"inspector"}),
    ("POST", "/tickets/1/cancel", {}, SCREENS | STAFF),
    ("POST", "/tickets/1/transfer", {"service": "B"}, STAFF),
    ("POST", "/tickets/1/return", {}, STAFF),
    ("POST", "/tickets/1/priority", {"priority": True}, STAFF),
    ("POST", "/tickets/1/note", {"text": "Bổ sung bản sao"}, STAFF),
    ("POST", "/tickets/1/times", {"inexact": True}, STAFF),
    ("POST", "/tickets/1/reprint", {}, SCREENS | STAFF | {"technician"}),
    ("POST", "/tickets/1/rating", {"level": 3, "channel": "touch"}, RATES),
    ("POST", "/tickets/1/rating/reasons", {"reasons": []}, RATES),
    ("POST", "/tickets/1/rating/decline", {}, RATES),
    ("POST", "/counters/1/next", {}, STAFF),
    ("POST", "/counters/1/call", {"number": "A001"}, STAFF),
    ("POST", "/counters/1/recall", {}, STAFF),
    ("POST", "/counters/1/start", {}, STAFF),
    ("POST", "/counters/1/finish", {}, STAFF),
    ("POST", "/counters/1/no-show", {}, STAFF),
    ("POST", "/counters/1/park", {"reason": "Thiếu giấy tờ"}, STAFF),
    ("POST", "/counters/1/continue", {"service": "A"}, STAFF),
    ("POST", "/counters/1/undo", {}, STAFF),
    ("POST", "/counters/1/pause", {"reason": "Họp"}, STAFF),
    ("POST", "/counters/1/resume", {}, STAFF),
    ("GET", "/counters/1/line", {}, STAFF | {"inspector"}),
    ("GET", "/counters/1/day", {}, STAFF),
    ("POST", "/day/open", {}, {"head"}),
    ("POST", "/day/training", {"on": False}, {"head"}),
    ("POST", "/day/clock-confirm", {}, {"head"}),
    ("POST", "/day/tickets-by-hand", {"tickets": [{"number": "A1", "service": "A", "issued_at": "x"}]}, {"head"}),
    ("POST", "/printer/paper-changed", {}, STAFF | {"technician"}),
    ("POST", "/procedures/asked", {"q": "hộ chiếu"}, SCREENS),
    ("POST", "/procedures/1.001193/checklist", {}, SCREENS | STAFF),
    ("POST", "/suggestions", {"text": "Cần thêm ghế"}, SCREENS),
    ("GET", "/admin/devices", {}, {"head", "technician", "inspector"}),
    ("POST", "/admin/devices", {"role": "hall", "name": "Sảnh"}, {"head", "technician"}),
    ("POST", "/admin/devices/none/revoke", {}, {"head", "technician"}),
    ("POST", "/admin/devices/none/key", {}, {"head", "technician"}),
    ("POST", "/counters/1/sign-out", {}, STAFF | {"technician", "inspector"}),
    ("POST", "/day/close", {}, {"head"}),
]
"""Method, path, body, who may. What the desk says after the gate is not the question here."""


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("call", CALLS, ids=lambda call: f"{call[0]} {call[1]}")
def test_who_may_what(house: Api, call: tuple[str, str, dict[str, Any], set[str]], role: str) -> None:
    method, path, body, allowed = call
    if role not in allowed:
        with nothing_changes(house):
            assert code(house.ask(role, method, path, body)) == (403, "forbidden")
        return
    answer = house.ask(role, method, path, body)
    assert answer.status_code != 401
    assert answer.status_code < 400 or code(answer)[1] != "forbidden", answer.text


@pytest.mark.parametrize("call", CALLS, ids=lambda call: f"{call[0]} {call[1]}")
def test_nobody_and_wrong_tokens_are_asked_to_sign_in(
    house: Api, call: tuple[str, str, dict[str, Any], set[str]]
) -> None:
    method, path, body, _ = call
    wrong = {"Authorization": "Bearer wrong"}, {"Authorization": "Basic YTpi"}, {"Cookie": "motcua_session=x"}
    with nothing_changes(house):
        for headers in ({}, *wrong):
            answer = house.ask(None, method, path, body, headers=headers)
            assert code(answer) == (401, "unauthenticated")


def test_the_gate_comes_before_the_body(house: Api) -> None:
    for role, wanted in ((None, (401, "unauthenticated")), ("hall", (403, "forbidden"))):
        broken = house.ask(role, "POST", "/tickets", content=b"{", headers={"Content-Type": "application/json"})
        assert code(broken) == wanted
        assert code(house.ask(role, "POST", "/counters/999/next")) == wanted


def test_health_and_description_are_open(house: Api) -> None:
    assert house.get(None, "/health").status_code == 200
    assert house.get(None, "/openapi.json").status_code == 200


def test_every_route_has_a_gate_and_every_gate_a_row() -> None:
    for router in ROUTERS:
        for route in router.routes:
            assert isinstance(route, GuardedRoute)
            gates = [one.dependency for one in route.dependencies if isinstance(one.dependency, May)]
            assert len(gates) == 1, route.path
            assert gates[0].act in {"anonymous", *roles.ALLOWED}


def test_every_guarded_call_stands_in_the_list_above() -> None:
    listed = {(method, path.split("?")[0]) for method, path, _, _ in CALLS}
    known = {"{ticket}": "1", "{n}": "1", "{device}": "none", "{key}": "1.001193"}
    for router in ROUTERS:
        for route in router.routes:
            assert isinstance(route, APIRoute)
            path = route.path
            for name, value in known.items():
                path = path.replace(name, value)
            if path in {"/live", "/session"} or any(one.dependency == May(OPEN) for one in route.dependencies):
                continue  # shown in tests of their own, or anonymous
            assert {(method, path) for method in route.methods or ()} <= listed


def test_a_route_without_a_gate_cannot_be_made() -> None:
    with pytest.raises(RuntimeError, match="nobody may"):
        GuardedRoute("/x", endpoint=lambda: None)


def test_the_command_line_of_this_machine_is_a_head() -> None:
    assert roles.allows("day", OPERATOR)
    assert roles.allows("admin", OPERATOR)
    assert not roles.allows("rate", OPERATOR)


def test_a_clerk_without_a_counter_acts_at_none(api: Api) -> None:
    assert code(api.post("clerk", "/counters/2/next")) == (403, "not_your_counter")
    assert code(api.get("clerk", "/counters/2/line")) == (403, "not_your_counter")


def test_a_screen_rates_only_for_its_own_counter(api: Api) -> None:
    ticket = api.take()["id"]
    api.seat("an", 1)
    api.post("an", "/counters/1/next")
    api.post("an", "/counters/1/start")
    api.post("an", "/counters/1/finish")
    api.clock.advance(1_000)
    rate = {"level": 3, "channel": "touch"}
    for path, body in (("", rate), ("/reasons", {"reasons": []}), ("/decline", {})):
        assert code(api.ask("rate:2", "POST", f"/tickets/{ticket}/rating{path}", body)) == (403, "forbidden")
    assert api.ask("rate:1", "POST", f"/tickets/{ticket}/rating", rate).status_code == 201


def test_in_the_whole_description_only_these_calls_are_open(api: Api) -> None:
    app = build(api.premises.desk, api.premises.doors, api=[admin.api_router()])
    open_calls = set()
    with Client(app) as client:
        for path, acts in client.get("/api/v1/openapi.json").json()["paths"].items():
            for method in acts:
                if client.request(method.upper(), re.sub(r"\{\w+\}", "1", path)).status_code != 401:
                    open_calls.add(f"{method} {path.removeprefix('/api/v1')}")
    assert open_calls == {
        *("get /health", "post /session", "post /counters/{n}/sign-in"),
        *("get /content", "get /content/{slug}", "get /suggestions/form", "get /dossiers", "get /dossiers/{number}"),
        *("get /procedures", "get /procedures/{key}"),
    }
