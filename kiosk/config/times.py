"""Times of day, spans of opening and network addresses as a technician writes them in `config.toml`.

"07:30" is a time (kept as minutes after midnight, "24:00" is 1440), "07:30-11:30" a span (a hyphen or a
dash), "127.0.0.1:8080" an address. All of them raise ValueError with a sentence that says what to write
instead.
"""

import re
from typing import NamedTuple

_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)|(24):(00)")
_DASH = re.compile(r"\s*[-–—]\s*")
_ADDRESS = re.compile(r"(?:\[(?P<six>[0-9A-Fa-f:.]+)\]|(?P<host>[A-Za-z0-9.-]+)):(?P<port>\d{1,5})")
_MIDNIGHT = 24 * 60


class Span(NamedTuple):
    """From `opens` up to `closes`, in minutes after midnight of one day."""

    opens: int
    closes: int


class Address(NamedTuple):
    """A host and a TCP port (0 = any free one)."""

    host: str
    port: int

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"


def time_of_day(text: object) -> int:
    """ "07:30" -> 450. Raises ValueError."""
    if type(text) is int and 0 <= text <= _MIDNIGHT:
        return text
    match = _TIME.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise ValueError(f'must be a time of day like "07:30", not {shown(text)}')
    return int(match[1] or match[3]) * 60 + int(match[2] or match[4])


def clock_text(minutes: int) -> str:
    """450 -> "07:30"."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def span(text: object) -> Span:
    """ "07:30-11:30" -> a span. Raises ValueError, also when it closes before it opens."""
    parts = _DASH.split(text) if isinstance(text, str) else []
    if len(parts) != 2:
        raise ValueError(f'must be a span like "07:30-11:30", not {shown(text)}')
    opens, closes = time_of_day(parts[0]), time_of_day(parts[1])
    if closes <= opens:
        raise ValueError(f"closes at {clock_text(closes)}, which is not after it opens at {clock_text(opens)}")
    return Span(opens, closes)


def quiet_span(text: object) -> Span:
    """ "22:00-06:00" -> a span that may go over midnight. Raises ValueError."""
    parts = _DASH.split(text) if isinstance(text, str) else []
    if len(parts) != 2:
        raise ValueError(f'must be a span like "11:30-13:30", not {shown(text)}')
    begins, ends = time_of_day(parts[0]), time_of_day(parts[1])
    if begins == ends:
        raise ValueError(f"begins and ends at {clock_text(begins)}")
    return Span(begins, ends)


def address(text: object) -> Address:
    """ "127.0.0.1:8080" or "[::1]:8080" -> host and port. Raises ValueError."""
    if isinstance(text, Address):
        return text
    match = _ADDRESS.fullmatch(text) if isinstance(text, str) else None
    if match is None or int(match["port"]) > 65535:
        raise ValueError(f'must be HOST:PORT like "127.0.0.1:8080", not {shown(text)}')
    return Address(match["six"] or match["host"], int(match["port"]))


def shown(value: object) -> str:
    """A value as TOML would show it, cut to a readable length."""
    if isinstance(value, bool):
        return str(value).lower()
    text = f'"{value}"' if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else text[:57] + "..."
