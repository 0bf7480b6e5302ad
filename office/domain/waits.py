"""How long people wait, told as few figures: how many, the mean, the 95th of a hundred, the longest; by class.

Classes are everybody, the ordinary and the priority people. Whoever was never called has no wait and is counted apart,
because a rule that leaves people behind would look good otherwise.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from office.domain.house import Calling
from office.domain.load import Citizen
from office.domain.simulation import Place, simulate

CLASSES = ("all", "ordinary", "priority")


@dataclass(frozen=True, slots=True)
class Waits:
    """Milliseconds. `p95`: the smallest wait that at least 95 of 100 people did not exceed."""

    people: int
    mean: int
    p95: int
    longest: int

    @classmethod
    def of(cls, waits: Iterable[int]) -> "Waits | None":
        """None when nobody was called."""
        found = sorted(waits)
        if not found:
            return None
        return cls(len(found), round(sum(found) / len(found)), found[-(-len(found) * 95 // 100) - 1], found[-1])


@dataclass(frozen=True, slots=True)
class Waited:
    """One person: the class and the time until the first call, None = never called."""

    priority: bool
    ms: int | None


@dataclass(frozen=True, slots=True)
class ClassWaits:
    """One class under one rule. `uncalled`: people who were never called."""

    waits: Waits | None
    uncalled: int


def by_class(people: Sequence[Waited]) -> Mapping[str, ClassWaits]:
    """All of `CLASSES`."""
    ordinary, priority = ([one for one in people if one.priority is wanted] for wanted in (False, True))
    those = dict(zip(CLASSES, (people, ordinary, priority), strict=True))
    return {
        name: ClassWaits(Waits.of(p.ms for p in group if p.ms is not None), sum(p.ms is None for p in group))
        for name, group in those.items()
    }


@dataclass(frozen=True, slots=True)
class PlayedDay:
    """What the rules are tried on; times in ms after midnight."""

    places: Sequence[Place]
    citizens: Sequence[Citizen]
    closes_ms: int


def under(calling: Calling, days: Iterable[PlayedDay], rng: Random) -> Mapping[str, ClassWaits]:
    """Everybody of these days together, called by this rule."""
    people = list[Waited]()
    for day in days:
        visits = simulate(day.places, calling, day.citizens, closes_ms=day.closes_ms, rng=rng)
        people += (Waited(visit.citizen.priority, visit.waited_ms) for visit in visits)
    return by_class(people)
