"""Pages of information through the back office: written, looked at, ordered, taken back, moved to another machine."""

import copy
from typing import Any

from office.domain.content import LONGEST_TEXT
from tests.admin.conftest import Caller, House

RULES = {"title": "Nội quy", "pictogram": "book", "markdown": "# Nội quy\n\nGiữ **trật tự**."}


def slugs(answer: Any) -> list[str]:
    return [one["slug"] for one in answer.json()["items"]]


def shown(house: House) -> list[str]:
    return slugs(house.client.get("/api/v1/content"))


def test_a_new_office_has_four_beginnings_and_shows_none(house: House, head: Caller) -> None:
    answer = head.get("/content")
    assert slugs(answer) == ["quy-che-noi-quy", "bieu-mau", "phi-le-phi", "lanh-dao"]
    pages = {one["slug"]: one for one in answer.json()["items"]}
    assert all(one["state"] == "unfilled" and one["why"] for one in pages.values())
    assert shown(house) == []
    assert answer.json()["longest"] == LONGEST_TEXT
    assert "book" in answer.json()["pictograms"]


def test_the_page_of_the_leaders_is_there_once_somebody_is_named(house: House, head: Caller) -> None:
    head.post("/settings/leaders", leaders=[{"name": "Nguyễn Thị Hoa", "title": "Chủ tịch", "phone": "0912 345 678"}])
    assert shown(house) == ["lanh-dao"]


def test_a_page_is_made_saved_looked_at_and_shown(house: House, head: Caller) -> None:
    answer = head.post("/content", **RULES)
    assert answer.status_code == 201
    page = answer.json()["page"]
    assert (page["slug"], page["state"], page["version"], page["versions"]) == ("noi-quy", "shown", 1, 1)
    assert shown(house) == ["noi-quy"]
    saved = head.post("/content/noi-quy", **{**RULES, "title": "Nội quy mới"}).json()["page"]
    assert (saved["title"], saved["version"]) == ("Nội quy mới", 2)
    versions = head.get("/content/noi-quy/versions").json()["versions"]
    assert [(one["version"], one["title"], one["by"]) for one in versions] == [
        (2, "Nội quy mới", "clerk:minh-tuan"),
        (1, "Nội quy", "clerk:minh-tuan"),
    ]
    assert head.post("/content/noi-quy/restore", version=1).json()["page"]["title"] == "Nội quy"
    assert head.post("/content/noi-quy/restore", version=9).json()["code"] == "unknown_item"


def test_a_preview_changes_nothing_and_names_the_gaps(house: House, head: Caller) -> None:
    before = house.premises.desk.seq
    text = "# A\n\n<b>[Ghi ở đây: giờ]</b>\n\n[[lãnh đạo]]"
    answer = head.post("/content/preview", markdown=text).json()
    assert [one["kind"] for one in answer["blocks"]] == ["heading", "text"]
    assert answer["blocks"][1]["spans"][0]["text"] == "<b>[Ghi ở đây: giờ]</b>"
    assert answer["why"] == ["giờ"]
    assert house.premises.desk.seq == before


def test_pages_are_ordered_and_removed(house: House, head: Caller) -> None:
    order = ["lanh-dao", "phi-le-phi", "bieu-mau", "quy-che-noi-quy"]
    assert slugs(head.post("/content/order", slugs=order)) == order
    assert head.post("/content/order", slugs=order[:2]).json()["errors"][0]["field"] == "slugs"
    assert slugs(head.post("/content/bieu-mau/remove")) == ["lanh-dao", "phi-le-phi", "quy-che-noi-quy"]
    assert head.post("/content/bieu-mau/remove").json()["code"] == "unknown_item"
    assert house.facts("content.removed")[0]["by"] == "clerk:minh-tuan"
    assert {one["kind"] for one in head.get("/deeds", group="office").json()["deeds"]} >= {"content.removed"}


WRONG = (
    ({"title": ""}, "title"),
    ({"pictogram": "nothing"}, "pictogram"),
    ({"markdown": "x" * (LONGEST_TEXT + 1)}, "markdown"),
    ({"markdown": "a\n\n" * 700}, "markdown"),
    ({"markdown": "\x07"}, "markdown"),
    ({"since": "x"}, "since"),
    ({"since": "2026-12-02", "until": "2026-12-01"}, "until"),
)


def test_a_page_that_cannot_be_is_refused_beside_its_field(head: Caller) -> None:
    for change, field in WRONG:
        answer = head.post("/content", **{**RULES, **change})
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["field"].startswith(field)
    assert "noi-quy" not in slugs(head.get("/content"))


def test_a_page_as_long_as_allowed_is_taken_in_any_script(head: Caller) -> None:
    answer = head.post("/content", **{**RULES, "markdown": "ế" * LONGEST_TEXT})
    assert answer.status_code == 201


def test_pages_travel_in_the_offices_file(house: House, head: Caller) -> None:
    head.post("/content", **RULES, since="2026-11-01", until="2027-01-31")
    head.post("/content/bieu-mau/remove")
    office = head.get("/office").json()
    pages = {one["slug"]: one for one in office["first"]["pages"]}
    assert list(pages) == ["quy-che-noi-quy", "phi-le-phi", "lanh-dao", "noi-quy"]
    assert pages["noi-quy"] == {**RULES, "slug": "noi-quy", "since": "2026-11-01", "until": "2027-01-31"}

    changed = copy.deepcopy(office)
    changed["first"]["pages"] = [{**pages["noi-quy"], "title": "Khác"}, pages["lanh-dao"]]
    assert head.post("/office", office=changed).status_code == 200
    assert slugs(head.get("/content")) == ["noi-quy", "lanh-dao"]
    assert head.get("/office").json() == changed
    assert head.post("/office", office=office).status_code == 200
    assert head.get("/office").json() == office


def test_a_file_that_says_nothing_of_pages_leaves_them(head: Caller) -> None:
    office = head.get("/office").json()
    before = office["first"].pop("pages")
    assert head.post("/office", office=office).status_code == 200
    assert head.get("/office").json()["first"]["pages"] == before
    office["first"]["pages"] = []
    assert head.post("/office", office=office).status_code == 200
    assert slugs(head.get("/content")) == []


WRONG_PAGES: tuple[dict[str, str], ...] = (
    {"slug": "Nội quy", "title": "x"},
    {"slug": "x"},
    {"slug": "x", "title": "x", "markdown": "a\n\n" * 700},
    {"slug": "x", "title": "x", "since": "2026-12-02", "until": "2026-12-01"},
    {"slug": "x", "title": "x", "text": "x"},
)


def test_a_file_with_a_wrong_page_changes_nothing(head: Caller) -> None:
    before = head.get("/office").json()
    office = copy.deepcopy(before)
    office["first"]["name"] = "Khác"
    for pages in (*([one] for one in WRONG_PAGES), [{"slug": "x", "title": "x"}] * 2):
        office["first"]["pages"] = pages
        assert head.post("/office", office=office).status_code == 422
    assert head.get("/office").json() == before
