"""When to try again: each time later, and never all offices at the same moment.

The delay doubles from `first_s` to `most_s`, each one spread by ±50 %. A connection that stood for `stable_s` starts
anew; a shorter one does not, so that two machines with one identity do not throw each other out many times a second.
"""

import random
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds."""

    first_s: float = 1.0
    most_s: float = 60.0
    stable_s: float = 20.0


@dataclass(slots=True)
class Tries:
    pace: Pace
    chance: random.Random = field(default_factory=random.Random)
    _delay_s: float = 0.0

    def failed(self, stood_s: float) -> float:
        """Seconds to wait after a connection that stood for `stood_s` (0: it never did)."""
        fresh = stood_s >= self.pace.stable_s or self._delay_s == 0
        self._delay_s = self.pace.first_s if fresh else min(2 * self._delay_s, self.pace.most_s)
        return self._delay_s * self.chance.uniform(0.5, 1.5)
