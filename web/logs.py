"""What the service says while it works: one line a thing on standard output, where systemd keeps it.

A thread of its own does the writing. Whoever reads along may stop (a paused terminal, a full disk, a broken pipe): then
lines are lost and counted, but nobody at a counter waits for a log.
"""

import atexit
import logging
import os
import queue
import threading
import time
from collections import deque

import structlog

MOST_LINES = 5_000
MOST_REMEMBERED = 2_000
_FLUSH_S = 0.5
_STDOUT = 1


class Outlet:
    """A text stream to standard output that never waits; `flush` does nothing, `settle` waits a moment at the end."""

    def __init__(self) -> None:
        self._lines: queue.Queue[str] = queue.Queue(MOST_LINES)
        self._lost = 0
        self.remembered: deque[str] = deque(maxlen=MOST_REMEMBERED)
        threading.Thread(target=self._work, name="log", daemon=True).start()

    def write(self, text: str) -> int:
        self.remembered.append(text)
        try:
            self._lines.put_nowait(text)
        except queue.Full:
            self._lost += 1
        return len(text)

    def flush(self) -> None:
        """The thread flushes after each line."""

    def settle(self) -> None:
        until = time.monotonic() + _FLUSH_S
        while self._lines.unfinished_tasks and time.monotonic() < until:
            time.sleep(0.005)

    def _work(self) -> None:
        while True:
            text = self._lines.get()
            try:
                # Straight to the descriptor: a writer stuck in `sys.stdout` would keep the process from ending.
                os.write(_STDOUT, (text + self._confession()).encode("utf-8", "replace"))
            except OSError:
                self._lost += 1  # nobody listens, or the disk is full
            finally:
                self._lines.task_done()

    def _confession(self) -> str:
        lost, self._lost = self._lost, 0
        return f"level=warning event=log.lost lines={lost}\n" if lost else ""


_outlet: Outlet | None = None


def speak(level: str) -> None:
    """`level`: debug | info | warning | error. Key=value lines with UTC times; no citizen's data is ever logged."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper())),
        logger_factory=structlog.WriteLoggerFactory(file=_the_outlet()),  # type: ignore[arg-type]
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(stream=_the_outlet(), level=logging.WARNING, format="level=%(levelname)s event=%(message)s")


def last_lines(most: int) -> list[str]:
    """What this process said last, oldest first; the lines that were lost outside are here too."""
    said = "".join(tuple(_outlet.remembered)) if _outlet is not None else ""
    return said.splitlines()[-most:]


def _the_outlet() -> Outlet:
    """One for the process: loggers keep the first they were given."""
    global _outlet  # noqa: PLW0603 - standard output is one as well
    if _outlet is None:
        _outlet = Outlet()
        atexit.register(_outlet.settle)
    return _outlet
