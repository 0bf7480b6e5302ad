"""Everyday words and what was searched in vain, in a real Chromium."""

from typing import Any

from playwright.sync_api import Page, expect

from office.domain.people import Actor
from tests.admin.conftest import House
from tests.admin.one_office import anew, house, inspected, visit
from tests.admin.test_pages import Visit, profile, pytestmark, toast

__all__ = ["house", "inspected", "profile", "pytestmark", "visit"]


SCREEN = Actor("device", "t1", "touch")


def missed(house: House, query: str, times: int = 1) -> None:
    """Somebody at the touch screen searched in vain."""
    for _ in range(times):
        house.premises.desk.enquiries.note(SCREEN, None, query=query, code=None)


def miss(page: Page, query: str) -> Any:
    return page.locator(f'#misses tr[data-query="{query}"]')


def write(page: Page, said: str, means: str) -> None:
    page.fill("dialog [name=said]", said)
    page.fill("dialog [name=means]", means)


def test_what_was_missed_becomes_everyday_words_with_one_press(house: House, visit: Visit) -> None:
    missed(house, "giay doc than", 3)
    missed(house, "hop quy dan cu")
    page = anew(visit, "/synonyms")
    expect(miss(page, "giay doc than")).to_contain_text("3")
    miss(page, "giay doc than").get_by_role("button", name="Teach it").click()
    expect(page.locator("dialog [name=said]")).to_have_value("giay doc than")
    expect(page.locator("dialog [name=means]")).to_be_focused()
    page.fill("dialog [name=means]", "xác nhận tình trạng hôn nhân")
    expect(page.locator("dialog .found li").first).to_contain_text("hôn nhân")
    page.locator("dialog [type=submit]").click()
    expect(toast(page)).to_contain_text("leads there")
    expect(page.locator("#words")).to_contain_text("giay doc than")


def test_everyday_words_are_changed_removed_and_brought_back(visit: Visit) -> None:
    page = anew(visit, "/synonyms")
    page.locator("#add").click()
    write(page, "làm thẻ mượn sách", "chứng thực")
    page.locator("dialog [type=submit]").click()
    row = page.locator("#words tbody tr").filter(has_text="làm thẻ mượn sách")
    expect(row).to_be_visible()
    row.get_by_role("button", name="Change").click()
    page.fill("dialog [name=means]", "chứng thực chữ ký")
    page.locator("dialog [type=submit]").click()
    expect(row).to_contain_text("chứng thực chữ ký")
    row.get_by_role("button", name="Remove").click()
    expect(row).to_have_count(0)
    toast(page).get_by_role("button", name="Undo").click()
    expect(row).to_be_visible()


def test_a_mistake_is_said_at_its_box(visit: Visit) -> None:
    page = anew(visit, "/synonyms")
    page.locator("#add").click()
    write(page, "", "chứng thực")
    page.locator("dialog [type=submit]").click()
    expect(page.locator("dialog [data-field=said] .wrong")).to_be_visible()


def test_the_list_is_searched_without_marks(visit: Visit) -> None:
    page = anew(visit, "/synonyms")
    expect(page.locator("#words tbody tr").nth(20)).to_be_visible()
    page.locator("#words [type=search]").fill("so do")
    expect(page.locator("#words tbody tr").filter(has_text="sổ đỏ").first).to_be_visible()
    expect(page.locator("#words tbody tr").nth(20)).to_have_count(0)


def test_something_missed_is_taken_off_the_list(house: House, visit: Visit) -> None:
    missed(house, "mua ve so")
    page = anew(visit, "/synonyms")
    miss(page, "mua ve so").get_by_role("button", name="Take it off").click()
    expect(miss(page, "mua ve so")).to_have_count(0)


def test_an_inspector_reads_and_changes_nothing(house: House, inspected: Visit) -> None:
    missed(house, "xem boi")
    page = anew(inspected, "/synonyms")
    expect(miss(page, "xem boi")).to_be_visible()
    expect(page.locator("#words tbody tr").first).to_be_visible()
    assert page.locator("#add, #content button:not([aria-pressed])").count() == 0
