"""Giving a number back, and the menu of the staff, as lists of steps."""

import pytest

from kiosk.touch.page import EntryPage, HomePage, MessagePage
from office.domain.refusals import WrongState
from office.remote import OfficeAway
from tests.touch.double import ticket
from tests.touch.walk import Walk


def with_number(**changes: object) -> Walk:
    walk = Walk()
    walk.office.given["x"] = ticket("A023", **changes)
    return walk


def test_a_number_is_typed_confirmed_and_given_back() -> None:
    walk = with_number().press("give_back").type_keys("A23").press("next")
    assert walk.page.number == "A023"
    assert [act for act, _, _ in walk.office.asked] == ["by_number"]
    walk.press("cancel")
    assert walk.office.asked[-1][0] == "cancel"
    assert walk.page.tone == "good"
    walk.press("back")
    assert walk.shows(HomePage)


def test_keeping_the_number_asks_the_office_for_nothing() -> None:
    walk = with_number().press("give_back").type_keys("A023").press("next", "keep")
    assert [act for act, _, _ in walk.office.asked] == ["by_number"]
    assert walk.shows(HomePage)


def test_an_unknown_number_is_said_and_can_be_corrected() -> None:
    walk = with_number().press("give_back").type_keys("A99").press("next")
    assert "A099" in walk.page.complaint
    walk.press("erase", "erase").type_keys("23")
    assert walk.page.complaint == ""
    walk.press("next")
    assert walk.page.number == "A023"


@pytest.mark.parametrize("state", ["called", "serving", "parked", "no_show", "done", "cancelled", "expired"])
def test_a_number_that_does_not_wait_says_where_it_stands(state: str) -> None:
    walk = with_number(state=state).press("give_back").type_keys("A23").press("next")
    assert walk.shows(MessagePage)
    assert "A023" in walk.page.title
    assert "cancel" not in walk.names


def test_a_number_called_at_the_last_moment_is_not_given_back() -> None:
    walk = with_number().press("give_back").type_keys("A23").press("next")
    walk.office.says["cancel"] = [WrongState(state="called")]
    walk.press("cancel")
    assert "A023" in walk.page.title
    assert walk.page.tone != "good"


def test_an_office_that_does_not_answer_is_not_told_as_success() -> None:
    walk = with_number().press("give_back").type_keys("A23").press("next")
    walk.office.says["cancel"] = [OfficeAway("gone")]
    assert walk.press("cancel").page.tone == "warn"


def test_pressing_twice_asks_once() -> None:
    walk = with_number().press("give_back").type_keys("A23").press("next")
    walk.errands.waits = True
    walk.flow.press("cancel")
    walk.flow.press("cancel")
    walk.errands.answer()
    assert [act for act, _, _ in walk.office.asked].count("cancel") == 1


def test_typing_takes_one_letter_and_four_digits() -> None:
    walk = Walk().press("give_back").type_keys("1A2345678")
    assert walk.page.typed == "A2345"
    assert walk.type_keys("B").page.typed == "B"
    assert "next" not in walk.names


def test_a_screen_that_holds_input_warns_and_one_touch_extends() -> None:
    walk = Walk().press("give_back").type_keys("A2").pass_ms(39_000)
    assert "stay" not in walk.names
    walk.pass_ms(2_000)
    assert "stay" in walk.names
    walk.press("stay")
    assert "stay" not in walk.names
    assert walk.page.typed == "A2"
    walk.pass_ms(60_400)
    assert walk.shows(HomePage)


def test_a_fresh_number_can_be_given_back_from_its_page() -> None:
    walk = Walk().press("service:A").printed(1, "printed").press("cancel")
    assert walk.page.number == "A001"
    assert walk.press("cancel").page.tone == "good"


# -- the menu of the staff


def menu(person: str = "binh", pin: str = "1234") -> Walk:
    walk = Walk()
    walk.flow.press("staff")
    return walk.press(f"person:{person}").type_keys(pin).press("next")


def test_the_menu_opens_for_a_head_and_closes_the_session_when_it_is_left() -> None:
    walk = menu()
    assert walk.shows(MessagePage)
    assert walk.keys.sessions[0].is_open
    walk.press("back")
    assert not walk.keys.sessions[0].is_open


def test_a_technician_may_not_switch_training() -> None:
    walk = menu("ky", "5678")
    assert "reprint" in walk.names
    assert "training" not in walk.names


def test_only_heads_and_technicians_are_offered_and_nobody_types_a_name() -> None:
    walk = Walk()
    walk.keys.known.append({"id": "an", "name": "Lê An", "title": "", "role": "clerk"})
    walk.flow.press("staff")
    assert walk.names == ["person:ky", "person:binh", "back"]
    assert walk.press("person:binh").page.title.endswith("Phạm Minh Bình")


def test_many_people_are_offered_page_by_page_and_an_office_that_is_away_is_said() -> None:
    walk = Walk()
    walk.keys.known = [{"id": f"n{n}", "name": f"N {n}", "title": "", "role": "head"} for n in range(8)]
    walk.flow.press("staff")
    assert walk.names == [*(f"person:n{n}" for n in range(6)), "leaf:1", "back"]
    assert walk.press("leaf:1").names == ["person:n6", "person:n7", "leaf:0", "back"]
    walk.keys.away = True
    walk.press("back").flow.press("staff")
    assert walk.page.text
    walk.keys.away, walk.keys.known = False, []
    walk.press("back").flow.press("staff")
    assert "PIN" in walk.page.text


def test_whoever_is_no_longer_a_head_is_not_let_in() -> None:
    walk = Walk()
    walk.keys.known.append({"id": "an", "name": "Lê An", "title": "", "role": "head"})
    walk.flow.press("staff")
    walk.press("person:an").type_keys("9999").press("next")
    assert walk.shows(EntryPage)
    assert walk.page.complaint
    assert not walk.keys.sessions[0].is_open


def test_a_wrong_pin_is_said_and_shown_as_dots_only() -> None:
    walk = Walk()
    walk.flow.press("staff")
    walk.press("person:binh").type_keys("999")
    assert walk.page.typed == "•••"
    walk.press("next")
    assert walk.page.complaint
    assert walk.page.typed == ""


def test_training_is_switched_by_the_head() -> None:
    walk = menu().press("training")
    assert walk.keys.sessions[0].done == [("training", True)]


def test_a_slip_is_printed_again_and_the_session_goes_on() -> None:
    walk = menu()
    walk.office.given["x"] = ticket("A023")
    walk.press("reprint").type_keys("A23").press("next")
    assert walk.keys.sessions[0].done == [("reprint", 23)]
    assert "A023" in walk.page.text
    assert walk.keys.sessions[0].is_open
    walk.press("reprint").type_keys("A99").press("next")
    assert walk.page.complaint
    walk.pass_ms(61_000)
    assert not walk.keys.sessions[0].is_open


def test_new_paper_prints_what_is_missing() -> None:
    walk = Walk().press("service:A").printed(1, "failed", "paper_out").press("done")
    walk.press("service:A").printed(2, "printed").press("again")
    walk.flow.press("staff")
    walk.press("person:binh").type_keys("1234").press("next", "paper_changed")
    assert walk.keys.sessions[0].done == [("paper", 0), ("reprint", 1)]
    walk.press("paper_changed")
    assert walk.keys.sessions[0].done[2:] == [("paper", 0)]
    assert "cuộn" in walk.page.text or "roll" in walk.page.text


def test_the_screen_is_started_anew() -> None:
    assert menu().press("start_anew").keys.started_anew == 1


def test_the_machine_is_restarted_or_switched_off_after_a_question() -> None:
    walk = menu().press("machine")
    assert walk.keys.sessions[0].done == []
    walk.press("power_off")
    assert walk.keys.sessions[0].done == [("machine", "power-off")]
    assert walk.names == ["back"]  # it ends already: nothing else is pressed
    assert menu().press("machine", "restart").keys.sessions[0].done == [("machine", "restart")]


def test_a_machine_that_cannot_end_by_itself_says_so_and_the_menu_goes_on() -> None:
    walk = menu()
    walk.keys.sessions[0].is_alone = True
    before = walk.press("machine").page.text
    walk.press("restart")
    assert walk.page.text != before
    walk.press("back", "training")
    assert walk.keys.sessions[0].done == [("training", True)]
    walk.press("machine").pass_ms(61_000)
    assert not walk.keys.sessions[0].is_open
