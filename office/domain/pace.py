"""How long people take at the counters, as this office has seen it: what a waiting time is reckoned from.

Times at a counter are lognormal: many short ones, a few long ones. For each service the mean and the variance of the
logarithm are kept, and the same for the whole office. Rules:
1. A service that was seen little is drawn towards the office (`SHRINK` people's worth), the office at first towards
   `USUAL_MS`: a figure is never made of one person.
2. Old days fade: nobody weighs less than one in `MEMORY`, so a service that became slower shows within days.
3. One time can pull a figure no further than a time ten times as long or as short as usual would: somebody forgot to
   press "finish" over lunch.
4. Before the service stands the way to the counter, and whoever does not come holds it as well: both are learned for
   the whole office, because they belong to the hall and not to the errand.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from office.domain.moment import MINUTE, SECOND

USUAL_MS = 5 * MINUTE
SHRINK = 5.0
MEMORY = 300.0
MEMORY_OF_ALL = 2_000.0
_USUAL_VAR = 0.4
_VAR_SHRINK = 20.0
_SHORTEST_MS = 5 * SECOND
_FAR = math.log(10)


@dataclass(frozen=True, slots=True)
class Spread:
    """`seen`: how many people stand behind it, at most the memory; mean and variance of the logarithm of ms."""

    seen: float
    log_mean: float
    log_var: float

    def after(self, log_ms: float, memory: float) -> "Spread":
        """With one more person."""
        seen = min(self.seen + 1, memory)
        off = max(-_FAR, min(_FAR, log_ms - self.log_mean))
        mean = self.log_mean + off / seen
        var = self.log_var if seen <= 1 else self.log_var + (off * (off - off / seen) - self.log_var) / seen
        return Spread(seen, mean, var)


@dataclass(frozen=True, slots=True)
class Share:
    """A mean of `seen` values: a share, or ms."""

    seen: float
    mean: float

    def after(self, value: float, memory: float) -> "Share":
        seen = min(self.seen + 1, memory)
        return Share(seen, self.mean + (value - self.mean) / seen)


class Lognormal:
    """The time at the counter of one service: `mu`, `sigma` of its logarithm, and its mean in ms."""

    __slots__ = ("mean_ms", "mu", "sigma")

    def __init__(self, mu: float, sigma: float) -> None:
        self.mu, self.sigma, self.mean_ms = mu, sigma, math.exp(mu + sigma * sigma / 2)


@dataclass(frozen=True, slots=True)
class Pace:
    """What was learned so far; every lesson makes a new one. A new office starts with the defaults."""

    office: Spread = Spread(3, math.log(USUAL_MS), _USUAL_VAR)
    services: Mapping[str, Spread] = field(default_factory=lambda: MappingProxyType({}))
    way_ms: Share = Share(5, 20 * SECOND)
    missing: Share = Share(20, 0.05)
    missing_ms: Share = Share(5, 70 * SECOND)

    def served(self, service: str, ms: int) -> "Pace":
        """Somebody was served for `ms`, from the start to the end."""
        log_ms = math.log(max(_SHORTEST_MS, ms))
        before = self.services.get(service, Spread(0, self.office.log_mean, self.office.log_var))
        services = {**self.services, service: before.after(log_ms, MEMORY)}
        return replace(self, office=self.office.after(log_ms, MEMORY_OF_ALL), services=MappingProxyType(services))

    def came(self, ms: int) -> "Pace":
        """Somebody who was called stood at the counter `ms` later; 0 when the clerk did not press "start"."""
        return replace(
            self,
            way_ms=self.way_ms.after(min(ms, 5 * MINUTE), MEMORY),
            missing=self.missing.after(0, MEMORY_OF_ALL),
        )

    def did_not_come(self, ms: int) -> "Pace":
        """Nobody came; the counter was held for `ms`."""
        return replace(
            self,
            missing=self.missing.after(1, MEMORY_OF_ALL),
            missing_ms=self.missing_ms.after(min(ms, 10 * MINUTE), MEMORY),
        )

    def of(self, service: str) -> Lognormal:
        """The time of a service, drawn towards the office as long as little was seen of it."""
        own = self.services.get(service)
        if own is None:
            return Lognormal(self.office.log_mean, math.sqrt(self.office.log_var))
        mu = (own.seen * own.log_mean + SHRINK * self.office.log_mean) / (own.seen + SHRINK)
        var = (own.seen * own.log_var + _VAR_SHRINK * self.office.log_var) / (own.seen + _VAR_SHRINK)
        return Lognormal(mu, math.sqrt(var))

    def mean_ms(self, service: str) -> float:
        """How long somebody of this service holds a counter on average, from the call on, whether they come or not."""
        comes = self.way_ms.mean + self.of(service).mean_ms
        return comes + self.missing.mean * (self.missing_ms.mean - comes)
