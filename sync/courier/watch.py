"""The watchdog on progress: a pipe may be dead in silence, and the library still calls it connected.

It counts only while something is waited for, and begins anew at every sign that things go on.
"""

from dataclasses import dataclass

from sync.courier.timing import Timing


@dataclass(slots=True)
class Watch:
    since_s: float | None = None
    """Since when we wait without any sign; None: we wait for nothing."""
    level: int = 0

    def look(self, now: float, *, waits: bool) -> None:
        if not waits:
            self.since_s = None
        elif self.since_s is None:
            self.since_s = now

    def sign(self, now: float) -> None:
        """The pipe said something: it lives, which is not yet progress."""
        if self.since_s is not None:
            self.since_s = now

    def progress(self, now: float) -> None:
        self.sign(now)
        self.level = 0

    def due(self, timing: Timing) -> float:
        return float("inf") if self.since_s is None else self.since_s + timing.watched(self.level)

    def rebuilt(self, now: float) -> None:
        self.since_s, self.level = now, self.level + 1
