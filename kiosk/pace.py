"""Slips that citizens ask for by themselves come out one after the other: at most one in five seconds for each screen.

A retry of the same request gets the first answer and no second slip.
"""

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from office.domain.refusals import TooMany
from printer.outcome import PrintState, Reason

CHECKLIST_EVERY_S = 5.0

Outcome = tuple[PrintState, Reason | None]


@dataclass(slots=True)
class _Last:
    """What a screen asked for last; `outcome` None = it is still being printed."""

    request: str
    at: float
    outcome: Outcome | None = None


class Pace:
    """Remembers the last slip of each screen; offices have a handful of them."""

    def __init__(self, every_s: float = CHECKLIST_EVERY_S) -> None:
        self._every_s, self._last, self._lock = every_s, dict[str, _Last](), threading.Lock()

    def once(self, by: str, request: str, prints: Callable[[], Outcome]) -> Outcome:
        """The outcome of `prints`, or of the same request before. Raises TooMany."""
        with self._lock:
            last = self._last.get(by)
            if last is not None and last.request == request and last.outcome is not None:
                return last.outcome
            self._refuse_too_many(last)
            mine = self._last[by] = _Last(request, time.monotonic())
        try:
            mine.outcome = prints()
        finally:
            if mine.outcome is None:  # nothing came of it: it may be asked for again
                del self._last[by]
        return mine.outcome

    def _refuse_too_many(self, last: _Last | None) -> None:
        left = 0.0 if last is None else self._every_s - (time.monotonic() - last.at)
        if last is not None and (left > 0 or last.outcome is None):
            raise TooMany(retry_after=max(1, math.ceil(left)))
