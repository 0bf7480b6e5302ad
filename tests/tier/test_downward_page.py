"""The page of one office in a real Chromium: what is written there goes down, and what came back is shown."""

from playwright.sync_api import Page, expect

from district.downward import commands, documents
from district.people import Role
from district.store.places import add_office
from district.store.states import keep_result
from sync.wire.letters import Outcome, Result
from tests.tier.house_here import Tier
from tests.tier.test_pages import enter, page, pytestmark, tier, url

__all__ = ["page", "pytestmark", "tier", "url"]
OFFICE = "thanh-son"


def written(tier: Tier) -> dict[tuple[str, str], str]:
    with tier.store.begin() as conn:
        return {(one.name, one.target): one.body for one in documents.current(conn)}


def test_a_notice_is_written_for_a_unit(page: Page, url: str, tier: Tier) -> None:
    enter(page, url, tier)
    page.goto(f"{url}/offices/{OFFICE}")
    form = page.locator("#notices-form")
    form.locator("[name=to]").select_option("ba-sao")
    form.locator("[name=text]").fill("Nghỉ lễ ngày 02/09")
    form.get_by_role("button").click()
    expect(page.locator("#toasts")).to_contain_text("Sent.")
    expect(form.locator("[name=to]")).to_have_value("ba-sao")
    page.reload()
    page.locator("#notices-form [name=to]").select_option("ba-sao")
    expect(page.locator("#notices-form [name=text]")).to_have_value("Nghỉ lễ ngày 02/09")
    assert written(tier) == {("notices", "ba-sao"): '{"notices":["Nghỉ lễ ngày 02/09"]}'}


def test_what_no_office_could_show_is_said_beside_the_field(page: Page, url: str, tier: Tier) -> None:
    enter(page, url, tier)
    page.goto(f"{url}/offices/{OFFICE}")
    form = page.locator("#notices-form")
    form.locator("[name=text]").fill("\n".join(f"dòng {n}" for n in range(11)))
    form.get_by_role("button").click()
    expect(form.locator(".wrong")).to_contain_text("At most ten lines.")
    assert written(tier) == {}


def test_a_day_is_closed_and_listed(page: Page, url: str, tier: Tier) -> None:
    enter(page, url, tier)
    page.goto(f"{url}/offices/{OFFICE}")
    form = page.locator("#day-form")
    form.locator("[name=date]").fill("2026-12-25")
    form.locator("[name=name]").fill("Lễ")
    form.get_by_role("button").click()
    expect(page.locator("#days")).to_contain_text("25/12/2026 Closed all day · Lễ")


def test_a_command_is_ordered_and_its_answer_comes_by_itself(page: Page, url: str, tier: Tier) -> None:
    enter(page, url, tier)
    page.goto(f"{url}/offices/{OFFICE}")
    page.get_by_role("button", name="Send the log").click()
    expect(page.locator("#commands")).to_contain_text("Waiting for an answer")
    with tier.store.begin() as conn:
        (one,) = commands.listed(conn, OFFICE, tier.doing.at)
        number = add_office(conn, OFFICE, 1)
        keep_result(conn, number, Result(f"{one.id}:1", one.name, Outcome.DONE, "event=serve.ready"), 1)
        keep_result(conn, number, Result(one.id, one.name, Outcome.DONE, "1 lines in 1 parts"), 1)
    expect(page.locator("#commands")).to_contain_text("Done")
    page.locator("#commands summary").click()
    expect(page.locator("#commands pre")).to_have_text("event=serve.ready")


def test_what_is_being_written_outlives_commands_other_targets_and_other_forms(
    page: Page, url: str, tier: Tier
) -> None:
    enter(page, url, tier)
    page.goto(f"{url}/offices/{OFFICE}")
    notices, day = page.locator("#notices-form"), page.locator("#day-form")
    notices.locator("[name=text]").fill("Mất điện chiều nay")
    day.locator("[name=date]").fill("2026-12-25")
    day.locator("[name=to]").select_option("ba-sao")
    page.get_by_role("button", name="Print a test page").click()
    expect(page.locator("#commands")).to_contain_text("Waiting for an answer")
    notices.locator("[name=to]").select_option("ba-sao")
    expect(notices.locator("[name=text]")).to_have_value("")
    expect(day.locator("[name=date]")).to_have_value("2026-12-25")
    day.get_by_role("button").click()
    expect(page.locator("#days")).to_contain_text("25/12/2026")
    notices.locator("[name=to]").select_option(OFFICE)
    expect(notices.locator("[name=text]")).to_have_value("Mất điện chiều nay")
    assert written(tier).keys() == {("opening", "ba-sao")}


def test_a_viewer_is_shown_no_forms(page: Page, url: str, tier: Tier) -> None:
    enter(page, url, tier, Role.VIEWER)
    page.goto(f"{url}/offices/{OFFICE}")
    expect(page.locator("h1")).to_contain_text("Thanh Sơn")
    expect(page.locator("#notices-form, #command-acts")).to_have_count(0)
