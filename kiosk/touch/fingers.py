"""From fingers to presses: one press for each tap that a person meant.

1. Only the first finger counts while it is down; a palm or ten fingers make at most one press.
2. A press is made when the finger leaves the control on which it came down; sliding off takes it back.
3. A page that changed under a finger voids the tap, and for `SETTLE_MS` after a change nothing is pressed, so a
   double tap cannot press something on the next page.
4. A second touch within `BOUNCE_MS` of the last one leaving is the panel's, not the person's.
5. A finger that stays for `HELD_MS` is somebody leaning on the screen: it presses nothing, and others may again.

Times are ms of any clock that only goes forward.
"""

from collections.abc import Hashable
from dataclasses import dataclass

SETTLE_MS = 450
BOUNCE_MS = 60
HELD_MS = 5_000


@dataclass(slots=True)
class _Down:
    finger: Hashable
    target: str | None
    at: int
    void: bool


class Fingers:
    """Told of every touch; answers what is pressed. `target` is the control under the finger, or None."""

    def __init__(self) -> None:
        self._down: _Down | None = None
        self._last_up = -BOUNCE_MS - 1
        self._closed_until = 0

    @property
    def on(self) -> str | None:
        """The control that looks pressed now."""
        return None if self._down is None or self._down.void else self._down.target

    def down(self, finger: Hashable, target: str | None, at: int) -> None:
        if self._down is not None and not self._is_held(at):
            return
        void = at < self._closed_until or at - self._last_up < BOUNCE_MS
        self._down = _Down(finger, target, at, void)

    def move(self, finger: Hashable, target: str | None) -> None:
        """Sliding off the control takes the press back; sliding onto another one presses nothing."""
        if self._is(finger) and self._down is not None and target != self._down.target:
            self._down.void = True

    def up(self, finger: Hashable, target: str | None, at: int) -> str | None:
        """The name of what is pressed now, or None."""
        if not self._is(finger) or self._down is None:
            return None
        down, self._down, self._last_up = self._down, None, at
        if down.void or down.target is None or target != down.target or at - down.at >= HELD_MS:
            return None
        return None if at < self._closed_until else down.target

    def held_ms(self, target: str, at: int) -> int:
        """How long a finger has been resting on that control."""
        down = self._down
        return 0 if down is None or down.void or down.target != target else at - down.at

    def turned(self, at: int, settle_ms: int = SETTLE_MS) -> None:
        """The page changed."""
        if self._down is not None:
            self._down.void = True
        self._closed_until = at + settle_ms

    def is_settling(self, at: int) -> bool:
        """Whether the page has only just changed; keys keep to it as well."""
        return at < self._closed_until

    def spend(self) -> None:
        """The finger that is down has done what it was for."""
        if self._down is not None:
            self._down.void = True

    def _is(self, finger: Hashable) -> bool:
        return self._down is not None and self._down.finger == finger

    def _is_held(self, at: int) -> bool:
        return self._down is not None and at - self._down.at >= HELD_MS
