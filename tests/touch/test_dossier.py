"""A dossier by its number and by its slip, as lists of steps."""

from typing import Any

import pytest

from kiosk.touch.counsel import DossierPage
from kiosk.touch.models.dossier import LONGEST
from kiosk.touch.page import EntryPage, HomePage, MessagePage, NumberPage
from office.remote import OfficeAway
from tests.touch.counsel_double import NUMBER, URL
from tests.touch.double import morning
from tests.touch.walk import Walk


def office(**changes: Any) -> Walk:
    walk = Walk()
    walk.counsel.office.update(changes)
    walk.flow.hear_presence(False)
    return walk.hear().pass_ms(400)


def issued(walk: Walk) -> list[tuple[str, bool]]:
    return [(what["service"], what["priority"]) for act, _, what in walk.office.asked if act == "issue"]


def typed(walk: Walk, number: str) -> Walk:
    for sign in number:
        if f"key:{sign}" not in walk.names:
            walk.press("letters")
        walk.press(f"key:{sign}")
    return walk


def test_a_number_is_typed_on_large_keys_and_handed_over_as_a_code() -> None:
    walk = typed(Walk().press("dossier"), NUMBER)
    assert walk.page.typed == NUMBER
    walk.press("next")
    assert walk.shows(DossierPage)
    assert (walk.page.number, walk.page.code) == (NUMBER, URL)
    walk.press("back")
    assert walk.shows(HomePage)


def test_the_page_gives_a_number_for_the_result() -> None:
    walk = typed(Walk().press("dossier"), NUMBER).press("next", "collect")
    assert walk.shows(NumberPage)
    assert issued(walk) == [("T", False)]


def test_what_is_no_number_of_a_dossier_is_said_and_can_be_corrected() -> None:
    walk = typed(Walk().press("dossier"), "12").press("next")
    assert walk.page.complaint
    walk.press("erase")
    assert (walk.page.typed, walk.page.complaint) == ("1", "")


def test_an_endless_number_is_not_taken() -> None:
    walk = typed(Walk().press("dossier"), "1" * (LONGEST + 5))
    assert walk.page.typed == "1" * LONGEST


def test_an_office_that_is_away_is_said_and_the_number_stays() -> None:
    walk = typed(Walk().press("dossier"), NUMBER)
    walk.counsel.says["dossier"] = [OfficeAway("gone")]
    walk.press("next")
    assert walk.page.complaint
    assert walk.page.typed == NUMBER
    walk.press("next")
    assert walk.shows(DossierPage)


def test_an_office_without_dossiers_offers_none_and_hears_no_reader() -> None:
    walk = office(offered=False, result_service=None)
    assert "dossier" not in walk.names
    walk.scan(NUMBER)
    assert walk.shows(HomePage)


def test_a_slip_at_the_first_screen_gives_a_number_at_once() -> None:
    walk = Walk().scan(NUMBER)
    assert walk.shows(NumberPage)
    assert issued(walk) == [("T", False)]


def test_a_slip_at_the_screen_of_priority_gives_a_number_with_priority() -> None:
    walk = Walk().press("priority").scan(NUMBER)
    assert issued(walk) == [("T", True)]


def test_a_slip_left_under_the_reader_takes_one_number() -> None:
    walk = Walk()
    for _ in range(40):
        walk.scan(NUMBER).printed(1, "printed").pass_ms(5_000)
    assert len(issued(walk)) == 1
    assert walk.shows(DossierPage)


def test_the_same_slip_takes_another_number_after_a_while() -> None:
    walk = Walk().scan(NUMBER).printed(1, "printed").pass_ms(700_000)
    walk.scan(NUMBER)
    assert len(issued(walk)) == 2


def test_two_slips_of_two_people_give_two_numbers() -> None:
    walk = Walk().scan(NUMBER).printed(1, "printed").pass_ms(8_000).scan(NUMBER.replace("7", "8"))
    assert len(issued(walk)) == 2


@pytest.mark.parametrize("steps", [("dossier",), ("contents",), ("contents", "page:noi-quy")])
def test_a_slip_at_another_screen_shows_its_dossier(steps: tuple[str, ...]) -> None:
    walk = Walk().press(*steps).scan(NUMBER)
    assert walk.shows(DossierPage)
    assert issued(walk) == []


@pytest.mark.parametrize("steps", [("suggest",), ("suggest", "write"), ("give_back",), ("service:A",)])
def test_a_slip_does_not_disturb_whoever_writes_or_has_a_number(steps: tuple[str, ...]) -> None:
    walk = Walk().press(*steps)
    before = type(walk.page)
    assert type(walk.scan(NUMBER).page) is before


def test_without_a_service_for_results_the_slip_shows_its_dossier() -> None:
    walk = office(result_service=None).scan(NUMBER)
    assert walk.shows(DossierPage)
    assert walk.page.code == URL
    assert "collect" not in walk.names


def test_a_service_that_the_office_no_longer_has_gives_no_number() -> None:
    walk = office(result_service="V").scan(NUMBER)
    assert walk.shows(DossierPage)
    assert "collect" not in walk.names


def test_a_service_that_is_closed_says_why() -> None:
    state = morning()
    state["services"][7].update(open=False, why="quota_reached", opens_at="2026-11-24T07:30")
    walk = Walk(state=state).scan(NUMBER)
    assert walk.shows(MessagePage)
    assert issued(walk) == []


def test_another_code_is_said_to_be_unknown() -> None:
    walk = Walk().scan("8934567890123")
    assert walk.shows(MessagePage)
    assert walk.page.tone == "warn"
    assert issued(walk) == []


def test_a_card_held_there_by_mistake_is_told_and_asked_about_nowhere() -> None:
    walk = Walk()
    walk.counsel.asked.clear()
    walk.scan("")
    assert walk.page == Walk().scan("8934567890123").page
    assert walk.counsel.asked == []


def test_a_slip_while_the_office_is_away_can_be_held_there_once_more() -> None:
    walk = Walk()
    walk.counsel.says["dossier"] = [OfficeAway("gone")]
    walk.scan(NUMBER)
    assert walk.page.picture == "no_connection"
    walk.scan(NUMBER)
    assert issued(walk) == []
    assert walk.press("collect").shows(NumberPage)
    assert issued(walk) == [("T", False)]


def test_an_unread_dossier_warns_and_goes_home() -> None:
    walk = office(result_service=None).scan(NUMBER).pass_ms(45_000)
    assert walk.page.warning is not None
    walk.pass_ms(16_000)
    assert walk.shows(HomePage)


def test_typing_is_left_to_the_entry_and_never_to_a_box_of_buttons() -> None:
    walk = Walk().press("dossier")
    walk.flow.key(7)
    assert walk.shows(EntryPage)
    assert walk.page.typed == ""
