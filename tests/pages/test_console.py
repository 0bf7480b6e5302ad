"""What the console shows: who waits, why somebody was called, and every state of the counter and the office."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from office.clock import SetClock
from office.domain.moment import HOUR
from tests.browsing import intercepts
from tests.office_fixture import HEAD, rid
from tests.pages.conftest import LOADING_MS, sit_down
from tests.pages.console_driver import Console
from tests.pages.serving import House, house

pytestmark = pytest.mark.needs("chromium")


def test_somebody_who_starts_waiting_is_noticed(console: Console) -> None:
    expect(console.page).to_have_title("Quầy 2")
    console.office.take("A")
    expect(console.page).to_have_title("(1) Quầy 2")
    expect(console.page.locator("body")).to_have_attribute("data-attention", "1")
    console.office.take("A")
    expect(console.page).to_have_title("(2) Quầy 2")
    expect(console.page.locator("body")).to_have_attribute("data-attention", "1")


def test_the_sound_can_be_switched_off(console: Console) -> None:
    console.page.click("#attention")
    expect(console.page.locator("#attention")).to_have_attribute("aria-pressed", "false")
    console.office.take("A")
    console.sees_waiting("A001")
    assert console.page.locator("body").get_attribute("data-attention") is None


def test_the_line_stands_in_the_order_of_calling(console: Console) -> None:
    console.office.take("A")
    console.office.take("B")
    console.office.take("A", priority=True)
    console.sees_waiting(*(ticket["number"] for ticket in console.office.desk.line(2)["waiting"]))
    expect(console.row("waiting").filter(has_text="A002").locator(".tag")).to_have_text("priority")
    console.sees("Waiting: 3 people")


def test_people_of_other_services_are_not_in_the_line(console: Console) -> None:
    console.office.take("T")
    console.office.take("A")
    console.sees_waiting("A001")


def test_the_screen_says_why_this_number_came_and_that_it_has_priority(console: Console) -> None:
    console.office.take("A", priority=True)
    console.sees_waiting("A001")
    console.press("Enter")
    console.sees_number("A001")
    expect(console.page.locator(".priority-mark")).to_be_visible()
    expect(console.page.locator(".current-what b")).to_have_text("because of the longest wait")


def test_somebody_set_aside_goes_back_into_the_line_by_mouse(console: Console) -> None:
    console.office.take("A")
    console.press("Enter")
    console.sees_number("A001")
    console.press(".", "1")
    console.row("parked").locator("button").click()
    console.sees_waiting("A001")
    expect(console.row("parked")).to_have_count(0)


def test_the_figures_of_today_follow(console: Console) -> None:
    console.office.take("A")
    console.press("Enter")
    console.sees_number("A001")
    console.press_apart("Enter")
    expect(console.page.locator('[data-figure="served"] b')).to_have_text("1")
    expect(console.page.locator('[data-figure="mean"] b')).to_contain_text("min")


def test_buttons_do_the_same_as_keys(console: Console) -> None:
    console.office.take("A")
    console.office.take("B")
    console.key("next").click()
    console.sees_number("A001")
    console.key("recall").click()
    console.sees("called 2 times")
    console.key("start").click()
    console.sees_state("serving")
    console.key("finish").click()
    console.sees_nobody()
    console.key("undo").click()
    console.sees_number("A001")
    console.key("by_number").click()
    console.page.keyboard.type("1")
    console.press("Enter")
    console.sees_number("B001")
    console.key("park").click()
    console.page.click(".choice >> nth=0")
    expect(console.row("parked")).to_have_count(1)
    console.key("walk_in").click()
    console.page.click(".choice >> nth=0")
    expect(console.page.locator(".issued-number")).to_have_text("A002")
    console.press("Escape")
    console.key("pause").click()
    console.page.click(".choice >> nth=1")
    console.sees_state("paused")


def test_a_double_click_skips_nobody(console: Console) -> None:
    for _ in range(3):
        console.office.take("A")
    console.sees_waiting("A001", "A002", "A003")
    console.key("next").dblclick()
    console.sees_waiting("A002", "A003")
    assert console.standing == "A001"


def test_a_press_is_felt_before_the_answer_comes(console: Console) -> None:
    """In the very task that hears the press, so the next frame shows it; `./run bench --only felt` has the times."""
    console.office.take("A")
    console.sees_waiting("A001")
    held = list[Route]()
    intercepts(console.page, "**/next", lambda route: held.append(route))  # the browser's driver wants a function
    felt_at_once = console.page.evaluate(
        """() => {
          document.body.dispatchEvent(new KeyboardEvent("keydown", {key: "Enter", code: "Enter", bubbles: true}));
          return document.querySelector('[data-act="next"]').classList.contains("is-pressed");
        }"""
    )
    assert felt_at_once
    expect(console.key("next")).to_have_class(re.compile("is-busy"))
    console.sees_nobody()
    held[0].continue_()
    console.sees_number("A001")
    expect(console.key("next")).not_to_have_class(re.compile("is-busy|is-pressed"))


def test_an_answer_that_got_lost_is_asked_for_again_with_the_same_id(console: Console) -> None:
    for _ in range(2):
        console.office.take("A")
    console.sees_waiting("A001", "A002")
    sent: list[Any] = []

    def lose_the_first_answer(route: Route) -> None:
        sent.append(route.request.post_data_json)
        answer = route.fetch()
        if len(sent) == 1:
            route.abort()
        else:
            route.fulfill(response=answer)

    intercepts(console.page, "**/counters/2/next", lose_the_first_answer)
    console.press("Enter")
    console.sees_number("A001")
    console.sees_waiting("A002")
    console.sees("A001 was called")  # told with the answer
    assert len(sent) == 2
    assert sent[0] == sent[1]
    assert sent[0]["expect"] is None


def test_a_lost_connection_is_said_and_comes_back_by_itself(console: Console) -> None:
    console.office.take("A")
    console.sees_waiting("A001")
    with console.office.away():
        expect(console.page.locator("#lost")).to_be_visible()
        expect(console.page.locator("#status")).to_have_attribute("data-state", "lost")
        console.press("Enter")
        console.office.take("A")
    expect(console.page.locator("#lost")).to_be_hidden(timeout=15_000)
    console.sees_number("A001")
    console.sees_waiting("A002")
    expect(console.page.locator("#status")).to_have_attribute("data-state", "open")


def test_another_number_at_the_counter_than_the_clerk_sees_is_refused(console: Console) -> None:
    """A frozen page acts on what it shows, and is told."""
    console.office.take("A")
    console.sees_waiting("A001")
    intercepts(console.page, "**/api/v1/live", lambda route: route.abort())
    actor = console.office.premises.doors
    keys = actor.fresh_keys()
    clerk = actor.sign_in("an", 2, keys)
    console.page.context.add_cookies([{"name": "motcua_session", "value": keys.token, "url": console.office.url}])
    console.page.reload()
    console.page.wait_for_selector(".key-go", timeout=LOADING_MS)
    console.office.desk.call_next(clerk, rid(), counter=2, expect=None)
    console.press("Enter")
    console.toast("Another ticket")
    console.sees_number("A001")


def test_a_printer_in_trouble_stands_in_the_footer(console: Console) -> None:
    console.office.desk.report_device(device="printer", condition="paper_out")
    expect(console.page.locator(".foot-device")).to_have_text("Printer: out of paper")
    expect(console.page.locator(".foot-device")).to_have_class("foot-device is-bad")
    console.office.desk.report_device(device="printer", condition="ok")
    expect(console.page.locator(".foot-device")).to_have_text("Printer: normal")


@pytest.mark.parametrize(
    ("device", "trouble", "text"),
    [
        ("disk", "full", "Disk full: please call the technician"),
        ("ups", "on_battery", "Power cut: the machine runs on its battery"),
    ],
)
def test_what_ends_the_day_soon_stands_in_the_footer(console: Console, device: str, trouble: str, text: str) -> None:
    console.office.desk.report_device(device=device, condition=trouble)
    expect(console.page.locator(".foot-device.is-bad")).to_have_text(text)
    console.office.desk.report_device(device=device, condition="ok")
    expect(console.page.locator(".foot-device.is-bad")).to_have_count(0)


def test_whoever_put_a_roll_in_says_so_in_the_footer_and_can_take_it_back(console: Console) -> None:
    expect(console.page.locator("#paper-changed")).to_have_count(0)
    console.office.desk.report_slip(slip="test", state="printed", reason=None, mm=70_000)
    console.office.desk.report_device(device="printer", condition="paper_out")
    console.page.locator("#paper-changed").click()
    console.toast("A whole roll counts")
    changed = [fact["fact"] for fact in console.office.desk.facts_after(0, 500) if fact["kind"] == "paper.changed"]
    assert [one["before_mm"] for one in changed] == [70_000]
    console.page.locator(".toast button").last.click()
    console.page.wait_for_timeout(300)
    changed = [fact["fact"] for fact in console.office.desk.facts_after(0, 500) if fact["kind"] == "paper.changed"]
    assert changed[-1]["used_mm"] == 70_000


def test_training_mode_is_a_band_over_everything(console: Console) -> None:
    console.office.desk.set_training(HEAD, rid(), on=True)
    expect(console.page.locator(".band-training")).to_contain_text("TRAINING")


def test_a_closed_day_is_said(console: Console) -> None:
    console.office.desk.close_day(HEAD, rid())
    expect(console.page.locator(".band-off")).to_contain_text("day")
    console.press("Enter")
    console.page.wait_for_timeout(200)
    assert console.standing is None


def test_the_head_closes_the_day_from_the_console(page: Page, office: House) -> None:
    console = sit_down(page, office, "binh")
    console.asks_to_end()
    console.press("2")
    expect(page.locator(".band-off")).to_be_visible()
    assert office.desk.state()["day"]["status"] != "open"


def test_somebody_at_the_counter_keeps_the_end_of_day_waiting(console: Console) -> None:
    console.office.take("A")
    console.press("Enter")
    console.sees_number("A001")
    console.asks_to_end()
    expect(console.dialog("end")).to_contain_text("has been called")
    expect(console.dialog("end").locator(".choice")).to_have_count(0)
    console.press("Escape", "*")
    console.sees_state("serving")
    console.asks_to_end()
    console.press("Enter")
    console.page.wait_for_url("**/sign-in")
    assert console.state_of("A001") == "done"


def test_a_crowd_scrolls_only_the_line(console: Console) -> None:
    for _ in range(90):
        console.office.take("A")
    expect(console.row("waiting")).to_have_count(80)
    console.sees("and 10 more")
    assert console.page.evaluate("document.documentElement.scrollHeight <= innerHeight")


def test_a_suspect_clock_is_a_band(page: Page, tmp_path: Path) -> None:
    clock = SetClock()
    with house(tmp_path / "jumping", clock=clock) as office:
        sit_down(page, office)
        clock.jump(72 * HOUR)
        office.desk.tick()
        expect(page.locator(".band-warn")).to_be_visible()
