"""The catalogue through the API: the list, one with its versions, files in with a report first, and files out."""

import hashlib
from typing import Any
from uuid import uuid4

import httpx

from kiosk.web.admin import LARGEST_CATALOGUE
from look.formats import NO_BREAK
from office.domain.procedures import FIELDS
from office.lookup.reading import read_file
from tests.admin.conftest import Caller, House
from tests.lookup.files import BIRTH, MARRIAGE, csv_text, workbook

CODE = "1.001193"
NEW = ("9.000001", "Đăng ký nuôi ong", "Nông nghiệp", "", "")


def put(caller: Caller, data: bytes, *, language: str = "en", **query: Any) -> httpx.Response:
    wanted = {"request_id": str(uuid4()), "name": "thu-tuc.csv", **query}
    url = httpx.URL("/api/v1/admin/procedures/file", params=wanted)
    headers = {**caller.headers, "Accept-Language": language}
    return caller.client.request("PUT", str(url), content=data, headers=headers)


def of(*rows: Any) -> bytes:
    return csv_text(*rows).encode()


def test_the_list_says_what_citizens_read(head: Caller) -> None:
    found = head.get("/procedures", q="dang ky khai sinh", state="in_force", limit=3).json()
    line = next(one for one in found["items"] if one["code"] == CODE)
    assert (line["name"], line["service"], line["state"], line["effective"], line["version"]) == (
        "Đăng ký khai sinh",
        "B",
        "in_force",
        None,
        1,
    )
    assert line["deadline"]
    everything = head.get("/procedures").json()
    assert (everything["total"], everything["counts"], len(everything["items"])) == (
        50,
        {"in_force": 50, "coming": 0, "repealed": 0},
        50,
    )
    assert sum(one["count"] for one in everything["fields"]) == 50
    unsure = [one["code"] for one in everything["items"] if one["fee"] is None]
    assert "1.004873" in unsure  # nobody is sure of it, so it is not said


def test_the_list_says_the_fee_of_today_and_of_what_is_coming_that_of_its_first_day(head: Caller) -> None:
    fees = [{"dong": 8000}, {"dong": 15000, "since": "2099-01-01"}]
    whole = {"name": "Cấp thẻ thư viện", "field": "Văn hóa", "fees": fees}
    for code, effective in (("9.000001", None), ("9.000002", "2099-06-01")):
        given = head.post(f"/procedures/{code}", procedure={"code": code, "effective": effective, **whole})
        assert given.status_code == 201, given.text
    found = head.get("/procedures", q="the thu vien").json()
    assert [one["fee"] for one in found["items"]] == [f"8.000{NO_BREAK}đ", f"15.000{NO_BREAK}đ"]


def test_one_is_shown_with_all_fields_changed_and_keeps_its_versions(house: House, head: Caller) -> None:
    shown = head.get(f"/procedures/{CODE}").json()
    assert set(shown["procedure"]) == set(FIELDS)
    changed = head.post(f"/procedures/{CODE}", procedure={**shown["procedure"], "fees": [{"dong": 8000}]})
    assert changed.status_code == 200, changed.text
    found = changed.json()
    assert (found["version"], found["procedure"]["fees"], found["state"]) == (2, [{"dong": 8000}], "in_force")
    assert [(one["version"], one["source"], one["until"]) for one in found["versions"]] == [
        (2, "page", None),
        (1, "sample", "2026-11-23"),
    ]
    assert found["versions"][1]["procedure"] == shown["procedure"]
    assert [one["code"] for one in house.facts("procedure.changed")] == [CODE]


def test_a_new_one_is_added_and_one_is_repealed_and_taken_back(head: Caller) -> None:
    made = head.post("/procedures/9.000001", procedure={"code": "9.000001", "name": "Nuôi ong", "field": "Khác"})
    assert (made.status_code, made.json()["version"]) == (201, 1)
    gone = head.post("/procedures/9.000001/repeal", on="2026-11-23").json()
    assert (gone["state"], gone["procedure"]["repealed"]) == ("repealed", "2026-11-23")
    assert head.get("/procedures", state="repealed").json()["total"] == 1
    assert head.post("/procedures/9.000001/repeal", on=None).json()["state"] == "in_force"


MISTAKES: tuple[tuple[dict[str, Any], str], ...] = (
    ({"name": ""}, "name"),
    ({"online_url": "javascript:alert(1)"}, "online_url"),
    ({"fees": [{"dong": "nhiều"}]}, "fees"),
    ({"code": "1.000894"}, "code"),
    ({"code": "1.00"}, "code"),
)


def test_a_mistake_names_its_field(head: Caller) -> None:
    for procedure, field in MISTAKES:
        given = {"code": CODE, "name": "X", "field": "Y", **procedure}
        answer = head.post(f"/procedures/{CODE}", procedure=given)
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid"), procedure
        assert answer.json()["errors"][0]["field"] == field
        assert "{" not in answer.json()["errors"][0]["why"]


def test_a_procedure_with_a_hundred_long_steps_is_kept_whole(head: Caller) -> None:
    steps = [f"Bước {number}: " + "nộp hồ sơ " * 350 for number in range(100)]
    answer = head.post(f"/procedures/{CODE}", procedure={"code": CODE, "name": "X", "field": "Y", "steps": steps})
    assert (answer.status_code, len(answer.json()["procedure"]["steps"])) == (200, 100)


def test_an_unknown_one_is_not_found(head: Caller) -> None:
    for answer in (head.get("/procedures/1.999999"), head.post("/procedures/1.999999/repeal", on=None)):
        assert (answer.status_code, answer.json()["code"]) == (404, "unknown_procedure")


def test_a_file_is_looked_at_first_and_then_taken_in(house: House, head: Caller) -> None:
    data = workbook((*BIRTH[:3], "8000", BIRTH[4]), MARRIAGE, NEW)
    looked = put(head, data, name="Thủ tục.xlsx", dry_run=True).json()
    assert (looked["accepted"], looked["format"], looked["rows"], looked["new"], looked["changed"]) == (
        True,
        "xlsx",
        3,
        1,
        2,
    )
    assert (looked["infos"], looked["warnings"], looked["digest"]) == (2, 0, hashlib.sha256(data).hexdigest())
    assert [one["what"] for one in looked["changes"]] == ["changed", "changed", "new"]
    assert head.get("/procedures").json()["total"] == 50
    assert put(head, data, name="Thủ tục.xlsx").json() == looked
    assert head.get("/procedures/9.000001").json()["versions"][0]["source"] == "Thủ tục.xlsx"
    (fact,) = house.facts("procedures.imported")
    assert (fact["source"], fact["by"], fact["total"]) == ("file", "clerk:minh-tuan", 51)


def test_a_refused_file_gives_its_report_in_the_reader_s_language_and_changes_nothing(
    house: House, head: Caller
) -> None:
    answer = put(head, of(BIRTH, BIRTH[:1] + NEW[1:]))
    report = answer.json()
    assert (answer.status_code, report["accepted"], report["errors"], report["new"]) == (200, False, 1, 0)
    note = report["notes"][0]
    assert (note["row"], note["code"], note["severity"]) == (3, CODE, "error")
    assert note["text"] == "The code 1.001193 stands in row 2 already."
    assert house.facts("procedures.imported") == []


def test_a_whole_catalogue_says_first_how_many_it_would_repeal(head: Caller) -> None:
    assert put(head, of(BIRTH), whole=True, dry_run=True).json()["repealed"] == 49
    assert head.get("/procedures").json()["counts"]["repealed"] == 0
    assert put(head, of(BIRTH), whole=True).json()["repealed"] == 49
    assert head.get("/procedures").json()["counts"] == {"in_force": 1, "coming": 0, "repealed": 49}


def test_a_service_that_is_not_here_is_a_warning_and_a_file_over_12_mb_is_refused_at_the_door(head: Caller) -> None:
    data = csv_text(("9.000001", "X", "Y", "Z"), header=("code", "name", "field", "service")).encode()
    report = put(head, data, dry_run=True).json()
    assert (report["warnings"], report["notes"][0]["text"]) == (1, "This office has no service “Z”.")
    assert put(head, b" " * (LARGEST_CATALOGUE + 1)).status_code == 413


def test_the_catalogue_leaves_as_a_file_that_changes_nothing_when_it_comes_back(head: Caller) -> None:
    for form in ("csv", "xlsx", "json"):
        answer = head.get(f"/procedures/export.{form}")
        assert f'filename="thu-tuc-2026-11-23.{form}"' in answer.headers["content-disposition"]
        assert len(read_file(f"x.{form}", answer.content).entries) == 50
        report = put(head, answer.content, name=f"x.{form}", dry_run=True).json()
        assert (report["unchanged"], report["warnings"], report["errors"]) == (50, 0, 0), form
    assert head.get("/procedures/export.ods").status_code == 422
