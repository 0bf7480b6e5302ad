"""The load model: how many people come in a day, when, for what, how long it takes, and what they do.

Every figure is a judgement about real offices, kept in one place, so that the demo, the tests and the measurements mean
the same by "a busy day". Chance comes in as a `random.Random`, so that a day can be repeated. Times are milliseconds of
the people's own life; who plays them faster divides. The age of the faces is not theirs to hurry: `reads_ms` is real.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from random import Random

from office.domain.moment import HOUR, MINUTE, SECOND


@dataclass(frozen=True, slots=True)
class Profile:
    """An office of a size: tickets on an ordinary day, and counters."""

    tickets: int
    counters: int


PROFILES = {
    "small": Profile(25, 2),
    "typical": Profile(120, 5),
    "large": Profile(400, 9),
    "extreme": Profile(1200, 24),
}

OPENS = 7 * HOUR
BY_HOUR = (8, 17, 19, 13, 6, 0, 12, 12, 8, 5)
"""Share of the day's people in each clock hour from 7:00, of 100."""


@dataclass(frozen=True, slots=True)
class Errand:
    """`share` of 100 people; `median` of the time at the counter (lognormal, σ = 0.6)."""

    share: float
    median: int


SIGMA = 0.6
ERRANDS = {
    "A": Errand(60, 150 * SECOND),
    "B": Errand(14, 6 * MINUTE),
    "E": Errand(10, 8 * MINUTE),
    "G": Errand(8, 12 * MINUTE),
    "D": Errand(5, 6 * MINUTE),
}
OTHER = Errand(3, 6 * MINUTE)
"""All services without a letter above share this one."""

SEVERAL_DOSSIERS = 0.10
LEVELS = {3: (4, 30, 66), 4: (3, 9, 33, 55), 5: (2, 4, 10, 34, 50)}
"""scale → weights of its levels, from 1 upwards."""


@dataclass(frozen=True, slots=True)
class Habits:
    """Shares of people: no-show 5–8 %, transfer 3 %, second call 15 %, priority 15 %, answers at the faces 15–40 %."""

    no_show: float = 0.065
    transfer: float = 0.03
    recall: float = 0.15
    priority: float = 0.15
    responds: float = 0.27
    declines: float = 0.08


@dataclass(frozen=True, slots=True)
class Citizen:
    """One person. `moves_to`: a service to which the clerk sends them on, for `then_ms` more.

    `level`: what they press at the faces, 0 = "no thank you", None = they walk past; `reads_ms`: before they press.
    """

    arrives_ms: int
    service: str
    priority: bool
    comes: bool
    needs_second_call: bool
    walk_ms: int
    service_ms: int
    moves_to: str | None
    then_ms: int
    level: int | None
    reads_ms: int


def tickets_on(profile: Profile, day: date, after_tet: date | None = None) -> int:
    """Mondays bring 1.3 times as many, August 1.4, the week from `after_tet` (work begins again) twice."""
    factor = 1.3 if day.weekday() == 0 else 1.0
    factor *= 1.4 if day.month == 8 else 1.0
    if after_tet is not None and after_tet <= day < after_tet + timedelta(days=7):
        factor *= 2.0
    return round(profile.tickets * factor)


def shares(services: Sequence[str]) -> list[float]:
    """The weight of each service: its errand's share; the services without one divide `OTHER` among them."""
    others = sum(service not in ERRANDS for service in services)
    return [ERRANDS[s].share if s in ERRANDS else OTHER.share / others for s in services]


def busy_shares(services: Sequence[str]) -> list[float]:
    """The part of the work at the counters that each service makes, together 1."""
    work = [w * ERRANDS.get(s, OTHER).median for s, w in zip(services, shares(services), strict=True)]
    return [part / sum(work) for part in work]


def mean_service_ms(services: Sequence[str]) -> int:
    """The mean time at the counter over the mix of these services."""
    weights = shares(services)
    medians = [ERRANDS.get(s, OTHER).median for s in services]
    mean = sum(w * m for w, m in zip(weights, medians, strict=True)) / sum(weights)
    return round(mean * math.exp(SIGMA**2 / 2) * (1 + SEVERAL_DOSSIERS))


def service_ms(rng: Random, service: str) -> int:
    """How long one person takes at the counter."""
    median = ERRANDS.get(service, OTHER).median
    dossiers = 2 if rng.random() < SEVERAL_DOSSIERS else 1
    return round(rng.lognormvariate(math.log(median), SIGMA) * dossiers)


def arrivals_of_a_day(rng: Random, people: int) -> list[int]:
    """When they come, in ms after midnight, earliest first."""
    hours = rng.choices(range(len(BY_HOUR)), cum_weights=list(accumulate(BY_HOUR)), k=people)
    return sorted(OPENS + hour * HOUR + rng.randrange(HOUR) for hour in hours)


def steady_arrivals(rng: Random, people: int, every_ms: int) -> list[int]:
    """An hour without end: one person in `every_ms` on average, the first one at once."""
    gaps = [0, *(round(rng.expovariate(1 / every_ms)) for _ in range(people - 1))]
    return list(accumulate(gaps))[:people]


def citizen(rng: Random, arrives_ms: int, services: Sequence[str], habits: Habits, scale: int) -> Citizen:
    """One person for one of the services; `scale`: of the faces, 3 to 5."""
    wanted = rng.choices(services, weights=shares(services))[0]
    others = [s for s in services if s != wanted]
    moves_to = rng.choice(others) if others and rng.random() < habits.transfer else None
    return Citizen(
        arrives_ms=arrives_ms,
        service=wanted,
        priority=rng.random() < habits.priority,
        comes=rng.random() >= habits.no_show,
        needs_second_call=rng.random() < habits.recall,
        walk_ms=rng.randrange(5 * SECOND, 30 * SECOND),
        service_ms=service_ms(rng, wanted),
        moves_to=moves_to,
        then_ms=service_ms(rng, moves_to or wanted),
        level=_answer(rng, habits, scale),
        reads_ms=rng.randrange(700, 1_500),
    )


def _answer(rng: Random, habits: Habits, scale: int) -> int | None:
    chance = rng.random()
    if chance < habits.responds:
        return rng.choices(range(1, scale + 1), weights=LEVELS[scale])[0]
    return 0 if chance < habits.responds + habits.declines else None


def citizens(
    rng: Random, arrivals: Sequence[int], services: Sequence[str], habits: Habits | None = None, scale: int = 4
) -> list[Citizen]:
    """The people who come at these times."""
    kept = habits or Habits()
    return [citizen(rng, at, services, kept, scale) for at in arrivals]
