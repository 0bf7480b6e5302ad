"""Reads the body of a fact that a stranger wrote: what is missing or of the wrong kind is None, nothing is an error."""

import re
from typing import Any, NamedTuple

Body = dict[str, Any]
MOST = 2**62
_LONGEST, _MOST_DIGITS = 200, 18
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


class Reading(NamedTuple):
    """A raw fact; `body` is its JSON."""

    stream_no: int
    seq: int
    kind: str
    version: int
    at: int
    subject: str
    body: str


def text(body: Body, key: str) -> str | None:
    value = body.get(key)
    return value if type(value) is str and len(value) <= _LONGEST else None


def date(body: Body, key: str) -> str | None:
    value = body.get(key)
    return value if type(value) is str and _DATE.fullmatch(value) else None


def small(body: Body, key: str) -> int | None:
    """A count, a counter's number, a level: up to two thousand million."""
    value = body.get(key)
    return value if type(value) is int and 0 <= value < 2**31 else None


def large(body: Body, key: str) -> int | None:
    """A time or a duration in ms."""
    value = body.get(key)
    return value if type(value) is int and 0 <= value < MOST else None


def flag(body: Body, key: str) -> bool:
    return body.get(key) is True


def numbered(subject: str) -> int | None:
    """17 of "ticket:17"."""
    digits = subject.partition(":")[2]
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= _MOST_DIGITS else None
