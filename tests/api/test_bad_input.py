"""What bad input gets: one clear message each, a stable code, and nothing changed."""

import json
from typing import Any

import pytest

from tests.api.conftest import Api, code, nothing_changes
from tests.office_fixture import rid

JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"", 422),
        (b"{", 400),
        (b"not json", 400),
        (b"\x00", 400),
        (b"\xff\xfe\xfd", 400),
        (b"[" * 50_000, 400),
        (b'{"a":' * 10_000 + b"1" + b"}" * 10_000, 400),
        (b"null", 422),
        (b"[]", 422),
        (b'"A"', 422),
        (b"9" * 60_000, 400),
        (b'{"service": NaN, "request_id": Infinity}', 422),
        (b"a" * 1_048_576, 413),
        (b'{"service": "' + b"A" * 65_600 + b'"}', 413),
    ],
    ids=lambda part: str(part[:16]) if isinstance(part, bytes) else str(part),
)
def test_bodies_that_cannot_be_read(house: Api, content: bytes, status: int) -> None:
    with nothing_changes(house):
        answer = house.ask("touch", "POST", "/tickets", content=content, headers=JSON)
    assert code(answer)[0] == status
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    "change",
    [
        {"request_id": None},
        {"request_id": "1"},
        {"request_id": 1},
        {"request_id": "x" * 36},
        {"service": None},
        {"service": ""},
        {"service": 1},
        {"service": "A\x00"},
        {"service": "\ud800"},
        {"service": "A\nB"},
        {"service": "A" * 65},
        {"service": ["A"]},
        {"priority": "yes"},
        {"priority": 1},
        {"priority": None},
        {"channel": "fax"},
        {"number": "A001"},
        {"\ud800": 1},
        {"__class__": "x"},
    ],
    ids=str,
)
def test_fields_that_are_not_right(house: Api, change: dict[str, Any]) -> None:
    body = json.dumps({"request_id": rid(), "service": "A", **change}).encode()
    with nothing_changes(house):
        answer = house.ask("touch", "POST", "/tickets", content=body, headers=JSON)
    assert code(answer) == (422, "invalid")
    (error,) = answer.json()["errors"]
    assert error["why"]
    assert error["field"] in answer.json()["detail"]


@pytest.mark.parametrize(
    ("role", "path", "body"),
    [
        ("touch", "/tickets", {"service": "A"}),
        ("head", "/tickets/1/cancel", {}),
        ("an", "/counters/1/next", {}),
        ("an", "/counters/1/pause", {"reason": "Họp"}),
        ("head", "/day/close", {}),
        ("head", "/day/training", {"on": True}),
        ("rate:1", "/tickets/1/rating", {"level": 1, "channel": "touch"}),
        ("head", "/admin/devices", {"role": "hall", "name": "x"}),
    ],
)
def test_a_request_id_is_needed_everywhere(house: Api, role: str, path: str, body: dict[str, Any]) -> None:
    with nothing_changes(house):
        answer = house.ask(role, "POST", path, content=json.dumps(body).encode(), headers=JSON)
    assert code(answer) == (422, "invalid")
    assert [error["field"] for error in answer.json()["errors"]] == ["request_id"]


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("/tickets/0", "unknown_ticket"),
        ("/tickets/-1", "unknown_ticket"),
        ("/tickets/01", "unknown_ticket"),
        ("/tickets/abc", "unknown_ticket"),
        ("/tickets/1.0", "unknown_ticket"),
        ("/tickets/999999", "unknown_ticket"),
        ("/tickets/9223372036854775807", "unknown_ticket"),
        ("/tickets/9223372036854775808", "unknown_ticket"),
        ("/tickets/" + "9" * 5_000, "unknown_ticket"),
        ("/tickets/%D9%A3", "unknown_ticket"),
        ("/tickets/%00", "unknown_ticket"),
        ("/tickets/%ED%A0%80", "unknown_ticket"),
        ("/tickets/%EF%BC%91", "unknown_ticket"),
        ("/tickets?number=Z999", "unknown_ticket"),
        ("/tickets?number=A", "unknown_ticket"),
        ("/tickets?number=%00", "unknown_ticket"),
        ("/tickets?number=A%D9%A3", "unknown_ticket"),
        ("/tickets?number=A" + "9" * 15, "unknown_ticket"),
        ("/counters/0/line", "unknown_counter"),
        ("/counters/9/line", "unknown_counter"),
        ("/counters/100/line", "unknown_counter"),
        ("/counters/%D9%A3/line", "unknown_counter"),
        ("/counters/one/line", "unknown_counter"),
        ("/nowhere", "unknown_path"),
    ],
)
def test_what_does_not_exist_is_404(house: Api, path: str, wanted: str) -> None:
    assert code(house.get("head", path)) == (404, wanted)


@pytest.mark.parametrize("path", ["/tickets", "/tickets?number=", "/tickets?number=" + "A" * 17])
def test_a_number_that_is_not_one(house: Api, path: str) -> None:
    assert code(house.get("head", path)) == (422, "invalid")


@pytest.mark.parametrize("number", ["A", "0", "A٣", "A1\x00", "zzz", "A9999999"])
def test_calling_a_number_that_is_not_one(house: Api, number: str) -> None:
    assert code(house.post("an", "/counters/1/call", number=number))[0] in {404, 422}


@pytest.mark.parametrize("expect", ["1", 1.5, True, -1, 0, 2**63, [1]])
def test_expect_is_a_ticket_or_null(house: Api, expect: object) -> None:
    answer = house.post("an", "/counters/1/next", expect=expect)
    assert code(answer) == (422, "invalid")


def test_expect_absent_null_and_a_ticket(api: Api) -> None:
    ticket = api.take()["id"]
    api.seat("an", 1)
    wrong = api.post("an", "/counters/1/next", expect=ticket)
    assert code(wrong) == (409, "stale")
    assert wrong.json()["current"] is None
    assert api.post("an", "/counters/1/next", expect=None).status_code == 200
    stale = api.post("an", "/counters/1/next", expect=None)
    assert (code(stale), stale.json()["current"]) == ((409, "stale"), ticket)
    assert api.post("an", "/counters/1/recall", expect=ticket).status_code == 200
    assert api.post("an", "/counters/1/next").status_code == 200


def test_the_same_request_gets_the_same_answer(api: Api) -> None:
    body = {"service": "A", "request_id": rid()}
    first = api.ask("touch", "POST", "/tickets", body)
    seq = api.seq
    second = api.ask("touch", "POST", "/tickets", {**body, "request_id": body["request_id"].upper()})
    assert (first.status_code, first.json()) == (second.status_code, second.json())
    assert first.status_code == 201
    assert api.seq == seq


def test_a_request_id_with_another_body_path_or_person_is_reused(api: Api) -> None:
    body = {"service": "A", "request_id": rid()}
    ticket = api.ask("touch", "POST", "/tickets", body).json()["id"]
    api.token("clerk")
    seq = api.seq
    for role, path, other in (
        ("touch", "/tickets", {**body, "service": "B"}),
        ("touch", "/tickets", {**body, "priority": True}),
        ("touch", f"/tickets/{ticket}/cancel", {"request_id": body["request_id"]}),
        ("clerk", "/tickets", body),
    ):
        assert code(api.ask(role, "POST", path, other)) == (409, "request_id_reused")
    assert api.seq == seq


def test_a_refused_request_may_be_tried_again_with_its_id(api: Api) -> None:
    api.post("head", "/day/close")
    body = {"service": "A", "request_id": rid()}
    assert code(api.ask("touch", "POST", "/tickets", body)) == (409, "day_closed")
    api.post("head", "/day/open")
    assert api.ask("touch", "POST", "/tickets", body).status_code == 201


def test_refusals_of_the_desk_say_why(api: Api) -> None:
    ticket = api.take()["id"]
    api.seat("an", 1)
    assert code(api.post("touch", "/tickets", service="Z")) == (404, "unknown_service")
    wrong = api.post("an", "/counters/1/finish")
    assert code(wrong)[0] == 409
    api.post("an", "/counters/1/next")
    early = api.post("an", "/counters/1/no-show", expect=ticket)
    assert code(early) == (409, "too_early")
    state = api.post("an", "/counters/1/finish", expect=ticket)
    assert (code(state), state.json()["state"]) == ((409, "wrong_state"), "called")
    assert code(api.post("rate:1", f"/tickets/{ticket}/rating", level=1, channel="touch")) == (409, "no_window")
    assert code(api.post("clerk", f"/tickets/{ticket}/cancel")) == (409, "wrong_state")
    assert code(api.post("clerk", f"/tickets/{ticket}/transfer")) == (422, "invalid")
    assert code(api.post("clerk", f"/tickets/{ticket}/transfer", service="B", counter=1)) == (422, "invalid")
    closing = api.post("head", "/day/close")
    assert (code(closing), bool(closing.json()["counters"])) == ((409, "still_serving"), True)


def test_ratings_out_of_rule(api: Api) -> None:
    ticket = api.take()["id"]
    api.seat("an", 1)
    for act in ("next", "start", "finish"):
        assert api.post("an", f"/counters/1/{act}").status_code == 200
    path = f"/tickets/{ticket}/rating"
    assert code(api.post("rate:1", path, level=1, channel="touch", age_ms=300)) == (409, "too_early")
    api.clock.advance(1_000)
    for level in (0, 5, 6, -1, "1", 1.5, True, None):
        assert code(api.post("rate:1", path, level=level, channel="touch")) == (422, "invalid"), level
    assert code(api.post("rate:1", path, level=1, channel="touch", question="none")) == (422, "invalid")
    assert code(api.post("rate:1", path, level=1, channel="fax")) == (422, "invalid")
    assert api.post("rate:1", path, level=1, channel="touch").status_code == 201
    for reasons in (["none"], ["cho-lau"] * 7, "cho-lau", [1]):
        assert code(api.post("rate:1", f"{path}/reasons", reasons=reasons)) == (422, "invalid")
    long = {"reasons": ["cho-lau"], "comment": "x" * 501}
    assert code(api.ask("rate:1", "POST", f"{path}/reasons", long)) == (422, "invalid")
    assert api.post("rate:1", f"{path}/reasons", reasons=["cho-lau"], comment="Chờ lâu quá").status_code in {200, 201}
    api.clock.advance(5_001)
    assert code(api.post("rate:1", path, level=2, channel="touch")) == (409, "already_rated")


@pytest.mark.parametrize(
    "time",
    [
        "",
        "yesterday",
        "2026-11-23",
        "2026-11-23T08:00:00",
        "9999-12-31T23:59:59-14:00",
        "0001-01-01T00:00:00Z",
        1_795_395_600_000,
        "2026-11-23T08:00:00+07:00" + " " * 50,
    ],
)
def test_times_without_a_zone_or_sense(house: Api, time: object) -> None:
    ticket = {"number": "A101", "service": "A", "issued_at": time}
    assert code(house.post("head", "/day/tickets-by-hand", tickets=[ticket])) == (422, "invalid")


def test_english_for_a_program_that_asks_for_it(house: Api) -> None:
    answer = house.ask("touch", "POST", "/tickets", {"service": "Z"}, headers={"Accept-Language": "en"})
    assert answer.json()["title"] == "No such service"


def test_a_method_that_is_not_there(house: Api) -> None:
    answer = house.ask("head", "DELETE", "/tickets")
    assert code(answer) == (405, "method_not_allowed")
