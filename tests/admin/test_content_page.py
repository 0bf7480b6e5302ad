"""Information pages and the progress of dossiers in a real Chromium: written with a preview, ordered, brought back."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.admin.conftest import House
from tests.admin.one_office import anew, house, inspected, visit
from tests.admin.test_pages import Visit, profile, pytestmark, toast

__all__ = ["house", "inspected", "profile", "pytestmark", "visit"]


def titles(page: Page) -> list[str]:
    return [one.inner_text() for one in page.locator("#pages .page-link").all()]


def row(page: Page, title: str) -> Any:
    return page.locator("#pages tbody tr").filter(has_text=title)


def written(visit: Visit, title: str, text: str) -> Page:
    page = anew(visit, "/content")
    page.locator("[data-key=add]").click()
    page.fill("[name=title]", title)
    page.fill("#text", text)
    return page


def save(page: Page) -> None:
    page.locator("[data-key=save]").click()


def shown(house: House) -> list[str]:
    return [one["title"] for one in house.premises.desk.counsel.pages()]


def test_a_page_is_written_with_its_preview_and_shown_to_citizens(house: House, visit: Visit) -> None:
    page = written(
        visit, "Giờ tiếp dân", "## Buổi sáng\n\n- từ **7:30**\n\n| Việc | Phí |\n| --- | --- |\n| Sao y | 2.000 đ |\n"
    )
    preview = page.locator("#preview .blocks")
    expect(preview.locator("li b, li strong")).to_have_text("7:30")
    expect(preview.locator("th").first).to_have_text("Việc")
    save(page)
    expect(toast(page)).to_contain_text("Citizens read it")
    expect(row(page, "Giờ tiếp dân")).to_contain_text("Shown")
    assert "Giờ tiếp dân" in shown(house)


def test_a_page_with_a_gap_says_what_is_missing_and_is_not_shown(house: House, visit: Visit) -> None:
    page = written(visit, "Biểu mẫu riêng", "Xin ở [Ghi ở đây: quầy nào]")
    expect(page.locator(".gaps")).to_contain_text("quầy nào")
    save(page)
    expect(toast(page)).to_contain_text("do not see it yet")
    expect(row(page, "Biểu mẫu riêng")).to_contain_text("not shown")
    assert "Biểu mẫu riêng" not in shown(house)


def test_the_buttons_write_what_nobody_has_to_know(visit: Visit) -> None:
    page = written(visit, "Nội quy", "Giữ trật tự\nXếp hàng")
    page.locator("#text").press("Control+a")
    page.locator("[data-mark=item]").click()
    expect(page.locator("#preview li")).to_have_text(["Giữ trật tự", "Xếp hàng"])
    page.locator("#text").press("Control+a")
    page.locator("[data-mark=item]").click()
    expect(page.locator("#text")).to_have_value("Giữ trật tự\nXếp hàng")
    page.locator("#text").press("Control+z")
    expect(page.locator("#preview li")).to_have_count(2)


def test_markup_is_shown_as_letters(visit: Visit) -> None:
    page = written(visit, "Lạ", "<img src=x onerror=alert(1)> [xem](javascript:alert(1))")
    expect(page.locator("#preview .blocks")).to_contain_text("<img src=x")
    assert page.locator("#preview img, #preview a").count() == 0


def test_pages_are_ordered_removed_and_brought_back(house: House, visit: Visit) -> None:
    for title in ("Một", "Hai"):
        page = written(visit, title, "Chữ")
        save(page)
        expect(row(page, title)).to_be_visible()
    before = titles(page)
    page.get_by_role("button", name="Move Hai up").click()
    expect(toast(page)).to_contain_text("this order")
    assert titles(page)[-2:] == ["Hai", "Một"]
    assert shown(house)[-2:] == ["Hai", "Một"]
    toast(page).get_by_role("button", name="Undo").click()
    expect(toast(page)).to_contain_text("Taken back")
    assert titles(page) == before
    row(page, "Hai").get_by_role("button", name="Remove").click()
    expect(row(page, "Hai")).to_have_count(0)
    toast(page).get_by_role("button", name="Undo").click()
    expect(row(page, "Hai")).to_be_visible()
    journal = anew(visit, "/journal").locator("#content")
    expect(journal).to_contain_text("The information page hai was removed")
    expect(journal).to_contain_text("put into another order")


def test_an_earlier_text_is_used_again(visit: Visit) -> None:
    page = written(visit, "Lịch trực", "Cũ")
    save(page)
    row(page, "Lịch trực").get_by_role("link").click()
    page.fill("#text", "Mới")
    save(page)
    row(page, "Lịch trực").get_by_role("link").click()
    page.locator("[data-key=earlier]").click()
    page.get_by_role("dialog").get_by_role("row").filter(has_text="Cũ").get_by_role("button").click()
    expect(toast(page)).to_contain_text("The earlier text")
    row(page, "Lịch trực").get_by_role("link").click()
    expect(page.locator("#text")).to_have_value("Cũ")


def test_what_is_typed_waits_while_one_looks_at_the_list(visit: Visit) -> None:
    page = written(visit, "Thông báo nghỉ", "Cũ")
    save(page)
    row(page, "Thông báo nghỉ").get_by_role("link").click()
    page.fill("#text", "Nửa chừng")
    page.locator("[data-key=list]").click()
    expect(row(page, "Thông báo nghỉ")).to_contain_text("Not saved")
    row(page, "Thông báo nghỉ").get_by_role("link").click()
    expect(page.locator("#text")).to_have_value("Nửa chừng")
    page.locator("[data-key=forget]").click()
    expect(page.locator("#text")).to_have_value("Cũ")


def test_the_address_of_a_dossier_is_tried_and_saved(house: House, visit: Visit) -> None:
    page = anew(visit, "/content")
    page.fill("[name=url_template]", "http://dvc.gov.vn/{number}")
    page.locator("[data-key=save-dossier]").click()
    expect(page.locator("[data-field=url_template] .wrong")).to_be_visible()
    page.fill("[name=url_template]", "https://dvc.gov.vn/{number}")
    page.fill("[name=pattern]", "H##.##-######-####")
    page.fill("[name=number]", "h57.21-261122-0001")
    page.locator("[data-key=try-dossier]").click()
    expect(page.locator(".trial-answer a")).to_have_attribute("href", "https://dvc.gov.vn/H57.21-261122-0001")
    page.fill("[name=number]", "17")
    page.keyboard.press("Enter")
    expect(page.locator("[data-field=number] .wrong")).to_be_visible()
    page.select_option("[name=result_service]", "T")
    page.locator("[data-key=save-dossier]").click()
    expect(toast(page)).to_contain_text("Saved.")
    dossiers = house.back.house.dossiers
    assert (dossiers.pattern, dossiers.result_service) == ("H##.##-######-####", "T")


def test_an_inspector_reads_and_changes_nothing(inspected: Visit) -> None:
    page = anew(inspected, "/content")
    expect(page.locator("#pages .page-link").first).to_be_visible()
    assert page.locator("[data-key=add], #content button, #content [type=submit]").count() == 0
    page.locator("#pages .page-link").first.click()
    expect(page.locator("#preview .blocks > *").first).to_be_visible()
