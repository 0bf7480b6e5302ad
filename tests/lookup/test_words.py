"""Words as the search compares them, and which words somebody may have meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office.lookup.everyday import SHIPPED
from office.lookup.mistakes import DOUBTED, EXACT, HALF, KEYS, SLIP, SOUND, Vocabulary, is_slip, sound, unkeyed
from office.lookup.words import LONGEST, codes, spread, typed, words_in

KNOWN = Vocabulary(
    dict.fromkeys("dang ky khai sinh tu ket hon ho kinh doanh tam tru truc chung hai".split(), 1)  # noqa: SIM905
)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("  Đăng KÝ\tkhai sinh", ("dang", "ky", "khai", "sinh")),
        ("Đăng kí", ("dang", "ky")),
        ("kỹ, kĩ", ("ky", "ky")),
        ("Giấy-tờ/hồ_sơ", ("giay", "to", "ho", "so")),
        ("👶 khai\x00sinh \u200bok", ("khai", "sinh", "ok")),
        ('"khai" OR *; DROP TABLE', ("khai", "or", "drop", "table")),
        ("", ()),
        ("!!! 😀", ()),
    ],
)
def test_a_text_becomes_plain_words(text: str, wanted: tuple[str, ...]) -> None:
    assert words_in(text) == wanted


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("1.001193", ("1001193",)),
        ("1 001193", ("1001193",)),
        ("1.001193.000.00.00.H10", ("1001193",)),
        ("mã 1.001193 khai sinh", ("ma", "1001193", "khai", "sinh")),
        ("001193", ("001193",)),
        ("1.0011", ("10011",)),
        ("dưới 6 tuổi", ("duoi", "6", "tuoi")),
    ],
)
def test_a_typed_code_is_one_word(query: str, wanted: tuple[str, ...]) -> None:
    assert typed(query) == wanted


@pytest.mark.parametrize(
    "query",
    ["gia\u0302\u0301y chu\u031b\u0301ng nha\u0323\u0302n", "giâ\u0301y chư\u0301ng nhâ\u0323n"],
    ids=["every mark apart", "tones apart, as the Vietnamese keyboard of Windows writes"],
)
def test_letters_that_come_in_pieces_are_whole_words(query: str) -> None:
    assert typed(query) == ("giay", "chung", "nhan")
    assert typed(query * 10_000) == typed(query * 20)


def test_a_code_is_found_whole_and_without_its_first_digit() -> None:
    assert codes("1.001193") == ("1001193", "001193")
    assert codes("3.000722.000.00.00") == ("3000722", "000722")
    assert codes("") == ()


def test_what_is_typed_is_bounded() -> None:
    assert typed("khai sinh " * 10_000) == typed(("khai sinh " * 10_000)[:LONGEST])
    assert all(len(word) <= 32 for word in typed("k" * 10_000))


@given(st.text(max_size=200))
def test_any_text_becomes_words_of_small_letters_and_digits_at_their_places(text: str) -> None:
    for word in spread(text):
        assert word.text.isascii()
        assert word.text.isalnum()
        assert word.text == word.text.lower()
        assert text[word.begin : word.end].strip()


@pytest.mark.parametrize(
    ("word", "meant", "trust"),
    [
        ("sinh", "sinh", EXACT),
        ("sin", "sinh", HALF),
        ("xinh", "sinh", SLIP),
        ("kahi", "khai", SLIP),
        ("kyy", "ky", SLIP),
        ("chuc", "truc", SOUND),
        ("ddawng", "dang", KEYS),
        ("kys", "ky", KEYS),
        ("hai", "khai", DOUBTED),
    ],
)
def test_a_word_is_taken_for_what_it_resembles(word: str, meant: str, trust: float) -> None:
    assert KNOWN.meant(word, unfinished=False)[meant] == pytest.approx(trust)


def test_a_strange_word_is_taken_for_none() -> None:
    assert KNOWN.meant("pizza", unfinished=True) == {}
    assert KNOWN.meant("10011", unfinished=False) == {}


def test_words_without_gaps_are_taken_apart() -> None:
    assert KNOWN.apart("khaisinh") == ("khai", "sinh")
    assert KNOWN.apart("dangkykethon") == ("dang", "ky", "ket", "hon")
    assert KNOWN.apart("khaixyz") == ()
    assert KNOWN.apart("khai") == ()


def test_a_slip_is_one_letter_or_two_that_changed_places() -> None:
    slips = [("khai", "kai"), ("khai", "khaii"), ("khai", "khoi"), ("khai", "khia")]
    assert all(is_slip(one, other) and is_slip(other, one) for one, other in slips)
    assert not any(is_slip("khai", other) for other in ("khai", "ka", "hkia", "iahk", "kxxi"))


def test_sounds_that_are_not_kept_apart_have_one_key() -> None:
    for one, other in (
        ("sinh", "xin"),
        ("trung", "chun"),
        ("gia", "da"),
        ("lam", "nam"),
        ("mac", "mat"),
    ):
        assert sound(one) == sound(other)


def test_letters_that_would_have_made_marks_are_left_out() -> None:
    typed_raw = {"ddawng": "dang", "kys": "ky", "hooj": "ho", "tichj": "tich", "dduowcj": "duoc", "w": ""}
    assert {word: unkeyed(word) for word in typed_raw} == typed_raw


def test_the_shipped_everyday_words_are_many_and_each_stands_there_once() -> None:
    assert len(SHIPPED) >= 60
    said = [words_in(one.said) for one in SHIPPED]
    assert len(set(said)) == len(said)
    assert all(words_in(one.means) and len(one.said) <= 80 and len(one.means) <= 200 for one in SHIPPED)
