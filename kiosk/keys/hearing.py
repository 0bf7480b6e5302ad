"""Who listens to keypads and rating buttons: what is a bounce, what is too late, who was meant.

Owns the queue and the thread "keys"; the deeds themselves are in `kiosk.keys.deeds`.
"""

import queue
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from uuid import uuid4

import structlog

from display.boards.driver import Deed, KeyPress
from kiosk.keys.deeds import Deeds
from kiosk.keys.heard import OTHERWISE, WORDS, Heard, Rated
from look.words import DEFAULT, say
from office.clock import Clock
from office.desk import Desk
from office.domain.moment import SECOND
from office.domain.people import Actor
from office.domain.refusals import NoWindow, Refusal, StoreUnavailable, UnknownCounter
from office.doors import Doors
from office.journal import FactView
from office.views import CounterView

BOUNCE_MS = 700
STALE_MS = 3 * SECOND
"""A press that the desk could not take within this time is forgotten: a disk that hangs must not call people later."""

CHANGE_MS = 5 * SECOND
_TOGETHER = {Deed.CALL: Deed.NEXT, Deed.FINISH: Deed.NEXT}
_NEED_EYES = (Deed.NEXT, Deed.CALL, Deed.FINISH, Deed.NO_SHOW, Deed.PARK, Deed.TRANSFER)
_log = structlog.get_logger()

Tell = Callable[[int, str], None]
"""A word for the clerk of that counter, for a few seconds."""


class Keys:
    """`keypads` and `boxes`: name → counter. `hear` and `rate` from any thread; they never wait for the desk."""

    def __init__(
        self,
        desk: Desk,
        doors: Doors,
        clock: Clock,
        *,
        keypads: Mapping[str, int],
        boxes: Mapping[str, int] | None = None,
        tell: Tell = lambda _counter, _text: None,
    ) -> None:
        self._desk, self._clock, self._tell = desk, clock, tell
        self._keypads, self._boxes = dict(keypads), dict(boxes or {})
        self._presses: queue.SimpleQueue[Heard | Rated | None] = queue.SimpleQueue()
        self._wished: dict[tuple[int, Deed], int] = {}
        self._called: dict[int, int] = {}
        self.busy_since: float | None = None
        self._acts = Deeds(desk, doors)
        self._last_rated: dict[int, tuple[int, int]] = {}
        self._thread = threading.Thread(target=self._work, name="keys", daemon=True)
        self._unsubscribe: Callable[[], None] | None = None

    # --- from any thread ----------------------------------------------------------------------------------------
    def start(self) -> None:
        self._unsubscribe = self._desk.on_facts(self.notice)
        self._thread.start()

    def stop(self, deadline_s: float = 1.0) -> None:
        if self._unsubscribe is not None:
            self._unsubscribe()
        self._presses.put(None)
        if self._thread.is_alive():
            self._thread.join(deadline_s)

    def notice(self, facts: Sequence[FactView]) -> None:
        """When somebody was called to a counter, from whatever desk."""
        for fact in facts:
            if fact["kind"] == "ticket.called":
                self._called[fact["fact"]["counter"]] = self._clock.now().mono

    def hear(self, keypad: str, press: KeyPress) -> None:
        """Raises KeyError for a keypad that nobody has configured."""
        counter, now = self._keypads[keypad], self._clock.now().mono
        if self._bounces(counter, press, now):
            _log.info("key.bounced", keypad=keypad, counter=counter, deed=str(press.deed))
            return
        view = self._view(counter)
        standing = None if view is None or view["ticket"] is None else view["ticket"]["id"]
        self._presses.put(Heard(counter, keypad, press, standing, now, str(uuid4())))

    def rate(self, box: str, level: int) -> None:
        """A rating button. Raises KeyError as `hear` does."""
        self._presses.put(Rated(self._boxes[box], box, level, self._clock.now().mono, str(uuid4())))

    def _bounces(self, counter: int, press: KeyPress, now: int) -> bool:
        """Every press of the same wish begins the time anew, so that mashed keys are one press."""
        key = (counter, _TOGETHER.get(press.deed, press.deed))
        before, self._wished[key] = self._wished.get(key), now
        if press.deed is Deed.SIGN:  # the second piece of a PIN
            return False
        if before is not None and now - before < BOUNCE_MS:
            return True
        called = self._called.get(counter)
        return press.deed in _NEED_EYES and called is not None and now - called < BOUNCE_MS

    def _view(self, counter: int) -> CounterView | None:
        return next((one for one in self._desk.state()["counters"] if one["number"] == counter), None)

    # --- in a thread of its own ---------------------------------------------------------------------------------
    def step(self) -> bool:
        """The next press; false when nobody pressed anything (or it is time to stop)."""
        try:
            one = self._presses.get_nowait()
        except queue.Empty:
            return False
        if one is not None:
            self._take(one)
        return one is not None

    def _work(self) -> None:
        while (one := self._presses.get()) is not None:
            self.busy_since = time.monotonic()
            try:
                self._take(one)
            except Exception:  # noqa: BLE001 - the outer loop: one press' mishap must not deafen the desk
                _log.exception("key.stumbled")
            finally:
                self.busy_since = None

    def _take(self, one: Heard | Rated) -> None:
        if self._clock.now().mono - one.at > STALE_MS:
            _log.warning("key.too_late", device=one.device, counter=one.counter)
            return
        try:
            if isinstance(one, Rated):
                self._rate(one)
            elif (word := self._act(one)) is not None:
                self._say(one.counter, word)
        except Refusal as refusal:
            self._refused(one, refusal)

    def _refused(self, one: Heard | Rated, refusal: Refusal) -> None:
        level = _log.warning if isinstance(refusal, StoreUnavailable) else _log.info
        level("key.refused", device=one.device, counter=one.counter, code=refusal.code)
        if isinstance(one, Heard):
            self._say(one.counter, refusal.code)

    def _say(self, counter: int, word: str) -> None:
        """A code of `WORDS`, or plain text such as "1 A023 2 B023"."""
        text = word if " " in word else say(DEFAULT, WORDS.get(word, OTHERWISE))
        self._tell(counter, text)

    def _act(self, one: Heard) -> str | None:
        view = self._view(one.counter)
        if view is None:
            raise UnknownCounter(counter=one.counter)
        if one.press.deed is not Deed.SIGN and view["clerk"] is None:
            _log.info("key.nobody_signed_in", keypad=one.device, counter=one.counter)
            return "nobody_signed_in"
        return self._acts.do(one, view)

    def _rate(self, one: Rated) -> None:
        view = self._view(one.counter)
        window = None if view is None else view["rating"]
        last = self._last_rated.get(one.counter)
        if window is not None:
            ticket = window["ticket"]
        elif last is not None and one.at - last[1] <= CHANGE_MS:
            ticket = last[0]  # a change of mind; the window closed with the first press
        else:
            raise NoWindow(outcome=None)
        actor = Actor("device", f"box-{one.device}", f"rate:{one.counter}")
        self._desk.rate(actor, one.id, ticket=ticket, level=one.level, channel="box")
        if last is None or last[0] != ticket:
            self._last_rated[one.counter] = (ticket, one.at)
