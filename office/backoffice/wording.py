"""Texts and numbers that people type in the back office: cleaned, bounded, or refused with the field's name.

Every function raises `Invalid(field=…, why=…)`; `why` is an English msgid that the boundary translates.
"""

import re
import unicodedata
from collections.abc import Iterable

from look.folding import fold
from look.words import N_
from office.domain.refusals import Invalid

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
LONGEST_NAME = 120


def text(value: str, field: str, *, longest: int = LONGEST_NAME, required: bool = True) -> str:
    """The text in NFC, without blanks at its ends; no control characters, at most `longest` characters."""
    return _clean(value, field, longest, "", required=required)


def lines(value: str, field: str, *, longest: int, required: bool = True) -> str:
    """As `text`, of several lines; tabs are allowed too."""
    return _clean(value.replace("\r\n", "\n").replace("\r", "\n"), field, longest, "\n\t", required=required)


def _clean(value: str, field: str, longest: int, allowed: str, *, required: bool) -> str:
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise Invalid(field=field, why=N_("This text contains a character that cannot be stored.")) from None
    clean = unicodedata.normalize("NFC", value).strip()
    if required and not clean:
        raise Invalid(field=field, why=N_("Please fill this in."))
    if any(unicodedata.category(sign) == "Cc" and sign not in allowed for sign in clean):
        raise Invalid(field=field, why=N_("This text contains a character that cannot be stored."))
    if len(clean) > longest:
        raise Invalid(field=field, why=N_("This text is too long."), longest=longest)
    return clean


def number(value: int, field: str, low: int, high: int) -> int:
    """The number when it lies within the bounds, both included."""
    if not low <= value <= high:
        why = N_("This number must be from {low} to {high}.")
        raise Invalid(field=field, why=why, low=low, high=high)
    return value


def slug(value: str, field: str) -> str:
    """An id: small letters, digits and hyphens, at most 40."""
    if _SLUG.fullmatch(value) is None:
        raise Invalid(field=field, why=N_("Use only small letters, digits and hyphens."))
    return value


def slug_of(name: str, taken: Iterable[str]) -> str:
    """An id made from a Vietnamese name by its last two words, as colleagues would call the person.

    "Trần Lan Anh" gives "lan-anh"; the second one gives "lan-anh-2".
    """
    words = re.findall(r"[a-z0-9]+", fold(name))[-2:]
    base = "-".join(words)[:34] or "nguoi"
    known = set(taken)
    found, turn = base, 2
    while found in known:
        found, turn = f"{base}-{turn}", turn + 1
    return found
