"""The catalogue of procedures in a real Chromium: found, changed, brought back, repealed."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.admin.one_office import anew, house, inspected, visit
from tests.admin.test_pages import Visit, profile, pytestmark, toast

__all__ = ["house", "inspected", "profile", "pytestmark", "visit"]

BIRTH, MARRIAGE, DEATH = "1.001193", "1.000894", "1.000656"
COPY, FATHER = "2.000815", "1.001022"


def listed(page: Page) -> Any:
    return page.locator("#list tbody tr")


def opened(visit: Visit, code: str) -> Page:
    page = anew(visit, f"/procedures#{code}")
    expect(page.locator("[name=name]")).to_be_visible()
    return page


def save(page: Page) -> None:
    page.locator("[data-key=save]").click()


def test_a_procedure_is_found_as_one_types_without_marks_and_by_its_field(visit: Visit) -> None:
    page = anew(visit, "/procedures")
    expect(listed(page).nth(5)).to_be_visible()
    page.fill("[name=q]", "khai sinh")
    expect(listed(page).filter(has_text=BIRTH)).to_be_visible()
    page.fill("[name=q]", "khong co thu tuc nao nhu the")
    expect(page.locator("#list .empty")).to_contain_text("Nothing found")
    page.fill("[name=q]", "")
    page.select_option("[name=field]", "Chứng thực")
    expect(listed(page).filter(has_text=BIRTH)).to_have_count(0)
    expect(listed(page).first).to_contain_text("Chứng thực")


def test_what_is_changed_is_read_by_citizens_and_can_be_taken_back(visit: Visit) -> None:
    page = opened(visit, BIRTH)
    before = page.locator("[name=deadline_note]").input_value()
    page.fill("[name=deadline_note]", "Ngay trong buổi")
    page.locator("[data-key=add-papers]").click()
    page.locator("[data-field=papers] .rows-line").last.locator("input").first.fill("Sổ hộ khẩu cũ, nếu còn")
    save(page)
    expect(toast(page)).to_contain_text("Citizens read it")
    expect(page.locator("#versions tbody tr").first).to_contain_text("Deadline in words, Papers to bring")
    toast(page).get_by_role("button", name="Undo").click()
    expect(page.locator("[name=deadline_note]")).to_have_value(before)
    expect(page.locator("#versions tbody tr")).to_have_count(3)
    expect(anew(visit, "/journal").locator(".deed").first).to_contain_text(f"The procedure {BIRTH} was changed")


def test_a_mistake_stands_at_its_line_and_nothing_is_saved(visit: Visit) -> None:
    page = opened(visit, COPY)
    page.locator("[data-key=add-fees]").click()
    fee = page.locator("[data-field=fees] .rows-line").last
    fee.get_by_label("Đồng").fill("hai nghìn")
    save(page)
    expect(page.locator("[data-field=fees] .wrong")).to_be_visible()
    fee.get_by_label("Đồng").fill("2.000 đ")
    save(page)
    expect(toast(page)).to_contain_text("Citizens read it")
    expect(page.locator("[data-field=fees] .rows-line").last.get_by_label("Đồng")).to_have_value("2,000")


def test_what_is_typed_waits_while_one_looks_at_the_list(visit: Visit) -> None:
    page = opened(visit, MARRIAGE)
    page.fill("[name=fee_note]", "Nửa chừng")
    page.locator("[data-key=list]").click()
    expect(listed(page).filter(has_text=MARRIAGE)).to_contain_text("Not saved")
    listed(page).filter(has_text=MARRIAGE).get_by_role("link").click()
    expect(page.locator("[name=fee_note]")).to_have_value("Nửa chừng")
    page.locator("[data-key=before]").click()
    expect(page.locator("[name=fee_note]")).not_to_have_value("Nửa chừng")


def test_a_new_one_is_added_and_its_code_is_checked(visit: Visit) -> None:
    page = anew(visit, "/procedures")
    page.locator("[data-key=new]").click()
    page.fill("[name=code]", "bừa")
    page.fill("[name=name]", "Cấp thẻ đọc sách")
    page.fill("[name=field]", "Văn hóa")
    save(page)
    expect(page.locator("[data-field=code] .wrong")).to_be_visible()
    page.fill("[name=code]", "1.999001")
    save(page)
    expect(toast(page)).to_contain_text("1.999001 is in the catalogue")
    expect(page.locator(".procedure-head")).to_contain_text("Cấp thẻ đọc sách")


def test_a_repealed_one_goes_from_the_list_and_comes_back(visit: Visit) -> None:
    page = opened(visit, DEATH)
    page.locator("[data-key=repeal]").click()
    page.locator("dialog [type=submit]").click()
    expect(page.locator(".procedure-head")).to_contain_text("Repealed")
    page.locator("[data-key=list]").click()
    page.locator("[data-key=chip-repealed]").click()
    expect(listed(page)).to_contain_text([DEATH])
    toast(page).get_by_role("button", name="Undo").click()
    expect(toast(page)).to_contain_text("Taken back")


def test_an_earlier_version_is_looked_at_and_used_again(visit: Visit) -> None:
    page = opened(visit, FATHER)
    page.fill("[name=fee_note]", "Theo nghị quyết mới")
    save(page)
    expect(page.locator("#versions tbody tr")).to_have_count(2)
    page.locator("#versions").get_by_role("button", name="What changed").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Theo nghị quyết mới")
    dialog.get_by_role("button", name="Use version 1 again").click()
    expect(page.locator("[name=fee_note]")).not_to_have_value("Theo nghị quyết mới")


def test_an_inspector_reads_everything_and_changes_nothing(inspected: Visit) -> None:
    page = anew(inspected, "/procedures")
    expect(listed(page).first).to_be_visible()
    assert page.locator("[data-key=new], [data-key=file]").count() == 0
    page = opened(inspected, BIRTH)
    expect(page.locator("[name=name]")).to_be_disabled()
    assert page.locator("[type=submit], [data-key=repeal], [data-key^=add]").count() == 0
