"""What comes from keypads, numpads and rating boxes when they are broken, or when somebody plays with them.

The first half falls on counters where nobody has signed in: whatever is heard, nothing may be done. The second half is
pressed at a counter where somebody is being served, and asks for what is not there.
"""

import random
from collections.abc import Callable
from pathlib import Path

from display.boards.box import ButtonBox
from display.boards.driver import Deed, KeyPress
from display.boards.events import DOWN, EV_KEY, FORMAT, SIGNS, UP, Events
from display.boards.numpad import Numpad
from display.boards.protocols.gpro import GproKeypad, question
from kiosk.keys import Keys
from office.clock import SetClock
from office.premises import Premises
from tests.bad.spoiling import bitten
from tests.bad.tally import Tally, changed, contents
from tests.office_fixture import TOUCH, opened, rid

_RIGHT = b"".join(FORMAT.pack(1, n * 1000, EV_KEY, code, DOWN) for n, code in enumerate(SIGNS))
_NOT_THERE = (
    *(KeyPress(Deed.CALL, digits) for digits in ("0", "999", "999999", "987654")),
    *(KeyPress(Deed.TRANSFER, digits) for digits in ("", "0", "77", "98", "999999")),
    *(KeyPress(Deed.WALK_IN, digits) for digits in ("0", "9", "77", "999999")),
    KeyPress(Deed.SIGN, "123456"),
)


class _Desk:
    """An office whose keypads are at counter 2, where nobody is, and at counter 1, where somebody is served."""

    def __init__(self, premises: Premises, clock: SetClock) -> None:
        self.premises, self.clock = premises, clock
        places = {"empty": 2, "busy": 1}
        self.keys = Keys(premises.desk, premises.doors, clock, keypads=places, boxes=places)
        premises.desk.on_facts(self.keys.notice)
        doors = premises.doors
        actor = doors.sign_in("an", 1, doors.fresh_keys())
        premises.desk.issue(TOUCH, rid(), service="A")
        premises.desk.call_next(actor, rid(), counter=1, expect=None)
        clock.advance(60_000)

    def press(self, keypad: str, press: KeyPress) -> None:
        self.clock.advance(1_000)
        self.keys.hear(keypad, press)
        self.work()

    def rate(self, box: str, level: int) -> None:
        self.clock.advance(1_000)
        self.keys.rate(box, level)
        self.work()

    def work(self) -> None:
        while self.keys.step():
            pass


def measure(folder: Path, count: int, seed: int = 8) -> Tally:
    tally, chance, clock = Tally("keypads, numpads, rating boxes"), random.Random(seed), SetClock()
    with opened(folder, clock) as premises:
        desk = _Desk(premises, clock)
        before, seq = contents(premises.readers), premises.desk.seq
        for number in range(count):
            played = _PLAYED[number % len(_PLAYED)]
            try:
                tally.refuse(played(chance, desk))
            except Exception as error:  # noqa: BLE001 -- what is looked for
                tally.crash(f"{played.__name__}: {error!r}")
            if premises.desk.seq != seq:
                tally.changes.append(f"{played.__name__}: the journal grew")
                seq = premises.desk.seq
        tally.changes += changed(before, contents(premises.readers))
    return tally


def _numpad(chance: random.Random, desk: _Desk) -> str:
    """Events as the kernel writes them, spoilt: other keys, other times, halves of events."""
    events, numpad = Events(), Numpad()
    data = bitten(chance, _RIGHT[: 24 * chance.randint(1, len(SIGNS))])
    presses = [press for event in events.read(data) if (press := numpad.hear(event)) is not None]
    return _pressed(desk, presses)


def _fingers(chance: random.Random, desk: _Desk) -> str:
    """Keys that are held, chatter, and come in any order, by a clock that jumps."""
    numpad, at, presses = Numpad(), chance.randrange(2**40), list[KeyPress]()
    for _ in range(chance.randint(1, 12)):
        at += chance.choice((-10_000, 0, 1, 30, 300, 900, 6_000))
        data = FORMAT.pack(
            at // 1000, at % 1000 * 1000, EV_KEY, chance.choice(list(SIGNS)), chance.choice((UP, DOWN, 2))
        )
        presses += [press for event in Events().read(data) if (press := numpad.hear(event)) is not None]
    return _pressed(desk, presses)


def _cable(chance: random.Random, desk: _Desk) -> str:
    """A keypad on a bus that crackles."""
    telegram = question(1) + bytes(chance.randrange(256) for _ in range(3))
    heard = GproKeypad(1).read(bitten(chance, telegram * chance.randint(1, 9)))
    return _pressed(desk, [heard] if isinstance(heard, KeyPress) else [])


def _box(chance: random.Random, desk: _Desk) -> str:
    """Bytes of a rating box: no window is open, whatever level they mean."""
    levels = list(ButtonBox().hear(chance.randbytes(chance.randint(1, 60)).decode("latin-1"), chance.randrange(2**40)))
    for level in [*levels, chance.choice((-1, 0, 6, 255, 10**12))]:
        desk.rate(chance.choice(("empty", "busy")), level)
    return "ratings refused"


def _not_there(chance: random.Random, desk: _Desk) -> str:
    """Numbers, counters and services that do not exist, where somebody is being served."""
    desk.press("busy", chance.choice(_NOT_THERE))
    return "presses refused"


def _pressed(desk: _Desk, presses: list[KeyPress]) -> str:
    for press in presses:
        desk.press("empty", press)
    return "presses refused" if presses else "nothing heard"


_PLAYED: tuple[Callable[[random.Random, _Desk], str], ...] = (_numpad, _fingers, _cable, _box, _not_there)
