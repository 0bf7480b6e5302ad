"""What a console outlives: a second browser, a restart in mid-act, a new version, and people who answer too fast."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.browsing import intercepts
from tests.office_fixture import rid, seat
from tests.pages.conftest import LOADING_MS, SIZE, in_english, sit_down
from tests.pages.console_driver import Console

pytestmark = pytest.mark.needs("chromium")


@pytest.fixture
def second(counter: Console, browser: Browser) -> Iterator[Console]:
    """The same person opens the same counter in another browser."""
    profile = browser.new_context(viewport=SIZE)
    page = profile.new_page()
    in_english(page, counter.office)
    yield sit_down(page, counter.office)
    profile.close()
    sit_down(counter.page, counter.office)


def test_a_second_browser_takes_the_counter_and_the_first_one_is_told(counter: Console, second: Console) -> None:
    expect(counter.page).to_have_url(re.compile(r"/sign-in\?ended=1"))
    told = counter.page.locator("#taken-over")
    expect(told).to_contain_text(re.compile(r"Quầy 2 was opened in another browser at \d\d:\d\d"))
    number = second.office.take("A")["number"]
    second.sees_waiting(number)
    second.press("Enter")
    second.sees_number(number)


def test_who_moved_to_another_counter_reads_where(counter: Console) -> None:
    seat(counter.office.premises, "an", 1)
    expect(counter.page.locator("#taken-over")).to_contain_text("You signed in at Quầy 1")
    sit_down(counter.page, counter.office)


def test_a_call_survives_a_restart_between_the_act_and_its_answer(counter: Console) -> None:
    """The act is done, the service dies before it answers: the same id gets the first answer from the new one."""
    numbers = [counter.office.take("A")["number"] for _ in range(2)]
    counter.sees_waiting(*numbers)
    sent: list[str] = []

    def restart_in_mid_act(route: Route) -> None:
        body: Any = route.request.post_data_json
        sent.append(body["request_id"])
        if len(sent) > 1:
            route.continue_()
            return
        route.fetch()
        with counter.office.away():
            route.abort()

    intercepts(counter.page, "**/counters/2/next", restart_in_mid_act)
    counter.press("Enter")
    counter.sees_number(numbers[0])
    counter.sees_waiting(numbers[1])
    counter.sees(f"{numbers[0]} was called")  # told with the answer
    assert len(sent) == 2
    assert len(set(sent)) == 1
    calls = [fact for fact in counter.office.desk.facts_after(0, 10_000) if fact["kind"] == "ticket.called"]
    assert sum(fact["fact"]["number"] == numbers[0] for fact in calls) == 1


def test_a_page_of_an_older_version_starts_anew_when_nobody_types(counter: Console) -> None:
    counter.page.evaluate("document.documentElement.dataset.old = '1'")
    intercepts(counter.page, "**/console/version", lambda route: route.fulfill(json={"version": "newer"}))
    lost = counter.page.locator("#lost")
    with counter.office.away():
        expect(lost).to_be_visible()
        counter.press("4")
    for _ in range(60):
        if lost.is_hidden():
            break
        counter.press("4", "Backspace")  # what was typed is forgotten after five seconds
        counter.page.wait_for_timeout(250)
    expect(lost).to_be_hidden()
    expect(counter.page.locator("html")).to_have_attribute("data-old", "1")  # a number is being typed
    counter.page.unroute_all()
    counter.press("Escape")
    counter.later(4_000)
    expect(counter.page.locator("html")).not_to_have_attribute("data-old", "1", timeout=15_000)
    counter.page.wait_for_selector(".key-go", timeout=LOADING_MS)


def test_the_end_of_the_day_names_the_services_that_nobody_serves_any_more(counter: Console) -> None:
    counter.office.take("B")
    expect(counter.row("waiting")).to_have_count(1)
    counter.press("F12")
    expect(counter.dialog("end")).to_contain_text("No other counter serves this now: Civil status: 1 waiting")


def test_an_answer_faster_than_reading_ends_no_day(counter: Console) -> None:
    with counter.at_one_moment():
        counter.press("F12", "Enter", "Enter")
        counter.sees_dialog("end")
    assert counter.office.at(2)["status"] == "open"


def test_the_head_sees_who_keeps_the_day_from_ending(counter: Console) -> None:
    head = sit_down(counter.page, counter.office, "binh", 1)
    clerk = seat(counter.office.premises, "chi", 3)
    number = head.office.take("D")["number"]
    head.office.desk.call_ticket(clerk, rid(), counter=3, number=number)
    kept = head.dialog("end").locator(".choice[disabled]")
    while not kept.count():  # the call has not been heard of yet
        head.dismisses()
        head.press("F12")
        head.sees_dialog("end")
    expect(kept).to_contain_text(f"Quầy 3 {number} (Lê Thị Chi)")
    head.office.desk.start(clerk, rid(), counter=3)
    head.office.desk.finish(clerk, rid(), counter=3)
    counter.office.premises.doors.sign_out(clerk, "")
    sit_down(counter.page, counter.office)


def test_a_wrong_pin_of_a_numpad_is_rubbed_out_with_the_dot(counter: Console) -> None:
    counter.page.context.clear_cookies()
    in_english(counter.page, counter.office)
    counter.page.goto(counter.office.url + "/sign-in")
    counter.page.keyboard.press("Numpad1")
    dots = counter.page.locator(".pin-dots i.is-set")
    for key in ("Numpad4", "Numpad8", "NumpadDecimal"):
        counter.page.keyboard.press(key)
    expect(dots).to_have_count(1)
    counter.page.keyboard.press("NumpadDivide")
    expect(dots).to_have_count(0)
    counter.page.keyboard.press("NumpadDivide")
    expect(counter.page.locator(".people")).to_be_visible()
    sit_down(counter.page, counter.office)


def test_a_line_whose_answer_is_lost_is_asked_for_again(counter: Console) -> None:
    """Nothing else happens after it: without asking again the page would show the old line for ever."""
    lost: list[Route] = []

    def lose_once(route: Route) -> None:
        lost.append(route)
        if len(lost) == 1:
            route.abort()
        else:
            route.continue_()

    intercepts(counter.page, "**/counters/2/line", lose_once)
    number = counter.office.take("A")["number"]
    counter.sees_waiting(number)
    assert len(lost) > 1
    counter.page.unroute("**/counters/2/line")


@contextmanager
def answers_lost(counter: Console, act: str) -> Iterator[None]:
    """The office does what is asked, and the page hears nothing of it until it gives up asking."""
    asked: list[Route] = []

    def lose(route: Route) -> None:
        asked.append(route)
        if len(asked) == 1:
            route.fetch()
        route.abort()

    intercepts(counter.page, f"**/counters/2/{act}", lose)
    yield
    told = counter.page.locator(".toast", has_text="No answer from the office's computer")
    while not told.count():
        counter.later(500)
        counter.page.wait_for_timeout(20)
    counter.page.unroute(f"**/counters/2/{act}")


def test_a_pause_whose_answer_was_lost_is_not_taken_for_the_next_pause(counter: Console) -> None:
    """Once the page has seen that it happened, the same press is another wish, and the office has to hear of it."""
    with answers_lost(counter, "pause"):
        asks_for_a_break(counter)
        counter.sees_state("paused")
    counter.press("Enter")
    counter.sees_state("empty")
    counter.later(1_000)
    asks_for_a_break(counter)
    counter.sees_state("paused")
    assert counter.office.at(2)["status"] == "paused"


def asks_for_a_break(counter: Console) -> None:
    counter.page.keyboard.down("Numpad0")
    counter.later(900)
    counter.page.keyboard.up("Numpad0")
    counter.sees_dialog("pause")
    counter.later(300)
    counter.press("1")
    counter.sees_no_dialog()


def test_an_undo_whose_answer_was_lost_is_not_taken_for_the_next_undo(counter: Console) -> None:
    first, second = (counter.office.take("A") for _ in range(2))
    counter.sees_waiting(first["number"], second["number"])
    with answers_lost(counter, "undo"):
        counter.office.desk.cancel(counter.actor, rid(), ticket=first["id"])
        counter.sees_undo()
        counter.press("Escape")
        counter.sees_waiting(first["number"], second["number"])
    counter.office.desk.cancel(counter.actor, rid(), ticket=second["id"])
    counter.sees_waiting(first["number"])
    counter.sees_undo()
    counter.press("Escape")
    counter.sees_waiting(first["number"], second["number"])
    assert counter.state_of(second["number"]) == "waiting"
