"""The counter from a USB numpad alone: every act, every question, and the way back out of each."""

import re

import pytest
from playwright.sync_api import expect

from tests.office_fixture import rid
from tests.pages.conftest import sit_down
from tests.pages.console_driver import Console

pytestmark = pytest.mark.needs("chromium")
PLUS, MINUS, STAR, SLASH, DOT, ENTER = (
    "NumpadAdd",
    "NumpadSubtract",
    "NumpadMultiply",
    "NumpadDivide",
    "NumpadDecimal",
    "NumpadEnter",
)


def pad(counter: Console, keys: str) -> None:
    """Press the keys of a numpad one after the other, slower than contacts bounce: "0+1"."""
    names = {"+": PLUS, "-": MINUS, "*": STAR, "/": SLASH, ".": DOT, "=": ENTER}
    for sign in keys:
        counter.press(names.get(sign, f"Numpad{sign}"))
        counter.later(250)


def test_a_walk_in_takes_two_presses_after_the_zero(counter: Console) -> None:
    pad(counter, "0+1")
    counter.sees_dialog("issued")
    number = counter.page.locator(".issued-number").inner_text()
    pad(counter, "-")
    counter.sees_no_dialog()
    counter.sees_waiting(number)


@pytest.mark.parametrize("keys", ["02+", "002+"])
def test_a_walk_in_for_the_second_service_of_this_counter_is_not_asked(counter: Console, keys: str) -> None:
    pad(counter, keys)
    counter.sees_dialog("issued")
    expect(counter.page.locator(".issued-number")).to_have_text(re.compile("B"))


def test_what_this_counter_serves_stands_first_in_a_walk_in(counter: Console) -> None:
    pad(counter, "0+")
    expect(counter.page.locator(".choice .letter")).to_have_text(["A", "B", "T", "D"])


def test_a_bouncing_plus_gives_no_priority(counter: Console) -> None:
    with counter.at_one_moment():
        counter.press("Numpad0", PLUS, PLUS)
        counter.sees_dialog("walk-in")
    expect(counter.page.locator(".priority-check input")).not_to_be_checked()
    counter.later(250)
    counter.press(PLUS)
    expect(counter.page.locator(".priority-check input")).to_be_checked()


@pytest.mark.parametrize(
    ("keys", "name"), [("0+", "walk-in"), ("0-", "end"), ("0*", "more"), (".", "park"), ("/", "transfer")]
)
def test_minus_is_the_way_back_out_of_every_question(counter: Console, keys: str, name: str) -> None:
    number = counter.calls()
    pad(counter, keys)
    counter.sees_dialog(name)
    counter.later(500)
    pad(counter, "-")
    counter.sees_no_dialog()
    assert counter.state_of(number) == "called"


def test_a_reason_of_ones_own_is_left_by_enter_alone(counter: Console) -> None:
    number = counter.calls()
    pad(counter, ".6")
    counter.sees_dialog("park-text")
    counter.press(ENTER)
    counter.sees_no_dialog()
    assert counter.state_of(number) == "called"


def test_zero_dot_is_done_without_calling_anybody(counter: Console) -> None:
    number = counter.calls()
    other = counter.office.take("A")["number"]
    counter.press(STAR)
    counter.sees_state("serving")
    pad(counter, "0.")
    counter.sees_nobody()
    assert (counter.state_of(number), counter.state_of(other)) == ("done", "waiting")
    pad(counter, "0/")
    counter.sees_number(number)


def test_a_counter_typed_before_the_slash_gets_the_number_at_once(counter: Console) -> None:
    number = counter.calls()
    pad(counter, "3/")
    counter.sees_nobody()
    counter.sees(f"{number} was sent to Quầy 3")
    assert counter.office.desk.ticket_by_number(number)["for_counter"] == 3
    pad(counter, "0/")
    counter.sees_number(number)


@pytest.mark.parametrize("typed", ["2", "77"])
def test_one_is_not_sent_to_ones_own_counter_or_to_none(counter: Console, typed: str) -> None:
    number = counter.calls()
    pad(counter, f"{typed}/")
    counter.toast(f"no other counter {typed}")
    assert counter.state_of(number) == "called"


def test_a_reason_typed_before_the_dot_is_taken_at_once(counter: Console) -> None:
    number = counter.calls()
    pad(counter, "2.")
    counter.sees_nobody()
    kept = counter.office.desk.reasons()["park"][1]
    assert counter.office.desk.ticket_by_number(number)["park_reason"] == kept["label"]
    expect(counter.row("parked")).to_contain_text(kept["label_en"])


def test_a_double_zero_key_counts_as_a_zero(counter: Console) -> None:
    pad(counter, "00+")
    counter.sees_dialog("walk-in")


def test_without_numlock_the_numpad_is_the_same(counter: Console) -> None:
    counter.office.take("A")
    for key, code in (("Insert", "Numpad0"), ("+", "NumpadAdd")):
        counter.page.evaluate(
            "([key, code]) => document.body.dispatchEvent(new KeyboardEvent('keydown', {key, code, bubbles: true}))",
            [key, code],
        )
    counter.sees_dialog("walk-in")


def test_everything_else_stands_under_the_same_digits(counter: Console) -> None:
    counter.sees_waiting(counter.office.take("A")["number"])
    counter.cleared()  # seen to come and to go: the page is not behind with an earlier line
    pad(counter, "0*")
    counter.sees_dialog("more")
    expect(counter.page.locator(".choice[disabled] kbd")).to_have_text(["1", "2", "3", "4"])  # nobody is here
    pad(counter, "6")
    counter.sees_dialog("help")
    pad(counter, "-")
    counter.sees_no_dialog()


def test_a_number_of_the_line_is_cancelled_and_comes_back(counter: Console) -> None:
    first, second = (counter.office.take("A")["number"] for _ in range(2))
    counter.sees_waiting(first, second)
    pad(counter, "0*42")
    counter.sees_dialog("ticket")
    pad(counter, "4")
    counter.sees_waiting(first)
    pad(counter, "0/")
    counter.sees_waiting(first, second)


def test_the_sound_is_switched_off_and_on(counter: Console) -> None:
    bell = counter.page.locator("#attention")
    pad(counter, "0*7")
    expect(bell).to_have_attribute("aria-pressed", "false")
    pad(counter, "0*7")
    expect(bell).to_have_attribute("aria-pressed", "true")


def test_mashed_keys_do_no_more_than_they_say(counter: Console) -> None:
    """Whatever a sleeve or a child presses: the page stands as the office knows it, and nobody is lost."""
    numbers = [counter.office.take("A")["number"] for _ in range(3)]
    for sign in "7..//0*--++0=00-*/.9+=0..=*-/=5//1=+=0-0*=..":
        counter.press({"=": ENTER}.get(sign, sign))
    for _ in range(3):
        counter.page.wait_for_timeout(200)  # the last answers come in
        counter.dismisses()
    if counter.office.at(2)["status"] == "closed":  # slowly enough it was 0 -, and Enter to the question: the day's end
        counter.page.wait_for_url("**/sign-in")
        sit_down(counter.page, counter.office)
    here = counter.standing
    counter.sees_number(here) if here else counter.sees_nobody()
    waiting = [ticket["number"] for ticket in counter.office.desk.line(2)["waiting"]]
    counter.sees_waiting(*waiting)
    everybody = {number: counter.state_of(number) for number in numbers}
    assert "cancelled" not in everybody.values()


def test_digits_lapse_after_five_seconds(counter: Console) -> None:
    number = counter.office.take("A")["number"]
    counter.sees_waiting(number)
    counter.press("Numpad9")
    expect(counter.page.locator(".typed")).to_have_text("9")
    counter.later(5_100)
    expect(counter.page.locator(".typed")).to_have_count(0)
    counter.press(ENTER)
    counter.sees_number(number)


def test_zero_held_down_pauses_and_opens_again(counter: Console) -> None:
    for state in ("paused", "empty"):
        counter.page.keyboard.down("Numpad0")
        counter.later(900)
        expect(counter.page.locator(".bubble-hold")).to_be_visible()
        counter.page.keyboard.up("Numpad0")
        if state == "paused":
            counter.sees_dialog("pause")
            pad(counter, "1")
        counter.sees_state(state)
    counter.office.desk.pause(counter.actor, rid(), counter=2, reason="x")
    counter.sees_state("paused")
    counter.later(1_000)
    counter.press(ENTER)
    counter.sees_state("empty")
