"""The hall played on from this moment: each counter takes whom the rule gives it as soon as it gets free.

Nobody knows how long the people at the counters will take, so the play is repeated with times drawn by lot from what
the office learned; somebody's waiting times over all repetitions are what may come. Chance comes in as a `Random`.
Nobody else joins the line and every open counter stays: what that leaves out is learned by `office.domain.waiting`.

The rule that surprises: a play costs no more for a long line than for a short one. The longer the line, the fewer the
repetitions, down to a single one with mean times; in a line longer than `LONGEST` one person then stands for several.
"""

import heapq
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from statistics import NormalDist
from typing import NamedTuple

from office.domain.house import Calling, Counter
from office.domain.line import Line, Waiting, run_after
from office.domain.pace import Pace

MOST_PLAYS = 32
EFFORT = 240
"""Calls that all plays together may take."""
LONGEST = 160

_CELLS = 1024
_NORMAL = NormalDist()
_Z = tuple(_NORMAL.inv_cdf((min(cell, _CELLS - 1) + 0.5) / _CELLS) for cell in range(_CELLS + 1))
_SURE = 0.9995
"""Who is still there when nearly everybody would have left: nothing is known but that it already took long."""
_MORE = 0.3
"""As much longer it then takes as it took so far."""


class Busy(NamedTuple):
    """Who stands at a counter: for how long since the start of the service, or since the call if `came` is False."""

    service: str
    for_ms: int
    came: bool


class Open(NamedTuple):
    """An open counter; `busy` None: nobody stands there."""

    counter: Counter
    busy: Busy | None

    def serves(self, one: Waiting) -> bool:
        """It may call this person."""
        if one.for_counter is not None:
            return one.for_counter == self.counter.number
        return one.service in self.counter.services


@dataclass(frozen=True, slots=True)
class Hall:
    """What can be seen at this moment; `runs`: ordinary calls of a counter since its last priority call."""

    counters: Sequence[Open]
    waiting: Sequence[Waiting]
    calling: Calling
    runs: Mapping[int, int]

    def serving(self, one: Waiting) -> list[Open]:
        """The open counters that may call this person."""
        return [place for place in self.counters if place.serves(one)]


class Outlook(NamedTuple):
    """When somebody may be called, in ms from now: mean and standard deviation."""

    mean_ms: float
    sd_ms: float


def play_on(hall: Hall, pace: Pace, rng: Random, newcomers: Sequence[Waiting] = ()) -> dict[int, Outlook]:
    """Ticket id → when it may be called; without those whom no open counter would call.

    `newcomers` come behind everybody; they take no time, so they do not make one another wait. Only they are told of
    when there are any, else everybody in the line.
    """
    plays = _plays(len(hall.waiting) + len(hall.counters))
    stage = _Stage(hall, newcomers, plays, _Lots(pace, rng, plays))
    for play in range(plays):
        stage.play(play)
    return stage.outlooks()


def _plays(calls: int) -> int:
    """A power of two, so that the lots can be dealt out evenly."""
    possible = max(1, min(MOST_PLAYS, EFFORT // max(1, calls)))
    return 1 << (possible.bit_length() - 1)


class _Stage:
    """The line and the counters of one forecast, and what its plays have shown."""

    def __init__(self, hall: Hall, newcomers: Sequence[Waiting], plays: int, lots: "_Lots") -> None:
        self._hall, self._plays, self._lots = hall, plays, lots
        self._counters = {one.counter.number: one.counter for one in hall.counters}
        self._only = frozenset(one.id for one in newcomers)
        self._weights: dict[int, int] = dict.fromkeys(self._only, 0)
        share = -(-len(hall.waiting) // LONGEST) if newcomers else 1
        waiting = hall.waiting if share <= 1 else self._thinned(hall.waiting, share)
        self._line = Line([*waiting, *newcomers])
        self._chance: dict[int, float] = {}
        self._seen: dict[int, list[float]] = {}
        self._reckoned: dict[int, float] = {}

    def _thinned(self, waiting: Iterable[Waiting], share: int) -> list[Waiting]:
        """One in `share` of each kind of people, standing for those just before it."""
        kinds: dict[tuple[object, ...], list[Waiting]] = {}
        for one in sorted(waiting):
            kinds.setdefault(one[2:], []).append(one)  # service, priority, returned, for_counter
        kept = list[Waiting]()
        for kind in kinds.values():
            for begin in range(0, len(kind), share):
                group = kind[begin : begin + share]
                self._weights[group[-1].id] = len(group)
                kept.append(group[-1])
        return kept

    def play(self, play: int) -> None:
        """Once more, until everybody who is asked about was called."""
        line, calling, takes, held = self._line.copy(), self._hall.calling, self._lots.takes, self._lots.held
        counters, only, weights = self._counters, self._only, self._weights
        runs = {number: self._hall.runs.get(number, 0) for number in counters}
        chance = self._chance = dict.fromkeys(counters, 0.0)
        ends = [
            (self._lots.rest(one.busy, one.counter.number, play), one.counter.number) for one in self._hall.counters
        ]
        heapq.heapify(ends)
        left = len(only) or -1
        while ends and left:
            now, number = ends[0]
            picked = line.take(counters[number], calling, runs[number])
            if picked is None:
                heapq.heappop(ends)  # nobody is left for this counter
                continue
            who = picked.waiting
            if not only or who.id in only:
                self._note(who, now)
                left -= 1
            weight = weights.get(who.id, 1)
            if weight:
                runs[number] = run_after(runs[number], who.priority)
                chance[number] += weight * held[who.service].variance
                heapq.heapreplace(ends, (now + weight * takes(who.service, who.id, play), number))

    def _note(self, who: Waiting, now: float) -> None:
        self._seen.setdefault(who.id, []).append(now)
        self._reckoned[who.id] = self._reckoned.get(who.id, 0.0) + self._variance(who) / self._plays

    def _variance(self, who: Waiting) -> float:
        """Those who may call somebody share the work before it, and with the work the chance that lies in it."""
        serving = [one.counter.number for one in self._hall.serving(who)]
        return (sum(self._chance[n] for n in serving) + self._lots.held[who.service].variance) / len(serving) ** 2

    def outlooks(self) -> dict[int, Outlook]:
        return {who: self._outlook(times, self._reckoned[who]) for who, times in self._seen.items()}

    def _outlook(self, times: list[float], reckoned: float) -> Outlook:
        """What the plays show of the chance and what is reckoned count the same: a few plays show it badly."""
        mean = sum(times) / len(times)
        if len(times) == 1:
            return Outlook(mean, math.sqrt(reckoned))
        shown = sum((one - mean) ** 2 for one in times) / (len(times) - 1)
        return Outlook(mean, math.sqrt((shown + reckoned) / 2))


class _Held:
    """How long people of one service hold a counter once they stand there, and on average with all before."""

    __slots__ = ("mean_ms", "mu", "service_ms", "sigma", "variance")

    def __init__(self, pace: Pace, service: str) -> None:
        time = pace.of(service)
        self.mu, self.sigma, self.service_ms = time.mu, time.sigma, time.mean_ms
        self.mean_ms = pace.mean_ms(service)
        self.variance = time.mean_ms * time.mean_ms * math.expm1(time.sigma * time.sigma)


class _Begun(NamedTuple):
    """Somebody at a counter, for `gone` ms: `left` is the share of people who would have left by then."""

    held: _Held
    gone: int
    left: float


class _Lots:
    """The times of the people, drawn by lot so that over all plays each person gets its short and its long times.

    With a single play there is nothing to draw: everybody takes the mean.
    """

    def __init__(self, pace: Pace, rng: Random, plays: int) -> None:
        self._rng, self._plays = rng, plays
        self.held = _Times(pace)
        self._begun: dict[int, _Begun] = {}
        self._way, self._missing, self._missing_ms = pace.way_ms.mean, pace.missing.mean, pace.missing_ms.mean
        self._scale = _CELLS / (1 - self._missing)

    def takes(self, service: str, who: int, play: int) -> float:
        """How long somebody who is called holds the counter."""
        held = self.held[service]
        if self._plays == 1:
            return held.mean_ms
        lot = self._lot(who, play)
        if lot < self._missing:
            return self._missing_ms
        return self._way + math.exp(held.mu + held.sigma * _Z[int((lot - self._missing) * self._scale)])

    def rest(self, busy: Busy | None, number: int, play: int) -> float:
        """How long a counter is still held."""
        if busy is None:
            return 0.0
        if not busy.came:
            return max(0.0, self.takes(busy.service, -number, play) - busy.for_ms)
        held, gone, left = self._begun.get(number) or self._begin(busy, number)
        if left > _SURE:
            return _MORE * gone
        if self._plays == 1:
            z = (math.log(gone) - held.mu) / held.sigma
            return held.service_ms * (1 - _NORMAL.cdf(z - held.sigma)) / (1 - left) - gone
        cell = int((left + (1 - left) * self._lot(-number, play)) * _CELLS)
        return max(0.0, math.exp(held.mu + held.sigma * _Z[cell]) - gone)

    def _begin(self, busy: Busy, number: int) -> "_Begun":
        held, gone = self.held[busy.service], max(1, busy.for_ms)
        left = _NORMAL.cdf((math.log(gone) - held.mu) / held.sigma)
        found = self._begun[number] = _Begun(held, gone, left)
        return found

    def _lot(self, who: int, play: int) -> float:
        """In [0, 1): one of as many equal parts as there are plays, each once, in an order of the person's own."""
        mixed = (who * 2_654_435_761) & 0xFFFF_FFFF
        part = ((mixed >> 8) + play * ((mixed >> 16) | 1)) % self._plays
        return (part + self._rng.random()) / self._plays


class _Times(dict[str, _Held]):
    """Service → its times, reckoned once a forecast."""

    def __init__(self, pace: Pace) -> None:
        super().__init__()
        self._pace = pace

    def __missing__(self, service: str) -> _Held:
        found = self[service] = _Held(self._pace, service)
        return found
