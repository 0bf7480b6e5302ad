"""The page of a procedure, as a list of steps: its chapters, its papers on a slip, a number for it."""

import pytest

from kiosk.touch.lookup import LookupPage, ProcedurePage
from kiosk.touch.models.procedure import BOX_MS, PATIENCE_MS
from kiosk.touch.page import HomePage, MessagePage, NumberPage, Tone
from office.domain.refusals import TooMany, UnknownProcedure, WrongState
from office.remote import OfficeAway
from tests.touch.double import morning
from tests.touch.lookup_double import PORTAL
from tests.touch.lookup_examples import BIRTH, BUSINESS, NOTHING_KNOWN, opened, search
from tests.touch.walk import Walk


def read(walk: Walk) -> str:
    """All words of the chapter that is shown."""
    return " ".join(text for one in walk.page.passages for text, _ in one.words)


# -- what is said


def test_the_papers_stand_there_first_with_their_copies() -> None:
    walk = opened()
    assert "Giấy chứng sinh" in read(walk)
    assert "(1 bản chính)" in read(walk)
    assert [one.mark for one in walk.page.passages] == ["1.", "2.", "3.", "4."]


def test_time_fee_and_place_are_always_in_sight() -> None:
    for chapter in ("papers", "steps", "law"):
        facts = opened().press(f"chapter:{chapter}").page.facts
        assert [one.text for one in facts[:2]] == ["Trong ngày", "Miễn phí nếu đúng hạn"]
        assert "Tư pháp – Hộ tịch" in facts[2].text


def test_what_nobody_knows_is_said_as_such_and_never_as_free_of_charge() -> None:
    walk = opened(BUSINESS, **NOTHING_KNOWN)
    assert [one.known for one in walk.page.facts[:2]] == [False, False]
    assert walk.page.origin == "Thành lập và hoạt động hộ kinh doanh"
    assert "0" not in read(walk.press("chapter:fees"))
    assert [one.name for one in walk.page.tabs] == ["chapter:papers", "chapter:fees"]
    assert "print" not in walk.names
    assert "take" not in walk.names


def test_a_fee_of_nothing_is_free_and_other_fees_have_their_dots() -> None:
    fees = [{"channel": None, "dong": 0, "note": ""}, {"channel": "online", "dong": 1_250_000, "note": ""}]
    said = read(opened(fees=fees).press("chapter:fees", "language"))
    assert "free of charge" in said
    assert "1,250,000\N{NO-BREAK SPACE}đ" in said


def test_the_portal_is_a_code_for_a_telephone() -> None:
    codes = [one.link for one in opened().press("chapter:online").page.passages if one.link]
    assert codes == [PORTAL + BIRTH]


def test_a_long_text_is_turned_leaf_by_leaf_and_a_short_one_is_not() -> None:
    assert opened().page.turning == ()
    papers = [{"name": "Giấy tờ " * 30, "copies": ""}] * 12
    walk = opened(papers=papers)
    leaves = 1
    while f"leaf:{leaves}" in walk.names:
        walk.press(f"leaf:{leaves}")
        leaves += 1
    assert leaves > 2
    assert walk.press("chapter:steps").page.leaf == 0


# -- where it leads


def test_the_way_back_leads_to_the_search_as_it_was() -> None:
    walk = search("khai tu").press("procedure:1.000656", "back")
    assert walk.shows(LookupPage)
    assert walk.page.typed == "khai tu"


def test_a_number_for_the_procedure_is_taken_the_ordinary_way() -> None:
    walk = opened().press("take")
    assert walk.shows(NumberPage)
    assert walk.page.number == "B001"
    walk.printed(1, "printed").pass_ms(7_000)
    assert walk.shows(HomePage)


def test_a_closed_service_says_why_there_is_no_number() -> None:
    state = morning()
    state["services"][1].update(open=False, why="quota_reached", opens_at="13:30")
    walk = Walk(state=state).press("lookup", f"procedure:{BIRTH}", "take")
    assert walk.shows(MessagePage)
    assert "13:30" in walk.page.text
    assert walk.office.asked == []


def test_an_office_without_that_service_offers_no_number() -> None:
    assert "take" not in opened(takes_numbers=False).names


# -- the list of papers on a slip


def test_the_list_of_papers_is_printed_once_for_each_tap() -> None:
    walk = opened()
    walk.errands.waits = True
    walk.press("print")
    assert "print" not in walk.names
    assert walk.page.box.picture == "printer"
    walk.errands.answer()
    assert walk.page.box.tone is Tone.GOOD
    assert walk.lookup.printed == [BIRTH]
    walk.pass_ms(BOX_MS + 400)
    assert walk.page.box is None


@pytest.mark.parametrize(
    ("answer", "tone", "says"),
    [
        ({"state": "failed", "why": "hết giấy"}, Tone.WARN, "Hết giấy"),
        ({"state": "unknown", "why": None}, Tone.WARN, ""),
        (OfficeAway("gone"), Tone.WARN, ""),
        (UnknownProcedure(key=BIRTH), Tone.WARN, ""),
        (WrongState(state="off"), Tone.WARN, ""),
        (TooMany(retry_after=4), Tone.CALM, ""),
    ],
)
def test_a_list_that_did_not_come_out_is_said_in_words(answer: object, tone: Tone, says: str) -> None:
    walk = opened()
    walk.lookup.says["checklist"] = [answer]
    box = walk.press("print").page.box
    assert box.tone is tone
    assert says in box.text
    assert "print" in walk.names


def test_without_a_printer_there_is_nothing_to_press() -> None:
    walk = Walk(state={**morning(), "paper": None}).press("lookup", f"procedure:{BIRTH}")
    assert "print" not in walk.names
    assert "take" in walk.names


# -- time


def test_the_page_warns_before_it_leaves_and_forgets_the_person() -> None:
    walk = opened().pass_ms(PATIENCE_MS - 15_000)
    assert "stay" in walk.names
    walk.press("stay")
    assert walk.shows(ProcedurePage)
    walk.pass_ms(PATIENCE_MS + 400)
    assert walk.shows(HomePage)


def test_an_answer_of_the_printer_counts_as_somebody_being_there() -> None:
    walk = opened()
    walk.errands.waits = True
    walk.press("print").pass_ms(PATIENCE_MS - 10_000)
    walk.errands.answer()
    walk.pass_ms(12_000)
    assert walk.shows(ProcedurePage)
