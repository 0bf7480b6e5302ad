"""A box of rating buttons as levels: serial, one byte a press, or HID keys. One press within 300 ms counts once.

Pure: bytes or signs in, levels out; times in milliseconds. `buttons`: what the buttons send, the lowest level first.
"""

from collections.abc import Iterator

DEBOUNCE_MS = 300
USUAL = "12345"


class ButtonBox:
    """Levels from 1 (the lowest) on. What no button sends is passed over."""

    def __init__(self, buttons: str = USUAL) -> None:
        self._levels = {button: level for level, button in enumerate(buttons, 1)}
        self._pressed: dict[str, int] = {}

    def hear(self, signs: str, ms: int) -> Iterator[int]:
        for sign in signs:
            level = self._levels.get(sign)
            if level is not None and not self._bounces(sign, ms):
                yield level

    def _bounces(self, sign: str, ms: int) -> bool:
        """A button that is held and repeats stays one press until it has been quiet for 300 ms."""
        before = self._pressed.get(sign)
        self._pressed[sign] = ms
        return before is not None and 0 <= ms - before < DEBOUNCE_MS
