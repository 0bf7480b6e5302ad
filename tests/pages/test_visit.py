"""One visit, more than one errand: further services, notes, times that nobody believes, coming back late, one's day."""

import re
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from tests.browsing import intercepts
from tests.pages.conftest import LOADING_MS
from tests.pages.console_driver import Console

pytestmark = pytest.mark.needs("chromium")


def test_the_same_person_goes_on_with_another_service_under_the_same_number(counter: Console) -> None:
    number = counter.calls("A")
    counter.press("F3")
    counter.sees_dialog("go-on")
    expect(counter.page.locator(".choice .letter")).to_have_text(["A", "B"])  # what this counter serves
    counter.press("2")
    expect(counter.page.locator(".visit-part")).to_contain_text("Certification")
    counter.sees_number(number)
    counter.sees_state("serving")
    ticket = counter.office.desk.ticket_by_number(number)
    assert (ticket["service"], [part["service"] for part in ticket["parts"]]) == ("B", ["A"])
    counter.sees(f"{number} goes on with Civil status")
    counter.press("Escape")
    expect(counter.page.locator(".visit-part")).to_have_count(0)
    counter.sees_state("called")


def test_the_button_beside_the_number_asks_the_same(counter: Console) -> None:
    counter.calls("A")
    counter.key("go_on").click()
    counter.sees_dialog("go-on")
    counter.press("-")
    counter.sees_no_dialog()


def test_without_anybody_there_is_no_further_service_and_no_note(counter: Console) -> None:
    counter.press("F3", "F4")
    counter.sees_no_dialog()
    counter.toast("Nobody is at your counter")


def test_a_note_stays_with_the_number_and_can_be_taken_away(counter: Console) -> None:
    number = counter.calls("A")
    counter.press("F4")
    counter.sees_dialog("note")
    counter.page.keyboard.type("quay lại lúc 10/11 - bàn 2")
    counter.press("Enter")
    expect(counter.page.locator(".visit-note")).to_have_text("quay lại lúc 10/11 - bàn 2")
    counter.later(1_000)
    counter.press(".", "1")
    expect(counter.row("parked").locator(".row-note")).to_have_text("quay lại lúc 10/11 - bàn 2")
    counter.later(1_000)
    counter.press(*re.sub(r"\D", "", number).lstrip("0"), "Enter")
    counter.sees_number(number)
    counter.later(1_000)
    counter.key("note").click()
    counter.sees_dialog("note")
    counter.press("Delete", "Enter")
    expect(counter.page.locator(".visit-note")).to_have_count(0)
    assert not counter.office.desk.ticket_by_number(number)["noted"]


def test_esc_writes_no_note(counter: Console) -> None:
    number = counter.calls("A")
    counter.press("F4")
    counter.page.keyboard.type("doch nicht")
    counter.press("Escape")
    counter.sees_no_dialog()
    assert not counter.office.desk.ticket_by_number(number)["noted"]


def test_a_number_that_waits_gets_a_note_as_well(counter: Console) -> None:
    number = counter.office.take("A")["number"]
    counter.sees_waiting(number)
    counter.row("waiting").click()
    counter.press("5")
    counter.sees_dialog("note")
    counter.page.keyboard.type("cần giúp viết đơn")
    counter.press("Enter")
    expect(counter.row("waiting").locator(".row-note")).to_have_text("cần giúp viết đơn")


def test_times_are_marked_as_not_exact_and_believed_again(counter: Console) -> None:
    counter.calls("A")
    mark = counter.page.locator("[data-inexact]")
    counter.press("F2", "3")
    expect(mark).to_be_visible()
    counter.later(1_000)
    counter.press("F2", "3")
    expect(mark).to_have_count(0)


def test_ones_own_day_shows_figures_and_the_last_visits(counter: Console) -> None:
    number = counter.calls("A")
    counter.press("F9")
    counter.toast("has been called: start, mark absent")
    counter.press("*")
    counter.sees_state("serving")
    counter.press("F9")
    counter.sees_nobody()
    counter.page.locator("#figures").click()
    counter.sees_dialog("my-day")
    served = int(counter.page.locator('[data-day="served"] b').inner_text())
    assert served == counter.office.desk.own_day(counter.actor, 2)["served"]
    expect(counter.page.locator(".day-hours li")).not_to_have_count(0)
    expect(counter.page.locator(".choice").first).to_contain_text(number)
    counter.press("1")
    counter.sees_dialog("visit")
    counter.press("2")  # its times are not exact
    counter.toast("left out of the averages")
    assert counter.office.desk.ticket_by_number(number)["inexact"]


def test_who_was_marked_absent_comes_back_by_esc(counter: Console) -> None:
    number = counter.calls("A")
    counter.press("-")
    counter.sees_nobody()
    counter.sees(f"{number} marked absent after 1 call")
    counter.press("Escape")
    counter.sees_number(number)
    counter.sees_no_undo()
    assert counter.standing == number


def test_who_was_absent_is_shown_with_the_time_to_come_back(counter: Console) -> None:
    number = counter.calls("A")
    counter.press("-")
    counter.sees_nobody()
    expect(counter.row("no_show")).to_contain_text(re.compile(r"may return until \d\d:\d\d"))
    counter.row("no_show").click()
    counter.sees("absent since")
    counter.press("Escape")
    counter.row("no_show").locator("button").click()
    counter.sees_waiting(number)


def test_who_comes_back_too_late_needs_a_new_number(counter: Console) -> None:
    intercepts(counter.page, "**/counters/2/line", _too_late)
    counter.calls("A")
    counter.press("-")
    counter.sees_nobody()
    row = counter.row("no_show")
    expect(row).to_contain_text("a new number is needed")
    expect(row.locator("button")).to_have_count(0)
    row.click()
    expect(counter.page.locator(".choice[disabled]")).to_have_count(2)
    counter.press("Escape")


def _too_late(route: Route) -> None:
    answer = route.fetch()
    line = answer.json()
    for ticket in line["no_show"]:
        ticket["late"] = {"until": "2020-01-01T00:00:00.000Z", "calls_left": 0, "over": True}
    route.fulfill(response=answer, json=line)


@pytest.mark.parametrize(("place", "position"), [(1, "arrival"), (2, "front"), (3, "back")])
def test_a_transfer_goes_where_in_the_line_the_clerk_says(counter: Console, place: int, position: str) -> None:
    number = counter.calls("A")
    counter.press("/", "1")
    counter.sees_dialog("position")
    counter.later(300)
    with counter.page.expect_request("**/transfer") as sent:
        counter.press(str(place))
    counter.sees_nobody()
    body: Any = sent.value.post_data_json
    assert body["position"] == position
    ticket = counter.office.desk.ticket_by_number(number)
    assert (ticket["state"], ticket["service"]) == ("waiting", "B")
    counter.press("Escape")
    counter.sees_number(number)


def test_what_can_be_taken_back_is_offered_again_after_a_reload(counter: Console) -> None:
    number = counter.calls("A")
    counter.page.reload()
    counter.page.wait_for_selector(".key-go", timeout=LOADING_MS)
    counter.sees_undo()
    counter.press("Escape")
    counter.sees_nobody()
    assert counter.state_of(number) == "waiting"


def test_nothing_is_offered_when_the_last_act_has_no_way_back(counter: Console) -> None:
    counter.calls("A")
    counter.sees_undo()
    counter.press("*")
    counter.sees_state("serving")
    counter.sees_no_undo()


def test_the_buttons_at_the_edge_ask_the_same_as_their_keys(counter: Console) -> None:
    counter.calls("A")
    for place, name in (("#foot", "more"), ("#foot", "help"), ("#foot", "end"), (".bar", "help"), (".bar", "end")):
        counter.page.locator(f'{place} [data-act="{name}"]').click()
        counter.sees_dialog(name)
        counter.later(1_000)
        counter.press("Escape")
        counter.sees_no_dialog()
    counter.key("note").click()
    counter.sees_dialog("note")
    counter.press("Escape")
