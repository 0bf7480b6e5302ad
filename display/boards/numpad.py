"""The keys of a numpad as deeds; the same map as in the console's keyboard (kiosk/web/.../console/keys.js).

    Enter next · + recall · * start · - absent · / transfer · . set aside · digits Enter = call that number
    0 held for 800 ms and let go = pause · F8 walk-in · F9 done without calling · F12 end of day · Esc undo
    0 + walk-in · 0 - end of day · 0 / undo · 0 . done without calling · digits without Enter are forgotten after 5 s

What a keypad has no dialog for is typed before the key: `3 /` sends to counter 3, `02 +` is a walk-in for the counter's
second service. Six digits and `*` are a PIN (`Deed.SIGN`). Pure: times come in as milliseconds. A key counts when it
goes down; what the kernel repeats does not; a contact that chatters gives one press.
"""

from display.boards.driver import Deed, KeyPress
from display.boards.events import DOWN, UP, KeyEvent

HOLD_MS = 800
LAPSE_MS = 5_000
CHATTER_MS = 40
MOST_DIGITS = 6
PIN_DIGITS = 6

PLAIN = {
    "enter": Deed.NEXT,
    "+": Deed.RECALL,
    "*": Deed.START,
    "-": Deed.NO_SHOW,
    "/": Deed.TRANSFER,
    ".": Deed.PARK,
    "f8": Deed.WALK_IN,
    "f9": Deed.FINISH,
    "f12": Deed.END,
    "escape": Deed.UNDO,
}
AFTER_ZERO = {"+": Deed.WALK_IN, "-": Deed.END, "/": Deed.UNDO, ".": Deed.FINISH}
TAKES_DIGITS = (Deed.TRANSFER, Deed.WALK_IN, Deed.PARK)


class Numpad:
    """`hear` gives the deed of a key event, or None while nothing is complete."""

    def __init__(self) -> None:
        self._typed = ""
        self._typed_at = 0
        self._zero_down: int | None = None
        self._moved: dict[str, int] = {}

    def hear(self, event: KeyEvent) -> KeyPress | None:
        if event.value not in (UP, DOWN) or self._chatters(event):
            return None
        if event.ms - self._typed_at > LAPSE_MS or event.ms < self._typed_at:  # or the clock was set
            self._typed = "" if self._zero_down is None else self._typed
        if event.value == UP:
            return self._up(event)
        if event.sign.isdigit():
            self._digit(event)
            return None
        return self._press(event.sign)

    def _chatters(self, event: KeyEvent) -> bool:
        """The contact moved a moment ago: one press, not two."""
        before = self._moved.get(event.sign)
        if event.value == UP:
            self._moved[event.sign] = event.ms
            return False
        return before is not None and 0 <= event.ms - before < CHATTER_MS

    def _digit(self, event: KeyEvent) -> None:
        self._zero_down = event.ms if event.sign == "0" and not self._typed else None
        if len(self._typed) < MOST_DIGITS:
            self._typed, self._typed_at = self._typed + event.sign, event.ms

    def _up(self, event: KeyEvent) -> KeyPress | None:
        if event.sign != "0" or self._zero_down is None:
            return None
        held, self._zero_down = event.ms - self._zero_down >= HOLD_MS, None
        if not held:
            return None
        self._typed = ""
        return KeyPress(Deed.PAUSE)

    def _press(self, sign: str) -> KeyPress | None:
        self._zero_down = None
        typed, self._typed = self._typed, ""
        if sign == "backspace":
            self._typed = typed[:-1]
            return None
        if sign == "escape" and typed:
            return None
        return _deed(sign, typed)


def _deed(sign: str, typed: str) -> KeyPress | None:
    behind_zeros = typed.lstrip("0")  # of pads with a key "00" two or three come
    if typed and not behind_zeros and sign in AFTER_ZERO:
        return KeyPress(AFTER_ZERO[sign])
    if typed.startswith("0") and sign == "+":
        return KeyPress(Deed.WALK_IN, behind_zeros)
    if sign == "enter" and typed:
        return KeyPress(Deed.CALL, typed)
    if sign == "*" and len(typed) == PIN_DIGITS:
        return KeyPress(Deed.SIGN, typed)
    deed = PLAIN.get(sign)
    return None if deed is None else KeyPress(deed, typed if deed in TAKES_DIGITS else "")
