"""What a voice can say: every clip by its name, with the words to speak, and a hint for whoever records it.

A voice of one language is complete when it has all clips of `words`. Counters with a name of their own have a clip
each (`named`), made from that name. Letters follow the office's custom: A "a", B "bê", C "xê"; D is "đê", as in
"khối D". What the regions say differently stands in one table.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from display.voice.reading import CUSTOMS, DIGITS, ENGLISH_TENS, ENGLISH_UNITS, Region, letter
from look.folding import fold

VIETNAMESE, ENGLISH = "vi", "en"
NAME_LIMIT = 80  # signs of a counter's name or a free announcement's title that are spoken at most
TEXT_LIMIT = 400

INVITE, TO_COUNTER, COUNTER, TO = "moi-khach", "den-quay-so", "quay", "den"


@dataclass(frozen=True, slots=True)
class Spoken:
    """`text`: what is said; `hint`: for whoever records it, what it must sound like."""

    text: str
    hint: str = ""


_PHRASES = {
    INVITE: Spoken("Mời khách hàng có số thứ tự"),
    TO_COUNTER: Spoken("đến quầy số"),
    COUNTER: Spoken("quầy"),
    TO: Spoken("đến"),
}
_COUNTED = {
    "muoi": Spoken("mười", "as in 10, 15"),
    "muoi-chuc": Spoken("mươi", "as in 20, 35"),
    "mot-sac": Spoken("mốt", "as in 21, 31"),
    "tu": Spoken("tư", "as in 24, 34"),
    "lam": Spoken("lăm", "as in 15, 25"),
    "tram": Spoken("trăm"),
}
_REGIONAL = {
    "linh": Spoken("linh", "as in 105"),
    "le": Spoken("lẻ", "as in 105"),
    "nghin": Spoken("nghìn"),
    "ngan": Spoken("ngàn"),
}
_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_LETTERS = {
    "A": "a", "B": "bê", "C": "xê", "D": "đê", "E": "e", "F": "ép phờ", "G": "giê", "H": "hát", "I": "i",
    "J": "gi", "K": "ca", "L": "e lờ", "M": "em mờ", "N": "en nờ", "O": "o", "P": "pê", "Q": "quy",
    "R": "e rờ", "S": "ét sì", "T": "tê", "U": "u", "V": "vê", "W": "vê kép", "X": "ích xì", "Y": "y dài", "Z": "dét",
}  # fmt: skip
_LETTERS_OF_REGION: Mapping[Region, Mapping[str, str]] = MappingProxyType(
    {
        Region.NORTH: {},
        Region.CENTRAL: {"Y": "y cờ rét"},
        Region.SOUTH: {"S": "ét", "X": "ích", "Y": "y cờ rét"},
    }
)

_ENGLISH_PHRASES = {
    INVITE: Spoken("Ticket number"),
    TO_COUNTER: Spoken("please go to counter"),
    COUNTER: Spoken("counter"),
}
_ENGLISH_LETTERS = {"A": "ay", "E": "ee", "I": "eye", "O": "oh"}  # a lone vowel sounds like an article


@cache
def words(language: str, region: Region) -> Mapping[str, Spoken]:
    """All clips of a voice, the phrases first, then digits, then letters: the order in which they are needed."""
    return MappingProxyType(_english_words() if language == ENGLISH else _vietnamese_words(region))


def _vietnamese_words(region: Region) -> dict[str, Spoken]:
    custom = CUSTOMS[region]
    letters = {**_LETTERS, **_LETTERS_OF_REGION[region]}
    return {
        **_PHRASES,
        **{name: Spoken(text) for name, text in zip(DIGITS, _DIGITS, strict=True)},
        **{letter(sign): Spoken(text, f"the letter {sign}") for sign, text in letters.items()},
        **_COUNTED,
        custom.empty_tens: _REGIONAL[custom.empty_tens],
        custom.thousand: _REGIONAL[custom.thousand],
    }


def _english_words() -> dict[str, Spoken]:
    counted = (*ENGLISH_UNITS, *ENGLISH_TENS, "hundred", "thousand", "and")
    signs = [chr(code) for code in range(ord("A"), ord("Z") + 1)]
    return {
        **_ENGLISH_PHRASES,
        **{name: Spoken(name) for name in counted},
        **{letter(sign): Spoken(_ENGLISH_LETTERS.get(sign, sign), f"the letter {sign}") for sign in signs},
    }


def spoken_name(number: int, name: str) -> str | None:
    """What is said instead of "quầy số 3"; None when the counter's name says nothing more than its number."""
    plain = re.sub(r"\s+", " ", speakable(name, NAME_LIMIT))
    if not re.search(r"\w", plain) or re.fullmatch(rf"((quay|counter) ?(so )?)?0*{number}", fold(plain)):
        return None
    return plain


def named(name: str) -> str:
    """The clip of a counter's own name: "Bàn trả kết quả" is `ten-ban-tra-ket-qua`."""
    return "ten-" + (re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:60] or "khong-chu")


def speakable(text: str, limit: int = TEXT_LIMIT) -> str:
    """The text as one line that a voice may say: NFC, no control signs, no brackets (a command to espeak-ng)."""
    plain = unicodedata.normalize("NFC", text)
    kept = "".join(c if unicodedata.category(c)[0] not in "CZ" else " " for c in plain)
    return " ".join(re.sub(r"[\[\]<>{}|\\]", " ", kept)[:limit].split())


def named_clips(counters: Iterable[tuple[int, str]]) -> dict[str, Spoken]:
    """The clips of the counters (number, name) that have a name of their own."""
    names = (spoken_name(number, name) for number, name in counters)
    return {named(name): Spoken(name) for name in names if name is not None}
