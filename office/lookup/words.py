"""The words of a text as the search compares them: folded, one spelling for what sounds the same, codes in one piece.

"Đăng kí  KHAI sinh, 1.001193" becomes "dang", "ky", "khai", "sinh", "1001193". What is no letter or digit (emoji,
control characters, the syntax of a database) is only a gap between words. Pure.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from look.folding import fold

LONGEST = 100
"""Characters of what somebody typed; the rest is not looked at."""

MOST_WORDS = 16
_MOST_PIECES = 3
"""Of one letter: "ấ" may be an "a" with two marks."""
_LONGEST_WORD = 32

_WORD = re.compile(r"[^\W_]+")
_CODE = re.compile(r"(?<![\w.])(\d)[.,\s]?(\d{6})(?:\.\d{2,3})*(?:\.H\d+)?(?!\w)", re.IGNORECASE)
_INSIDE_NUMBER = re.compile(r"(?<=\d)[.,](?=\d)")
_PLAIN = re.compile(r"[a-z0-9]+")
_SHORT_I = re.compile(r"([bcdghklmnpqrstvx])i")


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is compared, and where it stands in the text: the characters from `begin` to before `end`."""

    text: str
    begin: int
    end: int


def words_in(text: str) -> tuple[str, ...]:
    """All words of a text of the catalogue, in their order."""
    return tuple(one.text for one in spread(text))


def typed(text: str) -> tuple[str, ...]:
    """The words of what somebody typed: bounded, letters put together, and codes and amounts as one word each.

    Some keyboards send a letter and its tone as two signs, of which the second one would be a gap.
    """
    letters = unicodedata.normalize("NFC", text[: _MOST_PIECES * LONGEST])[:LONGEST]
    whole = _INSIDE_NUMBER.sub("", _CODE.sub(r"\1\2", letters))
    return tuple(one[:_LONGEST_WORD] for one in words_in(whole)[:MOST_WORDS])


def spread(text: str) -> list[Word]:
    """The words with their places, so that they can be lit up."""
    return list(_spread(text))


def codes(code: str) -> tuple[str, ...]:
    """What a code is found by: "1.001193" by "1001193" and "001193"."""
    digits = "".join(re.findall(r"\d+", code))[:7]
    return (digits, digits[1:]) if len(digits) > 1 else (digits,) if digits else ()


def _spread(text: str) -> Iterator[Word]:
    for found in _WORD.finditer(text):
        compared = _compared(found.group())
        if compared:
            yield Word(compared, found.start(), found.end())


@lru_cache(maxsize=8192)
def _compared(word: str) -> str:
    """Folded; a final "i" after a consonant is "y" ("kí", "kỹ" and "kĩ" are looked for alike)."""
    plain = "".join(_PLAIN.findall(fold(word)))
    return plain[:-1] + "y" if _SHORT_I.fullmatch(plain) else plain
