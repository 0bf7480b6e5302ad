"""What the head of the office decides: services, counters, hours, rules. Frozen; a change makes a new house.

`above` is what the tier above decided. Its notices stand below the head's own. Of a day of which both have said
something, only what both leave open is open: a head can close earlier than the tier, never open longer.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, tzinfo
from types import MappingProxyType

from office.domain.above import FromAbove, SpecialDay
from office.domain.day import DayHours
from office.domain.moment import MINUTE, SECOND
from office.domain.voice import Voice

Hours = tuple[tuple[int, int], ...]
"""Sessions of one weekday as (from, to) in minutes after midnight; 24:00 is 1440."""


@dataclass(frozen=True, slots=True)
class Names:
    """Free text in the office's own words."""

    name: str
    parent: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Leader:
    """Whom a citizen may turn to: shown on the touch screen while nobody uses it, the first at the ticket's foot."""

    name: str
    title: str = ""
    phone: str = ""


def contact(leader: Leader) -> str:
    """One line for paper: "Chủ tịch Nguyễn Văn An – 0912 345 678"."""
    who = " ".join(part for part in (leader.title, leader.name) if part)
    return f"{who} – {leader.phone}" if leader.phone else who


@dataclass(frozen=True, slots=True)
class Notice:
    """A line for the screens. `since`, `until`: ISO dates, both included; "" = no limit on that side."""

    text: str
    since: str = ""
    until: str = ""

    def holds_on(self, day: date) -> bool:
        return (not self.since or self.since <= day.isoformat()) and (not self.until or day.isoformat() <= self.until)


@dataclass(frozen=True, slots=True)
class Margins:
    """Minutes: numbers are given from `issue_before` a session begins until `stop_before` it ends."""

    issue_before: int = 0
    stop_before: int = 0


@dataclass(frozen=True, slots=True)
class Service:
    """`switched_on` False = not offered, until the day `off_until` (ISO) opens; None = until somebody says so.

    Quotas count tickets, None = no limit: of a day, and of each session that begins before noon or from noon on.
    `stop_before`: minutes before the end of a session, None = as the whole office.
    """

    id: str
    prefix: str
    name: str
    name_en: str = ""
    detail: str = ""
    detail_en: str = ""
    switched_on: bool = True
    quota: int | None = None
    position: int = 0
    quota_morning: int | None = None
    quota_afternoon: int | None = None
    stop_before: int | None = None
    off_until: str | None = None


@dataclass(frozen=True, slots=True)
class Counter:
    number: int
    name: str
    services: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Calling:
    """`rule`: fifo | strict | interleaved; `interleave` N: a priority ticket at the latest after N-1 normal calls."""

    rule: str = "interleaved"
    interleave: int = 5
    no_show_calls: int = 2
    no_show_ms: int = 60 * SECOND
    late_calls: int = 10
    late_ms: int = 30 * MINUTE
    undo_ms: int = 10 * SECOND


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that a person chooses with one tap or one key: a reason, a level, a question."""

    id: str
    label: str
    label_en: str = ""


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why somebody is set aside, and why a counter is paused, in the order of the number keys."""

    park: tuple[Choice, ...] = ()
    pause: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Box:
    """The suggestion box. `tier_label`: who above reads the letters too, in the office's own words; "" = unnamed.

    `keep_months`: how long the words of citizens stay, in letters and beside ratings.
    """

    on: bool = True
    tier_label: str = ""
    keep_months: int = 12
    reasons: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Dossiers:
    """Where a citizen asks for the progress of a dossier.

    `url_template`: https with {number}, "" = nowhere; `pattern`: see `office.domain.dossiers`; `example`: a number as
    people find it on their slip; `result_service`: where results are collected, "" = nowhere in particular.
    """

    url_template: str = ""
    pattern: str = ""
    example: str = ""
    result_service: str = ""


@dataclass(frozen=True, slots=True)
class RatingRules:
    """`scale`: 3, 4 or 5 levels, 1 the lowest; `levels`: their labels from 1 upwards."""

    scale: int
    levels: tuple[Choice, ...]
    reasons: tuple[Choice, ...]
    questions: tuple[Choice, ...]
    window_ms: int = 45 * SECOND
    change_ms: int = 5 * SECOND
    too_early_ms: int = 600
    reasons_ms: int = 30 * SECOND


NO_DAYS: Mapping[str, SpecialDay] = MappingProxyType({})
ALL_DAY = DayHours(0, 1440)
ALWAYS_OPEN: tuple[Hours, ...] = (((0, 1440),),) * 7


@dataclass(frozen=True, slots=True)
class House:
    """Everything the rules need to know about this office; `services` in the order of the tiles.

    `days`: ISO date → what the head has decided for it; `day_hours`: when the day record may be open.
    """

    names: Names
    zone: tzinfo
    services: MappingProxyType[str, Service]
    counters: MappingProxyType[int, Counter]
    calling: Calling
    rating: RatingRules
    weekly: tuple[Hours, ...]
    notices: tuple[Notice, ...] = ()
    restored: Notice | None = None
    leaders: tuple[Leader, ...] = ()
    voice: Voice = Voice()  # noqa: RUF009 -- frozen
    above: FromAbove = FromAbove()  # noqa: RUF009 -- frozen
    days: Mapping[str, SpecialDay] = field(default_factory=lambda: NO_DAYS)
    margins: Margins = Margins()
    day_hours: DayHours = ALL_DAY
    reasons: Reasons = Reasons()
    box: Box = Box()
    dossiers: Dossiers = Dossiers()

    def hours_on(self, day: date) -> Hours:
        """The sessions of this day."""
        usual, key = self.weekly[day.weekday()], day.isoformat()
        above, own = self.above.days.get(key), self.days.get(key)
        hours = usual if above is None else above.hours(usual)
        if own is None:
            return hours
        return own.hours(hours) if above is None else common(own.hours(hours), hours)

    def name_of(self, day: date) -> str:
        """What people call this day ("Quốc khánh"); "" when it has no name."""
        said = (self.above.days.get(day.isoformat()), self.days.get(day.isoformat()))
        return next((one.name for one in said if one is not None and one.name), "")

    def notices_on(self, day: date) -> list[str]:
        """The lines of the screens: the head's own, then those of the tier above."""
        first = () if self.restored is None else (self.restored,)
        return [*(one.text for one in (*first, *self.notices) if one.holds_on(day)), *self.above.notices]

    def counters_of(self, service: str) -> list[Counter]:
        """The counters that serve it, by number."""
        return [c for _, c in sorted(self.counters.items()) if service in c.services]


def common(some: Hours, others: Hours) -> Hours:
    """The minutes that lie in both, as sessions in order."""
    cut = ((max(a, c), min(b, d)) for a, b in some for c, d in others)
    return tuple(sorted((begins, ends) for begins, ends in cut if begins < ends))
