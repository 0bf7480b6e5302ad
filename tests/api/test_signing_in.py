"""Signing in and out, by program and by browser."""

import re

import pytest

from office.domain.moment import utc_text
from tests.api.conftest import PIN, Api, code
from tests.asking import Client


def sign_in(client: Client, path: str, clerk: str = "an", pin: str = PIN) -> object:
    return client.post(f"/api/v1{path}", json={"clerk": clerk, "pin": pin})


def test_the_answer_has_exactly_four_fields_and_a_guarded_cookie(api: Api) -> None:
    answer = api.client.post("/api/v1/counters/1/sign-in", json={"clerk": "an", "pin": PIN})
    body = answer.json()
    assert set(body) == {"token", "csrf", "clerk", "role"}
    assert (body["clerk"], body["role"]) == ("an", "clerk")
    cookie = answer.headers["set-cookie"]
    assert re.match(rf"motcua_session={body['token']};", cookie)
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert api.get("hall", "/state").json()["counters"][0]["clerk"]["id"] == "an"


def test_without_a_counter_for_the_head(api: Api) -> None:
    answer = api.client.post("/api/v1/session", json={"clerk": "binh", "pin": PIN})
    assert answer.json()["role"] == "head"
    with_token = api.client.get("/api/v1/state", headers={"Authorization": f"Bearer {answer.json()['token']}"})
    assert with_token.status_code == 200


@pytest.mark.parametrize("path", ["/session", "/counters/1/sign-in"])
def test_wrong_pin_and_unknown_clerk_look_the_same(api: Api, path: str) -> None:
    wrong = api.client.post(f"/api/v1{path}", json={"clerk": "an", "pin": "000000"})
    unknown = api.client.post(f"/api/v1{path}", json={"clerk": "nobody", "pin": PIN})
    assert code(wrong) == code(unknown) == (401, "wrong_pin")
    assert wrong.json() == unknown.json()
    assert "set-cookie" not in wrong.headers


def test_five_wrong_pins_lock_that_clerk_from_that_address(api: Api) -> None:
    for _ in range(5):
        assert code(api.client.post("/api/v1/session", json={"clerk": "an", "pin": "0"})) == (401, "wrong_pin")
    locked = api.client.post("/api/v1/session", json={"clerk": "an", "pin": PIN})
    assert code(locked) == (429, "locked")
    assert 0 < int(locked.headers["retry-after"]) <= 300
    assert locked.json()["retry_after"] == int(locked.headers["retry-after"])
    assert str(locked.json()["retry_after"]) in locked.json()["detail"]
    assert api.client.post("/api/v1/session", json={"clerk": "chi", "pin": PIN}).status_code == 200
    with Client(api.app, address="10.0.0.8") as elsewhere:
        assert elsewhere.post("/api/v1/session", json={"clerk": "an", "pin": PIN}).status_code == 200
    api.clock.advance(301_000)
    assert api.client.post("/api/v1/session", json={"clerk": "an", "pin": PIN}).status_code == 200


def test_a_header_does_not_choose_the_address(api: Api) -> None:
    for place in range(6):
        answer = api.client.post(
            "/api/v1/session", json={"clerk": "an", "pin": "0"}, headers={"X-Forwarded-For": f"10.1.1.{place}"}
        )
    assert code(answer) == (429, "locked")


def test_a_counter_held_by_another_is_taken(api: Api) -> None:
    api.seat("an", 1)
    answer = api.client.post("/api/v1/counters/1/sign-in", json={"clerk": "chi", "pin": PIN})
    assert code(answer) == (409, "counter_taken")
    assert code(api.client.post("/api/v1/counters/9/sign-in", json={"clerk": "chi", "pin": PIN})) == (
        404,
        "unknown_counter",
    )


def test_again_at_the_own_counter_ends_the_old_token(api: Api) -> None:
    old = api.seat("an", 1)
    answer = api.client.post("/api/v1/counters/1/sign-in", json={"clerk": "an", "pin": PIN})
    assert answer.status_code == 200
    assert answer.json()["token"] != old
    assert code(api.get("an", "/state")) == (401, "taken_over")


def test_the_older_page_is_told_where_its_person_is_now(api: Api) -> None:
    api.seat("an", 1)
    api.clock.advance(60_000)
    signed_in = api.client.post("/api/v1/counters/2/sign-in", json={"clerk": "an", "pin": PIN}).json()
    told = api.post("an", "/counters/1/next")
    assert code(told) == (401, "taken_over")
    at = utc_text(api.clock.now().wall)
    assert {key: told.json()[key] for key in ("counter", "moved_to", "at")} == {"counter": 1, "moved_to": 2, "at": at}
    api.tokens["an"] = signed_in["token"]
    assert api.post("an", "/counters/2/next").status_code == 200
    api.ask("an", "POST", "/counters/2/sign-out", content=b"")
    assert code(api.get("an", "/state")) == (401, "unauthenticated")  # left on purpose


def test_an_own_ticket_elsewhere_keeps_the_clerk_there(api: Api) -> None:
    api.take()
    api.seat("an", 1)
    api.post("an", "/counters/1/next")
    answer = api.client.post("/api/v1/counters/2/sign-in", json={"clerk": "an", "pin": PIN})
    assert code(answer) == (409, "ticket_active")
    assert code(api.ask("an", "POST", "/counters/1/sign-out")) == (409, "ticket_active")
    assert code(api.ask("an", "DELETE", "/session")) == (409, "ticket_active")
    assert api.get("an", "/state").status_code == 200


def test_signing_out_ends_counter_session_and_cookie(api: Api) -> None:
    api.seat("an", 1)
    assert code(api.ask("an", "POST", "/counters/2/sign-out")) == (403, "not_your_counter")
    answer = api.ask("an", "POST", "/counters/1/sign-out", content=b"")
    assert (answer.status_code, answer.content) == (204, b"")
    assert 'motcua_session=""' in answer.headers["set-cookie"]
    assert code(api.get("an", "/state")) == (401, "unauthenticated")
    assert api.get("hall", "/state").json()["counters"][0]["status"] == "closed"


def test_deleting_the_session(api: Api) -> None:
    api.token("head")
    assert api.ask("head", "DELETE", "/session").status_code == 204
    assert code(api.get("head", "/state")) == (401, "unauthenticated")
    assert code(api.ask("touch", "DELETE", "/session")) == (403, "forbidden")


def test_a_browser_has_to_repeat_the_csrf_token(api: Api) -> None:
    api.take()
    body = api.client.post("/api/v1/counters/1/sign-in", json={"clerk": "an", "pin": PIN}).json()
    assert api.client.cookies["motcua_session"] == body["token"]
    assert api.get(None, "/state").status_code == 200
    before = api.seq
    assert code(api.post(None, "/counters/1/next")) == (403, "csrf")
    assert code(api.ask(None, "POST", "/counters/1/next", headers={"X-CSRF-Token": "wrong"})) == (403, "csrf")
    assert code(api.ask(None, "POST", "/counters/1/sign-out")) == (403, "csrf")
    assert api.seq == before
    headers = {"X-CSRF-Token": body["csrf"]}
    assert api.ask(None, "POST", "/counters/1/next", headers=headers).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"clerk": "an"},
        {"clerk": "an", "pin": 481516},
        {"clerk": "an", "pin": ""},
        {"clerk": "an", "pin": "x" * 65},
        {"clerk": "a\x00n", "pin": "1"},
        {"clerk": "an", "pin": "1", "role": "head"},
    ],
)
def test_a_sign_in_that_is_not_in_form(api: Api, body: dict[str, object]) -> None:
    answer = api.client.post("/api/v1/session", json=body)
    assert code(answer) == (422, "invalid")
    assert "481516" not in answer.text


def test_a_device_is_added_used_and_revoked(api: Api) -> None:
    added = api.post("technician", "/admin/devices", role="rate:2", name="Máy tính bảng quầy 2")
    assert added.status_code == 201
    api.tokens["new"] = added.json()["token"]
    assert api.get("new", "/state").status_code == 200
    device = added.json()["id"]
    listed = api.get("head", "/admin/devices").json()["items"]
    assert device in [one["id"] for one in listed]
    assert added.json()["token"] not in str(listed)
    key = api.post("head", f"/admin/devices/{device}/key").json()["key"]
    token = api.premises.doors.redeem(key)
    assert token is not None
    assert api.premises.doors.redeem(key) is None
    assert api.post("head", f"/admin/devices/{device}/revoke").status_code == 200
    assert code(api.get("new", "/state")) == (401, "unauthenticated")
    api.tokens["cookie"] = token
    assert code(api.get("cookie", "/state")) == (401, "unauthenticated")
    assert code(api.post("head", f"/admin/devices/{device}/revoke")) == (404, "unknown_item")
    assert code(api.post("head", "/admin/devices", role="head", name="x")) == (422, "invalid")
    assert code(api.post("head", "/admin/devices", role="rate:77", name="x")) == (422, "invalid")
