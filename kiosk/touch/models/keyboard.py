"""The keyboard on the glass: its keys in rows, and what each key makes of a text.

Letters are small ones, because a search needs no others. With `marks` there are keys for the letters that only
Vietnamese has and for its five tones. A tone is set where a pen sets it: on the right vowel of the syllable that was
typed last; the same tone again takes it off.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from kiosk.touch.page import Control
from look.words import N_, say

Rows = tuple[tuple[Control, ...], ...]

ACUTE, GRAVE, HOOK, TILDE, DOT = "acute", "grave", "hook", "tilde", "dot"
SPACE, ERASE, CLEAR = " ", "erase", "clear"
PREFIX = "key:"
"""The name of a key is this and its sign, or the name of what it does."""

_DIGITS, _LETTERS, _OWN = "1234567890", ("qwertyuiop", "asdfghjkl", "zxcvbnm"), "ăâêôơưđ,.?"
_TONES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        ACUTE: ("\N{COMBINING ACUTE ACCENT}", N_("Rising tone")),
        GRAVE: ("\N{COMBINING GRAVE ACCENT}", N_("Falling tone")),
        HOOK: ("\N{COMBINING HOOK ABOVE}", N_("Asking tone")),
        TILDE: ("\N{COMBINING TILDE}", N_("Tumbling tone")),
        DOT: ("\N{COMBINING DOT BELOW}", N_("Heavy tone")),
    }
)
"""Name of a tone → (its mark, how it is called)."""

_MARKS = frozenset(mark for mark, _ in _TONES.values())
_VOWELS = "aăâeêioôơuưy"
_SYLLABLE = re.compile(r"[^\W\d_]*$")
_HEART = re.compile(f"[{_VOWELS}]+")


def rows(language: str, *, marks: bool = False) -> Rows:
    """The keys from top to bottom; their names begin with `PREFIX`."""
    found = [tuple(map(_sign, letters)) for letters in (_DIGITS, *_LETTERS)]
    found[-1] = (*found[-1], _erase(language))
    if marks:
        found.append(tuple(map(_sign, _OWN)))
    found.append((_clear(language), *(_tones(language) if marks else ()), _space(language)))
    return tuple(found)


def typed(text: str, key: str, longest: int) -> str:
    """The text after this key (its name without `PREFIX`); signs beyond the longest are not taken."""
    if key == CLEAR:
        return ""
    if key == ERASE:
        return text[:-1]
    if key in _TONES:
        return with_tone(text, key)
    if len(key) != 1 or len(text) >= longest or (key == SPACE and (not text or text.endswith(SPACE))):
        return text
    return text + key


def with_tone(text: str, tone: str) -> str:
    """The text with this tone on its last syllable, in place of another one there; without it if it was there."""
    mark = _TONES[tone][0]
    found = _SYLLABLE.search(text)
    syllable = "" if found is None else unicodedata.normalize("NFC", found[0])
    bare = _toneless(syllable)
    place = _place(bare.lower())
    if place is None:
        return text
    toned = unicodedata.normalize("NFC", bare[: place + 1] + mark) + bare[place + 1 :]
    return text[: len(text) - len(found[0] if found else "")] + (bare if toned == syllable else toned)


def _toneless(syllable: str) -> str:
    apart = unicodedata.normalize("NFD", syllable)
    return unicodedata.normalize("NFC", "".join(sign for sign in apart if sign not in _MARKS))


def _place(syllable: str) -> int | None:
    """Where the tone of a syllable stands: on a vowel with a mark of its own, else as in "hòa", "hoàn", "ngoài"."""
    begins = 2 if re.match(f"qu[{_VOWELS}]|gi[{_VOWELS}]", syllable) else 0
    heart = None
    for heart in _HEART.finditer(syllable, begins):  # noqa: B007 -- the last one counts
        pass
    if heart is None:
        return None
    own = [heart.start() + at for at, vowel in enumerate(heart[0]) if vowel in "ăâêôơư"]
    if own:
        return own[-1]
    if heart.end() < len(syllable):
        return heart.end() - 1
    return heart.start() + (len(heart[0]) - 1) // 2


def _sign(sign: str) -> Control:
    return Control(PREFIX + sign, sign, sign)


def _erase(language: str) -> Control:
    return Control(PREFIX + ERASE, "", say(language, "Erase the last sign"), "erase")


def _clear(language: str) -> Control:
    return Control(PREFIX + CLEAR, say(language, "Clear"), say(language, "Clear everything typed"))


def _space(language: str) -> Control:
    text = say(language, "space")
    return Control(PREFIX + SPACE, text, text)


def _tones(language: str) -> Iterator[Control]:
    for tone, (_, name) in _TONES.items():
        yield Control(PREFIX + tone, "", say(language, name), f"tone_{tone}")
