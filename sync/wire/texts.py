"""Words that people wrote, beside the facts of a batch: outside of every digest, so that they can be erased later.

A fact holds only the salted hash of its text. Whoever has salt and text can prove that they belong to it; whoever has
neither any more has nothing but the hash. So a text that does not prove itself is worth nothing and is left out, and a
text that is missing takes nothing from the facts: it never came, or it was erased before it was sent.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from office.domain.chain import text_hash
from office.domain.facts import WORDS_GO_UP

LONGEST_TEXT = 16_000
"""Letters. A longer one stays at the office."""
MOST_TEXTS = 500
_SHORTEST_SALT, _LONGEST_SALT = 8, 64
_AROUND = 16
"""More than the separators around an entry ever need."""


class Told(Protocol):
    """What is asked of a fact here."""

    @property
    def seq(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def text(self) -> str: ...


@dataclass(frozen=True, slots=True)
class WireText:
    """The words of the fact `seq`."""

    seq: int
    salt: bytes
    text: str

    @property
    def hash(self) -> str:
        """As it stands in the fact."""
        return text_hash(self.salt, self.text)


def made(words: Mapping[int, tuple[bytes, str]]) -> dict[int, WireText]:
    """Those of these texts (seq → salt, text) that a letter can hold."""
    return {seq: WireText(seq, salt, text) for seq, (salt, text) in words.items() if _is_fit(salt, text)}


def written(texts: Sequence[WireText]) -> str:
    """The list as JSON text."""
    return f"[{','.join(map(_entry, texts))}]"


def size(one: WireText) -> int:
    return len(_entry(one).encode()) + _AROUND


def read(given: Any, facts: Sequence[Told]) -> tuple[tuple[WireText, ...], int]:
    """The texts that prove to belong to these facts (consecutive), and how many others there were."""
    if given is None:
        return (), 0
    if type(given) is not list or len(given) > MOST_TEXTS:
        return (), 1
    first, found = facts[0].seq, dict[int, WireText]()
    for entry in given:
        one = _read_one(entry)
        if one is not None and 0 <= one.seq - first < len(facts) and _belongs(one, facts[one.seq - first]):
            found[one.seq] = one
    return tuple(found[seq] for seq in sorted(found)), len(given) - len(found)


def _entry(one: WireText) -> str:
    value = {"q": one.seq, "salt": one.salt.hex(), "text": one.text}
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _is_fit(salt: bytes, text: str) -> bool:
    """NUL and half surrogates would spoil the whole letter, and its facts with it."""
    if not (_SHORTEST_SALT <= len(salt) <= _LONGEST_SALT and 0 < len(text) <= LONGEST_TEXT) or "\0" in text:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _read_one(entry: Any) -> WireText | None:
    if type(entry) is not dict:
        return None
    seq, salt, text = entry.get("q"), entry.get("salt"), entry.get("text")
    if type(seq) is not int or type(salt) is not str or type(text) is not str or len(salt) > 2 * _LONGEST_SALT:
        return None
    try:
        one = WireText(seq, bytes.fromhex(salt), text)
    except ValueError:
        return None
    return one if _is_fit(one.salt, one.text) else None


def _belongs(one: WireText, fact: Told) -> bool:
    return fact.kind in WORDS_GO_UP and json.loads(fact.text).get("text_hash") == one.hash
