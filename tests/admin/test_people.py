"""People in the back office: PINs shown once, sessions that end, a head who always remains."""

import io
import sqlite3
from pathlib import Path
from uuid import uuid4

import pytest
from PIL import Image

from office.domain.people import OPERATOR
from tests.admin.conftest import Caller, House


def picture(kind: str = "JPEG", size: tuple[int, int] = (600, 800)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "#446688").save(out, kind)
    return out.getvalue()


def test_a_new_person_gets_a_pin_and_can_sign_in(house: House, head: Caller) -> None:
    answer = head.post("/people", name="Đỗ Thị Hạnh", title="Công chức")
    assert answer.status_code == 201
    person, pin = answer.json()["person"], answer.json()["pin"]
    assert person["id"] == "thi-hanh"
    assert len(pin) == 6
    assert pin.isdigit()
    assert house.sign_in("thi-hanh", pin).status_code == 200


def test_a_retry_adds_nobody_twice_and_shows_no_pin_again(head: Caller) -> None:
    request = str(uuid4())
    first = head.post("/people", request, name="Đỗ Thị Hạnh")
    again = head.post("/people", request, name="Đỗ Thị Hạnh")
    assert again.status_code == 201
    assert again.json()["person"] == first.json()["person"]
    assert again.json()["pin"] is None
    assert head.post("/people", request, name="Somebody else").json()["code"] == "request_id_reused"


def test_the_second_of_a_name_gets_another_id(head: Caller) -> None:
    assert head.post("/people", name="Trần Lan Anh").json()["person"]["id"] == "lan-anh-2"


def test_no_pin_stands_in_the_database_or_the_journal(house: House, head: Caller, tmp_path: Path) -> None:
    pin = head.post("/people", name="Đỗ Thị Hạnh").json()["pin"]
    house.premises.close()
    conn = sqlite3.connect(tmp_path / "data" / "motcua.db")
    tables = [name for (name,) in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    rows = [row for table in tables for row in conn.execute(f'SELECT * FROM "{table}"')]
    conn.close()
    assert not any(pin == str(value) or f'"{pin}"' in str(value) for row in rows for value in row)


def test_a_new_pin_ends_the_session_and_leaves_the_counter_open(house: House, head: Caller) -> None:
    clerk = house.caller("lan-anh")
    house.seat("lan-anh", 3)
    answer = head.post("/people/lan-anh/pin")
    assert answer.json()["person"]["counter"] == 3
    assert clerk.get("/people").status_code == 401
    assert house.sign_in("lan-anh", house.pins["lan-anh"]).status_code == 401
    assert house.sign_in("lan-anh", answer.json()["pin"]).status_code == 200


def test_a_disabled_person_is_signed_out_and_comes_back_with_the_old_pin(house: House, head: Caller) -> None:
    clerk = house.caller("lan-anh")
    house.seat("lan-anh", 3)
    person = head.post("/people/lan-anh/disable").json()["person"]
    assert (person["disabled"], person["counter"]) == (True, None)
    assert clerk.get("/people").status_code == 401
    assert house.sign_in("lan-anh", house.pins["lan-anh"]).json()["code"] == "wrong_pin"
    head.post("/people/lan-anh/enable")
    assert house.sign_in("lan-anh", house.pins["lan-anh"]).status_code == 200


def test_nobody_is_disabled_with_somebody_at_the_counter(house: House, head: Caller) -> None:
    clerk = house.seat("lan-anh", 3)
    house.take("B")
    house.premises.desk.call_next(clerk, None, counter=3)
    answer = head.post("/people/lan-anh/disable")
    assert (answer.status_code, answer.json()["code"]) == (409, "ticket_active")
    assert not head.get("/people").json()["people"][-1]["disabled"]


def test_the_last_head_cannot_be_disabled_or_become_a_clerk(head: Caller) -> None:
    refused = head.post("/people/minh-tuan/disable")
    assert (refused.status_code, refused.json()["what"]) == (409, "last_head")
    assert head.post("/people/minh-tuan", name="Phạm Minh Tuấn", role="clerk").json()["what"] == "last_head"
    head.post("/people", name="Lê Văn Hai", role="head")
    assert head.post("/people/minh-tuan/disable").status_code == 200


def test_a_change_shows_on_the_counter_at_once(house: House, head: Caller) -> None:
    house.seat("lan-anh", 3)
    head.post("/people/lan-anh", name="Trần Thị Lan Anh", title="Chuyên viên")
    sitting = next(one["clerk"] for one in house.premises.desk.state()["counters"] if one["number"] == 3)
    assert sitting is not None
    assert (sitting["name"], sitting["title"]) == ("Trần Thị Lan Anh", "Chuyên viên")


def test_an_area_must_be_counters_that_exist(head: Caller) -> None:
    answer = head.post("/people/lan-anh", name="Trần Lan Anh", area=[3, 42])
    assert answer.json()["errors"] == [{"field": "area", "why": "There is no counter 42."}]
    assert head.post("/people/lan-anh", name="Trần Lan Anh", area=[3, 1]).json()["person"]["area"] == [1, 3]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 161}, "name"),
        ({"name": "a\0b"}, "name"),
        ({"name": "A", "rol": "head"}, "rol"),
    ],
)
def test_a_bad_field_is_named_and_nothing_is_added(head: Caller, body: dict[str, str], field: str) -> None:
    before = len(head.get("/people").json()["people"])
    answer = head.post("/people", **body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == field
    assert len(head.get("/people").json()["people"]) == before


def test_a_photograph_becomes_a_small_square_that_screens_may_load(house: House, head: Caller) -> None:
    sent = house.client.request(
        "PUT", f"/api/v1/admin/people/lan-anh/photo?request_id={uuid4()}", content=picture(), headers=head.headers
    )
    url = sent.json()["person"]["photo_url"]
    shown = house.client.get(url, headers=head.headers)
    assert shown.headers["content-type"] == "image/png"
    assert Image.open(io.BytesIO(shown.content)).size == (256, 256)
    assert house.client.get(url).status_code == 401
    assert head.post("/people/lan-anh/photo/remove").json()["person"]["photo_url"] is None


@pytest.mark.parametrize("sent", [b"", b"GIF89a" + b"\0" * 40, b"\x89PNG\r\n\x1a\n" + b"\0" * 40, b"<svg/>"])
def test_what_is_no_picture_is_refused_in_words(house: House, head: Caller, sent: bytes) -> None:
    url = f"/api/v1/admin/people/lan-anh/photo?request_id={uuid4()}"
    answer = house.client.request("PUT", url, content=sent, headers=head.headers)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["why"] == "Please choose a picture in PNG or JPEG form."


def test_a_picture_over_300_kb_is_refused(house: House, head: Caller) -> None:
    url = f"/api/v1/admin/people/lan-anh/photo?request_id={uuid4()}"
    assert house.client.request("PUT", url, content=b"x" * 300_500, headers=head.headers).status_code == 413
    assert house.client.request("PUT", url, content=b"x" * 400_000, headers=head.headers).status_code == 413


def test_every_act_on_people_leaves_a_fact_of_who_did_it(house: House, head: Caller) -> None:
    head.post("/people/lan-anh/pin")
    head.post("/people/lan-anh/disable")
    assert house.facts("person.pin_reset")[-1] == {"by": "clerk:minh-tuan"}
    assert house.facts("person.disabled")[-1] == {"by": "clerk:minh-tuan", "name": "Trần Lan Anh"}


def test_an_unknown_person_is_said_so(house: House, head: Caller) -> None:
    for path in ("/people/nobody/pin", "/people/nobody/disable", "/people/nobody/photo/remove"):
        assert head.post(path).json()["code"] == "unknown_clerk"
    assert house.back.people.enable(OPERATOR, None, "lan-anh").body["person"]["disabled"] is False
