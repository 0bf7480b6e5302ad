"""What the description of the API says of credentials is what happens."""

from typing import Any

import pytest

from kiosk.web import admin
from kiosk.web.api import roles
from kiosk.web.app import build
from tests.api.conftest import Api
from tests.asking import Client

ANYBODY = {
    *("get /health", "post /session", "post /counters/{n}/sign-in"),
    *("get /content", "get /content/{slug}", "get /suggestions/form", "get /dossiers", "get /dossiers/{number}"),
    *("get /procedures", "get /procedures/{key}"),
}


@pytest.fixture(scope="module")
def described(house: Api) -> dict[str, Any]:
    """The description of the whole API, with the back office."""
    app = build(house.premises.desk, house.premises.doors, api=[admin.api_router()])
    with Client(app) as client:
        document: dict[str, Any] = client.get("/api/v1/openapi.json").json()
    return document


def calls(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """ "get /state" → what is said of it."""
    return {
        f"{method} {path.removeprefix('/api/v1')}": call
        for path, methods in document["paths"].items()
        for method, call in methods.items()
    }


def test_the_ways_to_carry_credentials_are_described(described: dict[str, Any]) -> None:
    schemes = described["components"]["securitySchemes"]
    assert (schemes["bearer"]["type"], schemes["bearer"]["scheme"]) == ("http", "bearer")
    assert (schemes["cookie"]["in"], schemes["cookie"]["name"]) == ("cookie", "motcua_session")
    assert (schemes["csrf"]["in"], schemes["csrf"]["name"]) == ("header", "x-csrf-token")


def test_only_what_everybody_may_read_and_signing_in_ask_for_no_credentials(described: dict[str, Any]) -> None:
    assert {name for name, call in calls(described).items() if call["security"] == []} == ANYBODY


def test_a_cookie_needs_the_csrf_token_for_all_that_may_change_something(described: dict[str, Any]) -> None:
    for name, call in calls(described).items():
        if name in ANYBODY:
            continue
        cookie: dict[str, list[str]] = {"cookie": []} if name.startswith("get ") else {"cookie": [], "csrf": []}
        assert call["security"] == [{"bearer": []}, cookie], name


def test_every_call_says_which_roles_may(described: dict[str, Any]) -> None:
    said = calls(described)
    assert said["get /staff"]["x-roles"] == ["touch", "screen"]
    assert said["post /day/close"]["x-roles"] == ["head"]
    for name, call in said.items():
        assert (name in ANYBODY) == ("x-roles" not in call), name
        assert set(call.get("x-roles", ())) <= set(roles.ROLES)


def test_the_csrf_requirement_is_real(house: Api) -> None:
    cookie = {"Cookie": f"motcua_session={house.token('head')}"}
    assert house.ask(None, "GET", "/state", headers=cookie).status_code == 200
    refused = house.ask(None, "POST", "/day/training", {"on": False}, headers=cookie)
    assert (refused.status_code, refused.json()["code"]) == (403, "csrf")
