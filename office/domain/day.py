"""When a day begins and ends, and whether the clock can be believed.

Rules:
1. A day is opened by a record, by itself between `begins` and `ends`, once a date; what the head closed stays closed.
2. It closes by itself at `ends`, or when the date has moved on; never while the clock is suspect.
3. Without time sync, a clock that stands behind the last trusted moment, or jumped by more than 36 h, is suspect: the
   running day is kept until the head confirms or time sync arrives.
4. While the machine ran, a jump is what the wall clock moved more than the machine's own counter. Over a restart nobody
   can tell a jump from time that passed: with a day still running 36 h count; with none, only a gap beyond ten days
   (the longest holiday) does, or every Monday morning would begin with a question.
"""

from dataclasses import dataclass
from datetime import date, datetime

from office.domain.moment import HOUR, SECOND, Moment

JUMP = 36 * HOUR
LONGEST_HOLIDAY = 240 * HOUR
JITTER = 2 * SECOND


@dataclass(frozen=True, slots=True)
class DayHours:
    """When the day record opens and closes by itself, in minutes after midnight (0 … 1440)."""

    begins: int = 360
    ends: int = 1140


def is_suspect(trusted: Moment | None, now: Moment, *, synced: bool, day_running: bool) -> bool:
    """`trusted`: the last moment that was believed; None on a new machine, which has nothing to compare with."""
    if synced or trusted is None:
        return False
    moved = now.wall - trusted.wall
    if now.boot == trusted.boot:
        moved -= now.mono - trusted.mono
        return moved > JUMP or now.wall < trusted.wall - JITTER
    return moved < -JITTER or moved > (JUMP if day_running else LONGEST_HOLIDAY)


def should_open(hours: DayHours, at: datetime, *, had_today: bool) -> bool:
    """`had_today`: this date has had a day record already."""
    return not had_today and hours.begins <= _minute(at) < hours.ends


def should_close(hours: DayHours, of: date, opened: datetime, at: datetime) -> bool:
    """`of`: the date in the day record; `opened`, `at`: local times.

    A day whose date lies ahead (opened under a wrong clock) closes at the end of the real day, not in the middle of it.
    """
    if at.date() > of:
        return True
    past_end = _minute(at) >= hours.ends
    opened_before_end = opened.date() != at.date() or _minute(opened) < hours.ends
    return past_end and opened_before_end


def _minute(at: datetime) -> int:
    return at.hour * 60 + at.minute
