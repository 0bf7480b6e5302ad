"""How a window's program lives: what other threads tell is heard in the window's thread, and signals end it.

systemd hears that it lives from the window's own loop, so that a window that hangs is opened anew.
"""

import faulthandler
import queue
import signal
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from web.supervision import ALIVE, READY, Supervisor

if TYPE_CHECKING:
    from office.journal import FactView

Calls = queue.SimpleQueue[Callable[[], None]]
"""What other threads want done in the window's thread."""


USUAL_WATCHDOG_S, PART_OF_WATCHDOG = 20.0, 4


def answer(calls: Calls) -> bool:
    """Does what came since the last frame; whether anything did."""
    came = False
    while not calls.empty():
        calls.get_nowait()()
        came = True
    return came


def asks_to_end(facts: "Sequence[FactView]", role: str) -> bool:
    """Whether the tier above asked the screen of this role to end; whoever tends the window opens it again."""
    return any(fact["kind"] == "screen.restart_asked" and fact["fact"].get("screen") == role for fact in facts)


def tell_life(clock: Any, supervisor: Supervisor | None = None) -> None:
    """`clock`: Kivy's. Ready with the first frame; aborted, the program writes where each of its threads stood."""
    told = supervisor or Supervisor()
    if not told.listens:
        return
    faulthandler.enable()
    clock.schedule_once(lambda _dt: told.tell(READY, ALIVE), 0)
    clock.schedule_interval(lambda _dt: told.tell(ALIVE), (told.watchdog_s or USUAL_WATCHDOG_S) / PART_OF_WATCHDOG)


def end_on_signals(end: Callable[[], object]) -> None:
    """`end` runs in the main thread, between two steps of whatever runs there."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: end())
