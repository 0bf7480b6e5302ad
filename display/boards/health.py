"""How a device is: three answers missing make it offline, one answer brings it back.

What is told is only a change. A line that carries bytes nobody asked for, again and again, is disturbed: rubbish, or
another program that speaks on the same bus.
"""

from collections import deque
from collections.abc import Callable

OK, OFFLINE, DISTURBED = "ok", "offline", "disturbed"
MISSES = 3
STRAYS, WITHIN_S = 5, 10.0
CALM_S = 20.0

Tell = Callable[[str, str, str | None], None]
"""device, condition, detail."""


class Health:
    """Of one device."""

    def __init__(self, device: str, tell: Tell) -> None:
        self.device, self._tell = device, tell
        self._misses = 0
        self._told: tuple[str, str | None] | None = None

    @property
    def is_offline(self) -> bool:
        return self._told is not None and self._told[0] == OFFLINE

    def answered(self) -> bool:
        """True when it had been away."""
        was_away, self._misses = self.is_offline, 0
        self._say(OK, None)
        return was_away

    def missed(self) -> None:
        self._misses += 1
        if self._misses >= MISSES:
            self._say(OFFLINE, "no_answer")

    def lost(self, why: str) -> None:
        """Its line is gone."""
        self._misses = MISSES
        self._say(OFFLINE, why)

    def _say(self, condition: str, detail: str | None) -> None:
        if self._told != (condition, detail):
            self._told = (condition, detail)
            self._tell(self.device, condition, detail)


class Calm:
    """Whether a line is quiet when nobody was asked. Times in seconds of one counter."""

    def __init__(self, device: str, tell: Tell) -> None:
        self._device, self._tell = device, tell
        self._strays: deque[float] = deque(maxlen=STRAYS)
        self._is_disturbed = False

    def stray(self, now: float) -> None:
        """Bytes came that nobody had asked for."""
        self._strays.append(now)
        if not self._is_disturbed and len(self._strays) == STRAYS and now - self._strays[0] <= WITHIN_S:
            self._is_disturbed = True
            self._tell(self._device, DISTURBED, "unasked_bytes")

    def look(self, now: float) -> None:
        if self._is_disturbed and now - self._strays[-1] > CALM_S:
            self._is_disturbed = False
            self._tell(self._device, OK, None)
