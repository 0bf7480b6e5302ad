"""Texts that may enter the office: bounded, in one Unicode form, without characters that hide something.

Types for pydantic models. NFC and trimmed before the length is measured; refused are NUL and the other
control characters, lone surrogates, and the signs that turn the direction of writing around (a name must look
like what it is).
"""

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from look.words import N_

UNPRINTABLE = N_("contains characters that cannot be shown")

_TURNING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_LINE_ENDS = frozenset("\n\t")


def composed(value: object) -> object:
    """NFC and without outer blanks, when it is a text at all."""
    return unicodedata.normalize("NFC", value).strip() if isinstance(value, str) else value


def one_kind_of_line_end(value: object) -> object:
    """Only line feeds, when it is a text at all."""
    return value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else value


def one_line(text: str) -> str:
    """The text itself. Raises a complaint at any control character, line end or turning sign."""
    if any(_hidden(sign) for sign in text):
        raise _refused()
    return text


def several_lines(text: str) -> str:
    """As `one_line`, but line ends and tabs are allowed."""
    if any(_hidden(sign) and sign not in _LINE_ENDS for sign in text):
        raise _refused()
    return text


def _hidden(sign: str) -> bool:
    return unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"} or sign in _TURNING


def _refused() -> PydanticCustomError:
    return PydanticCustomError("unprintable", "contains characters that cannot be shown", {"why": UNPRINTABLE})


Line = Annotated[str, BeforeValidator(composed), AfterValidator(one_line)]
"""One line of any length: give the length with `Field(max_length=…)` in a further `Annotated`."""

Word = Annotated[str, BeforeValidator(composed), Field(min_length=1, max_length=64), AfterValidator(one_line)]
"""An id or a choice: 1 to 64 characters."""

Name = Annotated[str, BeforeValidator(composed), Field(min_length=1, max_length=120), AfterValidator(one_line)]
"""What a person, a counter or a device is called: 1 to 120 characters."""

Paragraph = Annotated[
    str,
    BeforeValidator(composed),
    BeforeValidator(one_kind_of_line_end),
    Field(max_length=500),
    AfterValidator(several_lines),
]
"""Free text of at most 500 characters."""
