"""How a number is read aloud: "A023" becomes the list of clips a, không, hai, ba.

Pure functions from a number to names of clips; what each clip says is in `vocabulary`. Two readings: `digits`, one
after the other (the usual one, hardest to mishear), and `natural`, as people count. Both exist for 0 to 9999; longer
numbers are always read digit by digit. The three regions of Vietnam differ in two words: linh or lẻ, nghìn or ngàn.
"""

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

NATURAL_UP_TO = 9999


class Reading(StrEnum):
    DIGITS = "digits"
    NATURAL = "natural"


class Region(StrEnum):
    NORTH = "north"
    CENTRAL = "central"
    SOUTH = "south"


@dataclass(frozen=True, slots=True)
class Custom:
    """The words in which the regions differ: 105 "một trăm linh năm" or "lẻ năm", 1000 "nghìn" or "ngàn"."""

    empty_tens: str
    thousand: str


CUSTOMS = MappingProxyType(
    {
        Region.NORTH: Custom("linh", "nghin"),
        Region.CENTRAL: Custom("le", "nghin"),
        Region.SOUTH: Custom("le", "ngan"),
    }
)
DIGITS = ("khong", "mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin")
_AFTER_TEN = {5: "lam"}  # mười lăm, but mười một, mười bốn
_AFTER_TENS = {1: "mot-sac", 4: "tu", 5: "lam"}  # hai mươi mốt, hai mươi tư, hai mươi lăm

ENGLISH_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
ENGLISH_UNITS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip


def letter(prefix: str) -> str:
    """The clip of a letter A to Z, the same name in every language."""
    return f"chu-{prefix.lower()}"


def read_ticket(number: str, reading: Reading, region: Region) -> list[str]:
    """The clips of a ticket's number such as "A023": its letters, then its digits; other signs are not read."""
    letters, digits = _parted(number)
    return [*map(letter, letters), *_read_digits(digits, reading, region)]


def _read_digits(digits: str, reading: Reading, region: Region) -> list[str]:
    if reading is Reading.NATURAL and digits and int(digits) <= NATURAL_UP_TO:
        return read_number(int(digits), region)
    return [DIGITS[int(one)] for one in digits]


def read_number(number: int, region: Region) -> list[str]:
    """A number from 0 to 9999 as people count; ValueError for others."""
    if not 0 <= number <= NATURAL_UP_TO:
        raise ValueError(f"no natural reading for {number}")
    thousands, rest = divmod(number, 1000)
    custom = CUSTOMS[region]
    if not thousands:
        return _below_thousand(rest, custom) if rest >= 100 else _below_hundred(rest)
    head = [DIGITS[thousands], custom.thousand]
    return [*head, *_below_thousand(rest, custom)] if rest else head


def read_counter(number: int, region: Region) -> list[str]:
    """A counter from 1 to 99 is always counted: "quầy số mười hai" is shorter than "một hai"."""
    return read_number(number, region)


def _below_thousand(number: int, custom: Custom) -> list[str]:
    """With its hundreds, also when there are none: 1005 is "một nghìn không trăm linh năm"."""
    hundreds, rest = divmod(number, 100)
    head = [DIGITS[hundreds], "tram"]
    if rest == 0:
        return head
    return [*head, custom.empty_tens, DIGITS[rest]] if rest < 10 else [*head, *_below_hundred(rest)]


def _below_hundred(number: int) -> list[str]:
    tens, unit = divmod(number, 10)
    if tens == 0:
        return [DIGITS[unit]]
    if tens == 1:
        return ["muoi", _AFTER_TEN.get(unit, DIGITS[unit])] if unit else ["muoi"]
    head = [DIGITS[tens], "muoi-chuc"]
    return [*head, _AFTER_TENS.get(unit, DIGITS[unit])] if unit else head


def read_ticket_in_english(number: str, reading: Reading) -> list[str]:
    """As `read_ticket`, for an English voice."""
    letters, digits = _parted(number)
    if reading is Reading.NATURAL and digits and int(digits) <= NATURAL_UP_TO:
        return [*map(letter, letters), *read_number_in_english(int(digits))]
    return [*map(letter, letters), *(ENGLISH_UNITS[int(one)] for one in digits)]


def read_number_in_english(number: int) -> list[str]:
    """A number from 0 to 9999 with the British "and": 105 is "one hundred and five"; ValueError for others."""
    if not 0 <= number <= NATURAL_UP_TO:
        raise ValueError(f"no natural reading for {number}")
    thousands, rest = divmod(number, 1000)
    hundreds, small = divmod(rest, 100)
    words = [ENGLISH_UNITS[thousands], "thousand"] if thousands else []
    words += [ENGLISH_UNITS[hundreds], "hundred"] if hundreds else []
    if not words:
        return _small_in_english(small)
    return [*words, "and", *_small_in_english(small)] if small else words


def _small_in_english(number: int) -> list[str]:
    if number < 20:
        return [ENGLISH_UNITS[number]]
    tens, unit = divmod(number, 10)
    return [ENGLISH_TENS[tens - 2], ENGLISH_UNITS[unit]] if unit else [ENGLISH_TENS[tens - 2]]


def _parted(number: str) -> tuple[str, str]:
    """The letters A to Z and the digits 0 to 9 of a number; the rest is punctuation."""
    upper = number.upper()
    return "".join(c for c in upper if "A" <= c <= "Z"), "".join(c for c in upper if "0" <= c <= "9")
