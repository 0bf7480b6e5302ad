"""Buckets of tries: each key may do something so often, and after a quiet while several times at once."""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

MOST_KNOWN = 4096
"""Buckets that are kept; of more, those that were used longest ago are forgotten."""


@dataclass(frozen=True, slots=True)
class Rate:
    """`a_second` for ever, `at_once` after a quiet while."""

    a_second: float
    at_once: int


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


class Buckets:
    """One bucket for each key, all of one rate. `clock` in seconds."""

    def __init__(self, rate: Rate, clock: Callable[[], float] = time.monotonic) -> None:
        self.rate = rate
        self._clock = clock
        self._known: OrderedDict[str, _Bucket] = OrderedDict()

    def __len__(self) -> int:
        return len(self._known)

    def take(self, key: str) -> float:
        """0 when there was something left, else the seconds until there is."""
        now, bucket = self._clock(), self._known.pop(key, None)
        if bucket is None:
            bucket = _Bucket(self.rate.at_once, now)
            if len(self._known) >= MOST_KNOWN:
                self._known.popitem(last=False)
        self._known[key] = bucket
        bucket.left = min(self.rate.at_once, bucket.left + (now - bucket.at) * self.rate.a_second)
        bucket.at = now
        if bucket.left < 1:
            return (1 - bucket.left) / self.rate.a_second
        bucket.left -= 1
        return 0.0
