"""Times of day and spans of opening as a technician writes them in `config.toml`.

"07:30" is a time (kept as minutes after midnight, "24:00" is 1440), "07:30-11:30" a span (a hyphen or a
dash), "2026-09-02" a date. All raise ValueError with a sentence that says what to write instead.
"""

import re
from datetime import date, datetime
from typing import NamedTuple

from web.settings.kinds import shown

_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)|(24):(00)")
_DASH = re.compile(r"\s*[-–—]\s*")
_MIDNIGHT = 24 * 60


class Span(NamedTuple):
    """From `opens` up to `closes`, in minutes after midnight of one day."""

    opens: int
    closes: int


def time_of_day(text: object) -> int:
    """ "07:30" -> 450. Raises ValueError."""
    if type(text) is int and 0 <= text <= _MIDNIGHT:
        return text
    match = _TIME.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise ValueError(f'must be a time of day like "07:30", not {shown(text)}')
    return int(match[1] or match[3]) * 60 + int(match[2] or match[4])


def iso_date(value: object) -> str:
    """A date as TOML has it, or "2026-09-02" -> "2026-09-02". Raises ValueError."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    try:
        if isinstance(value, str) and date.fromisoformat(value).isoformat() == value:
            return value
    except ValueError:
        pass
    raise ValueError(f'must be a date like "2026-09-02", not {shown(value)}')


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
