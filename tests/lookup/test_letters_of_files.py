"""How the letters of a file were written: all Unicode is read, one byte a letter is recognised, lost ones refuse it."""

import unicodedata

import pytest

from office.lookup.reading import read_file
from tests.lookup.files import BIRTH, MARRIAGE, codes, csv_text, kinds, of_csv, of_text

TONES = "\u0300\u0301\u0303\u0309\u0323"
BOTH = ["1.001193", "1.000894"]


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8 BOM"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
    ],
)
def test_every_unicode_is_read_alike(encoding: str, said: str) -> None:
    found = of_text(csv_text(BIRTH, MARRIAGE), encoding)
    assert (found.encoding, codes(found), kinds(found)) == (said, BOTH, [])
    assert found.entries[0].procedure.name == "Đăng ký khai sinh"


def test_windows_1258_is_recognised_and_said() -> None:
    """Where Vietnamese letters stand with their tones behind them."""
    apart = "".join(_with_tone_behind(letter) for letter in csv_text(BIRTH, MARRIAGE))
    found = read_file("thu-tuc.csv", apart.encode("cp1258"))
    assert (found.encoding, kinds(found)) == ("windows-1258", [("encoding", None)])
    assert found.entries[0].procedure.name == "Đăng ký khai sinh"


def _with_tone_behind(letter: str) -> str:
    apart = unicodedata.normalize("NFD", letter)
    tone = "".join(mark for mark in apart if mark in TONES)
    return unicodedata.normalize("NFC", "".join(mark for mark in apart if mark not in TONES)) + tone


def test_windows_1252_without_vietnamese_letters_is_read_and_said() -> None:
    found = of_text(csv_text(("1.001193", "Café – état civil", "Hộ tịch".encode("ascii", "ignore").decode())), "cp1252")
    assert (found.encoding, kinds(found)) == ("windows-1252", [("encoding", None)])


def test_vietnamese_that_was_saved_as_windows_1252_is_refused() -> None:
    lost = csv_text(BIRTH, MARRIAGE).replace("ô", "é").encode("cp1252", "replace")
    found = read_file("thu-tuc.csv", lost + "é".encode("cp1252"))
    assert found.refused


def test_question_marks_inside_words_are_lost_letters() -> None:
    assert kinds(of_text(csv_text(("1.001193", "Ð?ng k? khai sinh th? t?c h?ng n?m", "H? t?ch")))) == [
        ("lost_letters", None)
    ]


def test_addresses_with_question_marks_lose_nothing() -> None:
    header = ("code", "name", "field", "attachments")
    found = of_csv(("1.001193", "X", "Y", "Mẫu | https://a.vn/t?c=1 b?c\nHai | https://a.vn/d?e=2"), header=header)
    assert not found.refused


def test_old_fonts_are_refused_with_what_to_do() -> None:
    assert kinds(
        of_text(csv_text(("1.001193", "Thñ tôc ®¨ng ký khai sinh cÊp x·, ph­êng ®Þa ph­¬ng", "Hé tÞch t¸i")))
    ) == [("old_letters", None)]


def test_utf_8_that_was_read_wrongly_once_is_refused() -> None:
    twice = csv_text(BIRTH, MARRIAGE).encode().decode("latin-1")
    assert kinds(of_text(twice)) == [("lost_letters", None)]
