"""The rating window: when a press counts, when it may be changed, when reasons are asked."""

from dataclasses import dataclass

from office.domain.house import RatingRules
from office.domain.moment import Moment
from office.domain.refusals import AlreadyRated, NoWindow

RATED = "rated"
DECLINED = "declined"
TIMEOUT = "timeout"
CUT_SHORT = "cut_short"
WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Window:
    """A chance to rate. `outcome` None = open; `closed`: when it ended."""

    id: int
    ticket: int
    counter: int
    clerk: str | None
    service: str
    opened: Moment
    closes_at: int
    scale: int
    outcome: str | None = None
    closed: Moment | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """A rating that stands; `first`: when it was first given (a change does not move it)."""

    ticket: int
    question: str
    level: int
    first: Moment


def press_age(window: Window, now: Moment, age_ms: int | None) -> int:
    """How long the faces had been there: the smaller of what the server and the screen know, in ms."""
    age = now.since(window.opened)
    return age if age_ms is None else min(age, age_ms)


def is_too_early(window: Window, now: Moment, age_ms: int | None, rules: RatingRules) -> bool:
    """A press so soon was meant for the person before."""
    return press_age(window, now, age_ms) < rules.too_early_ms


def check_change(given: Given, now: Moment, rules: RatingRules) -> None:
    """A second press replaces the first within the time for a change of mind, else `AlreadyRated`."""
    if now.since(given.first) > rules.change_ms:
        raise AlreadyRated(level=given.level)


def check_open(window: Window | None, now: Moment, rules: RatingRules) -> Window:
    """The window if it takes presses, else `NoWindow`; the timer may be a moment behind, so the age counts too."""
    if window is None or window.outcome is not None or now.since(window.opened) >= rules.window_ms:
        raise NoWindow(outcome=None if window is None else window.outcome)
    return window


def is_low(level: int, scale: int) -> bool:
    """The lowest level of three or four, the two lowest of five."""
    return level <= (2 if scale >= 5 else 1)
