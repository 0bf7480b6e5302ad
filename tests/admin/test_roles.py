"""Who may do what in the back office: every call of it, by every role, and by nobody."""

from typing import Any
from uuid import uuid4

import pytest
from fastapi.openapi.utils import get_openapi

from kiosk.web.admin import api_router
from tests.admin.conftest import House

PEOPLE = {"head": "minh-tuan", "clerk": "lan-anh", "technician": "an-ky", "inspector": "bich-thanh"}
READ, ADMIN, LIST = {"head", "inspector"}, {"head"}, {"head", "technician", "inspector"}
SLIPS = {"head", "technician"}
USE = {"head", "clerk", "technician"}
MAY = {
    "GET /tickets": LIST,
    "GET /voice": USE,
    "POST /voice/mute": USE,
    "POST /voice/announce": USE,
    "POST /voice/try": {"head", "technician"},
    "GET /templates": SLIPS,
    "GET /templates/{slip}/{paper}": SLIPS,
    "POST /templates/{slip}/{paper}/preview": SLIPS,
    "POST /templates/{slip}/{paper}/save": SLIPS,
    "POST /templates/{slip}/{paper}/drop": SLIPS,
    "POST /templates/{slip}/{paper}/restore": SLIPS,
    "POST /templates/{slip}/print": SLIPS,
    "POST /day-slip": SLIPS,
    "GET /backups": SLIPS,
    "POST /backups": SLIPS,
    "GET /backups/check": SLIPS,
    "GET /health": SLIPS,
    "POST /health/examine": SLIPS,
    "GET /health/bundle": SLIPS,
    "GET /health/commissioning": SLIPS,
    "POST /content/preview": READ,
    "GET /machine": SLIPS,
    "POST /machine/clock": SLIPS,
    "POST /machine/{wish}": SLIPS,
    "GET /district": LIST,
    "POST /district/pause": {"head", "technician"},
    "POST /district/resume": {"head", "technician"},
    "GET /district/parcel": ADMIN,
    "GET /letters": {"head"},
    "GET /voice/clips/{language}": LIST,
    "GET /voice/clips/{language}/{clip}": LIST,
}
PLACES = {
    "person": "lan-anh",
    "service": "A",
    "n": "3",
    "language": "vi",
    "clip": "ba",
    "slip": "day",
    "paper": "80",
    "code": "1.001193",
    "form": "csv",
    "number": "1",
    "slug": "lanh-dao",
    "letter": "1",
    "wish": "restart",
}


def calls() -> list[tuple[str, str]]:
    described = get_openapi(title="", version="", routes=[*api_router().routes])["paths"]
    found = sorted((method.upper(), path.removeprefix("/admin")) for path, acts in described.items() for method in acts)
    assert len(found) > 30
    return found


def allowed(method: str, path: str) -> set[str]:
    if path == "/office":
        return ADMIN
    return MAY.get(f"{method} {path}", READ if method == "GET" else ADMIN)


@pytest.mark.parametrize("role", PEOPLE)
def test_each_role_reaches_what_its_row_allows_and_nothing_else(house: House, role: str) -> None:
    caller = house.caller(PEOPLE[role])
    for method, path in calls():
        full = f"/api/v1/admin{path.format_map(PLACES)}"
        answer = house.client.request(method, full, headers=caller.headers, **_body(method))
        if role in allowed(method, path):
            assert answer.status_code not in (401, 403), (method, path)
        else:
            assert (answer.status_code, answer.json()["code"]) == (403, "forbidden"), (method, path)


def _body(method: str) -> dict[str, Any]:
    return {} if method == "GET" else {"json": {"nonsense": 1}}


def test_nobody_reaches_anything(house: House) -> None:
    for method, path in calls():
        answer = house.client.request(method, f"/api/v1/admin{path.format_map(PLACES)}", **_body(method))
        assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated"), (method, path)


def test_a_screen_reaches_nothing_here(house: House) -> None:
    token = house.premises.doors.add_device(house.seat("van-hoa", 1), None, role="screen", name="x").body["token"]
    for method, path in calls():
        headers = {"Authorization": f"Bearer {token}"}
        answer = house.client.request(
            method, f"/api/v1/admin{path.format_map(PLACES)}", headers=headers, **_body(method)
        )
        assert answer.status_code == 403, (method, path)


@pytest.mark.parametrize("role", PEOPLE)
def test_pages_are_shown_by_role(house: House, role: str) -> None:
    keys = house.premises.doors.fresh_keys()
    house.premises.doors.open_session(PEOPLE[role], keys)
    cookies = {"Cookie": f"motcua_session={keys.token}", "Accept": "text/html"}
    for path in (
        "",
        "/tickets",
        "/people",
        "/services",
        "/counters",
        "/procedures",
        "/synonyms",
        "/content",
        "/opening",
        "/rule",
        "/voice",
        "/devices",
        "/journal",
    ):
        expected = role in (LIST if path in ("", "/tickets", "/voice", "/devices") else READ)
        answer = house.client.get(f"/admin{path}", headers=cookies)
        assert answer.status_code == (200 if expected else 403), path
    for path in ("/admin/slips", "/admin/health"):
        assert house.client.get(path, headers=cookies).status_code == (200 if role in SLIPS else 403)
    letters = house.client.get("/admin/letters", headers=cookies)
    assert letters.status_code == (200 if role in ADMIN else 403)


def test_a_stranger_is_asked_to_sign_in_and_comes_back(house: House) -> None:
    answer = house.client.get("/admin/people", headers={"Accept": "text/html"})
    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?next=%2Fadmin%2Fpeople"


def test_a_cookie_without_its_csrf_token_changes_nothing(house: House) -> None:
    keys = house.premises.doors.fresh_keys()
    house.premises.doors.open_session("minh-tuan", keys)
    body = {"request_id": str(uuid4())}
    headers = {"Cookie": f"motcua_session={keys.token}"}
    answer = house.client.post("/api/v1/admin/people/lan-anh/disable", json=body, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "csrf")
    headers["X-CSRF-Token"] = keys.csrf
    assert house.client.post("/api/v1/admin/people/lan-anh/disable", json=body, headers=headers).status_code == 200


def test_the_technician_sees_no_figures_about_people(house: House) -> None:
    keys = house.premises.doors.fresh_keys()
    house.premises.doors.open_session("an-ky", keys)
    house.seat("lan-anh", 3)
    page = house.client.get("/admin", headers={"Cookie": f"motcua_session={keys.token}"}).text
    assert "Trần Lan Anh" not in page
