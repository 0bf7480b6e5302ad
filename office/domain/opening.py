"""May a number be given now, and if not: why, and when to come back.

Rules:
1. Numbers are given around each session: from the office's minutes before it begins until the service's (else the
   office's) minutes before it ends; never while the session before still lasts. Nobody is sent to a time at which no
   day record opens by itself; one that is open (by hand, or by a clock nobody trusts) gives numbers all the same.
2. A quota counts the tickets of a service, of the day and of a session; a session is a morning when it begins before
   noon, else an afternoon.
3. Who is refused hears when this service gives numbers again: a full session sends to the next one, a full day and a
   day that has ended to another day. Nobody is promised what nobody knows.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from office.domain.above import NOON
from office.domain.day import DayHours
from office.domain.house import ALL_DAY, House, Service

FAR_DAYS = 92
"""As far ahead the next opening is looked for: an office may be closed for rebuilding."""


@dataclass(frozen=True, slots=True)
class Session:
    """In minutes after midnight. People are served from `begins` to `ends`, numbers given from `gives` to `stops`."""

    begins: int
    ends: int
    gives: int
    stops: int

    @property
    def is_morning(self) -> bool:
        return self.begins < NOON


@dataclass(frozen=True, slots=True)
class Today:
    """`open`: a day record is open; `ended`: this date has had its own, and none opens by itself any more."""

    open: bool
    ended: bool = False

    @property
    def record(self) -> DayHours | None:
        """An open record, from its beginning to whenever it ends."""
        return ALL_DAY if self.open else None


@dataclass(frozen=True, slots=True)
class Given:
    """Tickets of a service so far: of this day, and of the session whose numbers are given now."""

    day: int = 0
    session: int = 0


@dataclass(frozen=True, slots=True)
class Admission:
    """`why`: None | no_counter (still gives numbers) | closed | quota_reached | not_today | day_closed.

    `opens_at`: "HH:MM" later today, "YYYY-MM-DDTHH:MM" on another day, None when nobody knows. Of `quota_reached` a
    time of today says that only this session is full.
    """

    open: bool
    why: str | None = None
    opens_at: str | None = None


def sessions_on(
    house: House, day: date, service: Service | None = None, record: DayHours | None = None
) -> tuple[Session, ...]:
    """The sessions of this day, with the times at which `service` gives its numbers, else the office.

    `record`: when a day record is open, else from when to when one opens by itself.
    """
    own = None if service is None else service.stop_before
    stop = house.margins.stop_before if own is None else own
    hours = record or house.day_hours
    found, earliest = list[Session](), hours.begins
    for begins, ends in house.hours_on(day):
        gives = max(begins - house.margins.issue_before, earliest)
        stops = min(ends - stop, hours.ends)
        found.append(Session(begins, ends, gives, max(gives, stops)))
        earliest = max(earliest, ends)
    return tuple(found)


def session_at(house: House, service: Service | None, at: datetime, record: DayHours | None = None) -> Session | None:
    """The session whose numbers are given at this moment; `record` as in `sessions_on`."""
    minute, sessions = minute_of(at), sessions_on(house, at.date(), service, record)
    return next((one for one in sessions if one.gives <= minute < one.stops), None)


def quota_of(service: Service, session: Session) -> int | None:
    return service.quota_morning if session.is_morning else service.quota_afternoon


def admission(house: House, service: Service, at: datetime, *, today: Today, given: Given, staffed: bool) -> Admission:
    """`at`: local time; `staffed`: one of its counters is open."""
    if not service.switched_on:
        return Admission(False, "not_today", _offered_again(house, service, at))
    session = session_at(house, service, at, today.record)
    if not today.open:
        return Admission(False, "day_closed", _day_opens(house, service, at, today, session))
    if service.quota is not None and given.day >= service.quota:  # also between two sessions: the next gives none
        return Admission(False, "quota_reached", opening_on_a_later_day(house, at, service))
    if session is None:
        return Admission(False, "closed", next_opening(house, at, service))
    most = quota_of(service, session)
    if most is not None and given.session >= most:
        return Admission(False, "quota_reached", next_opening(house, at, service))
    return Admission(True, None if staffed else "no_counter")


def next_opening(house: House, at: datetime, service: Service | None = None) -> str | None:
    """The next moment after `at` from which numbers are given, within `FAR_DAYS`; None when there is none."""
    later = [gives for gives in _beginnings(house, at.date(), service) if gives > minute_of(at)]
    return clock(later[0]) if later else opening_on_a_later_day(house, at, service)


def opening_on_a_later_day(house: House, at: datetime, service: Service | None = None) -> str | None:
    """The first moment of the days after that of `at`, within `FAR_DAYS`; None when there is none."""
    for ahead in range(1, FAR_DAYS + 1):
        day = at.date() + timedelta(days=ahead)
        for gives in _beginnings(house, day, service):
            return f"{day.isoformat()}T{clock(gives)}"
    return None


def opens_at(house: House, at: datetime, today: Today) -> str | None:
    """When the office as a whole gives numbers again; None while it does, and when nobody knows."""
    session = session_at(house, None, at, today.record)
    if not today.open:
        return _day_opens(house, None, at, today, session)
    return None if session is not None else next_opening(house, at)


def _day_opens(
    house: House, service: Service | None, at: datetime, today: Today, session: Session | None
) -> str | None:
    if today.ended:
        return opening_on_a_later_day(house, at, service)
    # Inside a session the day should have opened by itself; why it has not (a clock nobody trusts) has no end known.
    return next_opening(house, at, service) if session is None else None


def _offered_again(house: House, service: Service, at: datetime) -> str | None:
    if service.off_until is None:
        return None
    eve = datetime.combine(date.fromisoformat(service.off_until) - timedelta(days=1), at.timetz())
    return opening_on_a_later_day(house, max(eve, at), service)


def _beginnings(house: House, day: date, service: Service | None) -> Iterator[int]:
    return (one.gives for one in sessions_on(house, day, service) if one.gives < one.stops)


def minute_of(at: datetime) -> int:
    return at.hour * 60 + at.minute


def clock(minute: int) -> str:
    """450 → "07:30"; 1440 is "24:00"."""
    return f"{minute // 60:02d}:{minute % 60:02d}"
