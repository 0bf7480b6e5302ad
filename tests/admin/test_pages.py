"""The admin pages in a real Chromium: what a head does there with the keyboard and the mouse, and what is said."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from office.domain.people import OPERATOR
from tests.admin.conftest import House, served
from web.languages import COOKIE
from web.sessions import PERSON

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.slow]
PLACES = (
    "",
    "/tickets",
    "/results",
    "/accuracy",
    "/letters",
    "/people",
    "/services",
    "/counters",
    "/procedures",
    "/synonyms",
    "/content",
    "/opening",
    "/rule",
    "/voice",
    "/slips",
    "/devices",
    "/health",
    "/journal",
)


@dataclass
class Profile:
    """One browser profile for all tests: files of the pages are read once, because the port stays the same."""

    context: BrowserContext
    port: int = 0

    @contextmanager
    def visits(self, house: House, person: str) -> Iterator["Visit"]:
        """The pages of this house, with that person signed in, in English."""
        doors = house.premises.doors
        keys = doors.fresh_keys()
        doors.open_session(person, keys)
        with served(house.app, self.port) as url:
            self.port = int(url.rpartition(":")[2])
            self.context.clear_cookies()
            self.context.add_cookies(
                [{"name": PERSON, "value": keys.token, "url": url}, {"name": COOKIE, "value": "en", "url": url}]
            )
            page, wrong = self.context.new_page(), list[str]()
            page.on("pageerror", lambda error: wrong.append(str(error)))
            yield Visit(page, url)
            page.close()
        assert wrong == []


@pytest.fixture(scope="module")
def profile(browser: Browser) -> Iterator[Profile]:
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    context.set_default_timeout(10_000)
    yield Profile(context)
    context.close()


@dataclass
class Visit:
    """A page of somebody who signed in."""

    page: Page
    url: str

    def go(self, path: str) -> Page:
        self.page.goto(f"{self.url}/admin{path}")
        return self.page


@pytest.fixture
def visit(house: House, profile: Profile) -> Iterator[Visit]:
    with profile.visits(house, "minh-tuan") as found:
        yield found


def row(page: Page, text: str) -> Any:
    return page.get_by_role("row").filter(has_text=text)


def toast(page: Page) -> Any:
    return page.locator(".toast").last


def test_every_page_opens_in_both_languages_without_a_complaint(visit: Visit) -> None:
    for language in ("vi", "en"):
        visit.page.goto(f"{visit.url}/language/{language}?next=/admin")
        for path in PLACES:
            page = visit.go(path)
            expect(page.locator("#content > *").first).to_be_visible()
            assert page.locator("html").get_attribute("lang") == language
            assert page.locator(".side-link.is-here").get_attribute("href") == f"/admin{path}"
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


@pytest.mark.parametrize("width", [420, 360])
def test_whoever_looks_on_a_phone_can_sign_out_and_scrolls_nothing_sideways(visit: Visit, width: int) -> None:
    visit.page.set_viewport_size({"width": width, "height": 760})
    for path in ("", "/devices", "/health"):
        page = visit.go(path)
        expect(page.locator("#content > *").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        for needed in ("[data-sign-out]", ".bar .language.is-here", ".bar-brand > svg"):
            expect(page.locator(needed)).to_be_in_viewport(ratio=1)


def test_a_person_is_added_by_keyboard_and_the_pin_is_shown_once(house: House, visit: Visit) -> None:
    page = visit.go("/people")
    page.locator("#add").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator("[data-field=name] .wrong")).to_have_text("Please fill this in.")
    expect(page.locator("[name=name]")).to_be_focused()
    page.keyboard.type("Đỗ Thị Hạnh")
    page.keyboard.press("Enter")
    pin = page.locator(".secret").inner_text()
    house.premises.doors.check_pin("thi-hanh", pin, "here")
    page.wait_for_timeout(250)  # the key that opened a dialog may bounce: nobody reads a PIN faster
    page.keyboard.press("Enter")
    expect(page.locator("dialog")).to_have_count(0)
    expect(row(page, "Đỗ Thị Hạnh")).to_be_visible()
    assert pin not in page.content()


def test_a_person_is_switched_off_and_it_can_be_taken_back(visit: Visit) -> None:
    page = visit.go("/people")
    row(page, "Trần Lan Anh").get_by_role("button", name="Switch off").click()
    expect(row(page, "Trần Lan Anh")).to_contain_text("Shut out")
    toast(page).get_by_role("button", name="Undo").click()
    expect(row(page, "Trần Lan Anh")).not_to_contain_text("Shut out")


def test_nobody_is_switched_off_in_front_of_a_citizen_and_the_page_says_why(house: House, visit: Visit) -> None:
    clerk = house.seat("lan-anh", 3)
    house.take("B")
    house.premises.desk.call_next(clerk, None, counter=3)
    page = visit.go("/people")
    row(page, "Trần Lan Anh").get_by_role("button", name="Switch off").click()
    expect(toast(page)).to_contain_text("still somebody at the counter")


def test_what_is_typed_is_kept_when_somebody_clicks_beside_the_box(visit: Visit) -> None:
    page = visit.go("/people")
    page.locator("#add").click()
    page.fill("[name=name]", "Nửa chừng")
    page.mouse.click(10, 10)
    expect(page.locator("[name=name]")).to_have_value("Nửa chừng")
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)


def test_a_service_is_switched_off_moved_and_brought_back(house: House, visit: Visit) -> None:
    page = visit.go("/services")
    row(page, "Chứng thực").get_by_role("switch").click()
    expect(toast(page)).to_contain_text("no new numbers")
    assert not house.back.house.services["A"].switched_on
    toast(page).get_by_role("button", name="Undo").click()
    expect(row(page, "Chứng thực").get_by_role("switch")).to_be_checked()
    page.get_by_role("button", name="Move Tư pháp – Hộ tịch up").click()
    expect(page.locator("tbody tr").first).to_contain_text("Tư pháp – Hộ tịch")
    row(page, "Lĩnh vực khác").get_by_role("button", name="Change").click()
    page.get_by_role("button", name="Remove this service").click()
    expect(row(page, "Lĩnh vực khác")).to_have_count(0)
    toast(page).get_by_role("button", name="Undo").click()
    expect(row(page, "Lĩnh vực khác")).to_contain_text("2, 4")


def test_a_quota_out_of_bounds_is_said_at_its_field(visit: Visit) -> None:
    page = visit.go("/services")
    row(page, "Chứng thực").get_by_role("button", name="Change").click()
    page.fill("[name=quota]", "0")
    page.keyboard.press("Enter")
    expect(page.locator("[data-field=quota] .wrong")).to_have_text("This number must be from 1 to 9999.")
    page.fill("[name=quota]", "50")
    page.keyboard.press("Enter")
    expect(row(page, "Chứng thực")).to_contain_text("0 of 50")


def test_a_counter_gets_its_services(house: House, visit: Visit) -> None:
    page = visit.go("/counters")
    page.locator("#add").click()
    expect(page.locator("[name=number]")).to_have_value("6")
    page.get_by_label("Trả kết quả").or_(page.get_by_label("Collect a result")).check()
    page.keyboard.press("Enter")
    expect(row(page, "Quầy 6")).to_be_visible()
    assert house.back.house.counters[6].services == ("T",)


def test_hours_are_typed_as_people_type_them(house: House, visit: Visit) -> None:
    page = visit.go("/opening")
    first = page.locator("[data-time='0-0-0']")
    first.fill("25:99")
    first.press("Tab")
    expect(page.locator(".week-day .wrong")).to_be_visible()
    first.fill("8h")
    first.press("Tab")
    expect(first).to_have_value("08:00")
    page.get_by_role("button", name="As Monday until Friday").click()
    page.get_by_role("button", name="Save the hours").click()
    expect(toast(page)).to_contain_text("hold from now on")
    assert house.back.house.weekly[4] == ((480, 690), (810, 1020))


def test_the_rule_is_explained_and_a_mistake_is_shown_beside_it(house: House, visit: Visit) -> None:
    page = visit.go("/rule")
    page.fill("[name=interleave]", "8")
    expect(page.locator(".option", has_text="Interleaved")).to_contain_text("after 7 others")
    page.fill("[name=no_show_calls]", "99")
    page.locator("#calling [type=submit]").click()
    expect(page.locator("[data-field=no_show_calls] .wrong")).to_have_text("This number must be from 1 to 10.")
    page.fill("[name=no_show_calls]", "3")
    page.get_by_role("radio", name="Priority first").check()
    page.locator("#calling [type=submit]").click()
    expect(toast(page)).to_contain_text("next call on")
    assert (house.back.house.calling.rule, house.back.house.calling.no_show_calls) == ("strict", 3)


def test_another_scale_brings_its_usual_words(house: House, visit: Visit) -> None:
    page = visit.go("/rule")
    page.select_option("[name=scale]", "5")
    expect(page.locator("[data-field=levels] input")).to_have_count(10)
    page.locator("#rating [type=submit]").click()
    expect(toast(page)).to_contain_text("next rating on")
    assert house.back.house.rating.levels[0].label == "Rất không hài lòng"


def test_the_head_writes_the_reasons_of_the_counters(house: House, visit: Visit) -> None:
    page = visit.go("/rule")
    park = page.locator("#reasons [data-field=park]")
    park.get_by_role("button", name="Remove reason 2").click()
    park.get_by_role("button", name="One more reason").click()
    park.locator("input").nth(8).fill("Đi rút tiền")
    page.locator("#reasons [type=submit]").click()
    expect(toast(page)).to_contain_text("opened anew")
    assert [one.label for one in house.back.house.reasons.park][1::3] == ["Đi nộp phí, lệ phí", "Đi rút tiền"]


def test_a_token_is_shown_once_and_revoked(house: House, visit: Visit) -> None:
    page = visit.go("/devices")
    page.locator("#add").click()
    page.fill("[name=name]", "Máy tính bảng quầy 3")
    page.select_option("[name=kind]", "rate")
    page.select_option("[name=counter]", "3")
    page.locator("dialog [type=submit]").click()
    token = page.locator(".secret").inner_text()
    known = house.premises.doors.who(token)
    assert known is not None
    assert known[0].role == "rate:3"
    page.keyboard.press("Enter")
    expect(page.locator("dialog")).to_have_count(0)
    assert token not in page.content()
    row(page, "Máy tính bảng quầy 3").get_by_role("button", name="Revoke").click()
    page.locator("dialog [type=submit]").click()
    expect(row(page, "Máy tính bảng quầy 3")).to_have_count(0)
    assert house.premises.doors.who(token) is None


def test_a_number_is_looked_up(house: House, visit: Visit) -> None:
    for service in "AAB":
        house.take(service)
    page = visit.go("/tickets")
    page.keyboard.type("a2")
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody tr")).to_contain_text("A002")
    page.fill("[name=number]", "z")
    expect(page.locator(".empty")).to_contain_text("No such number today")


def test_the_day_is_closed_after_one_question(house: House, visit: Visit) -> None:
    house.take("A")
    page = visit.go("")
    page.get_by_role("button", name="Close the day…").click()
    expect(page.locator("dialog")).to_contain_text("1 people still wait")
    page.keyboard.press("Escape")
    assert house.premises.desk.state()["day"]["status"] == "open"
    page.get_by_role("button", name="Close the day…").click()
    page.locator("dialog .button-bad").click()
    expect(page.get_by_role("button", name="Open the day")).to_be_visible()
    assert house.premises.desk.state()["day"]["status"] == "closed"


def test_training_is_switched_on_and_taken_back(house: House, visit: Visit) -> None:
    page = visit.go("")
    page.get_by_role("button", name="Training mode").click()
    expect(page.get_by_role("button", name="End training")).to_be_visible()
    toast(page).get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Training mode")).to_be_visible()
    assert house.premises.desk.state()["day"]["training"] is False


def test_numbers_written_by_hand_are_entered(house: House, visit: Visit) -> None:
    page = visit.go("")
    page.get_by_role("button", name="Numbers written by hand").click()
    page.locator("dialog [type=submit]").click()
    expect(page.locator("dialog .wrong")).to_contain_text("are needed")
    page.locator("dialog [name=number]").fill("b005")
    expect(page.locator("dialog [name=service]")).to_have_value("B")
    page.locator("dialog [name=issued_at]").fill("00:00")
    page.locator("dialog [type=submit]").click()
    expect(page.locator("dialog")).to_have_count(0)
    entered = house.premises.desk.ticket_by_number("B005")
    assert (entered["by_hand"], entered["service"]) == (True, "B")


def test_the_journal_says_who_did_what(house: House, visit: Visit) -> None:
    house.back.people.disable(OPERATOR, None, "lan-anh")
    house.take("A")
    page = visit.go("/journal")
    expect(page.locator(".deed").first).to_contain_text("A001 was given")
    page.get_by_role("button", name="People", exact=True).click()
    expect(page.locator(".deed").first).to_contain_text("was switched off")
    page.locator("#verify").click()
    expect(toast(page)).to_contain_text("The journal is whole")


def test_an_inspector_sees_everything_and_no_button_that_changes(house: House, profile: Profile) -> None:
    with profile.visits(house, "bich-thanh") as visit:
        for path in ("", "/people", "/services", "/counters", "/opening", "/rule", "/devices"):
            page = visit.go(path)
            expect(page.locator("#content > *").first).to_be_visible()
            assert page.locator("#add, #content button:not([aria-pressed]), #content [type=submit]").count() == 0, path


def test_a_technician_works_on_devices_and_papers_without_seeing_people(house: House, profile: Profile) -> None:
    house.seat("lan-anh", 3)
    house.take("A")
    with profile.visits(house, "an-ky") as visit:
        page = visit.go("")
        expect(page.locator("#day")).to_be_visible()
        expect(page.locator("body")).not_to_contain_text("Trần Lan Anh")
        expect(page.locator(".side-link[href^='/admin']")).to_have_count(6)
        expect(visit.go("/tickets").get_by_role("button", name="Print A001 again")).to_be_visible()
        expect(visit.go("/devices").locator("#add")).to_be_visible()


def test_what_the_head_reads_in_when_the_file_is_wrong_is_said_and_changes_nothing(house: House, visit: Visit) -> None:
    page = visit.go("")
    page.set_input_files(
        "input[type=file]", {"name": "x.json", "mimeType": "application/json", "buffer": b'{"format": "other"}'}
    )
    expect(toast(page)).to_contain_text("This is not a file of an office.")
    assert len(house.back.house.services) == 8


def test_a_photograph_is_chosen_and_shown(house: House, visit: Visit) -> None:
    page = visit.go("/people")
    row(page, "Trần Lan Anh").get_by_role("button", name="Change").click()
    out = io.BytesIO()
    Image.new("RGB", (500, 700), "#446688").save(out, "PNG")
    page.set_input_files(
        "dialog input[type=file]", {"name": "x.png", "mimeType": "image/png", "buffer": out.getvalue()}
    )
    expect(page.locator("dialog img.avatar")).to_be_visible()
    page.set_input_files("dialog input[type=file]", {"name": "x.gif", "mimeType": "image/gif", "buffer": b"GIF89a"})
    expect(page.locator("dialog [data-field=photo] .wrong")).to_have_text(
        "Please choose a picture in PNG or JPEG form."
    )
    page.keyboard.press("Escape")
    assert page.locator("img.avatar").evaluate("image => image.naturalWidth") == 256
