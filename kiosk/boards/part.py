"""All boards, keypads and rating buttons of the running office; one thread looks after what is shown and told."""

import queue
import threading
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import structlog

from kiosk.config import Config
from kiosk.config.boards import Board as BoardWires
from office.domain.moment import SECOND, local
from office.domain.refusals import Refusal
from office.journal import FactView
from office.premises import Premises
from office.views import StateView

if TYPE_CHECKING:
    from display.boards.bus import Bus
    from display.boards.ear import Ear
    from display.boards.face import Face
    from kiosk.keys import Keys

LOOK_S = 1.0
APART_S = 0.15
"""Between two looks at the office: on a busy day they would cost more than the people do."""

WORD_MS = 3 * SECOND
AFTER = ("ticket.", "counter.", "day.", "desk.", "office.imported", "setting.")
OURS = ("board:", "keypad:", "rating-box:", "bus:")
_log = structlog.get_logger()


class BoardsPart:
    """All boards, keypads and rating buttons of this office."""

    def __init__(self, config: Config, premises: Premises) -> None:
        self._config, self._premises = config, premises
        self._wires = {one.name: one for one in config.boards}
        self._news, self._stopping = threading.Event(), threading.Event()
        self._reports: queue.SimpleQueue[tuple[str, str, str | None]] = queue.SimpleQueue()
        self._words: dict[int, tuple[str, int]] = {}
        self._buses: list[Bus] = []
        self._ears: list[Ear] = []
        self._keys: Keys | None = None
        self._unsubscribe: Callable[[], None] | None = None
        self._turned: float | None = None
        self._thread = threading.Thread(target=self._work, name="boards", daemon=True)

    @property
    def is_wanted(self) -> bool:
        return bool(self._config.boards or self._config.keypads or self._config.rating_boxes)

    @property
    def busy_since(self) -> float | None:
        """Of whoever has been at one thing longest: this thread, one of the cables, or the keys."""
        workers = [*self._ports, *([self._keys] if self._keys is not None else [])]
        return min((at for at in (self._turned, *(one.busy_since for one in workers)) if at is not None), default=None)

    @property
    def _ports(self) -> "list[Bus | Ear]":
        return [*self._buses, *self._ears]

    def start(self) -> None:
        if not self.is_wanted:
            return
        self._wire()
        assert self._keys is not None
        self._unsubscribe = self._premises.desk.on_facts(self._hear)
        self._keys.start()
        for one in self._ports:
            one.start()
        self._thread.start()

    def stop(self, deadline_s: float = 1.0) -> None:
        self._stopping.set()
        self._news.set()
        if self._unsubscribe is not None:
            self._unsubscribe()
        for one in self._ports:
            one.ask_to_stop()
        for one in self._ports:
            one.stop(deadline_s)
        if self._keys is not None:
            self._keys.stop(deadline_s)
        if self._thread.is_alive():
            self._thread.join(deadline_s)

    def tell(self, counter: int, text: str) -> None:
        """A word on the counter's board, when it has letters, for three seconds."""
        self._words[counter] = (text, self._premises.clock.now().mono + WORD_MS)
        self._news.set()

    # --- wiring -------------------------------------------------------------------------------------------------
    def _wire(self) -> None:
        from display.boards.whereabouts import Claims  # pyserial: only who has boards pays for it
        from kiosk.boards.wiring import buses, ears
        from kiosk.keys import Keys

        config, premises, claims = self._config, self._premises, Claims()
        self._keys = Keys(
            premises.desk,
            premises.doors,
            premises.clock,
            keypads={one.name: one.counter for one in config.keypads},
            boxes={one.name: one.counter for one in config.rating_boxes},
            tell=self.tell,
        )
        self._buses = buses(config, self._report, self._keys.hear, claims)
        self._ears = ears(config, self._report, self._keys.hear, self._keys.rate, claims)

    def _report(self, device: str, condition: str, detail: str | None) -> None:
        self._reports.put((device, condition, detail))
        self._news.set()

    def _hear(self, facts: Sequence[FactView]) -> None:
        if any(fact["kind"].startswith(AFTER) for fact in facts):
            self._news.set()

    # --- in a thread of its own ---------------------------------------------------------------------------------
    def _work(self) -> None:
        self._forget_former()
        while not self._stopping.is_set():
            self._turned = time.monotonic()
            self._news.clear()
            try:
                self._show_all()
                self._tell_reports()
            except Exception:  # noqa: BLE001 - the outer loop: one mishap must not darken the boards
                _log.exception("boards.stumbled")
            self._stopping.wait(APART_S)
            self._news.wait(LOOK_S)

    def _show_all(self) -> None:
        state = self._premises.desk.state()
        for bus in self._buses:
            for name in bus.names:
                bus.show(name, self._face(self._wires[name], state))

    def _face(self, wires: BoardWires, state: StateView) -> "Face":
        from kiosk.boards.faces import face

        now = self._premises.clock.now()
        at = local(now.wall, self._premises.performer.house.zone)
        minute = at.hour * 60 + at.minute
        word, until = self._words.get(wires.counter or 0, ("", 0))
        return face(wires, state, minute, word if now.mono < until else "")

    def _tell_reports(self) -> None:
        while not self._reports.empty():
            device, condition, detail = one = self._reports.get()
            try:
                self._premises.desk.report_device(device=device, condition=condition, detail=detail)
            except Refusal as refusal:
                _log.warning("boards.report_refused", code=refusal.code)
                self._reports.put(one)  # the next round
                return

    def _forget_former(self) -> None:
        """What hung here before the configuration was changed is no longer missed."""
        from kiosk.boards.wiring import devices

        known = devices(self._config)
        for one in self._premises.desk.state()["devices"]:
            if one["device"].startswith(OURS) and one["device"] not in known and one["condition"] != "ok":
                self._reports.put((one["device"], "ok", "removed"))
