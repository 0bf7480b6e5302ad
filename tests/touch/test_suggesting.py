"""A suggestion as a list of steps: what is tapped and written, what the office says, and that nothing is lost."""

import pytest

from kiosk.touch.counsel import SuggestionPage, WritingPage
from kiosk.touch.models.suggesting import AGAIN_MS, PATIENCE_MS
from kiosk.touch.page import HomePage, MessagePage
from office.domain.refusals import Invalid, TooMany
from office.remote import OfficeAway
from tests.touch.walk import Walk


def sent(walk: Walk) -> list[tuple[tuple[str, ...], str | None]]:
    return list(walk.counsel.letters.values())


def test_two_touches_and_send_leave_a_suggestion_with_thanks() -> None:
    walk = Walk().press("suggest", "reason:waiting", "reason:other", "send")
    assert sent(walk) == [(("waiting", "other"), None)]
    assert walk.shows(MessagePage)
    assert walk.page.tone == "good"
    walk.press("back")
    assert walk.shows(HomePage)


def test_a_reason_touched_again_is_taken_back() -> None:
    walk = Walk().press("suggest", "reason:waiting", "reason:waiting", "reason:praise", "send")
    assert sent(walk) == [(("praise",), None)]


def test_no_more_than_six_reasons_are_taken() -> None:
    walk = Walk().press("suggest")
    walk.press(*(one.name for one in walk.page.reasons), "send")
    assert len(sent(walk)[0][0]) == 6


def test_words_are_written_with_marks_and_sentences_begin_with_a_capital() -> None:
    walk = Walk().press("suggest", "write").type_keys("cam").press("key:hook").type_keys(" ơn. ch")
    walk.press("key:ơ").press("key:grave").press("done")
    assert walk.page.written == "Cảm ơn. Chờ"
    walk.press("send")
    assert sent(walk) == [((), "Cảm ơn. Chờ")]


def test_going_back_and_forth_keeps_reasons_and_words() -> None:
    walk = Walk().press("suggest", "reason:waiting", "write").type_keys("lau").press("done", "write")
    assert walk.shows(WritingPage)
    assert walk.page.written == "Lau"
    walk.press("done")
    assert [one.name for one in walk.page.reasons if one.chosen] == ["reason:waiting"]


def test_who_reads_it_is_said_before_and_after() -> None:
    walk = Walk().press("suggest")
    assert "Phạm Minh Tuấn" in walk.page.readers
    walk.press("reason:other", "send")
    assert "Phạm Minh Tuấn" in walk.page.text


def test_an_empty_suggestion_is_kindly_not_sent() -> None:
    walk = Walk().press("suggest", "send")
    assert walk.page.complaint
    assert sent(walk) == []
    walk.press("reason:other")
    assert walk.page.complaint == ""
    spaces = Walk().press("suggest", "write").type_keys("a ").press("key:erase", "key:erase", "done", "send")
    assert spaces.page.complaint
    assert sent(spaces) == []


def test_no_more_is_written_than_the_office_takes() -> None:
    walk = Walk()
    walk.counsel.form["longest"] = 20
    walk.press("suggest", "write").type_keys("abcdefghijklmnopqrstuvwxyz")
    assert walk.page.written == "Abcdefghijklmnopqrst"
    assert walk.page.is_full
    assert "0" in walk.page.hint


def test_the_words_are_kept_and_sent_again_under_one_id_while_the_office_is_away() -> None:
    walk = Walk().press("suggest", "write").type_keys("lau").press("done", "reason:waiting")
    walk.counsel.says["suggest"] = [OfficeAway("gone")] * 3
    walk.press("send")
    walk.flow.hear_presence(False)
    walk.pass_ms(2_000)
    assert walk.shows(SuggestionPage)
    assert walk.page.written == "Lau"
    assert walk.page.complaint
    assert walk.names == ["back", "language"]
    walk.pass_ms(3 * AGAIN_MS)
    assert sent(walk) == [(("waiting",), "Lau")]
    assert len([act for act, _ in walk.counsel.asked if act == "suggest"]) == 4
    assert walk.page.tone == "good"


@pytest.mark.parametrize("error", [TooMany(retry_after=30), Invalid(reasons="unknown")])
def test_a_refusal_is_said_and_everything_stays_for_another_try(error: Exception) -> None:
    walk = Walk().press("suggest", "reason:waiting")
    walk.counsel.says["suggest"] = [error]
    walk.press("send")
    assert walk.page.complaint
    walk.press("send")
    assert sent(walk) == [(("waiting",), None)]


def test_a_double_tap_on_send_is_one_suggestion() -> None:
    walk = Walk().press("suggest", "reason:waiting")
    walk.errands.waits = True
    walk.press("send")
    walk.flow.press("send")
    walk.errands.answer()
    assert len(sent(walk)) == 1


def test_an_untouched_suggestion_warns_and_is_gone_for_the_next_person() -> None:
    walk = Walk().press("suggest", "write").type_keys("lau").pass_ms(PATIENCE_MS - 15_000)
    assert walk.page.warning is not None
    walk.press("stay").pass_ms(30_000)
    assert walk.shows(WritingPage)
    walk.pass_ms(PATIENCE_MS)
    assert walk.shows(HomePage)
    walk.press("suggest")
    assert walk.page.written == ""


def test_an_office_without_a_box_offers_none() -> None:
    walk = Walk()
    walk.counsel.form["offered"] = False
    walk.flow.hear_presence(False)
    walk.hear().pass_ms(400)
    assert "suggest" not in walk.names


def test_what_was_offered_stays_while_the_office_does_not_answer_and_is_asked_again() -> None:
    walk = Walk()
    walk.counsel.says["box"] = [OfficeAway("gone")] * 2
    walk.flow.hear_presence(False)
    walk.hear().pass_ms(400)
    assert "suggest" in walk.names
    asked = len(walk.counsel.asked)
    walk.pass_ms(31_000)
    assert len(walk.counsel.asked) > asked
