"""What the head writes in Markdown becomes blocks that every screen can draw, and never HTML."""

import json
import time
from typing import Any

import pytest

from kiosk.config.usual_pages import USUAL_PAGES
from office.backoffice.markdown import blocks_of
from office.domain.content import LEADERS, LEADERS_BLOCK
from office.domain.refusals import Invalid


def plain(markdown: str) -> list[tuple[str, int, str]]:
    """(kind, level, words) of each block; of a row the cells, divided by |."""
    return [(one["kind"], one["level"], _words(one)) for one in blocks_of(markdown)]


def _words(block: Any) -> str:
    cells = block["cells"] or [block["spans"]]
    return "|".join("".join(span["text"] for span in cell) for cell in cells)


def test_headings_paragraphs_and_lists() -> None:
    text = "# Nội quy\n\nMột.\n\n#### Nhỏ\n\n- a\n  - b\n\n    thêm\n- c\n\n1. x\n2. y\n\n> trích\n\n---\n"
    assert plain(text) == [
        ("heading", 1, "Nội quy"),
        ("text", 0, "Một."),
        ("heading", 3, "Nhỏ"),
        ("item", 1, "a"),
        ("item", 2, "b"),
        ("text", 0, "thêm"),
        ("item", 1, "c"),
        ("numbered", 1, "x"),
        ("numbered", 1, "y"),
        ("text", 0, "trích"),
    ]


def test_a_table_is_rows_of_cells_and_the_first_is_its_head() -> None:
    assert plain("| Mẫu | Ở đâu |\n|---|---|\n| Tờ khai | Quầy 1 |\n| | **2** |\n") == [
        ("row", 1, "Mẫu|Ở đâu"),
        ("row", 0, "Tờ khai|Quầy 1"),
        ("row", 0, "|2"),
    ]


def test_bold_italic_and_links_are_spans() -> None:
    (block,) = blocks_of("Xem **quy _chế_** tại [cổng](https://dichvucong.gov.vn) hoặc <https://x.vn>")
    assert [(one["text"], one["bold"], one["italic"], one["href"]) for one in block["spans"]] == [
        ("Xem ", False, False, None),
        ("quy ", True, False, None),
        ("chế", True, True, None),
        (" tại ", False, False, None),
        ("cổng", False, False, "https://dichvucong.gov.vn"),
        (" hoặc ", False, False, None),
        ("https://x.vn", False, False, "https://x.vn"),
    ]


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<div>\n<img src=x onerror=alert(1)>\n</div>",
        "a <b onclick='x'>b</b> &lt;i&gt;",
    ],
)
def test_a_tag_is_read_as_the_letters_that_it_is_made_of(hostile: str) -> None:
    blocks = blocks_of(hostile)
    assert {one["kind"] for one in blocks} == {"text"}
    assert "<" in _words(blocks[0])
    assert all(span["href"] is None for one in blocks for span in one["spans"])


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "//evil.vn", "/admin", "file:///etc"])
def test_a_link_that_leads_elsewhere_keeps_only_its_words(address: str) -> None:
    spans = [span for block in blocks_of(f"[đây]({address})") for span in block["spans"]]
    assert all(span["href"] is None for span in spans)
    assert "đây" in "".join(span["text"] for span in spans)


def test_pictures_and_code_become_their_words_and_breaks_stay() -> None:
    assert plain("![sơ đồ](https://x.vn/a.png) `mã`  \ndòng hai\ndòng ba") == [
        ("text", 0, "sơ đồ mã\ndòng hai dòng ba")
    ]
    assert plain("```\na\n  b\n```\n") == [("text", 0, "a\n  b")]


def test_the_leaders_stand_where_their_line_is() -> None:
    assert blocks_of(f"# Lãnh đạo\n\n{LEADERS}\n")[1] == LEADERS_BLOCK
    assert blocks_of(LEADERS) == [LEADERS_BLOCK]
    assert blocks_of(f"Xem {LEADERS}")[0]["kind"] == "text"


def test_an_empty_item_does_not_swallow_what_follows() -> None:
    assert plain("-\n\nsau đó") == [("text", 0, "sau đó")]


def test_what_no_screen_could_draw_is_refused() -> None:
    for wrong in ("x" * 20_001, "a\n\n" * 601, "|" + "a|" * 9 + "\n|" + "-|" * 9 + "\n"):
        with pytest.raises(Invalid) as refused:
            blocks_of(wrong)
        assert refused.value.facts["field"] == "markdown"


@pytest.mark.parametrize(
    "sign", ["[", "*", "*a ", ">", "|", "`a", "- ", "![", "<", "&", "_a_", "[a](b", "**a **", "#", "\\"]
)
def test_no_text_takes_long_to_read(sign: str) -> None:
    begun = time.process_time()
    json.dumps(blocks_of((sign * 20_000)[:20_000]))
    assert time.process_time() - begun < 5


def test_the_shipped_pages_can_all_be_drawn() -> None:
    assert all(blocks_of(one.markdown) for one in USUAL_PAGES)
