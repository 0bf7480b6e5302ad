"""The pages of the tier in a real Chromium: signing in, the offices as they are, and what happens when things fail."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from district.offices import Kind, certified, read_tree
from district.people import Role
from district.store.places import add_office
from district.store.states import keep_state
from sync.wire.letters import OfficeState
from tests.tier.house_here import Alarms, Figure, Tier, served
from web.languages import COOKIE
from web.sessions import PERSON

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.slow]
SIZE: ViewportSize = {"width": 1440, "height": 900}
PATIENCE_MS = 8000
LOADING_MS = 20_000
"""Of a page with all that belongs to it: a browser's first one on a busy machine may take long, and hangs end here."""


@pytest.fixture
def tier(tmp_path: Path) -> Iterator[Tier]:
    made = Tier(tmp_path / "district")
    made.unit("ba-sao", "Ba Sao")
    made.office("thanh-son", "Thanh Sơn", "ba-sao")
    made.office("dong-hoa", "Đồng Hóa")
    made.figures = [
        Figure("thanh-son", complete_to=1204, known_to=1204, tickets_today=86, ratings_today=35, windows_today=86),
        Figure("dong-hoa", complete_to=188, known_to=231, online=False, alarms=Alarms(forks=2)),
    ]
    yield made
    made.close()


@pytest.fixture
def url(tier: Tier) -> Iterator[str]:
    with served(tier) as address:
        yield address


@pytest.fixture
def page(browser: Browser, url: str) -> Iterator[Page]:
    """In English; a script that fails also fails the test."""
    profile = browser.new_context(viewport=SIZE, accept_downloads=True)
    profile.set_default_timeout(PATIENCE_MS)
    profile.set_default_navigation_timeout(LOADING_MS)
    expect.set_options(timeout=PATIENCE_MS)
    profile.add_cookies([{"name": COOKIE, "value": "en", "url": url}])
    shown, failures = profile.new_page(), list[str]()
    shown.on("pageerror", lambda error: failures.append(str(error)))
    yield shown
    profile.close()
    assert failures == []


def enter(page: Page, url: str, tier: Tier, role: Role = Role.ADMIN) -> None:
    pin = tier.person("lan", role)
    keys = tier.house.doors.sign_in("lan", pin, "test")[1]
    page.context.add_cookies([{"name": PERSON, "value": keys.token, "url": url}])


def test_signing_in_leads_to_the_page_that_was_asked_for(page: Page, url: str, tier: Tier) -> None:
    pin = tier.person("lan")
    page.goto(f"{url}/offices/thanh-son")
    page.fill("#person", "lan")
    page.fill("#pin", "wrong")
    page.keyboard.press("Enter")
    expect(page.locator("#wrong")).to_have_text("The name or the PIN is not right. Please try again.")
    page.fill("#pin", pin)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Thanh Sơn")
    page.click("[data-sign-out]")
    page.wait_for_url("**/sign-in")
    page.goto(url)
    page.wait_for_url("**/sign-in*")


def test_every_office_shows_how_complete_it_is_and_what_is_wrong(page: Page, url: str, tier: Tier) -> None:
    enter(page, url, tier)
    page.goto(url)
    good, bad = page.locator("[data-office=thanh-son]"), page.locator("[data-office=dong-hoa]")
    expect(good).to_contain_text("1,204/1,204")
    expect(good).to_contain_text("41 %")
    expect(good.locator(".mark")).to_have_class("mark mark-good")
    expect(bad).to_contain_text("188/231")
    expect(bad).to_contain_text("contradiction")
    expect(page.locator("#attention")).to_contain_text("2 facts contradict earlier ones")
    expect(page.locator("#sums")).to_contain_text("35 ratings / 86 services")


def test_figures_move_by_themselves(page: Page, url: str, tier: Tier) -> None:
    enter(page, url, tier)
    page.goto(url)
    expect(page.locator("[data-office=thanh-son]")).to_contain_text("1,204/1,204")
    tier.figures = [replace(tier.figures[0], complete_to=1300, known_to=1300)]
    tier.clock.advance(2000)
    expect(page.locator("[data-office=thanh-son]")).to_contain_text("1,300/1,300")


def test_a_name_is_found_without_its_signs_and_units_filter(page: Page, url: str, tier: Tier) -> None:
    enter(page, url, tier)
    page.goto(url)
    page.fill("#search", "dong hoa")
    expect(page.locator("#rows tr")).to_have_count(1)
    expect(page.locator("#rows")).to_contain_text("Đồng Hóa")
    page.fill("#search", "")
    page.select_option("#unit", "ba-sao")
    expect(page.locator("#rows")).to_contain_text("Thanh Sơn")
    expect(page.locator("#rows tr")).to_have_count(1)
    page.fill("#search", "nowhere")
    expect(page.locator("#empty")).to_contain_text("No office matches")


def test_the_database_away_keeps_the_last_figures_and_says_so(page: Page, url: str, tier: Tier) -> None:
    enter(page, url, tier)
    page.goto(url)
    expect(page.locator("#rows tr")).to_have_count(2)
    database = tier.config.data.dir / "district.db"
    tier.store.dispose()
    for path in database.parent.glob("district.db*"):
        path.rename(path.with_name(f"away-{path.name}"))
    database.mkdir()
    tier.clock.advance(2000)
    expect(page.locator("#failures")).to_contain_text("The database does not answer.")
    expect(page.locator("#rows tr")).to_have_count(2)
    database.rmdir()
    for path in database.parent.glob("away-*"):
        path.rename(path.with_name(path.name.removeprefix("away-")))
    tier.clock.advance(2000)
    expect(page.locator("#failures")).to_be_empty()


def test_the_broker_away_is_said_in_words(page: Page, url: str, tier: Tier) -> None:
    enter(page, url, tier)
    tier.broker = False
    page.goto(url)
    expect(page.locator("#failures")).to_contain_text("The broker cannot be reached")


def test_two_hundred_offices_are_sorted_by_what_is_missing(page: Page, url: str, tier: Tier) -> None:
    tier.figures = [Figure(f"o{n}", complete_to=1000 - n, known_to=1000) for n in range(200)]
    enter(page, url, tier)
    page.goto(url)
    expect(page.locator("#rows tr")).to_have_count(202)
    page.click("text=Complete to")
    expect(page.locator("#rows tr").first).to_have_attribute("data-office", "o199")
    page.click("text=Complete to")
    expect(page.locator("#rows tr").nth(201)).to_have_attribute("data-office", "o199")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_an_empty_tier_says_what_to_do_and_an_office_is_added_by_keyboard(
    page: Page, browser: Browser, tmp_path: Path
) -> None:
    empty = Tier(tmp_path / "empty")
    with served(empty) as url:
        page.context.add_cookies([{"name": COOKIE, "value": "en", "url": url}])
        enter(page, url, empty)
        page.goto(url)
        expect(page.locator("#empty")).to_contain_text("No offices yet")
        page.click("#add")
        page.keyboard.press("Tab")
        page.keyboard.type("le-ho")
        page.keyboard.press("Tab")
        page.keyboard.type("Lê Hồ")
        page.keyboard.press("Enter")
        expect(page.locator("#rows tr")).to_have_count(1)
        expect(page.locator("#rows")).to_contain_text("not enrolled")
    empty.close()


def test_a_bundle_is_downloaded_once_and_the_office_is_enrolled(page: Page, url: str, tier: Tier) -> None:
    enter(page, url, tier)
    page.goto(f"{url}/offices/thanh-son")
    with page.expect_download() as waiting:
        page.click("#enrol")
    bundle = json.loads(Path(waiting.value.path()).read_text(encoding="utf-8"))
    assert (waiting.value.suggested_filename, bundle["office"]) == ("thanh-son.motcua-bundle", "thanh-son")
    expect(page.locator("text=Enrolled").first).to_be_visible()
    page.click("#revoke")
    page.click("#revoke")
    expect(page.locator("#toasts")).to_contain_text("restart mosquitto")


def test_a_double_click_revokes_nothing(page: Page, url: str, tier: Tier) -> None:
    with tier.store.begin() as conn:
        certified(conn, tier.doing, "thanh-son", Kind.ENROLLED, 7)
    tier.token("Bảng điều hành")
    enter(page, url, tier)
    page.goto(f"{url}/offices/thanh-son")
    page.dblclick("#revoke")
    expect(page.locator("#revoke")).to_have_text("Really revoke?")
    page.goto(f"{url}/people")
    page.dblclick("#tokens button")
    page.dblclick("#people button")
    expect(page.locator("#people button")).to_have_text("The old one ends?")
    expect(page.locator("#tokens tr")).to_have_count(1)
    expect(page.locator("#secret")).to_be_empty()
    page.click("#tokens button")
    expect(page.locator("#tokens")).to_contain_text("No program has a token.")
    with tier.store.begin() as conn:
        assert read_tree(conn, tier.doing.today).nodes["thanh-son"].serial == 7


def test_a_rename_with_a_date_stands_in_the_history(page: Page, url: str, tier: Tier) -> None:
    enter(page, url, tier)
    page.goto(f"{url}/offices/thanh-son")
    page.fill("#change [name=value]", "Thanh Sơn Mới")
    page.fill("#change [name=day]", "2026-12-01")
    page.click("#change button")
    expect(page.locator("table").last).to_contain_text("01/12/2026")
    expect(page.locator("h1")).to_contain_text("Thanh Sơn")


def test_a_pin_and_a_token_are_shown_once(page: Page, url: str, tier: Tier) -> None:
    enter(page, url, tier)
    page.goto(f"{url}/people")
    page.fill("#new-person [name=name]", "Trần An")
    page.fill("#new-person [name=id]", "an")
    page.click("#new-person button")
    pin = page.locator("#secret code").text_content()
    assert pin is not None
    assert tier.house.doors.sign_in("an", pin, "test")[0].role == Role.VIEWER
    page.fill("#new-token [name=name]", "Bảng điều hành")
    page.click("#new-token button")
    expect(page.locator("#tokens")).to_contain_text("Bảng điều hành")
    page.reload()
    expect(page.locator("#secret")).to_be_empty()


def test_pressed_again_while_it_is_on_its_way_a_form_is_sent_once(page: Page, url: str, tier: Tier) -> None:
    enter(page, url, tier)
    page.goto(f"{url}/people")
    page.fill("#new-token [name=name]", "Bảng điều hành")
    page.evaluate("for (let n = 0; n < 3; n += 1) document.querySelector('#new-token button').click()")
    expect(page.locator("#secret code")).not_to_be_empty()
    page.reload()
    expect(page.locator("#tokens tr")).to_have_count(1)


def test_a_unit_that_was_just_added_can_be_chosen_for_an_office(page: Page, url: str, tier: Tier) -> None:
    enter(page, url, tier)
    page.goto(url)
    page.click("#add")
    page.select_option("#add-form [name=kind]", "unit")
    page.fill("#add-form [name=id]", "cum-2")
    page.click("#add")
    page.click("#add")
    page.fill("#add-form [name=name]", "Kim Bảng")
    page.keyboard.press("Enter")
    expect(page.locator("#toasts")).to_contain_text("Kim Bảng was added.")
    expect(page.locator("#unit")).to_contain_text("Kim Bảng")
    page.click("#add")
    expect(page.locator("#add-form [name=id]")).to_have_value("")
    expect(page.locator("#add-form [name=parent]")).to_contain_text("Kim Bảng")


def test_an_office_without_paper_is_to_be_watched_until_it_is_away(page: Page, url: str, tier: Tier) -> None:
    state = OfficeState(
        True, "b1", "0.1.0", 1, {"printer": "paper_out", "voice": "ready", "backup": "second_missing"}, {}
    )
    with tier.store.begin() as conn:
        number = add_office(conn, "thanh-son", 1)
        keep_state(conn, number, state)
    enter(page, url, tier)
    page.goto(url)
    row = page.locator("[data-office=thanh-son]")
    expect(row).to_contain_text("out of paper")
    expect(row.locator(".mark")).to_have_class("mark mark-warn")
    expect(page.locator("#attention")).to_contain_text("Ticket printer: out of paper.")
    page.select_option("#state", "warn")
    expect(page.locator("#rows tr")).to_have_count(1)
    page.click("[data-office=thanh-son] a")
    expect(page.locator("h1 .mark")).to_have_class("mark mark-warn")
    with tier.store.begin() as conn:
        keep_state(conn, number, replace(state, online=False))
    tier.figures = [replace(tier.figures[0], online=False)]
    tier.look_again()
    page.reload()
    expect(page.locator("main")).to_contain_text("As the office said last")
    page.goto(url)
    expect(row).to_contain_text("not connected")
    expect(page.locator("#attention")).not_to_contain_text("paper")


def test_a_viewer_sees_no_acts_and_not_the_people(page: Page, url: str, tier: Tier) -> None:
    enter(page, url, tier, Role.VIEWER)
    page.goto(url)
    expect(page.locator("#add")).to_have_count(0)
    expect(page.locator(".tab")).to_have_count(3)
    page.goto(f"{url}/people")
    expect(page.locator("main")).to_contain_text("Not allowed")
    page.goto(f"{url}/offices/nowhere")
    expect(page.locator("main")).to_contain_text("There is no such address")
