"""Services, counters, hours and rules: changed by the head, felt at the desk at once, refused as a whole."""

from typing import Any

import pytest

from kiosk.paperwork import names_of
from tests.admin.conftest import Caller, House

WEEK = [[[450, 690], [810, 1020]]] * 5 + [[], []]


def ids(answer: Any) -> list[str]:
    return [one["id"] for one in answer.json()["services"]]


def test_a_new_service_gives_numbers_at_its_counters(house: House, head: Caller) -> None:
    answer = head.post("/services", prefix="K", name="Khiếu nại", name_en="Complaints", counters=[2, 4])
    assert answer.status_code == 201
    assert answer.json()["service"]["counters"] == [2, 4]
    assert house.take("K")["number"] == "K001"


def test_a_service_name_of_300_signs_is_refused_beside_its_field(head: Caller) -> None:
    before = ids(head.get("/services"))
    for name in ("Đ" * 300, "Chứng thực " * 28):
        answer = head.post("/services", prefix="K", name=name, counters=[2])
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["field"] == "name"
    assert ids(head.get("/services")) == before


def test_a_letter_is_given_once_and_only_a_good_one(head: Caller) -> None:
    assert head.post("/services", prefix="A", name="Khác").json()["code"] == "already_there"
    for letter in ("O", "I", "S"):
        assert head.post("/services", prefix=letter, name="Khác").json()["errors"][0]["field"] == "prefix"
    assert head.post("/services", prefix="aa", name="Khác").status_code == 422


def test_a_service_that_is_switched_off_gives_no_number_until_it_is_on_again(house: House, head: Caller) -> None:
    assert head.post("/services/A/switch", on=False).json()["service"]["switched_on"] is False
    refused = house.client.post(
        "/api/v1/tickets",
        json={"service": "A", "request_id": "0b6f1b9e-5c3f-4a0e-8f43-7a4f2d0f4d10"},
        headers=head.headers,
    )
    assert refused.json()["code"] == "not_today"
    head.post("/services/A/switch", on=True)
    assert house.take("A")["number"] == "A001"


def test_a_quota_closes_the_service_when_it_is_reached(house: House, head: Caller) -> None:
    head.post("/services/A", name="Chứng thực", quota=2)
    house.take("A")
    house.take("A")
    services = {one["id"]: one for one in head.get("/services").json()["services"]}
    assert (services["A"]["given"], services["A"]["quota"]) == (2, 2)
    assert next(one for one in house.premises.desk.state()["services"] if one["id"] == "A")["why"] == "quota_reached"


@pytest.mark.parametrize("quota", [0, -1, 10_000])
def test_a_quota_has_bounds(head: Caller, quota: int) -> None:
    answer = head.post("/services/A", name="Chứng thực", quota=quota)
    assert answer.json()["errors"] == [{"field": "quota", "why": "This number must be from 1 to 9999."}]


def test_the_order_of_the_tiles_is_changed_as_a_whole(house: House, head: Caller) -> None:
    order = list("TABCDEGH")
    assert ids(head.post("/services/order", ids=order)) == order
    assert [one["id"] for one in house.premises.desk.state()["services"]] == order
    assert head.post("/services/order", ids=["A", "A"]).status_code == 422
    assert ids(head.get("/services")) == order


def test_a_service_goes_and_comes_back_but_not_while_somebody_waits(house: House, head: Caller) -> None:
    house.take("G")
    refused = head.post("/services/G/retire").json()
    assert (refused["what"], refused["waiting"]) == ("service", 1)
    assert "H" not in ids(head.post("/services/H/retire"))
    assert head.post("/services/H/retire").json()["code"] == "unknown_service"
    assert head.post("/services/H/restore", counters=[2]).json()["service"]["counters"] == [2]


def test_a_freed_letter_makes_a_new_service_with_another_id(head: Caller) -> None:
    head.post("/services/H/retire")
    assert head.post("/services", prefix="H", name="Hòa giải").json()["service"]["id"] == "H2"
    assert head.post("/services/H/restore", counters=[]).json()["code"] == "already_there"


def test_a_counter_is_added_changed_and_taken_away(house: House, head: Caller) -> None:
    assert head.post("/counters", number=6, name="Quầy 6", services=["A"]).status_code == 201
    changed = head.post("/counters/6", name="Quầy ưu tiên", services=["A", "T"]).json()["counter"]
    assert changed == {"number": 6, "name": "Quầy ưu tiên", "services": ["A", "T"], "clerk": None}
    house.seat("lan-anh", 6)
    assert head.post("/counters/6/retire").json()["what"] == "counter_open"
    house.back.people.disable(house.seat("van-hoa", 1), None, "lan-anh")
    assert [one["number"] for one in head.post("/counters/6/retire").json()["counters"]] == [1, 2, 3, 4, 5]
    assert head.post("/counters", number=6, name="Quầy 6", services=["T"]).json()["counter"]["services"] == ["T"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"number": 0, "name": "Quầy", "services": ["A"]}, "number"),
        ({"number": 100, "name": "Quầy", "services": ["A"]}, "number"),
        ({"number": 7, "name": " ", "services": ["A"]}, "name"),
        ({"number": 7, "name": "Quầy 7", "services": []}, "services"),
        ({"number": 7, "name": "Quầy 7", "services": ["Z"]}, "services"),
    ],
)
def test_a_bad_counter_is_refused_at_its_field(head: Caller, body: dict[str, Any], field: str) -> None:
    answer = head.post("/counters", **body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == field
    assert len(head.get("/counters").json()["counters"]) == 5


def test_a_number_is_given_to_one_counter(head: Caller) -> None:
    assert head.post("/counters", number=3, name="Quầy 3", services=["A"]).json()["field"] == "number"


def test_new_hours_hold_at_once(house: House, head: Caller) -> None:
    closed_on_monday = [[], *WEEK[1:]]
    assert head.post("/settings/weekly", weekly=closed_on_monday).json()["settings"]["weekly"] == closed_on_monday
    services = house.premises.desk.state()["services"]
    assert {(one["open"], one["why"]) for one in services} == {(False, "closed")}


@pytest.mark.parametrize(
    ("monday", "why"),
    [
        ([[690, 450]], "A session must close after it opens."),
        ([[450, 690], [600, 700]], "A session must begin after the one before has closed."),
        ([[0, 1], [2, 3], [4, 5], [6, 7], [8, 9]], "A day has at most four sessions."),
    ],
)
def test_bad_hours_change_nothing(head: Caller, monday: list[list[int]], why: str) -> None:
    answer = head.post("/settings/weekly", weekly=[monday, *WEEK[1:]])
    assert answer.json()["errors"] == [{"field": "weekly.0", "why": why}]
    assert head.get("/settings").json()["settings"]["weekly"] == WEEK


def test_the_rule_is_changed_and_the_change_is_a_fact(house: House, head: Caller) -> None:
    calling = dict(head.get("/settings").json()["settings"]["calling"], rule="strict", no_show_calls=3)
    assert head.post("/settings/calling", **calling).json()["settings"]["calling"] == calling
    assert house.premises.performer.house.calling.undo_ms == 10_000
    assert house.facts("setting.changed")[-1]["by"] == "clerk:minh-tuan"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"rule": "lottery"}, "rule"),
        ({"interleave": 1}, "interleave"),
        ({"no_show_calls": 0}, "no_show_calls"),
        ({"late_minutes": 9999}, "late_minutes"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(head: Caller, change: dict[str, Any], field: str) -> None:
    calling = head.get("/settings").json()["settings"]["calling"]
    assert head.post("/settings/calling", **(calling | change)).json()["errors"][0]["field"] == field
    assert head.get("/settings").json()["settings"]["calling"] == calling


def test_another_scale_needs_words_for_each_level(head: Caller) -> None:
    rating = head.get("/settings").json()["settings"]["rating"]
    assert head.post("/settings/rating", **(rating | {"scale": 5})).json()["errors"][0]["field"] == "levels"
    three = [{"id": str(n), "label": word, "label_en": ""} for n, word in enumerate(("Kém", "Vừa", "Tốt"), 1)]
    changed = head.post("/settings/rating", **(rating | {"scale": 3, "levels": three})).json()["settings"]["rating"]
    assert [one["label"] for one in changed["levels"]] == ["Kém", "Vừa", "Tốt"]
    assert (
        head.post("/settings/rating", **(rating | {"window_seconds": 10})).json()["errors"][0]["field"]
        == "window_seconds"
    )


def test_the_office_has_reasons_of_its_own(house: House, head: Caller) -> None:
    reasons = head.get("/settings").json()["settings"]["reasons"]
    assert [one["label"] for one in reasons["park"]][:2] == ["Bổ sung giấy tờ", "Đi photo giấy tờ"]
    reasons["park"] = [{"id": "chung-minh", "label": "Đi lấy giấy tờ tùy thân", "label_en": ""}]
    assert head.post("/settings/reasons", **reasons).json()["settings"]["reasons"] == reasons
    assert house.premises.desk.reasons()["park"] == reasons["park"]


@pytest.mark.parametrize(
    ("park", "field"),
    [
        ([], "park"),
        ([{"id": f"r-{n}", "label": "Khác"} for n in range(10)], "park"),
        ([{"id": "a", "label": "Khác"}, {"id": "a", "label": "Khác nữa"}], "park"),
        ([{"id": "a", "label": "Khác"}, {"id": "b", "label": " "}], "park.1"),
    ],
)
def test_reasons_that_no_key_could_choose_are_refused(head: Caller, park: list[dict[str, str]], field: str) -> None:
    reasons = head.get("/settings").json()["settings"]["reasons"]
    answer = head.post("/settings/reasons", **(reasons | {"park": park}))
    assert answer.json()["errors"][0]["field"] == field


LEADERS = [
    {"name": "Nguyễn Thị Hoa", "title": "Chủ tịch", "phone": "0912 345 678"},
    {"name": "Lê Văn Nam", "title": "", "phone": ""},
]


def test_the_leaders_stand_in_the_state_in_their_order_and_the_first_on_the_ticket(house: House, head: Caller) -> None:
    assert head.get("/settings").json()["settings"]["leaders"] == []
    assert names_of(house.premises.performer.house).leader is None
    answer = head.post("/settings/leaders", leaders=LEADERS)
    assert answer.json()["settings"]["leaders"] == LEADERS
    assert house.premises.desk.state()["office"]["leaders"] == LEADERS
    assert names_of(house.premises.performer.house).leader == "Chủ tịch Nguyễn Thị Hoa – 0912 345 678"
    head.post("/settings/leaders", leaders=LEADERS[1:])
    assert names_of(house.premises.performer.house).leader == "Lê Văn Nam"


@pytest.mark.parametrize(
    ("leaders", "field"),
    [
        ([{"name": " ", "title": "Chủ tịch", "phone": "1"}], "leaders.0"),
        ([LEADERS[0], {"name": "Nam", "title": "", "phone": "9" * 41}], "leaders.1"),
        ([LEADERS[0]] * 7, "leaders"),
    ],
)
def test_leaders_that_cannot_be_shown_are_refused(head: Caller, leaders: list[dict[str, str]], field: str) -> None:
    assert head.post("/settings/leaders", leaders=leaders).json()["errors"][0]["field"] == field
    assert head.get("/settings").json()["settings"]["leaders"] == []


def test_the_office_is_renamed_and_its_notices_are_posted(house: House, head: Caller) -> None:
    head.post("/settings/names", name="Trung tâm Phục vụ hành chính công xã Thanh Sơn", parent="UBND xã")
    head.post("/settings/notices", notices=["Nghỉ chiều thứ Sáu"])
    state = house.premises.desk.state()
    assert state["office"]["name"] == "Trung tâm Phục vụ hành chính công xã Thanh Sơn"
    assert state["notices"] == ["Nghỉ chiều thứ Sáu"]
    assert head.post("/settings/notices", notices=["x"] * 11).status_code == 422
