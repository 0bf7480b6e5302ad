"""What goes wrong, and when: a seeded stream of mishaps, each of which somebody mends a moment later."""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from tests.chaos.world import Child, World, children_of

Mend = Callable[[], None]
MEANT = {
    "office killed": 5,
    "collector killed": 4,
    "back room killed": 2,
    "broker killed": 3,
    "database cut off": 1,
    "link cut": 4,
    "black hole": 3,
    "slow link": 2,
    "thin link": 2,
}
"""Mishap → how often it happens beside the others."""


@dataclass
class Monkey:
    """`make` one mishap; what is to be mended lies in `repairs` with its time."""

    world: World
    chance: random.Random
    done: Counter[str] = field(default_factory=Counter)
    repairs: list[tuple[float, str, Mend]] = field(default_factory=list)

    def rage(self, seconds: float, pause_s: tuple[float, float]) -> None:
        """Mishap upon mishap for so long, then everything is mended."""
        until, following = time.monotonic() + seconds, time.monotonic() + pause_s[0]
        while (now := time.monotonic()) < until:
            self._mend(now)
            if now >= following:
                self.make(now)
                following = now + self.chance.uniform(*pause_s)
            time.sleep(0.02)
        self._mend(float("inf"))
        self.world.heal()

    def make(self, now: float) -> None:
        what = self.chance.choices(list(MEANT), list(MEANT.values()))[0]
        mend, after = self._cause(what)
        if mend is None:
            return
        self.done[what] += 1
        self.repairs.append((now + after, what, mend))

    def _mend(self, now: float) -> None:
        due = [one for one in self.repairs if one[0] <= now]
        self.repairs = [one for one in self.repairs if one[0] > now]
        for _, _, mend in due:
            mend()

    def _cause(self, what: str) -> tuple[Mend | None, float]:
        """How it is mended, and after how long; None: it has happened already and nobody has mended it."""
        chance, world = self.chance, self.world
        office, link = chance.choice(world.offices), chance.choice(world.links)
        collector, long = chance.choice(world.collectors), chance.uniform(0.0, 3.0)
        if any(what == one for _, one, _ in self.repairs):
            return None, 0.0
        match what:
            case "office killed":
                return self._kill(office.child), long
            case "collector killed":
                return self._kill(collector), long
            case "back room killed":
                return _kill_children(collector), 0.0
            case "broker killed":
                world.broker.kill()
                return _started(world), long
            case "database cut off":
                world.cluster.stop("immediate")
                return world.cluster.start, long
            case "link cut":
                link.cut()
                return _nothing, 0.0
            case "black hole":
                link.black_hole()
                return lambda: link.black_hole(on=False), 2 * long
            case "slow link":
                link.delay(0.4)
                return lambda: link.delay(0.0), 2 * long
            case _:
                link.throttle(40_000.0)
                return lambda: link.throttle(0.0), 2 * long

    def _kill(self, child: Child) -> Mend:
        child.kill()
        return child.start


def _kill_children(child: Child) -> Mend:
    """The process beside a collector's own; the one that only tidies up is killed as well."""
    pid = child.pid
    for one in children_of(pid) if pid else ():
        with suppress(ProcessLookupError):
            os.kill(one, signal.SIGKILL)
    return _nothing


def _started(world: World) -> Mend:
    def start() -> None:
        world.broker.start()

    return start


def _nothing() -> None:
    return None
