"""Signing in, as a person does it: name, PIN, counter; and what is said when it does not work."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.pages.conftest import LOADING_MS, sit_down
from tests.pages.console_driver import Console
from tests.pages.serving import PIN, House

pytestmark = pytest.mark.needs("chromium")


def open_entry(page: Page, office: House, who: str = "an", address: str = "/sign-in") -> None:
    page.goto(office.url + address)
    page.click(f'[data-person="{who}"]')
    expect(page.locator(".pin")).to_be_visible()


def enter_pin(page: Page, pin: str = PIN) -> None:
    page.keyboard.type(pin)
    page.keyboard.press("Enter")


def test_a_clerk_signs_in_with_the_keyboard_alone(page: Page, office: House) -> None:
    page.goto(office.url)
    expect(page.locator(".person")).to_have_count(5)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("4")  # Trần Lan Anh
    page.keyboard.type(PIN)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/console")
    assert office.at(2)["clerk"] == {"id": "an", "name": "Trần Lan Anh", "title": "Công chức", "photo_url": None}


def test_a_clerk_signs_in_with_the_mouse_alone(page: Page, office: House) -> None:
    open_entry(page, office)
    for digit in PIN:
        page.click(f'[data-digit="{digit}"]')
    page.click('[data-seat="1"]')
    page.click(".entry-go")
    page.wait_for_url("**/console")
    assert office.at(1)["status"] == "open"


def test_the_last_counter_is_suggested(page: Page, office: House) -> None:
    open_entry(page, office)
    page.click('[data-seat="2"]')
    enter_pin(page)
    page.wait_for_url("**/console")
    page.wait_for_selector(".key-go", timeout=LOADING_MS)
    Console(page, office, 2).asks_to_end()
    page.keyboard.press("Enter")
    page.wait_for_url("**/sign-in")
    page.click('[data-person="an"]')
    expect(page.locator('[data-seat="2"]')).to_have_attribute("aria-checked", "true")


def test_the_pin_is_never_shown(page: Page, office: House) -> None:
    open_entry(page, office)
    page.keyboard.type(PIN)
    expect(page.locator(".pin-dots i.is-set")).to_have_count(6)
    assert PIN not in page.content()
    assert page.locator("input").count() == 0
    page.keyboard.press("Backspace")
    expect(page.locator(".pin-dots i.is-set")).to_have_count(5)


def test_a_wrong_pin_says_so_and_asks_again(page: Page, office: House) -> None:
    open_entry(page, office)
    enter_pin(page, "000001")
    expect(page.locator("#wrong")).to_contain_text("PIN is not right")
    expect(page.locator(".pin-dots i.is-set")).to_have_count(0)
    enter_pin(page)
    page.wait_for_url("**/console")


def test_enter_without_a_pin_asks_for_it(page: Page, office: House) -> None:
    open_entry(page, office)
    page.keyboard.press("Enter")
    expect(page.locator("#wrong")).to_have_text("Please enter your PIN.")


def test_five_wrong_pins_lock_and_show_the_time_that_is_left(page: Page, office: House) -> None:
    open_entry(page, office)
    for _ in range(6):
        with page.expect_response("**/sign-in"):
            enter_pin(page, "000001")
        expect(page.locator(".pin-dots i.is-set")).to_have_count(0)
    expect(page.locator("#wrong")).to_contain_text(re.compile(r"Try again in [45]:\d\d"))
    expect(page.locator(".entry-go")).to_be_disabled()


def test_a_taken_counter_shows_who_sits_there(page: Page, office: House) -> None:
    office.premises.doors.sign_in("chi", 1, office.premises.doors.fresh_keys())
    open_entry(page, office)
    expect(page.locator('[data-seat="1"]')).to_be_disabled()
    expect(page.locator('[data-seat="1"]')).to_contain_text("taken: Lê Thị Chi")
    expect(page.locator('[data-seat="2"]')).to_have_attribute("aria-checked", "true")


def test_a_counter_taken_meanwhile_is_said_and_shown(page: Page, office: House) -> None:
    open_entry(page, office)
    page.click('[data-seat="1"]')
    office.premises.doors.sign_in("chi", 1, office.premises.doors.fresh_keys())
    enter_pin(page)
    expect(page.locator('[data-seat="1"]')).to_contain_text("taken: Lê Thị Chi")
    expect(page.locator("#wrong span")).not_to_be_empty()
    assert "/sign-in" in page.url


def test_the_head_goes_to_the_administration_without_a_counter(page: Page, office: House) -> None:
    open_entry(page, office, "binh")
    page.click('[data-seat="none"]')
    enter_pin(page)
    page.wait_for_url("**/admin")


def test_a_technician_is_offered_no_counter(page: Page, office: House) -> None:
    open_entry(page, office, "ky")
    expect(page.locator(".seat")).to_have_count(1)
    enter_pin(page)
    page.wait_for_url("**/admin")


def test_a_stranger_is_brought_back_to_where_they_wanted(page: Page, office: House) -> None:
    page.goto(office.url + "/console")
    assert page.url.endswith("/sign-in?next=%2Fconsole")
    page.click('[data-person="an"]')
    enter_pin(page)
    page.wait_for_url("**/console")


@pytest.mark.parametrize(
    "address", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_a_way_to_another_server_is_not_followed(page: Page, office: House, address: str) -> None:
    open_entry(page, office, address=f"/sign-in?next={address}")
    enter_pin(page)
    page.wait_for_url(office.url + "/console")


def test_signing_in_elsewhere_ends_the_earlier_page(page: Page, office: House) -> None:
    sit_down(page, office)
    office.premises.doors.sign_in("an", 1, office.premises.doors.fresh_keys())
    page.wait_for_url("**/sign-in?ended=1**")
    expect(page.locator(".note")).to_contain_text("You signed in at Quầy 1")


def test_the_language_stays_as_chosen(page: Page, office: House) -> None:
    page.goto(office.url + "/sign-in")
    page.click('.language[lang="vi"]')
    expect(page.locator("html")).to_have_attribute("lang", "vi")
    page.goto(office.url + "/")
    expect(page.locator("html")).to_have_attribute("lang", "vi")
    page.click('.language[lang="en"]')
    expect(page.locator("html")).to_have_attribute("lang", "en")
