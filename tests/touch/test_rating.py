"""The faces of a counter, as a list of steps."""

from typing import Any

from kiosk.touch.page import CounterPage, FacesPage, ReasonsPage, ThanksPage
from office.domain.refusals import NoWindow, TooEarly
from office.remote import OfficeAway
from tests.touch.double import QUESTION, morning, ticket, window
from tests.touch.walk import Walk

NEXT = ticket("A024", id=24, state="called")


def at_counter(walk: Walk, **changes: Any) -> Walk:
    """The office tells of counter 3."""
    counters = [dict(one) for one in walk.office.now_state["counters"]]
    counters[2].update(changes)
    return walk.hear(counters=counters)


def faces(ms: int = 1_000, **made: Any) -> Walk:
    """The faces, on the glass for so long."""
    walk = at_counter(Walk(3), rating=window(**made))
    walk.flow.drawn()
    return walk.pass_ms(ms)


def rated(walk: Walk) -> list[dict[str, Any]]:
    return [what for act, _, what in walk.office.asked if act == "rate"]


def test_the_screen_rests_with_counter_and_clerk_and_shows_the_called_number() -> None:
    walk = Walk(3)
    assert walk.shows(CounterPage)
    assert walk.page.clerk.name == "Trần Lan Anh"
    assert at_counter(walk, ticket=NEXT).page.number == "A024"


def test_the_faces_come_with_the_window_and_go_with_it() -> None:
    walk = at_counter(Walk(3), rating=window())
    assert walk.shows(FacesPage)
    assert [face.level for face in walk.page.faces] == [4, 3, 2, 1]
    assert at_counter(walk, rating=None).shows(CounterPage)


def test_a_press_carries_the_age_since_the_faces_were_on_the_glass() -> None:
    walk = at_counter(Walk(3), rating=window()).pass_ms(3_000)
    walk.flow.drawn()
    walk.pass_ms(800).press("face:4")
    assert rated(walk)[0] == {"ticket": 23, "level": 4, "channel": "touch", "age_ms": 800, "question": "overall"}
    assert walk.shows(ThanksPage)


def test_a_press_before_the_faces_were_drawn_has_no_age() -> None:
    walk = at_counter(Walk(3), rating=window()).pass_ms(3_000).press("face:4")
    assert rated(walk)[0]["age_ms"] == 0


def test_a_press_that_was_too_early_asks_to_press_again() -> None:
    walk = faces(200)
    walk.office.says["rate"] = [TooEarly()]
    walk.press("face:4")
    assert walk.shows(FacesPage)
    assert walk.page.hint
    assert not any(face.chosen for face in walk.page.faces)
    assert walk.pass_ms(600).press("face:4").shows(ThanksPage)
    assert len({request for act, request, _ in walk.office.asked if act == "rate"}) == 2


def test_a_second_press_while_the_first_is_on_its_way_counts_for_nothing() -> None:
    walk = faces()
    walk.errands.waits = True
    walk.flow.press("face:4")
    walk.flow.press("face:1")
    walk.errands.answer()
    assert [one["level"] for one in rated(walk)] == [4]


def test_a_mind_can_be_changed_for_five_seconds() -> None:
    walk = faces().press("face:4", "change", "face:3")
    assert [one["level"] for one in rated(walk)] == [4, 3]
    assert walk.shows(ThanksPage)
    walk.pass_ms(5_200)
    assert walk.shows(CounterPage)


def test_after_five_seconds_no_change_is_offered() -> None:
    walk = faces().press("face:1").pass_ms(5_200)
    assert walk.shows(ReasonsPage)
    assert "change" not in walk.names


def test_a_change_that_is_not_made_ends_by_itself() -> None:
    walk = faces().press("face:4", "change").pass_ms(5_200)
    assert walk.shows(CounterPage)


def test_the_change_works_although_the_office_has_closed_the_window() -> None:
    walk = at_counter(faces().press("face:4"), rating=None)
    assert walk.shows(ThanksPage)
    walk.press("change")
    assert at_counter(walk, rating=None).shows(FacesPage)


def test_a_low_level_asks_for_reasons_which_are_sent() -> None:
    walk = faces().press("face:1")
    assert walk.shows(ReasonsPage)
    walk.press("reason:waiting", "reason:other", "reason:other", "send")
    assert walk.office.asked[-1][2] == {"ticket": 23, "reasons": ["waiting"]}
    assert walk.shows(ThanksPage)


def test_reasons_can_be_skipped() -> None:
    walk = faces().press("face:1", "reason:waiting", "skip")
    assert [act for act, _, _ in walk.office.asked] == ["rate"]


def test_reasons_that_were_tapped_are_not_lost_when_the_time_is_over_or_the_next_faces_come() -> None:
    walk = faces().press("face:1", "reason:waiting").pass_ms(28_400)
    assert walk.office.asked[-1][0] == "reasons"
    walk = faces().press("face:1", "reason:waiting")
    at_counter(walk, rating=window(24, "A024"))
    assert walk.office.asked[-1][0] == "reasons"
    assert walk.shows(FacesPage)


def test_changing_a_low_level_drops_its_reasons() -> None:
    walk = faces().press("face:1", "reason:waiting", "change", "face:4").pass_ms(6_000)
    assert [act for act, _, _ in walk.office.asked] == ["rate", "rate"]


def test_nobody_has_to_rate() -> None:
    walk = faces().press("decline")
    assert walk.office.asked[-1][0] == "decline"
    assert walk.page.face is None
    assert walk.pass_ms(3_200).shows(CounterPage)


def test_an_answered_window_is_not_shown_again_before_the_office_has_closed_it() -> None:
    walk = at_counter(faces().press("decline").pass_ms(3_200), rating=window())
    assert walk.shows(CounterPage)


def test_the_next_number_stands_above_the_faces() -> None:
    walk = at_counter(faces(), ticket=NEXT, rating=window())
    assert "A024" in walk.page.strip
    assert "A024" in walk.press("face:4").page.strip


def test_a_window_that_closed_meanwhile_ends_the_visit() -> None:
    walk = faces()
    walk.office.says["rate"] = [NoWindow(outcome="timeout")]
    assert walk.press("face:4").shows(CounterPage)


def test_an_office_that_does_not_answer_is_told() -> None:
    walk = faces()
    walk.office.says["rate"] = [OfficeAway("gone")]
    assert walk.press("face:4").page.hint


def test_several_questions_come_one_after_the_other() -> None:
    questions = (QUESTION, ("speed", "Nhanh không?", "Fast?"))
    walk = faces(questions=questions).press("face:4")
    assert "2/2" in walk.page.title
    walk.press("face:1")
    assert [one["question"] for one in rated(walk)] == ["overall", "speed"]
    assert walk.shows(ReasonsPage)


def test_the_language_goes_back_with_the_next_faces() -> None:
    walk = faces().press("language")
    assert walk.page.faces[0].text == "Very satisfied"
    at_counter(walk, rating=window(24, "A024"))
    assert walk.page.faces[0].text == "Rất hài lòng"


def test_a_counter_that_is_not_there_is_said() -> None:
    walk = Walk(9)
    assert walk.shows(CounterPage)
    assert walk.page.clerk is None
    state = morning()
    state["counters"][2].update(status="paused")
    assert Walk(3, state).page.title != Walk(3).page.title


# -- a box of buttons, which acts as a keyboard


def test_a_button_is_a_face_by_its_level_with_the_age_and_the_channel_of_a_box() -> None:
    walk = faces(900)
    walk.flow.key(4)
    assert rated(walk)[0] == {"ticket": 23, "level": 4, "channel": "box", "age_ms": 900, "question": "overall"}
    assert walk.shows(ThanksPage)


def test_a_button_changes_the_level_while_that_is_possible_and_not_later() -> None:
    walk = faces()
    walk.flow.key(4)
    walk.pass_ms(2_000).flow.key(1)
    assert [one["level"] for one in rated(walk)] == [4, 1]
    assert rated(walk)[1]["age_ms"] == 2_000
    assert walk.shows(ReasonsPage)
    walk.pass_ms(5_000).flow.key(2)
    assert len(rated(walk)) == 2


def test_the_button_0_leaves_without_a_rating_or_without_reasons() -> None:
    walk = faces()
    walk.flow.key(0)
    assert [act for act, _, _ in walk.office.asked] == ["decline"]
    low = faces()
    low.flow.key(1)
    low.press("reason:waiting").flow.key(0)
    assert low.shows(ThanksPage)
    assert not [act for act, _, _ in low.office.asked if act == "reasons"]


def test_buttons_without_a_face_and_on_other_pages_mean_nothing() -> None:
    walk = faces()
    walk.flow.key(5)
    resting = Walk(3)
    resting.flow.key(4)
    tickets = Walk()
    tickets.flow.key(1)
    assert walk.office.asked == resting.office.asked == tickets.office.asked == []
