"""Folded text is what a hurried person types."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from look.folding import fold
from look.fonts import VIETNAMESE


def test_marks_capitals_and_extra_spaces_go() -> None:
    assert fold("  Đăng KÝ\t khai\nsinh ") == "dang ky khai sinh"
    assert fold(unicodedata.normalize("NFD", "Hộ tịch – Tư pháp")) == "ho tich – tu phap"
    assert fold("") == ""


def test_every_vietnamese_letter_becomes_a_plain_one() -> None:
    assert {fold(letter) for letter in VIETNAMESE} == set("aeiouyd")


@given(st.text(alphabet=sorted(VIETNAMESE) + list(" aBc09-")))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet=sorted(VIETNAMESE)))
def test_composed_and_decomposed_text_fold_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)
