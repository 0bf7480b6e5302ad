"""Numbers read aloud, compared with tables that are made in another way: spelled out in full, then shortened."""

import re

import pytest

from display.voice.reading import (
    Reading,
    Region,
    read_counter,
    read_number,
    read_number_in_english,
    read_ticket,
    read_ticket_in_english,
)
from display.voice.vocabulary import ENGLISH, VIETNAMESE, words

SPELLED = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]

# What people say instead of the number spelled out place by place, one rule after the other.
SHORTER = (
    (r"^không nghìn (không trăm (không mươi )?)?", ""),
    (r" không mươi không$", ""),
    (r" không mươi ", " linh "),
    (r"\bmột mươi\b", "mười"),
    (r"(mười|mươi) không$", r"\1"),
    (r"mươi một$", "mươi mốt"),
    (r"mươi bốn$", "mươi tư"),
    (r"(mười|mươi) năm$", r"\1 lăm"),
)


def spelled(number: int, region: Region) -> str:
    """The table written for this test; knows nothing of clips."""
    text = "{} nghìn {} trăm {} mươi {}".format(*(SPELLED[int(digit)] for digit in f"{number:04}"))
    for long, short in SHORTER:
        text = re.sub(long, short, text)
    text = re.sub(r" không trăm$", "", text)
    if region is not Region.NORTH:
        text = text.replace("linh", "lẻ")
    return text.replace("nghìn", "ngàn") if region is Region.SOUTH else text


def said(clips: list[str], region: Region = Region.NORTH, language: str = VIETNAMESE) -> str:
    known = words(language, region)
    return " ".join(known[clip].text for clip in clips)


@pytest.mark.parametrize("region", Region)
def test_all_numbers_to_9999_are_counted_as_the_independent_table_says(region: Region) -> None:
    wrong = {
        number: (said(read_number(number, region), region), spelled(number, region))
        for number in range(10_000)
        if said(read_number(number, region), region) != spelled(number, region)
    }
    assert wrong == {}


@pytest.mark.parametrize("region", Region)
def test_all_numbers_to_9999_are_read_digit_by_digit(region: Region) -> None:
    for number in range(10_000):
        expected = ["a", *(SPELLED[int(digit)] for digit in f"{number:03}")]
        assert said(read_ticket(f"A{number:03}", Reading.DIGITS, region), region) == " ".join(expected)


@pytest.mark.parametrize(
    ("number", "north", "south"),
    [
        (0, "không", "không"),
        (5, "năm", "năm"),
        (11, "mười một", "mười một"),
        (14, "mười bốn", "mười bốn"),
        (15, "mười lăm", "mười lăm"),
        (20, "hai mươi", "hai mươi"),
        (21, "hai mươi mốt", "hai mươi mốt"),
        (24, "hai mươi tư", "hai mươi tư"),
        (25, "hai mươi lăm", "hai mươi lăm"),
        (100, "một trăm", "một trăm"),
        (105, "một trăm linh năm", "một trăm lẻ năm"),
        (111, "một trăm mười một", "một trăm mười một"),
        (1000, "một nghìn", "một ngàn"),
        (1005, "một nghìn không trăm linh năm", "một ngàn không trăm lẻ năm"),
        (1015, "một nghìn không trăm mười lăm", "một ngàn không trăm mười lăm"),
        (9999, "chín nghìn chín trăm chín mươi chín", "chín ngàn chín trăm chín mươi chín"),
    ],
)
def test_the_examples_of_the_domain_are_read_so(number: int, north: str, south: str) -> None:
    assert said(read_number(number, Region.NORTH)) == north
    assert said(read_number(number, Region.SOUTH), Region.SOUTH) == south
    assert said(read_number(number, Region.CENTRAL), Region.CENTRAL) == north.replace("linh", "lẻ")


def test_a_natural_ticket_has_its_letter_and_no_leading_zeros() -> None:
    assert said(read_ticket("A023", Reading.NATURAL, Region.NORTH)) == "a hai mươi ba"
    assert said(read_ticket("V105", Reading.NATURAL, Region.CENTRAL), Region.CENTRAL) == "vê một trăm lẻ năm"


@pytest.mark.parametrize(
    ("letter", "spoken"),
    {
        "A": "a", "B": "bê", "C": "xê", "E": "e", "G": "giê", "H": "hát", "K": "ca", "L": "e lờ", "M": "em mờ",
        "N": "en nờ", "P": "pê", "T": "tê", "V": "vê",
    }.items(),
)  # fmt: skip
@pytest.mark.parametrize("region", Region)
def test_the_letters_of_services_are_read_as_the_domain_says(letter: str, spoken: str, region: Region) -> None:
    assert said(read_ticket(f"{letter}7", Reading.DIGITS, region), region) == f"{spoken} bảy"


def test_every_letter_of_the_alphabet_can_be_read_in_every_voice() -> None:
    for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ":
        for region in Region:
            assert said(read_ticket(letter, Reading.DIGITS, region), region)
        assert said(read_ticket_in_english(letter, Reading.DIGITS), language=ENGLISH)


@pytest.mark.parametrize("region", Region)
def test_counters_from_1_to_99_are_always_counted(region: Region) -> None:
    for counter in range(1, 100):
        assert said(read_counter(counter, region), region) == spelled(counter, region)


def test_a_number_beyond_9999_is_read_digit_by_digit() -> None:
    assert said(read_ticket("A12345", Reading.NATURAL, Region.NORTH)) == "a một hai ba bốn năm"
    for number in (-1, 10_000):
        with pytest.raises(ValueError, match="natural"):
            read_number(number, Region.NORTH)
        with pytest.raises(ValueError, match="natural"):
            read_number_in_english(number)


def test_what_is_neither_letter_nor_digit_is_not_read() -> None:
    assert read_ticket(" a-0 7²٣", Reading.DIGITS, Region.NORTH) == ["chu-a", "khong", "bay"]
    assert read_ticket("", Reading.NATURAL, Region.NORTH) == []


# ---- English, by another table: the first hundred by hand, the rest by joining texts

TEENS = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
ONES = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
HUNDRED = [*ONES, *TEENS, *(f"{ten} {one}".removesuffix(" zero") for ten in TENS for one in ONES)]


def english(number: int) -> str:
    head, tail = number // 100, number % 100
    parts = [f"{ONES[head // 10]} thousand"] if head >= 10 else []
    parts += [f"{ONES[head % 10]} hundred"] if head % 10 else []
    if not parts:
        return HUNDRED[tail]
    return " ".join(parts) + (f" and {HUNDRED[tail]}" if tail else "")


def test_all_numbers_to_9999_are_counted_in_english_too() -> None:
    assert [said(read_number_in_english(n), language=ENGLISH) for n in range(10_000)] == [
        english(n) for n in range(10_000)
    ]


def test_english_reads_digits_as_the_vietnamese_voice_does() -> None:
    assert read_ticket_in_english("A023", Reading.DIGITS) == ["chu-a", "zero", "two", "three"]
    assert read_ticket_in_english("A105", Reading.NATURAL) == ["chu-a", "one", "hundred", "and", "five"]
