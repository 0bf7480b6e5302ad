"""The leaders and their telephone numbers in the overview, in a real Chromium."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.admin.conftest import House
from tests.admin.test_pages import Profile, Visit, toast

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.slow]


@pytest.fixture(scope="module")
def profile(browser: Browser) -> Iterator[Profile]:
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    context.set_default_timeout(10_000)
    yield Profile(context)
    context.close()


@pytest.fixture
def visit(house: House, profile: Profile) -> Iterator[Visit]:
    with profile.visits(house, "minh-tuan") as found:
        found.page.goto(f"{found.url}/admin")
        yield found


def names(house: House) -> list[str]:
    return [one["name"] for one in house.premises.desk.state()["office"]["leaders"]]


def write(visit: Visit, place: int, title: str, name: str, phone: str) -> None:
    boxes = visit.page.locator(".leader-row").nth(place - 1).locator("input")
    for at, text in enumerate((title, name, phone)):
        boxes.nth(at).fill(text)


def test_leaders_are_added_sorted_and_taken_away(house: House, visit: Visit) -> None:
    page, add = visit.page, visit.page.get_by_role("button", name="Add a leader")
    page.click('[data-key="leaders"]')
    for place, name in enumerate(("Nguyễn Thị Hoa", "Lê Văn Nam", "Phạm Tuấn"), 1):
        add.click()
        write(visit, place, "Chủ tịch", name, f"0912 00{place}")
    add.click()  # stays empty: nothing is kept of it
    page.click('[data-key="up-1"]')
    page.click('[data-key="away-2"]')
    page.get_by_role("button", name="Save", exact=True).click()
    expect(toast(page)).to_have_text("Saved.")
    assert names(house) == ["Lê Văn Nam", "Nguyễn Thị Hoa"]
    expect(page.locator("#office")).to_contain_text("Chủ tịch Lê Văn Nam – 0912 002")


def test_at_most_six_and_a_mistake_stands_at_its_row(house: House, visit: Visit) -> None:
    page, add = visit.page, visit.page.get_by_role("button", name="Add a leader")
    page.click('[data-key="leaders"]')
    for _ in range(6):
        add.click()
    expect(add).to_be_disabled()
    write(visit, 2, "", "Lê Văn Nam", "")
    write(visit, 4, "Chủ tịch", "", "")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".leader-row")).to_have_count(2)
    expect(page.locator(".leader-row").nth(1)).to_contain_text("Please fill this in.")
    assert names(house) == []
