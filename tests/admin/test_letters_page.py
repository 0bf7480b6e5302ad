"""What citizens wrote to the head, in a real Chromium: read, sorted by reason, erased, and the box itself."""

from typing import Any

from playwright.sync_api import Page, expect

from office.backoffice.letters import how_many_unread
from office.domain.moment import MINUTE
from office.domain.people import Actor
from tests.admin.conftest import House
from tests.admin.one_office import anew, house, visit
from tests.admin.test_pages import Visit, profile, pytestmark, toast

__all__ = ["house", "profile", "pytestmark", "visit"]

SCREEN = Actor("device", "t1", "touch")


def write(house: House, *reasons: str, text: str = "") -> None:
    """A minute after the one before: a screen may not write faster."""
    house.clock.advance(MINUTE)
    house.premises.desk.suggest(SCREEN, None, reasons=list(reasons), text=text)


def unread(house: House) -> int:
    with house.back.reading() as conn:
        return how_many_unread(conn)


def letter(page: Page, text: str) -> Any:
    return page.locator("[data-letter]").filter(has_text=text)


def test_letters_stand_newest_first_and_are_marked_as_read(house: House, visit: Visit) -> None:
    write(house, "waiting", text="Chờ từ 7 giờ")
    write(house, "praise", text="Cán bộ rất tận tình")
    before = unread(house)
    page = anew(visit, "/letters")
    count = page.locator(".side-count")
    expect(count).to_have_text(str(before))
    expect(page.locator("[data-letter]").first).to_contain_text("tận tình")
    letter(page, "tận tình").get_by_role("button", name="Mark as read").click()
    expect(count).to_have_text(str(before - 1))
    page.locator("#read-all").click()
    expect(count).to_be_hidden()
    page.locator("[data-key=chip-unread]").click()
    expect(page.locator("#letters")).to_contain_text("All are read")


def test_letters_are_chosen_by_their_reason(house: House, visit: Visit) -> None:
    write(house, "extra-papers", text="Thêm ba lần giấy tờ")
    write(house, "praise")
    page = anew(visit, "/letters")
    page.locator("[data-key=chip-r-extra-papers]").click()
    expect(page.locator("[data-letter]")).to_have_count(1)
    expect(page.locator("[data-letter]")).to_contain_text("Thêm ba lần giấy tờ")


def test_a_text_is_erased_after_one_question_and_its_reasons_stay(house: House, visit: Visit) -> None:
    write(house, "unclear", text="Ông Ba ở xóm Đồi nói rằng")
    page = anew(visit, "/letters")
    letter(page, "Ông Ba").get_by_role("button", name="Erase").click()
    expect(page.locator("dialog")).to_contain_text("Ông Ba")
    page.keyboard.press("Escape")
    letter(page, "Ông Ba").get_by_role("button", name="Erase").click()
    page.locator("dialog [type=submit]").click()
    expect(letter(page, "The text was erased")).to_contain_text("Unclear guidance")
    expect(letter(page, "Ông Ba")).to_have_count(0)
    assert len(house.facts("suggestion.erased")) == 1


def test_markup_in_a_letter_is_shown_as_letters(house: House, visit: Visit) -> None:
    write(house, text="<img src=x onerror=alert(1)> 😀")
    page = anew(visit, "/letters")
    expect(letter(page, "<img src=x onerror=alert(1)> 😀")).to_be_visible()
    assert page.locator("[data-letter] img").count() == 0


def test_the_head_changes_the_box(house: House, visit: Visit) -> None:
    page = anew(visit, "/letters")
    page.locator("#box").click()
    page.locator("[data-key=add-reasons]").click()
    page.locator("dialog .rows-line").last.locator("input").first.fill("Nhà vệ sinh")
    page.fill("[name=tier_label]", "UBND tỉnh Phú Thọ")
    page.fill("[name=keep_months]", "0")
    page.locator("dialog [type=submit]").click()
    expect(page.locator("[data-field=keep_months] .wrong")).to_be_visible()
    page.fill("[name=keep_months]", "6")
    page.locator("dialog [type=submit]").click()
    expect(toast(page)).to_contain_text("Saved.")
    expect(page.locator("#content")).to_contain_text("kept for 6 months")
    box = house.back.house.box
    assert (box.reasons[-1].label, box.tier_label, box.keep_months) == ("Nhà vệ sinh", "UBND tỉnh Phú Thọ", 6)
    toast(page).get_by_role("button", name="Undo").click()
    expect(toast(page)).to_contain_text("Taken back")
    assert house.back.house.box.tier_label == ""
