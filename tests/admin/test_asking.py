"""How citizens are asked and may ask: the suggestion box and the way to a dossier, as the head sets them."""

import copy
from typing import Any

from tests.admin.conftest import Caller, House

DOSSIER = {
    "url_template": "https://dichvucong.gov.vn/tra-cuu?ma={number}",
    "pattern": "A##.##-######-####",
    "example": "H56.35-250715-0001",
    "result_service": "T",
}
BOX: dict[str, Any] = {"on": False, "tier_label": "Sở Nội vụ", "keep_months": 24}
REASONS = [{"id": "khen", "label": "Khen ngợi", "label_en": "Praise"}, {"id": "che", "label": "Chê", "label_en": ""}]


def settings(caller: Caller) -> Any:
    return caller.get("/settings").json()["settings"]


def test_a_new_office_asks_seven_things_and_collects_results_at_t(head: Caller) -> None:
    found = settings(head)
    assert [one["label"] for one in found["suggestions"]["reasons"]] == [
        *("Khen ngợi", "Thái độ phục vụ", "Chờ lâu", "Hướng dẫn không rõ"),
        *("Yêu cầu thêm giấy tờ", "Phải đi lại nhiều lần", "Khác"),
    ]
    assert found["suggestions"]["on"] is True
    assert found["dossier"] == {"url_template": "", "pattern": "", "example": "", "result_service": "T"}


def test_the_box_asks_what_the_head_wants(house: House, head: Caller) -> None:
    answer = head.post("/settings/suggestions", on=True, tier_label="Sở Nội vụ", reasons=REASONS)
    assert answer.json()["settings"]["suggestions"]["reasons"] == REASONS
    form = house.client.get("/api/v1/suggestions/form").json()
    assert (form["reasons"], form["readers"][-1]) == (REASONS, "Sở Nội vụ")
    head.post("/settings/suggestions", on=False, reasons=[])
    assert house.client.get("/api/v1/suggestions/form").json()["offered"] is False
    assert house.facts("setting.changed")[-1]["key"] == "suggestions"
    head.post("/settings/suggestions", keep_months=6, reasons=[])
    assert head.post("/settings/suggestions", reasons=[]).json()["settings"]["suggestions"]["keep_months"] == 6
    assert head.post("/settings/suggestions", keep_months=0, reasons=[]).status_code == 422


WRONG_REASONS: tuple[tuple[list[dict[str, str]], str], ...] = (
    ([{"id": "a", "label": ""}], "reasons.0"),
    ([{"id": "A B", "label": "x"}], "reasons.0"),
    ([REASONS[0], REASONS[0]], "reasons"),
    ([{"id": f"r{n}", "label": "x"} for n in range(13)], "reasons"),
)


def test_reasons_that_nobody_could_tap_are_refused(head: Caller) -> None:
    before = settings(head)
    for reasons, field in WRONG_REASONS:
        answer = head.post("/settings/suggestions", reasons=reasons)
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["field"].startswith(field)
    assert settings(head) == before


def test_a_dossier_is_followed_where_the_head_says(house: House, head: Caller) -> None:
    assert head.post("/settings/dossier", **DOSSIER).json()["settings"]["dossier"] == DOSSIER
    found = house.client.get("/api/v1/dossiers/h56.35-250715-0001").json()
    assert found["url"] == "https://dichvucong.gov.vn/tra-cuu?ma=H56.35-250715-0001"


def test_a_number_can_be_tried_before_anything_is_saved(house: House, head: Caller) -> None:
    tried = {"url_template": DOSSIER["url_template"], "pattern": DOSSIER["pattern"]}
    answer = head.post("/settings/dossier/try", **tried, number="h56.35-250715-0001")
    assert answer.json()["number"] == "H56.35-250715-0001"
    assert answer.json()["url"].endswith("=H56.35-250715-0001")
    assert head.post("/settings/dossier/try", **tried, number="1").json()["errors"][0]["field"] == "number"
    assert settings(head)["dossier"]["url_template"] == ""


WRONG_WAYS = (
    ("url_template", "http://dichvucong.gov.vn/{number}"),
    ("url_template", "https://dichvucong.gov.vn/"),
    ("url_template", "javascript:{number}"),
    ("pattern", "(a+)+$"),
    ("pattern", "+#"),
    ("example", "H56"),
    ("result_service", "Z"),
)


def test_a_way_that_leads_nowhere_is_refused(head: Caller) -> None:
    for field, value in WRONG_WAYS:
        answer = head.post("/settings/dossier", **{**DOSSIER, field: value})
        assert answer.status_code == 422
        (error,) = answer.json()["errors"]
        assert error["field"] == field
        assert "{{" not in error["why"]


def test_both_travel_in_the_offices_file(head: Caller) -> None:
    head.post("/settings/dossier", **DOSSIER)
    head.post("/settings/suggestions", **BOX, reasons=REASONS)
    office = head.get("/office").json()
    assert office["first"]["dossier"] == DOSSIER
    assert office["first"]["suggestions"] == {**BOX, "reasons": REASONS}
    assert head.post("/office", office=office).status_code == 200
    assert head.get("/office").json() == office
    for part, value in (("dossier", {"url_template": "http://x"}), ("dossier", {"result_service": "Z"}),
                        ("suggestions", {"reasons": [REASONS[0]] * 2})):  # fmt: skip
        wrong = copy.deepcopy(office)
        wrong["first"][part] = value
        assert head.post("/office", office=wrong).status_code == 422
    assert head.get("/office").json() == office


def test_everyday_words_travel_in_the_offices_file(head: Caller) -> None:
    office = head.get("/office").json()
    assert {"said": "sao y", "means": "chứng thực bản sao từ bản chính"} in office["first"]["synonyms"]
    assert head.post("/office", office=office).status_code == 200
    assert all(one["shipped"] for one in head.get("/synonyms").json()["items"])

    own = copy.deepcopy(office)
    own["first"]["synonyms"] = [{"said": "Làm hộ khẩu", "means": "đăng ký thường trú"}]
    assert head.post("/office", office=own).status_code == 200
    assert [one["said"] for one in head.get("/synonyms").json()["items"]] == ["Làm hộ khẩu"]
    assert head.get("/office").json() == own
    del own["first"]["synonyms"]
    assert head.post("/office", office=own).status_code == 200
    assert len(head.get("/synonyms").json()["items"]) == 1
    assert head.post("/office", office=office).status_code == 200
    assert all(one["shipped"] for one in head.get("/synonyms").json()["items"])
    own["first"]["synonyms"] = [{"said": "sao y", "means": "x"}, {"said": "Sáo Y", "means": "y"}]
    assert head.post("/office", office=own).status_code == 422
