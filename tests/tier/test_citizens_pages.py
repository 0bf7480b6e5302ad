"""Suggestions, searches in vain and the catalogue in a real Chromium: read, chosen, sent."""

from pathlib import Path

from playwright.sync_api import Page, ViewportSize, expect

from district.downward import documents
from district.people import Role
from office.domain.moment import HOUR
from tests.district.said import Commune, keep
from tests.tier.house_here import Tier
from tests.tier.test_pages import SIZE, enter, page, pytestmark, tier, url

__all__ = ["page", "pytestmark", "tier", "url"]
HOSTILE = "<img src=x onerror=\"document.title='hacked'\"> 😀 " + "dài" * 300
PHONE: ViewportSize = {"width": 360, "height": 740}


def write(tier: Tier, office: str = "thanh-son", count: int = 2) -> None:
    commune = Commune(office)
    commune.pass_to(tier.clock.now().wall - HOUR)
    for number in range(1, count + 1):
        commune.suggest(number, f"Lời góp ý {number}", labels=["Chờ lâu" if number % 2 else "Khen ngợi"])
    commune.suggest(count + 1, HOSTILE, labels=["<b>Khác</b>"])
    today = tier.clock.now().date(tier.house.zone).isoformat()
    commune.count_lookups(today, "7\tho chieu\n2\t<i>the bhyt</i>", searches=120, opened=80, missed=9)
    keep(tier.store, commune.all())


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_suggestions_are_read_and_chosen_and_hostile_words_stay_words(page: Page, url: str, tier: Tier) -> None:
    write(tier)
    enter(page, url, tier)
    page.goto(url)
    page.get_by_role("link", name="Suggestions").click()
    letters = page.locator("#letters .suggestion")
    expect(letters).to_have_count(3)
    expect(letters.first).to_contain_text("<img src=x")
    expect(page.locator("#shown")).to_have_text("3 suggestions")
    assert "hacked" not in page.title()
    assert fits(page)
    page.select_option("#reason", "Khen ngợi")
    expect(letters).to_have_count(1)
    expect(letters.first).to_contain_text("Lời góp ý 2")
    page.select_option("#reason", "")
    page.fill("#search", "loi gop y 1")
    expect(letters).to_have_count(1)
    page.fill("#search", "không có đâu")
    expect(page.locator("#letters")).to_contain_text("No suggestion matches")
    page.set_viewport_size(PHONE)
    page.fill("#search", "")
    expect(letters).to_have_count(3)
    assert fits(page)
    page.set_viewport_size(SIZE)


def test_many_suggestions_are_turned_like_pages(page: Page, url: str, tier: Tier) -> None:
    write(tier, count=64)
    enter(page, url, tier)
    page.goto(f"{url}/suggestions")
    letters = page.locator("#letters .suggestion")
    expect(letters).to_have_count(30)
    page.click("text=Older")
    expect(letters.first).to_contain_text("Lời góp ý 35")
    page.click("text=Older")
    expect(letters).to_have_count(5)
    expect(page.locator("text=Older")).to_have_count(0)
    page.click("text=Newer")
    expect(letters).to_have_count(30)


def test_a_tier_without_suggestions_says_so_and_a_viewer_is_not_shown_them(page: Page, url: str, tier: Tier) -> None:
    enter(page, url, tier, Role.VIEWER)
    page.goto(url)
    expect(page.get_by_role("link", name="Suggestions")).to_have_count(0)
    page.goto(f"{url}/suggestions")
    expect(page.locator("main")).to_contain_text("Not allowed")
    page.goto(url)
    page.get_by_role("link", name="Looked up in vain").click()
    expect(page.locator("#empty")).to_contain_text("Nothing was searched in vain")


def test_searches_in_vain_are_shown_for_a_place_and_a_time(page: Page, url: str, tier: Tier) -> None:
    write(tier)
    write(tier, "dong-hoa")
    enter(page, url, tier, Role.VIEWER)
    page.goto(f"{url}/lookups")
    rows = page.locator("#missed tr")
    expect(rows.first).to_contain_text("ho chieu")
    expect(rows.first).to_contain_text("14")
    expect(rows.nth(1)).to_contain_text("<i>the bhyt</i>")
    expect(page.locator("#sums")).to_contain_text("8 % of all searches")
    page.select_option("#place", "ba-sao")
    expect(rows.first.locator("td").nth(1)).to_have_text("7")
    page.select_option("#days", "90")
    expect(page.locator("#offices tr")).to_have_count(1)
    assert fits(page)
    page.set_viewport_size(PHONE)
    assert fits(page)


def test_a_catalogue_is_tried_read_and_sent(page: Page, url: str, tier: Tier, tmp_path: Path) -> None:
    file = tmp_path / "danh-muc.csv"
    file.write_text("code,name,field,days\n1.001193,<b>Khai sinh</b>,Hộ tịch,x\nxyz,Sai,Hộ tịch,1\n", encoding="utf-8")
    enter(page, url, tier)
    page.goto(f"{url}/procedures")
    page.set_input_files("#file", file)
    expect(page.locator("#answer")).to_contain_text("The file has mistakes")
    expect(page.locator("#answer")).to_contain_text("is not a code")
    better = tmp_path / "danh-muc-2.csv"
    better.write_text("code,name,field,days\n1.001193,Đăng ký khai sinh,Hộ tịch,1\n", encoding="utf-8")
    page.set_input_files("#file", better)
    expect(page.locator("#send")).to_have_text("Send to 2 offices")
    page.select_option("#form [name=to]", "ba-sao")
    expect(page.locator("#send")).to_have_text("Send to one office")
    page.click("#send")
    expect(page.locator("#answer")).to_contain_text("Sent.")
    expect(page.locator("#targets")).to_contain_text("Ba Sao")
    with tier.store.begin() as conn:
        assert [(one.name, one.target) for one in documents.current(conn)] == [("procedures", "ba-sao")]
    page.set_viewport_size(PHONE)
    assert fits(page)


def test_a_viewer_sees_what_was_sent_and_sends_nothing(page: Page, url: str, tier: Tier) -> None:
    enter(page, url, tier, Role.VIEWER)
    page.goto(f"{url}/procedures")
    expect(page.locator("#targets")).to_contain_text("Nothing has been sent yet.")
    expect(page.locator("#offices tr")).to_have_count(2)
    expect(page.locator("#form")).to_have_count(0)


def test_an_answer_that_does_not_come_is_said_and_what_stood_there_stays(page: Page, url: str, tier: Tier) -> None:
    write(tier)
    enter(page, url, tier)
    page.goto(f"{url}/suggestions")
    expect(page.locator("#letters .suggestion")).to_have_count(3)
    page.context.set_offline(True)
    page.select_option("#reason", "Khen ngợi")
    expect(page.locator("#failure")).to_contain_text("does not answer")
    expect(page.locator("#letters .suggestion")).to_have_count(3)
    page.context.set_offline(False)
    page.select_option("#reason", "Chờ lâu")
    expect(page.locator("#letters .suggestion")).to_have_count(1)
    expect(page.locator("#failure")).to_be_empty()
