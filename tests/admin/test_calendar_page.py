"""The page of the opening hours in a real Chromium: what is changed is previewed, saved, told and taken back."""

from playwright.sync_api import expect

from office.domain.above import SpecialDay
from office.domain.house import Margins, Notice
from tests.admin.conftest import House
from tests.admin.test_pages import Visit, profile, pytestmark, row, toast, visit

__all__ = ["profile", "pytestmark", "visit"]


def test_what_is_not_saved_yet_is_previewed_and_saved_with_the_week(house: House, visit: Visit) -> None:
    page = visit.go("/opening")
    monday = page.locator("#ahead [data-date='2026-11-30']")
    expect(page.locator("#ahead .ahead-day")).to_have_count(14)
    expect(monday).to_contain_text("07:30–11:30")
    page.fill("[name=stop_before]", "15")
    expect(monday).to_contain_text("numbers 07:30–11:15")
    expect(page.locator("#ahead h2")).to_contain_text("Not saved yet")
    page.fill("[data-time='0-0-0']", "8h")
    page.locator("[data-time='0-0-0']").press("Tab")
    expect(monday).to_contain_text("08:00–11:30")
    assert house.back.house.margins == Margins()
    page.get_by_role("button", name="Save the hours").click()
    expect(toast(page)).to_contain_text("hold from now on")
    expect(page.locator("#ahead h2")).to_have_text("The next two weeks")
    assert house.back.house.margins == Margins(0, 15)
    assert house.back.house.weekly[0] == ((480, 690), (810, 1020))
    toast(page).get_by_role("button").click()
    expect(monday).to_contain_text("07:30–11:30")
    assert house.back.house.margins == Margins()


def test_minutes_without_sense_are_told_beside_their_field(house: House, visit: Visit) -> None:
    page = visit.go("/opening")
    page.fill("[name=issue_before]", "600")
    page.get_by_role("button", name="Save the hours").click()
    expect(page.locator("[data-field=issue_before] .wrong")).to_have_text("This number must be from 0 to 240.")
    assert house.back.house.margins == Margins()


def test_a_holiday_of_several_days_is_marked_by_keyboard_and_taken_back(house: House, visit: Visit) -> None:
    page = visit.go("/opening")
    page.locator("#add-day").focus()
    page.keyboard.press("Enter")
    page.fill("[name=since]", "2026-11-30")
    page.fill("[name=until]", "2026-12-01")
    page.fill("[name=name]", "Lễ hội xã")
    page.keyboard.press("Enter")
    expect(page.locator("#special-days tr")).to_have_count(2)
    expect(page.locator("#ahead [data-date='2026-12-01']")).to_contain_text("Lễ hội xã")
    expect(page.locator("#ahead [data-date='2026-12-01']")).to_contain_text("Closed all day")
    assert house.back.house.days["2026-11-30"] == SpecialDay("closed", "Lễ hội xã")
    row(page, "01/12/2026").get_by_role("button", name="Remove").click()
    expect(page.locator("#special-days tr")).to_have_count(1)
    toast(page).get_by_role("button").click()
    expect(page.locator("#special-days tr")).to_have_count(2)


def test_other_hours_are_typed_and_a_mistake_is_told_beside_them(house: House, visit: Visit) -> None:
    page = visit.go("/opening")
    page.locator("#add-day").click()
    page.fill("[name=since]", "2026-11-28")
    page.locator("[name=kind]").select_option("hours")
    page.fill("[name=hours]", "8 giờ")
    page.keyboard.press("Enter")
    expect(page.locator("[data-field=hours] .wrong")).to_contain_text("07:30-11:30")
    page.fill("[name=hours]", "11:00-08:00")
    page.keyboard.press("Enter")
    expect(page.locator("[data-field=days] .wrong")).to_have_text("A session must close after it opens.")
    page.fill("[name=hours]", "7h30-11h30; 13:30–16:00")
    page.keyboard.press("Enter")
    expect(page.locator("#ahead [data-date='2026-11-28']")).to_contain_text("13:30–16:00")
    assert house.back.house.days["2026-11-28"].sessions == ((450, 690), (810, 960))


def test_notices_have_their_days_and_a_mistake_finds_its_row(house: House, visit: Visit) -> None:
    page = visit.go("/opening")
    page.locator("[data-key=notices]").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Notice 1").fill("Luôn hiện")
    dialog.get_by_role("button", name="Add a notice").click()
    dialog.get_by_label("Notice 2").fill("Nghỉ lễ")
    dialog.get_by_label("First day 2").fill("2026-11-25")
    dialog.get_by_label("Last day 2").fill("2026-11-24")
    page.keyboard.press("Enter")
    expect(dialog.locator("[data-field='notices.1'] .wrong")).to_have_text("The last day cannot be before the first.")
    dialog.get_by_label("Last day 2").fill("2026-11-26")
    page.keyboard.press("Enter")
    expect(row(page, "Nghỉ lễ")).to_contain_text("Later 25/11/2026 – 26/11/2026")
    expect(page.locator("#ahead [data-date='2026-11-25']")).to_contain_text("2 notices")
    assert house.back.house.notices == (Notice("Luôn hiện"), Notice("Nghỉ lễ", "2026-11-25", "2026-11-26"))


def test_a_service_gets_limits_for_morning_and_afternoon_and_a_day_to_come_back(house: House, visit: Visit) -> None:
    page = visit.go("/services")
    row(page, "Chứng thực").get_by_role("switch").uncheck()
    expect(toast(page)).to_contain_text("no new numbers")
    row(page, "Chứng thực").get_by_role("button", name="Change…").click()
    for name, value in {"quota_morning": "40", "quota_afternoon": "30", "stop_before": "20"}.items():
        page.fill(f"[name={name}]", value)
    page.fill("[name=off_until]", "2026-11-26")
    page.keyboard.press("Enter")
    expect(toast(page)).to_contain_text("Saved")
    service = house.back.house.services["A"]
    assert (service.quota_morning, service.quota_afternoon, service.stop_before) == (40, 30, 20)
    assert service.off_until == "2026-11-26"
    card = visit.go("/opening").get_by_role("row").filter(has_text="Certification")
    expect(card).to_contain_text("Switched off until 26/11/2026")
    expect(card).to_contain_text("40 in a morning · 30 in an afternoon · none in the last 20 minutes")
