"""Everyday words and what was not found, through the API; the list of papers on a real (virtual) printer."""

import pytest
from PIL import Image

from kiosk.slips_part import checklist_values
from office.enquiries import Page
from printer.slips import CHECKLIST, KINDS
from tests.admin.conftest import House
from tests.admin.test_slips import pictures
from tests.office_fixture import TOUCH, rid

BIRTH = "1.001193"


def test_the_head_edits_everyday_words(house: House) -> None:
    head = house.caller("minh-tuan")
    before = head.get("/synonyms").json()["items"]
    assert all(one["shipped"] for one in before)
    made = head.post("/synonyms", said="giấy bê", means="đăng ký khai sinh")
    assert (made.status_code, made.json()["synonym"]["shipped"]) == (201, False)
    number = made.json()["synonym"]["id"]
    changed = head.post(f"/synonyms/{number}", said="giấy bê bé", means=BIRTH).json()["synonym"]
    assert (changed["said"], changed["means"]) == ("giấy bê bé", BIRTH)
    assert head.post("/synonyms", said="GIAY be be", means="x").json()["code"] == "already_there"
    assert head.post(f"/synonyms/{number}/remove").json()["items"] == before
    assert head.post(f"/synonyms/{number}/remove").status_code == 404
    assert head.post("/synonyms", said="x" * 81, means="y").status_code == 422
    assert [one["means"] for one in house.facts("synonyms.changed")] == ["đăng ký khai sinh", BIRTH, None]


def test_what_was_not_found_is_shown_and_forgotten(house: House) -> None:
    for _ in range(2):
        house.premises.desk.enquiries.note(TOUCH, rid(), query="hộ chiếu", code=None)
    head = house.caller("minh-tuan")
    seen = head.get("/misses", days=7).json()
    assert [(one["query"], one["count"]) for one in seen["items"]] == [("ho chieu", 2)]
    assert (seen["searches"], seen["opened"], seen["missed"]) == (2, 0, 2)
    assert head.post("/misses/forget", query="ho chieu").json()["items"] == []
    assert head.post("/misses/forget", query="ho chieu").status_code == 404
    assert head.get("/misses", days=0).status_code == 422


@pytest.mark.parametrize(("person", "reads"), [("bich-thanh", True), ("an-ky", False), ("van-hoa", False)])
def test_others_change_nothing(house: House, person: str, reads: bool) -> None:
    caller = house.caller(person)
    for path in ("/synonyms", "/misses"):
        assert (caller.get(path).status_code == 200) is reads
    assert caller.post("/synonyms", said="a", means="b").status_code == 403
    assert caller.post("/synonyms/1/remove").status_code == 403
    assert caller.post("/misses/forget", query="a").status_code == 403


def test_the_list_of_papers_comes_out_of_the_printer(printing: House) -> None:
    token = printing.premises.doors.add_device(TOUCH, rid(), role="touch", name="Màn hình").body["token"]
    headers = {"Authorization": f"Bearer {token}"}
    answer = printing.client.post(f"/api/v1/procedures/{BIRTH}/checklist", json={"request_id": rid()}, headers=headers)
    assert answer.json() == {"state": "printed", "why": None}
    (slip,) = pictures(printing, 1)
    with Image.open(slip) as picture:
        assert picture.width == 576
        assert picture.height > 600


def test_the_list_of_papers_says_what_is_not_known(printing: House) -> None:
    page = printing.premises.desk.enquiries.page("1.010038")
    values = checklist_values(page)
    assert values["title"] == "Tách hộ"
    assert values["fee"] == values["deadline"] == "chưa có thông tin, xin hỏi quầy"
    assert [one["paper"] for one in values["papers"]] == [  # type: ignore[index, union-attr]
        "Tờ khai CT01",
        "Ý kiến đồng ý của chủ hộ",
    ]
    unsure = checklist_values(printing.premises.desk.enquiries.page("2.001035"))
    assert unsure["code"] is None
    assert set(values) <= {*KINDS[CHECKLIST].fields, *KINDS[CHECKLIST].lists}


def test_a_procedure_without_papers_says_to_ask(printing: House) -> None:
    page = printing.premises.desk.enquiries.page(BIRTH)
    bare = Page(type(page.procedure)(code=BIRTH, name="Khai sinh", field="Hộ tịch"), 1, page.day)
    only = {"n": "1", "paper": "chưa có thông tin, xin hỏi quầy", "copies": ""}
    assert checklist_values(bare)["papers"] == (only,)
