"""A file of procedures on its way into the catalogue, in a real Chromium: tried, read, taken in or refused."""

import json
from typing import Any

from playwright.sync_api import Page, expect

from office.store.procedures import how_many
from tests.admin.conftest import House
from tests.admin.one_office import anew, house, visit
from tests.admin.test_pages import Visit, profile, pytestmark
from tests.browsing import intercepts

__all__ = ["house", "profile", "pytestmark", "visit"]

HEAD = "code,name,field\n"
TAKEN = HEAD + "1.999001,Cấp thẻ đọc sách,Văn hóa\n1.999002,Cho mượn loa,Văn hóa\n"
TRIED = HEAD + "1.999003,Cho mượn bàn,Văn hóa\n1.999004,Cho mượn ghế,Văn hóa\n"
BAD = HEAD + "1.999001,Cấp thẻ đọc sách,Văn hóa\n1.999001 ,Cho mượn loa,Văn hóa\nbừa,Mã sai,Văn hóa\n"


def give(page: Page, text: str, name: str = "thu-tuc.csv") -> None:
    file: Any = {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
    page.set_input_files("#file input[type=file]", file)


def carried(page: Page, content: str) -> Any:
    """A file with this content (an expression) in the hand of somebody who drags it."""
    made = (
        f"(() => {{ const held = new DataTransfer(); held.items.add(new File([{content}], 'a.csv')); return held; }})()"
    )
    return page.evaluate_handle(made)


def figure(page: Page, key: str) -> Any:
    return page.locator(f"[data-figure={key}] b")


def imports(house: House) -> int:
    return len(house.facts("procedures.imported"))


def test_a_file_is_tried_first_and_then_taken_in(house: House, visit: Visit) -> None:
    page = anew(visit, "/procedures#file")
    before = imports(house)
    give(page, TAKEN)
    expect(figure(page, "new")).to_have_text("2")
    expect(page.locator("#changes")).to_contain_text("Cho mượn loa")
    assert imports(house) == before
    page.locator("[data-key=take]").click()
    expect(page.locator("#report .note-good")).to_contain_text("Done")
    assert imports(house) == before + 1
    page.locator("#report").get_by_role("link", name="All procedures").click()
    page.fill("[name=q]", "mượn loa")
    expect(page.locator("#list tbody tr")).to_contain_text(["1.999002"])
    expect(anew(visit, "/journal").locator(".deed").first).to_contain_text("2 new, 0 changed, 0 repealed")


def test_a_file_with_a_mistake_is_refused_as_a_whole_and_each_line_is_named(house: House, visit: Visit) -> None:
    page = anew(visit, "/procedures#file")
    before = imports(house)
    give(page, BAD)
    expect(page.locator("#report .note-bad")).to_contain_text("nothing of it is taken in")
    wrong = page.locator("#notes tr[data-severity=error]")
    expect(wrong.nth(1)).to_be_visible()
    assert {row.locator("td").first.inner_text() for row in wrong.all()} >= {"3", "4"}
    assert page.locator("[data-key=take]").count() == 0
    assert imports(house) == before


def test_a_file_that_is_dropped_is_read_as_one_that_is_chosen(visit: Visit) -> None:
    page = anew(visit, "/procedures#file")
    dropped = carried(page, json.dumps(TRIED))
    page.dispatch_event(".drop", "dragover", {"dataTransfer": dropped})
    expect(page.locator(".drop.is-over")).to_be_visible()
    page.dispatch_event(".drop", "drop", {"dataTransfer": dropped})
    expect(figure(page, "new")).to_have_text("2")


def test_a_file_that_is_the_whole_catalogue_says_what_it_would_repeal(house: House, visit: Visit) -> None:
    page = anew(visit, "/procedures#file")
    give(page, TRIED)
    expect(figure(page, "repealed")).to_have_text("0")
    with house.back.reading() as conn:
        in_force = how_many(conn, house.back.today.isoformat())
    page.locator("[data-key=whole]").check()
    expect(figure(page, "repealed")).to_have_text(str(in_force))
    expect(page.locator("#changes")).to_contain_text("1.001193")


def test_a_file_that_is_too_large_is_not_even_sent(visit: Visit) -> None:
    page = anew(visit, "/procedures#file")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method) if request.method == "PUT" else None)
    page.dispatch_event(".drop", "drop", {"dataTransfer": carried(page, "new Uint8Array(12_000_001)")})
    expect(page.locator("#file .note-bad")).to_contain_text("12.0 MB")
    assert sent == []


def test_an_office_that_does_not_answer_is_said_and_the_file_stays_chosen(visit: Visit) -> None:
    page = anew(visit, "/procedures#file")
    intercepts(page, "**/api/v1/admin/procedures/file*", lambda route: route.abort())
    give(page, TRIED)
    expect(page.locator("#file .note-bad")).to_contain_text("does not answer")
    expect(page.locator(".drop")).to_contain_text("thu-tuc.csv")
    page.unroute("**/api/v1/admin/procedures/file*")
    page.locator("[data-key=again]").click()
    expect(figure(page, "new")).to_have_text("2")


def test_markup_in_a_file_is_shown_as_letters(visit: Visit) -> None:
    page = anew(visit, "/procedures#file")
    hostile = [{"code": "1.999003", "name": "<img src=x onerror=alert(1)> Cấp thẻ", "field": "Văn hóa"}]
    give(page, json.dumps(hostile), "a.json")
    expect(page.locator("#report .figures")).to_be_visible()
    assert page.locator("#report img").count() == 0
