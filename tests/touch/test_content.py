"""The office's own pages: the list, the text leaf by leaf, and what becomes of blocks."""

from typing import Any, cast

import pytest

from kiosk.touch.counsel import ArticlePage, ContentsPage, Kind
from kiosk.touch.layout import reading
from kiosk.touch.models.content import PATIENCE_MS, passages, whole_words
from kiosk.touch.page import HomePage
from look.sheet.measures import Measures
from look.sheet.things import Writing
from office.domain.content import BlockView, SpanView
from office.remote import OfficeAway
from tests.touch.counsel_double import FEES, RULES, block, row, span, view
from tests.touch.walk import Walk

PANEL = Measures(1080, 1920, 21.5)


def blocks(*made: dict[str, Any]) -> list[BlockView]:
    return [cast("BlockView", one) for one in made]


def words(*spans: dict[str, Any]) -> tuple[tuple[str, bool], ...]:
    return whole_words([cast("SpanView", one) for one in spans])


def test_a_page_is_chosen_read_and_left() -> None:
    walk = Walk().press("contents")
    assert walk.shows(ContentsPage)
    walk.press("page:noi-quy")
    assert walk.shows(ArticlePage)
    assert walk.page.title == "Quy chế, nội quy"
    assert "01/09/2026" in walk.page.note
    walk.press("back")
    assert walk.shows(ContentsPage)
    walk.press("page:noi-quy", "home")
    assert walk.shows(HomePage)


def test_without_pages_nothing_is_offered() -> None:
    walk = Walk()
    walk.counsel.lines = []
    walk.flow.hear_presence(False)
    walk.hear().pass_ms(400)
    assert "contents" not in walk.names


def test_what_is_offered_is_asked_again_after_a_change_and_with_the_day() -> None:
    walk = Walk()
    before = len(walk.counsel.asked)
    walk.pass_ms(60_000)
    assert len(walk.counsel.asked) == before
    walk.flow.hear_facts([cast("Any", {"kind": "setting.changed", "subject": "setting:1", "fact": {}})])
    walk.pass_ms(400)
    assert len(walk.counsel.asked) == before + 3
    walk.pass_ms(310_000)
    assert len(walk.counsel.asked) == before + 6


def test_many_pages_stand_on_several_leaves() -> None:
    walk = Walk()
    walk.counsel.lines = [{"slug": f"n{n}", "title": f"Trang {n}", "pictogram": "unknown"} for n in range(14)]
    walk.flow.hear_presence(False)
    walk.hear().pass_ms(400).press("contents")
    assert [one.name for one in walk.page.lines] == [f"page:n{n}" for n in range(6)]
    walk.press("leaf:1", "leaf:2")
    assert [one.name for one in walk.page.lines] == ["page:n12", "page:n13"]
    walk.press("leaf:0")
    assert walk.page.lines[0].picture == "information"


def test_a_long_text_is_turned_and_no_line_of_it_is_lost() -> None:
    walk = Walk()
    walk.counsel.views["noi-quy"] = view("noi-quy", RULES * 6)
    walk.press("contents", "page:noi-quy")
    leaves = 1
    while f"leaf:{leaves}" in walk.names:
        walk.press(f"leaf:{leaves}")
        leaves += 1
    assert leaves > 2
    assert f"leaf:{leaves - 2}" in walk.names
    shown = reading.leaves(walk.page.passages, PANEL, 800, 900)
    things = [thing for leaf in shown for strip in leaf for name, thing in strip.things if name == "line"]
    written = " ".join(thing.fitted.text for thing in things if isinstance(thing, Writing))
    assert written.count("Hướng dẫn đầy đủ bằng một lần, có phiếu hướng dẫn.") == 6


def test_a_heading_does_not_end_a_leaf() -> None:
    for high in range(300, 900, 37):
        for leaf in reading.leaves(passages(blocks(*RULES * 3), "vi"), PANEL, 800, high)[:-1]:
            assert not leaf[-1].keeps


def test_everything_keeps_to_its_leaf() -> None:
    endless = block("text", "x" * 3_000), block("item", "lá " * 400, level=9), *(row("a" * 500, "b", "c " * 90),) * 9
    for w, h in ((800, 900), (400, 300)):
        for leaf in reading.leaves(passages(blocks(*RULES, *FEES, *endless), "vi"), PANEL, w, h):
            assert reading.height(leaf) <= h
            for strip in leaf:
                for name, thing in strip.things:
                    assert thing.area.right <= w + 1, name
                    assert thing.area.bottom <= strip.height + 1, name


def test_numbers_count_within_their_list_and_begin_anew_after_it() -> None:
    made = passages(
        blocks(
            block("numbered", "một"),
            block("numbered", "sâu hơn", level=2),
            block("numbered", "hai"),
            block("numbered", "lại sâu", level=2),
            block("text", "xen giữa"),
            block("numbered", "một"),
            block("item", "chấm"),
        ),
        "vi",
    )
    assert [one.mark for one in made] == ["1.", "1.", "2.", "1.", "", "1.", "•"]


def test_a_table_has_a_head_only_where_the_office_gave_one() -> None:
    made = passages(blocks(row("a", head=True), row("b"), block("text", "x"), row("c"), row("d")), "vi")
    assert [one.kind for one in made] == [Kind.HEAD, Kind.ROW, Kind.TEXT, Kind.ROW, Kind.ROW]


def test_an_address_becomes_a_code_once_and_only_if_a_telephone_opens_it() -> None:
    link = "https://thanhson.gov.vn/mau.pdf"
    made = passages(
        blocks(
            block("text", span("mẫu", href=link), " và ", span("mẫu", href=link)),
            block("text", span("thư", href="mailto:a@b.vn"), span("dài", href="https://x.vn/" + "a" * 400)),
        ),
        "vi",
    )
    assert [one.link for one in made if one.kind is Kind.CODE] == [link]


@pytest.mark.parametrize(
    ("spans", "whole"),
    [
        ((span("Lưu ý", bold=True), span(": mang theo")), (("Lưu ý:", True), ("mang theo", False))),
        ((span("(xem "), span("mẫu", bold=True), span(")")), (("(xem", False), ("mẫu)", True))),
        ((span("a  b\nc"),), (("a b c", False),)),
        ((span(""),), ()),
    ],
)
def test_words_that_are_stressed_in_part_stay_whole(spans: tuple[Any, ...], whole: tuple[Any, ...]) -> None:
    assert words(*spans) == whole


def test_a_page_that_is_gone_and_an_office_that_is_away_are_said() -> None:
    walk = Walk().press("contents", "page:bieu-mau")
    gone = walk.page.passages
    walk.press("back")
    walk.counsel.says["content"] = [OfficeAway("gone")]
    walk.press("page:noi-quy")
    assert gone[0].words != walk.page.passages[0].words
    assert len(walk.page.passages) == 1


def test_an_unread_page_warns_and_goes_home() -> None:
    walk = Walk().press("contents", "page:noi-quy").pass_ms(PATIENCE_MS - 10_000)
    assert walk.page.warning is not None
    walk.pass_ms(11_000)
    assert walk.shows(HomePage)
