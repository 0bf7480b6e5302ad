"""The hand that turns the clock: tells the desk four times a second that time has passed."""

import threading
import time

import structlog

from office.desk import Desk
from office.domain.refusals import StoreUnavailable

EVERY_S = 0.25
_log = structlog.get_logger()


class Ticker:
    """Runs from `start` to `stop` in a thread of its own; a mishap is logged and the next turn comes."""

    def __init__(self, desk: Desk) -> None:
        self.busy_since: float | None = None
        self._desk = desk
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._work, name="ticker", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, deadline_s: float = 2.0) -> None:
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(deadline_s)

    def _work(self) -> None:
        refused = False
        while not self._stopping.wait(EVERY_S):
            self.busy_since = time.monotonic()
            try:
                self._desk.tick()
                refused = False
            except StoreUnavailable as error:
                if not refused:  # once, not four times a second: the disk may be full
                    _log.error("ticker.store_unavailable", cause=str(error.__cause__))
                refused = True
            except Exception:  # noqa: BLE001 - the outer loop: time goes on
                _log.exception("ticker.stumbled")
