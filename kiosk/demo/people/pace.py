"""How fast the played people are."""

import threading


class GoingHome(Exception):
    """The play is over."""


class Pace:
    """`wait` waits in the people's own time, `wait_real` by the clock; both raise `GoingHome` after `end`."""

    def __init__(self, speed: float) -> None:
        self._speed = speed
        self._over = threading.Event()

    @property
    def is_over(self) -> bool:
        return self._over.is_set()

    def end(self) -> None:
        self._over.set()

    def wait(self, ms: float) -> None:
        self.wait_real(ms / self._speed)

    def wait_real(self, ms: float) -> None:
        if self._over.wait(max(0.0, ms) / 1000):
            raise GoingHome

    def real_ms(self, ms: float) -> float:
        return ms / self._speed
