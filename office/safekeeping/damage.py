"""What happens when SQLite says while the office works that the file is broken, or that the disk is full.

Of a full disk the listeners hear each time. Damage is written down, and told once. Nothing can be saved in place: the
service ends calmly, and its next start looks closely and brings back a copy. The mark lies beside the database. A
database that is sound when it is looked at closely goes on; one that was called broken three times is not believed any
more.
"""

import json
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import structlog
from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext

from office.safekeeping.ballast import is_full
from office.safekeeping.checking import is_damage

MARK = "damaged.json"
TOO_OFTEN = 3
_log = structlog.get_logger()


class DamageWatch:
    """Hears of every error of the engines it was put over; `found` says what was broken, None = nothing."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._lock = threading.Lock()
        self._listeners: list[Callable[[], None]] = []
        self._on_full: list[Callable[[], None]] = []
        self.found: str | None = None

    def over(self, engine: Engine) -> None:
        event.listen(engine, "handle_error", self._hear)

    def on_damage(self, listener: Callable[[], None]) -> None:
        """Calls `listener` once, in whichever thread found it; at once when it was found already."""
        with self._lock:
            self._listeners.append(listener)
            known = self.found is not None
        if known:
            listener()

    def on_full(self, listener: Callable[[], None]) -> None:
        """Calls `listener` whenever there was no room for something, inside the act that failed: it must be quick."""
        self._on_full.append(listener)

    def report(self, why: str) -> None:
        """The file is broken, whoever found it. The first word counts."""
        with self._lock:
            if self.found is not None:
                return
            self.found = why
            listeners = tuple(self._listeners)
        _log.error("database.damaged", why=why)
        with suppress(OSError):  # the disk is full or read-only as well: the next start checks quickly anyway
            mark(self._data, why)
        for listener in listeners:
            listener()

    def _hear(self, context: ExceptionContext) -> None:
        if is_damage(context.original_exception):
            self.report(str(context.original_exception))
        elif is_full(context.original_exception, self._data):
            for listener in self._on_full:
                listener()


def mark(data: Path, why: str) -> None:
    """One time more. Raises OSError."""
    (data / MARK).write_text(json.dumps({"why": why, "times": marked(data) + 1}), encoding="utf-8")


def marked(data: Path) -> int:
    """How many times the database was called broken since it was last found good."""
    try:
        return int(json.loads((data / MARK).read_bytes())["times"])
    except FileNotFoundError:
        return 0
    except (OSError, ValueError, KeyError, TypeError):
        return 1  # there is something, if only half


def unmark(data: Path) -> None:
    (data / MARK).unlink(missing_ok=True)
