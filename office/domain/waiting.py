"""How long somebody will wait: a band of minutes for people to read, and a point for the figures.

`office.domain.replay` says when the newcomer may be called if the hall stays as it is. Here that becomes what is
shown. Rules:
1. Four of five waits shall lie inside the band as it is shown, rounding and all. The office therefore compares each
   band with the wait that came true and moves its ends (`Mark`), apart for priority and for short and long waits:
   what no replay can know (people who come later and go first, who comes back, how long clerks pause) is in there.
2. The point is the median of what may come: as often too long as too short.
3. Minutes are rounded as people round them: 1, 2, 3 … 10, 15, 20 … 30, 40, 50. A band is never one figure.
4. Over a break nobody is called; whoever will be called after it waits through it.
5. It cannot be known when no open counter serves the person, nor beyond the end of the day.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from random import Random
from types import MappingProxyType
from typing import NamedTuple

from office.domain.line import Waiting
from office.domain.moment import MINUTE, SECOND, Moment
from office.domain.pace import Pace
from office.domain.replay import Hall, Outlook, play_on

MISSED_BELOW, MISSED_ABOVE = 0.1, 0.9
_STEPS = ((10, 1), (30, 5), (math.inf, 10))
"""Minutes below this are shown in steps of that."""
_KINDS = tuple(minutes * MINUTE for minutes in (1, 2, 4, 8, 15, 30))
_FREE = "free"
_FREE_OUTLOOK = Outlook(20 * SECOND, 20 * SECOND)
"""A counter is free: only as long as the clerk needs to press a key."""
_FARTHEST = 8.0
_QUICK, _STEADY = 0.3, 0.03


class Told(NamedTuple):
    """What somebody is told: `low`, `high` in minutes as shown, the point in ms; `kind` of `Mark` it was made with."""

    low: int
    high: int
    point_ms: int
    kind: str

    @property
    def is_free(self) -> bool:
        """A counter was free."""
        return self.kind == _FREE


@dataclass(frozen=True, slots=True)
class Mark:
    """Where the ends and the middle of a band lie, in standard deviations of the outlook; `seen` waits behind it."""

    seen: int
    low: float
    middle: float
    high: float


_FIRST_MARKS = {"o": Mark(0, -1.2, 0.1, 1.6), "p": Mark(0, -1.2, 0.0, 1.45), "f": Mark(0, -2.0, -1.0, 1.0)}
"""Ordinary, priority, free: what the load model taught; an office moves on from here."""


@dataclass(frozen=True, slots=True)
class Learned:
    """All that an office learned about its waiting."""

    pace: Pace = field(default_factory=Pace)
    marks: Mapping[str, Mark] = field(default_factory=lambda: MappingProxyType({}))

    def mark(self, kind: str) -> Mark:
        return self.marks.get(kind, _FIRST_MARKS[kind[0]])

    def came_true(self, told: Told, waited_ms: int) -> "Learned":
        """Somebody who was told this waited so long in truth, to the first call."""
        before = self.mark(told.kind)
        after = _moved(before, told, waited_ms)
        return replace(self, marks=MappingProxyType({**self.marks, told.kind: after}))


def _moved(before: Mark, told: Told, waited_ms: int) -> Mark:
    """An end that was missed too often goes outwards, else a little inwards, so that one in ten is missed at each."""
    step = max(_STEADY, _QUICK / (1 + before.seen / 10))
    low = before.low + step * (MISSED_BELOW - (waited_ms < told.low * MINUTE))
    middle = before.middle + step * 0.5 * ((waited_ms > told.point_ms) - (waited_ms < told.point_ms))
    high = before.high + step * (MISSED_ABOVE - (waited_ms <= told.high * MINUTE))
    middle = max(-_FARTHEST, min(_FARTHEST, middle))
    return Mark(before.seen + 1, max(-_FARTHEST, min(low, middle)), middle, min(_FARTHEST, max(high, middle)))


class Foresight(NamedTuple):
    """What a waiting time is reckoned from, besides the hall itself."""

    learned: Learned
    now: Moment


class Timetable(NamedTuple):
    """`sessions`: today's, (from, to); `ends_ms`: nobody is called from then on. All on the clock of `now_ms`."""

    now_ms: int
    sessions: tuple[tuple[int, int], ...]
    ends_ms: int

    def after(self, working_ms: float) -> float:
        """How long it is until so much time was worked. A break that has begun is none: somebody sits there."""
        at = self.now_ms + working_ms
        for (_, end), (begin, _) in zip(self.sessions, self.sessions[1:], strict=False):
            if self.now_ms < end <= at:
                at += begin - end
        return at - self.now_ms


def told(outlook: Outlook, priority: bool, learned: Learned, times: Timetable) -> Told | None:
    """What is shown of an outlook; None when the day ends before."""
    kind = _kind(outlook, priority)
    seen = _FREE_OUTLOOK if kind == _FREE else outlook
    mark = learned.mark(kind)
    low, middle, high = (times.after(_at(seen, end)) for end in (mark.low, mark.middle, mark.high))
    if times.now_ms + middle >= times.ends_ms:
        return None
    least = _rounded(low)
    return Told(least, max(_rounded(high), least + _step(least)), round(middle / SECOND) * SECOND, kind)


def foretold(hall: Hall, newcomer: Waiting, learned: Learned, times: Timetable, rng: Random) -> Told | None:
    """What somebody is told who comes behind all others; None when nobody can know."""
    serving = hall.serving(newcomer)
    if not serving:
        return None
    if not hall.waiting and any(one.busy is None for one in serving):
        return told(Outlook(0, 0), newcomer.priority, learned, times)
    found = play_on(hall, learned.pace, rng, (newcomer,)).get(newcomer.id)
    return None if found is None else told(found, newcomer.priority, learned, times)


def _kind(outlook: Outlook, priority: bool) -> str:
    if outlook.mean_ms < 1:
        return _FREE
    return ("p" if priority else "o") + str(sum(outlook.mean_ms >= bound for bound in _KINDS))


def _at(outlook: Outlook, deviations: float) -> float:
    """The quantile of a gamma distribution with this mean and deviation (Wilson and Hilferty), in ms."""
    sd = max(outlook.sd_ms, 0.15 * outlook.mean_ms + 3 * SECOND)
    ninth = (sd / outlook.mean_ms) ** 2 / 9
    root = 1 - ninth + deviations * math.sqrt(ninth)
    return float(outlook.mean_ms * max(0.0, root) ** 3)


def _step(minutes: float) -> int:
    return next(step for below, step in _STEPS if minutes < below)


def _rounded(ms: float) -> int:
    """Minutes as they are shown."""
    step = _step(ms / MINUTE)
    return step * math.floor(ms / MINUTE / step + 0.5)
