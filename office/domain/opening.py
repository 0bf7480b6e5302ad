"""May a number be given now, and if not: why, and when to come back."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from office.domain.house import Hours, House, Service


@dataclass(frozen=True, slots=True)
class Admission:
    """`why`: None | no_counter (still gives numbers) | closed | quota_reached | not_today | day_closed.

    `opens_at`: "HH:MM" later today, "YYYY-MM-DDTHH:MM" on another day, None when nobody knows.
    """

    open: bool
    why: str | None = None
    opens_at: str | None = None


def admission(house: House, service: Service, at: datetime, *, day_open: bool, given: int, staffed: bool) -> Admission:
    """`at`: local time; `given`: tickets of the service today; `staffed`: one of its counters is open."""
    if not service.switched_on:
        return Admission(False, "not_today")
    if not day_open:
        return Admission(False, "day_closed", next_opening(house.weekly, at))
    if not is_within(house.weekly[at.weekday()], at):
        return Admission(False, "closed", next_opening(house.weekly, at))
    if service.quota is not None and given >= service.quota:
        return Admission(False, "quota_reached", next_opening(house.weekly, _midnight_after(at)))
    return Admission(True, None if staffed else "no_counter")


def is_within(hours: Hours, at: datetime) -> bool:
    minute = at.hour * 60 + at.minute
    return any(begin <= minute < end for begin, end in hours)


def next_opening(weekly: tuple[Hours, ...], at: datetime) -> str | None:
    """The start of the next session after `at`, within eight days; None when there is none."""
    minute = at.hour * 60 + at.minute
    later = [begin for begin, _ in weekly[at.weekday()] if begin > minute or (begin == minute == 0)]
    if later:
        return _next_text(at, min(later), later_today=minute > 0)
    for ahead in range(1, 8):
        day = at + timedelta(days=ahead)
        if weekly[day.weekday()]:
            return _next_text(day, min(begin for begin, _ in weekly[day.weekday()]), later_today=False)
    return None


def _midnight_after(at: datetime) -> datetime:
    return (at + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)


def _next_text(day: datetime, minute: int, *, later_today: bool) -> str:
    clock = f"{minute // 60:02d}:{minute % 60:02d}"
    return clock if later_today else f"{day.date().isoformat()}T{clock}"
