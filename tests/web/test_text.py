"""Text that enters the office is bounded and hides nothing."""

import json
import unicodedata

import pytest

from tests.asking import Client

JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    "word", ["a\x00b", "a\nb", "\x1b[31m", "\x7f", "\u202eabc", "\u2028", "\ud800", "", "   ", "x" * 65, "\x85"]
)
def test_words_that_hide_something_are_refused(small: Client, word: str) -> None:
    answer = small.post("/api/note", content=json.dumps({"word": word}).encode(), headers=JSON)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "word")


def test_text_is_kept_composed_and_trimmed(small: Client) -> None:
    decomposed = unicodedata.normalize("NFD", "Đặng Thị Hằng")
    answer = small.post("/api/note", json={"word": f"  {decomposed} "})
    assert answer.json()["word"] == "Đặng Thị Hằng"


def test_length_counts_after_composing(small: Client) -> None:
    decomposed = unicodedata.normalize("NFD", "ộ" * 5)
    assert small.post("/api/note", json={"word": "a", "line": decomposed}).status_code == 200


def test_a_paragraph_keeps_its_line_ends_but_no_other_control(small: Client) -> None:
    answer = small.post("/api/note", json={"word": "a", "text": "Một\r\nhai\rba\tbốn"})
    assert answer.json()["text"] == "Một\nhai\nba\tbốn"
    assert small.post("/api/note", json={"word": "a", "text": "a\x00"}).status_code == 422
    assert small.post("/api/note", json={"word": "a", "text": "ộ" * 501}).status_code == 422


def test_emoji_and_other_scripts_are_text(small: Client) -> None:
    assert small.post("/api/note", json={"word": "👨‍👩‍👧 ਪੰ"}).status_code == 200
