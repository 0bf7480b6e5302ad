"""What the head of the office decides: services, counters, hours, rules. Frozen; a change makes a new house.

`above` is what the tier above decided: it stands beside the head's own notices and cuts into the week.
"""

from dataclasses import dataclass
from datetime import date, tzinfo
from types import MappingProxyType

from office.domain.above import FromAbove
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
class Service:
    """`quota`: tickets a day, None = no limit; `switched_on` False = not offered today."""

    id: str
    prefix: str
    name: str
    name_en: str = ""
    detail: str = ""
    detail_en: str = ""
    switched_on: bool = True
    quota: int | None = None
    position: int = 0


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
    """Something a citizen may tap: a reason or a question."""

    id: str
    label: str
    label_en: str = ""


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


ALWAYS_OPEN: tuple[Hours, ...] = (((0, 1440),),) * 7


@dataclass(frozen=True, slots=True)
class House:
    """Everything the rules need to know about this office; `services` in the order of the tiles."""

    names: Names
    zone: tzinfo
    services: MappingProxyType[str, Service]
    counters: MappingProxyType[int, Counter]
    calling: Calling
    rating: RatingRules
    weekly: tuple[Hours, ...]
    notices: tuple[str, ...] = ()
    leaders: tuple[Leader, ...] = ()
    voice: Voice = Voice()  # noqa: RUF009 -- frozen
    above: FromAbove = FromAbove()  # noqa: RUF009 -- frozen

    def hours_on(self, day: date) -> Hours:
        """The sessions of this day."""
        usual, special = self.weekly[day.weekday()], self.above.days.get(day.isoformat())
        return usual if special is None else special.hours(usual)

    def counters_of(self, service: str) -> list[Counter]:
        """The counters that serve it, by number."""
        return [c for _, c in sorted(self.counters.items()) if service in c.services]
