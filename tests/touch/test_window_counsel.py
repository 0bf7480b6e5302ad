"""Suggestions, the office's pages and a reader of barcodes in the real window, drawn where nobody sees it."""

from pathlib import Path
from typing import Any

import pytest

from tests.touch.test_window import checked

pytestmark = pytest.mark.slow


def seen(what: str, folder: Path) -> Any:
    return checked(what, folder, module="tests.touch.counsel_checks")


def test_a_reader_is_told_from_a_person_and_a_slip_gives_one_number(tmp_path: Path) -> None:
    assert seen("reader", tmp_path) == {
        "scanned": 1,
        "scanned_twice": 1,
        "typed_by_a_person": 0,
        "scanned_on_a_ring": 1,
        "scanned_in_frames": 1,
    }


def test_a_suggestion_is_tapped_written_and_sent(tmp_path: Path) -> None:
    assert seen("suggestion", tmp_path) == {"letters": [[["waiting"], "Đó 2"]], "page": "MessagePage"}


def test_a_page_of_the_office_is_opened_turned_and_left_by_taps(tmp_path: Path) -> None:
    assert seen("article", tmp_path) == {"pages": ["ContentsPage", "ArticlePage", "ArticlePage", "HomePage"]}
