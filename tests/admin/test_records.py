"""What the back office looks up: today's tickets, who did what, the journal, and the office's file."""

import copy
import json
from typing import Any

from tests.admin.conftest import Caller, House


def test_tickets_are_found_by_number_service_and_state(house: House, head: Caller) -> None:
    for service in "AAB":
        house.take(service)
    clerk = house.seat("lan-anh", 3)
    house.premises.desk.call_next(clerk, None, counter=3)

    def numbers(**query: Any) -> list[str]:
        return [one["number"] for one in head.get("/tickets", **query).json()["tickets"]]

    assert numbers() == ["B001", "A002", "A001"]
    assert numbers(number="a2") == ["A002"]
    assert numbers(number="1") == ["B001", "A001"]
    assert numbers(state="called") == ["A001"]
    assert numbers(service="B", state="waiting") == ["B001"]
    assert numbers(number="%") == numbers(state="' OR 1=1") == []


def test_a_long_day_comes_in_pages_with_the_whole_count(house: House, head: Caller) -> None:
    for _ in range(53):
        house.take("A")
    first, rest = head.get("/tickets").json(), head.get("/tickets", offset=50).json()
    assert (len(first["tickets"]), len(rest["tickets"]), first["count"]) == (50, 3, 53)
    assert first["states"] == {"waiting": 53}
    assert head.get("/tickets", offset=-1).status_code == 422


def test_who_did_what_names_the_person_and_shows_no_rating(house: House, head: Caller) -> None:
    clerk = house.seat("lan-anh", 3)
    house.take("B")
    house.premises.desk.call_next(clerk, None, counter=3)
    house.premises.desk.start(clerk, None, counter=3)
    house.premises.desk.finish(clerk, None, counter=3)
    deeds = head.get("/deeds").json()["deeds"]
    assert not [one for one in deeds if one["kind"].startswith("rating.")]
    finished = next(one for one in deeds if one["kind"] == "ticket.finished")
    assert (finished["name"], finished["fact"]["number"]) == ("Trần Lan Anh", "B001")
    mine = head.get("/deeds", by="lan-anh", number="b001").json()["deeds"]
    assert {one["kind"] for one in mine} == {"ticket.called", "ticket.started", "ticket.finished"}
    assert {one["kind"].split(".")[0] for one in head.get("/deeds", group="people").json()["deeds"]} == {"person"}


def test_deeds_come_in_pages_without_a_gap(house: House, head: Caller) -> None:
    for _ in range(60):
        house.take("A")
    first = head.get("/deeds", group="tickets").json()
    rest = head.get("/deeds", group="tickets", before=first["before"]).json()
    seqs = [one["seq"] for one in first["deeds"] + rest["deeds"]]
    assert seqs == sorted(seqs, reverse=True)
    assert (len(seqs), rest["before"]) == (60, None)


def test_the_journal_is_whole(house: House, head: Caller) -> None:
    house.take("A")
    (stream,) = head.get("/journal").json()["streams"]
    assert stream["broken_at"] is None
    assert stream["facts"] == house.premises.desk.seq


def test_the_offices_file_comes_back_unchanged(head: Caller) -> None:
    head.post("/settings/leaders", leaders=[{"name": "Nguyễn Thị Hoa", "title": "Chủ tịch", "phone": "0912 345 678"}])
    office = head.get("/office").json()
    assert office["first"]["leaders"][0]["phone"] == "0912 345 678"
    assert "pin" not in json.dumps(office).lower()
    assert head.post("/office", office=office).json() == {"services": 8, "counters": 5, "people": 6}
    assert head.get("/office").json() == office


def test_an_imported_office_replaces_the_present_one(house: House, head: Caller) -> None:
    office = head.get("/office").json()
    first = office["first"]
    first["name"] = "Bộ phận một cửa xã Bình Minh"
    first["services"] = [one for one in first["services"] if one["prefix"] != "H"]
    first["services"].append({"id": "khieu-nai", "prefix": "K", "name": "Khiếu nại"})
    first["counters"] = [{"number": 7, "name": "Quầy 7", "services": ["khieu-nai", "A"]}]
    first["opening"]["sunday"] = ["00:00-24:00"]
    assert head.post("/office", office=office).status_code == 200
    state = house.premises.desk.state()
    assert [one["number"] for one in state["counters"]] == [7]
    assert [one["prefix"] for one in state["services"]] == list("ABCDEGTK")
    assert state["office"]["name"] == "Bộ phận một cửa xã Bình Minh"
    assert house.take("khieu-nai")["number"] == "K001"
    assert house.sign_in("minh-tuan", house.pins["minh-tuan"]).status_code == 200


def test_a_file_with_mistakes_changes_nothing_and_all_are_named(head: Caller) -> None:
    before = head.get("/office").json()
    office = copy.deepcopy(before)
    office["first"]["counters"][0]["services"] = ["Z"]
    office["first"]["services"][1]["prefix"] = "A"
    office["first"]["rating"]["window_seconds"] = 5
    answer = head.post("/office", office=office)
    assert answer.status_code == 422
    assert len(answer.json()["mistakes"]) == 3
    assert head.get("/office").json() == before


def test_a_file_of_another_kind_or_version_is_refused(head: Caller) -> None:
    office = head.get("/office").json()
    for wrong in ({}, {"format": "x"}, {**office, "version": 2}, {**office, "first": 3}, {**office, "first": None}):
        assert head.post("/office", office=wrong).status_code == 422


def test_an_import_that_the_day_forbids_changes_nothing(house: House, head: Caller) -> None:
    house.take("G")
    before = head.get("/office").json()
    office = copy.deepcopy(before)
    office["first"]["name"] = "Khác"
    office["first"]["services"] = [one for one in office["first"]["services"] if one["prefix"] != "G"]
    office["first"]["counters"][4]["services"] = ["E"]
    answer = head.post("/office", office=office)
    assert (answer.status_code, answer.json()["what"]) == (409, "service")
    assert head.get("/office").json() == before


def test_an_import_keeps_a_head_who_can_sign_in(head: Caller) -> None:
    office = head.get("/office").json()
    office["first"]["people"] = [{"id": "moi", "name": "Người mới", "role": "head", "disabled": True}]
    for one in head.get("/people").json()["people"]:
        if one["role"] == "head":
            office["first"]["people"].append({"id": one["id"], "name": one["name"], "role": "clerk"})
    assert head.post("/office", office=office).json()["what"] == "last_head"
