"""The letters of citizens as the head reads them: newest first, by reason, marked as read, erased."""

import json
from typing import Any

from office.domain.people import Actor
from tests.admin.conftest import Caller, House

TOUCH = Actor("device", "touch-1", "touch")
MINUTE = 60_000


def write(house: House, *reasons: str, text: str | None = None) -> int:
    house.clock.advance(MINUTE)
    return int(house.premises.desk.suggest(TOUCH, None, reasons=list(reasons), text=text).body["id"])


def ids(head: Caller, **query: Any) -> list[int]:
    return [one["id"] for one in head.get("/letters", **query).json()["items"]]


def test_the_newest_letter_stands_first(house: House, head: Caller) -> None:
    write(house, "waiting", text="Chờ gần hai giờ")
    write(house, "praise")
    answer = head.get("/letters").json()
    assert [one["id"] for one in answer["items"]] == [2, 1]
    newest, oldest = answer["items"]
    assert (newest["text"], newest["read"], newest["erased"]) == (None, False, False)
    assert (oldest["text"], oldest["reasons"][0]["label"]) == ("Chờ gần hai giờ", "Chờ lâu")
    assert (answer["total"], answer["unread"]) == (2, 2)


def test_the_screen_where_it_was_written_has_its_name(house: House, head: Caller) -> None:
    token = house.premises.doors.add_device(house.seat("van-hoa", 1), None, role="touch", name="Máy ở cửa chính")
    headers = {"Authorization": f"Bearer {token.body['token']}"}
    body = {"reasons": ["praise"], "request_id": "3f1d1a52-6a53-4ad8-8a0f-2f5a0a2a9a11"}
    assert house.client.post("/api/v1/suggestions", json=body, headers=headers).status_code == 201
    assert head.get("/letters").json()["items"][0]["screen"] == "Máy ở cửa chính"


def test_letters_are_found_by_reason_and_by_whether_they_were_read(house: House, head: Caller) -> None:
    write(house, "waiting", "other")
    write(house, "waiting")
    write(house, "praise")
    assert ids(head, reason="waiting") == [2, 1]
    assert ids(head, reason="' OR 1=1") == []
    assert head.post("/letters/read", ids=[1, 3, 99]).json() == {"unread": 1}
    assert ids(head, unread="true") == [2]
    counted = {one["id"]: one["count"] for one in head.get("/letters").json()["reasons"]}
    assert counted == {"waiting": 2, "other": 1, "praise": 1}


def test_many_letters_come_in_pages(house: House, head: Caller) -> None:
    for _ in range(53):
        write(house, "praise")
    assert (len(ids(head)), ids(head, offset=50)) == (50, [3, 2, 1])
    assert head.get("/letters").json()["total"] == 53
    assert head.get("/letters", offset=-1).status_code == 422


def test_an_erased_letter_keeps_its_reasons_and_loses_its_words(house: House, head: Caller) -> None:
    write(house, "waiting", text="Xin gặp ông An")
    answer = head.post("/letters/1/erase").json()["letter"]
    assert (answer["text"], answer["erased"], answer["read"]) == (None, True, True)
    assert head.get("/letters").json()["items"][0] == answer
    assert house.facts("suggestion.erased")[0]["by"] == "clerk:minh-tuan"
    with house.back.reading() as conn:
        assert "ông An" not in str(conn.exec_driver_sql("SELECT * FROM free_text").all())
    assert head.post("/letters/99/erase").json()["code"] == "unknown_item"


def test_a_letter_stands_in_no_list_of_deeds_and_no_file_of_the_office(house: House, head: Caller) -> None:
    write(house, "waiting", text="Xin gặp ông An")
    assert "suggestion" not in head.get("/deeds").text
    assert "ông An" not in json.dumps(head.get("/office").json(), ensure_ascii=False)


def test_only_letters_can_be_marked(head: Caller) -> None:
    wrong: list[dict[str, Any]] = [{}, {"ids": [0]}, {"ids": ["1"]}, {"ids": [1] * 101}]
    assert [head.post("/letters/read", **body).status_code for body in wrong] == [422] * 4
