"""Digits at the console: calling a number, the 0 that is held, and what a numpad without letters does."""

import pytest
from playwright.sync_api import expect

from tests.pages.console_driver import Console

pytestmark = pytest.mark.needs("chromium")


def test_digits_and_enter_call_that_number(console: Console) -> None:
    for _ in range(12):
        console.office.take("A")
    expect(console.row("waiting")).to_have_count(12)
    console.press("1", "2")
    console.sees("Call number12")
    console.press("Enter")
    console.sees_number("A012")
    console.sees("called by its number")


def test_digits_that_fit_several_numbers_offer_choices(console: Console) -> None:
    console.office.take("A")
    console.office.take("B")
    console.sees_waiting("A001", "B001")
    console.press("1", "Enter")
    console.sees_dialog("which")
    console.press("2")
    console.sees_number("B001")


def test_digits_that_fit_nobody_say_so(console: Console) -> None:
    console.press("7", "7", "Enter")
    console.toast("No number 77")
    assert console.standing is None


def test_digits_bring_back_somebody_who_was_set_aside(console: Console) -> None:
    console.office.take("A")
    console.press("Enter")
    console.sees_number("A001")
    console.press(".", "1")
    expect(console.row("parked")).to_have_count(1)
    console.page.wait_for_timeout(750)
    console.press("1", "Enter")
    console.sees_number("A001")


def test_esc_and_other_keys_drop_typed_digits(console: Console) -> None:
    console.press("4", "2", "Escape")
    expect(console.page.locator(".typed")).to_have_count(0)
    console.press("4", "Backspace")
    expect(console.page.locator(".typed")).to_have_count(0)


def test_zero_pressed_shortly_is_a_digit(console: Console) -> None:
    console.hold_zero(100)
    expect(console.page.locator(".typed")).to_have_text("0")
    console.sees_no_dialog()


def test_every_key_works_on_a_numpad(console: Console) -> None:
    console.office.take("A")
    console.office.take("A")
    console.press("NumpadEnter")
    console.sees_number("A001")
    console.press("NumpadAdd")
    console.sees("called 2 times")
    console.press("NumpadMultiply")
    console.sees_state("serving")
    console.press("NumpadDecimal")
    console.sees_dialog("park")
    console.press("Numpad1")
    console.sees_nobody()
    console.press("Numpad0", "NumpadAdd")
    console.sees_dialog("walk-in")
    console.press("Escape")
    console.press("Numpad2", "NumpadEnter")
    console.page.wait_for_timeout(800)
    console.press("Numpad2", "NumpadEnter")
    console.sees_number("A002")
    console.press("NumpadDivide")
    console.sees_dialog("transfer")
