"""A reader of barcodes and a person at the same kind of keyboard are told apart."""

import pytest

from kiosk.touch.glass.keys import ENTER, SPACE, sign_of
from kiosk.touch.reader import LEAST, LONGEST, Reader

NUMBER = "H23.45-260115-0007"
CARD = "012345678901|123456789|Nguyễn Văn An|01011960|Nam|Thôn 3, xã Thanh Sơn, tỉnh Phú Thọ|25042021"
"""What the code on an identity card says; of a person that does not exist."""


def typed(text: str, each_ms: float, enter_ms: float | None = None) -> str | None:
    reader, at = Reader(), 1_000.0
    for sign in text:
        reader.sign(sign, round(at))
        at += each_ms
    return reader.enter(round(at if enter_ms is None else at - each_ms + enter_ms))


@pytest.mark.parametrize("each_ms", [1, 5, 20, 40])
def test_a_reader_is_heard_at_any_of_its_speeds(each_ms: float) -> None:
    assert typed(NUMBER, each_ms) == NUMBER


@pytest.mark.parametrize("each_ms", [70, 120, 300, 900])
def test_a_person_is_not_taken_for_a_reader(each_ms: float) -> None:
    assert typed(NUMBER, each_ms) is None


def test_a_slow_panel_that_hears_a_code_at_two_moments_still_reads_it() -> None:
    reader = Reader()
    for at, part in ((1_000, NUMBER[:7]), (1_350, NUMBER[7:])):
        for sign in part:
            reader.sign(sign, at)
    assert reader.enter(1_350) == NUMBER


def test_enter_long_after_the_signs_ends_no_code() -> None:
    assert typed(NUMBER, 5, enter_ms=900) is None


def test_what_was_typed_long_before_does_not_belong_to_the_code() -> None:
    reader = Reader()
    reader.sign("7", 1_000)
    for at, sign in enumerate(NUMBER):
        reader.sign(sign, 3_000 + at * 5)
    assert reader.enter(3_100) == NUMBER


@pytest.mark.parametrize("text", ["", "1", "1" * (LEAST - 1)])
def test_too_few_signs_are_no_code(text: str) -> None:
    assert typed(text, 2) is None


@pytest.mark.parametrize("text", ["1" * (LONGEST + 1), CARD, "1" * 5_000])
@pytest.mark.parametrize("each_ms", [2, 40])
def test_what_is_too_long_for_a_slip_was_read_but_not_kept(text: str, each_ms: float) -> None:
    assert typed(text, each_ms) == ""
    assert typed(text, 70) is None


def test_each_code_is_read_once() -> None:
    reader = Reader()
    for at, sign in enumerate(NUMBER):
        reader.sign(sign, 1_000 + at)
    assert [reader.enter(1_020), reader.enter(1_025)] == [NUMBER, None]


@pytest.mark.parametrize(
    ("code", "modifiers", "sign"),
    [
        (104, ["shift"], "H"),
        (104, [], "h"),
        (50, [], "2"),
        (258, [], "2"),
        (46, [], "."),
        (266, [], "."),
        (45, [], "-"),
    ],
)
def test_keys_are_written_as_a_reader_means_them(code: int, modifiers: list[str], sign: str) -> None:
    assert sign_of(code, modifiers) == sign


@pytest.mark.parametrize("code", [13, 271, 9, 27, 273, 291, 303, 304])
def test_keys_that_write_nothing_are_no_signs(code: int) -> None:
    assert sign_of(code, []) == ""


def test_a_space_presses_and_does_not_end_a_code() -> None:
    assert SPACE in ENTER
    assert sign_of(SPACE, []) == " "
