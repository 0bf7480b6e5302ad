"""The whole keyboard map of the console, each key as a clerk would press it."""

import pytest
from playwright.sync_api import Page, expect

from tests.office_fixture import take
from tests.pages.conftest import sit_down
from tests.pages.console_driver import Console
from tests.pages.serving import House

pytestmark = pytest.mark.needs("chromium")


def test_enter_calls_the_next_person(console: Console) -> None:
    console.office.take("A")
    console.sees_waiting("A001")
    console.press("Enter")
    console.sees_number("A001")
    console.sees_state("called")
    assert console.standing == "A001"


def test_enter_finishes_the_current_person_and_calls_the_next(console: Console) -> None:
    console.office.take("A")
    console.office.take("B")
    console.press("Enter")
    console.sees_number("A001")
    console.press_apart("Enter")
    console.sees_number("B001")
    assert console.state_of("A001") == "done"


def test_a_bouncing_enter_skips_nobody(console: Console) -> None:
    for _ in range(3):
        console.office.take("A")
    console.sees_waiting("A001", "A002", "A003")
    with console.at_one_moment():
        console.press("Enter", "Enter")
        console.sees_number("A001")
        console.press("Enter")  # after the answer, still the same nervous finger
        console.sees_waiting("A002", "A003")
    assert console.standing == "A001"


def test_a_key_held_down_acts_once(console: Console) -> None:
    console.office.take("A")
    console.office.take("A")
    for _ in range(5):
        console.page.keyboard.down("Enter")
        console.page.wait_for_timeout(200)
    console.page.keyboard.up("Enter")
    console.sees_number("A001")
    assert console.state_of("A002") == "waiting"


def test_plus_calls_again_and_star_starts(console: Console) -> None:
    console.office.take("A")
    console.press("Enter")
    console.sees_number("A001")
    console.press("+")
    console.sees("called 2 times")
    console.press("*")
    console.sees_state("serving")
    assert console.state_of("A001") == "serving"


def test_minus_too_early_says_what_is_missing(console: Console) -> None:
    console.office.take("A")
    console.press("Enter")
    console.sees_number("A001")
    expect(console.key("no_show")).to_contain_text("1 more call")
    console.press("-")
    console.toast("Not absent yet: call 1 more times, wait .* more seconds")
    assert console.state_of("A001") == "called"


def test_dot_sets_aside_with_a_listed_reason(console: Console) -> None:
    console.office.take("A")
    console.press("Enter")
    console.sees_number("A001")
    console.press(".", "2")
    console.sees_nobody()
    expect(console.row("parked")).to_contain_text("Making copies")
    assert console.office.desk.line(2)["parked"][0]["number"] == "A001"


def test_dot_takes_a_reason_in_free_text_whatever_its_letters(console: Console) -> None:
    console.office.take("A")
    console.press("Enter")
    console.sees_number("A001")
    console.press(".", "6")
    console.sees_dialog("park-text")
    console.page.keyboard.type("về lấy sổ 0+1/2 * -")
    console.press("Enter")
    console.sees_no_dialog()
    expect(console.row("parked")).to_contain_text("về lấy sổ 0+1/2 * -")


def test_f8_issues_a_priority_number_and_shows_it_large(console: Console) -> None:
    console.press("F8")
    console.sees_dialog("walk-in")
    console.press("+", "2")
    console.sees_dialog("issued")
    expect(console.page.locator(".issued-number")).to_have_text("B001")
    with console.at_one_moment():
        console.press("Enter")
        console.sees_no_dialog()
        console.press("Enter")  # the Enter that closed the dialog bounces: nobody is called
    console.page.wait_for_timeout(300)
    assert console.standing is None
    assert console.office.desk.ticket_by_number("B001")["priority"]


def test_f9_finishes_without_calling_anybody(console: Console) -> None:
    console.office.take("A")
    console.office.take("A")
    console.press("Enter")
    console.sees_number("A001")
    console.press("*")
    console.sees_state("serving")
    console.press("F9")
    console.sees_nobody()
    assert (console.state_of("A001"), console.state_of("A002")) == ("done", "waiting")
    console.press("Escape")
    console.sees_number("A001")
    assert console.state_of("A001") == "serving"


def test_f12_asks_and_esc_does_nothing(console: Console) -> None:
    console.asks_to_end()
    console.press("Escape")
    console.sees_no_dialog()
    assert console.office.at(2)["status"] == "open"


def test_f12_and_enter_close_the_counter_and_sign_out(console: Console) -> None:
    console.asks_to_end()
    console.press("Enter")
    console.page.wait_for_url("**/sign-in")
    assert console.office.at(2)["status"] == "closed"


def test_esc_undoes_a_call_and_only_once(console: Console) -> None:
    console.office.take("A")
    console.press("Enter")
    console.sees_number("A001")
    console.sees_undo()
    console.press("Escape")
    console.sees_nobody()
    console.press_apart("Escape")
    console.toast("undo|late")
    assert console.state_of("A001") == "waiting"


def test_keys_work_whatever_was_clicked_last(console: Console) -> None:
    console.office.take("A")
    for place in ("#line h2", ".console-bar", "#foot", "#attention"):
        console.page.locator(place).first.click()
    console.page.locator("#figures").first.click()
    console.sees_dialog("my-day")
    console.press("Escape")
    console.sees_no_dialog()
    console.press_apart("Enter")
    console.sees_number("A001")


def test_foreign_keys_and_wrong_orders_do_nothing(console: Console) -> None:
    console.office.take("A")
    console.press("a", "x", "*", "+", "-", ".", "/", "F7", "Tab", "Control+Enter")
    console.page.wait_for_timeout(200)
    console.sees_no_dialog()
    assert console.standing is None
    assert console.state_of("A001") == "waiting"


def test_f1_shows_all_keys(page: Page, office: House) -> None:
    console = sit_down(page, office)
    console.press("F1")
    console.sees_dialog("help")
    console.press_apart("F1")
    console.sees_no_dialog()
    console.press("?")
    console.sees_dialog("help")


def test_arrows_mark_a_number_and_space_shows_what_can_be_done(console: Console) -> None:
    take(console.office.desk, "A")
    take(console.office.desk, "A")
    console.sees_waiting("A001", "A002")
    console.press("ArrowDown", "ArrowDown", "Space")
    console.sees_dialog("ticket")
    console.press("4")  # cancel
    console.sees_waiting("A001")
    console.sees("A002 was cancelled")
    console.press("Escape")
    console.sees_waiting("A001", "A002")
