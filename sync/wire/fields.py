"""The fields of a letter from a stranger: each is asked for by name, type and bounds, or the letter is refused."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sync.wire import jsontext
from sync.wire.refusing import RejectCode, Undecodable

MOST_TEXT = 400
MOST_ENTRIES = 2_000
_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z_.:-]{0,63}")
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Fields:
    """A JSON object."""

    values: dict[str, Any]

    @classmethod
    def read(cls, payload: bytes, limit: int) -> "Fields":
        if len(payload) > limit:
            raise Undecodable(RejectCode.TOO_LARGE)
        return cls.of(jsontext.read(payload))

    @classmethod
    def of(cls, value: Any) -> "Fields":
        if type(value) is not dict or len(value) > MOST_ENTRIES:
            raise _wrong()
        return cls(value)

    def has(self, key: str) -> bool:
        """True if it is there and not null."""
        return self.values.get(key) is not None

    def names(self) -> Sequence[str]:
        return list(self.values)

    def number(self, key: str, least: int = 0, most: int = jsontext.MOST) -> int:
        return _number(self.values.get(key), least, most)

    def flag(self, key: str) -> bool:
        value = self.values.get(key)
        if type(value) is not bool:
            raise _wrong()
        return value

    def text(self, key: str, most: int = MOST_TEXT) -> str:
        return _text(self.values.get(key), most)

    def name(self, key: str) -> str:
        """A word that may become a part of an address or a file's name."""
        value = self.text(key)
        if not _NAME.fullmatch(value):
            raise _wrong()
        return value

    def digest(self, key: str) -> str:
        value = self.text(key)
        if not _DIGEST.fullmatch(value):
            raise _wrong()
        return value

    def list(self, key: str) -> list[Any]:
        value = self.values.get(key)
        if type(value) is not list or len(value) > MOST_ENTRIES:
            raise _wrong()
        return value

    def object(self, key: str) -> "Fields":
        return Fields.of(self.values.get(key))

    def objects(self, key: str) -> "Sequence[Fields]":
        return [Fields.of(one) for one in self.list(key)]

    def numbers(self) -> dict[str, int]:
        """This object as a table of numbers from 0."""
        return {key: _number(value, 0, jsontext.MOST) for key, value in self.values.items()}

    def texts(self) -> dict[str, str]:
        """This object as a table of texts."""
        return {key: _text(value, MOST_TEXT) for key, value in self.values.items()}

    def clean(self) -> dict[str, Any]:
        """This object as it is, without floats and not deep."""
        if not jsontext.is_clean(self.values):
            raise _wrong()
        return self.values


def span_list(value: Sequence[Any]) -> tuple[tuple[int, int], ...]:
    """Ranges `[first, last]` of seqs, ascending and apart."""
    spans = tuple(_span(one) for one in value)
    if any(later[0] <= earlier[1] for earlier, later in pairwise(spans)):
        raise _wrong()
    return spans


def _span(value: Any) -> tuple[int, int]:
    if type(value) is not list or len(value) != 2:
        raise _wrong()
    first = _number(value[0], 1, jsontext.MOST)
    return first, _number(value[1], first, jsontext.MOST)


def _number(value: Any, least: int, most: int) -> int:
    if type(value) is not int or not least <= value <= most:
        raise _wrong()
    return value


def _text(value: Any, most: int) -> str:
    if type(value) is not str or len(value) > most:
        raise _wrong()
    return value


def _wrong() -> Undecodable:
    return Undecodable(RejectCode.NOT_AN_EVENT)
