"""The keyboard on the glass: what is typed, erased and marked, sign by sign."""

import pytest

from kiosk.touch.models import keyboard
from kiosk.touch.models.keyboard import ACUTE, CLEAR, DOT, ERASE, GRAVE, HOOK, TILDE

MOST = 100


def written(*keys: str, text: str = "", most: int = MOST) -> str:
    for key in keys:
        text = keyboard.typed(text, key, most)
    return text


def test_letters_digits_and_spaces_are_typed_one_after_the_other() -> None:
    assert written(*"dang ky 2") == "dang ky 2"


def test_a_text_begins_with_no_space_and_has_no_two_in_a_row() -> None:
    assert written(*"  a   b ") == "a b "


def test_the_last_sign_or_everything_is_taken_back() -> None:
    assert written(*"abc", ERASE, ERASE) == "a"
    assert written(ERASE) == ""
    assert written(*"abc", CLEAR) == ""


def test_what_is_too_long_is_not_taken_and_can_still_be_erased() -> None:
    assert written(*"abcdef", most=3) == "abc"
    assert written(ERASE, text="abc", most=3) == "ab"


@pytest.mark.parametrize(
    ("syllable", "tone", "whole"),
    [
        ("hoa", GRAVE, "hòa"),
        ("hoan", GRAVE, "hoàn"),
        ("ngoai", GRAVE, "ngoài"),
        ("khuyu", HOOK, "khuỷu"),
        ("thuy", ACUTE, "thúy"),
        ("quy", ACUTE, "quý"),
        ("qua", ACUTE, "quá"),
        ("gia", ACUTE, "giá"),
        ("gi", GRAVE, "gì"),
        ("giêng", ACUTE, "giếng"),
        ("đươc", DOT, "được"),
        ("cuu", HOOK, "củu"),
        ("cưu", ACUTE, "cứu"),
        ("nguyên", TILDE, "nguyễn"),
        ("thuơ", HOOK, "thuở"),
        ("mia", ACUTE, "mía"),
        ("y", ACUTE, "ý"),
        ("a", DOT, "ạ"),
    ],
)
def test_a_tone_stands_on_the_vowel_on_which_it_is_written(syllable: str, tone: str, whole: str) -> None:
    assert written(tone, text=f"cho {syllable}") == f"cho {whole}"


def test_a_tone_takes_the_place_of_another_and_goes_when_it_is_pressed_again() -> None:
    assert written(ACUTE, GRAVE, text="ba") == "bà"
    assert written(GRAVE, GRAVE, text="ba") == "ba"
    assert written(HOOK, text="bạ") == "bả"


@pytest.mark.parametrize("text", ["", "12", "ba ", "xyz"[:1], "ng"])
def test_without_a_vowel_there_is_nothing_for_a_tone(text: str) -> None:
    assert written(ACUTE, text=text) == text


def test_every_key_has_a_name_of_its_own_and_a_spoken_text() -> None:
    for marks in (False, True):
        keys = [key for row in keyboard.rows("vi", marks=marks) for key in row]
        assert len({key.name for key in keys}) == len(keys)
        assert all(key.spoken and (key.text or key.picture) for key in keys)
        assert all(key.name.startswith(keyboard.PREFIX) for key in keys)
