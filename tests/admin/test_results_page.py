"""The result of the day and the waiting times in a real Chromium."""

from playwright.sync_api import expect

from office.domain.moment import MINUTE
from tests.admin.conftest import House
from tests.admin.test_pages import Profile, profile, pytestmark
from tests.admin.test_results import live, sleep_over, today, told

__all__ = ["profile", "pytestmark"]


def test_the_head_reads_a_day_goes_back_to_the_one_before_and_takes_the_file(house: House, profile: Profile) -> None:
    live(house)
    before, _ = sleep_over(house)
    with profile.visits(house, "minh-tuan") as visit:
        page = visit.go("/results")
        expect(page.locator(".empty")).to_contain_text("Nobody took a number on this day")
        expect(page.locator("[data-key=later]")).to_be_disabled()
        page.locator("[data-key=earlier]").press("Enter")
        expect(page.locator(".figure").first).to_contain_text("Number of people5")
        expect(page.locator("[data-key=earlier]")).to_be_disabled()
        assert page.locator("[data-key=day]").input_value() == before
        expect(page.locator("#services tbody tr").first).to_contain_text("Certification3")
        expect(page.locator("#counters tbody tr")).to_have_count(1)
        with page.expect_download() as loading:
            page.get_by_role("link", name="As a table (CSV)").click()
        assert loading.value.suggested_filename == f"ket-qua-{before}.csv"
        page.locator("[data-key=day]").select_option(today(house))
        expect(page.locator(".empty")).to_be_visible()


def test_an_inspector_sees_how_right_the_waiting_times_were(house: House, profile: Profile) -> None:
    told(house, (5, 10, 7 * MINUTE, 9 * MINUTE), (None, None, None, 40 * MINUTE))
    with profile.visits(house, "bich-thanh") as visit:
        page = visit.go("/accuracy")
        expect(page.locator("#services tbody tr")).to_contain_text(["2.0 min-2.0 min100.0%"])
        expect(page.locator("#lengths tbody tr")).to_have_count(2)
        expect(page.locator(".card-note")).to_contain_text("1 people were told no time")
        page.get_by_role("button", name="92 days").press("Enter")
        expect(page.get_by_role("button", name="92 days")).to_have_attribute("aria-pressed", "true")
        expect(page.get_by_role("button", name="92 days")).to_be_focused()
