"""May a number be given now, and if not: why, and when to come back."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from office.domain.house import Hours, House, Service

FAR_DAYS = 31
"""As far ahead the next opening is looked for: the holidays of Tết are longer than a week."""


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
        return Admission(False, "day_closed", next_opening(house, at))
    if not is_within(house.hours_on(at.date()), at):
        return Admission(False, "closed", next_opening(house, at))
    if service.quota is not None and given >= service.quota:
        return Admission(False, "quota_reached", opening_on_a_later_day(house, at))
    return Admission(True, None if staffed else "no_counter")


def is_within(hours: Hours, at: datetime) -> bool:
    return any(begin <= _minute(at) < end for begin, end in hours)


def next_opening(house: House, at: datetime) -> str | None:
    """The start of the next session after `at`, within `FAR_DAYS`; None when there is none."""
    later = [begin for begin, _ in house.hours_on(at.date()) if begin > _minute(at)]
    return _clock(min(later)) if later else opening_on_a_later_day(house, at)


def opening_on_a_later_day(house: House, at: datetime) -> str | None:
    """The start of the first session after the day of `at`, within `FAR_DAYS`; None when there is none."""
    for ahead in range(1, FAR_DAYS + 1):
        day = at.date() + timedelta(days=ahead)
        if sessions := house.hours_on(day):
            return f"{day.isoformat()}T{_clock(min(begin for begin, _ in sessions))}"
    return None


def _minute(at: datetime) -> int:
    return at.hour * 60 + at.minute


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
