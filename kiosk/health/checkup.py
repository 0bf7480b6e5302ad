"""The examination of the running service: part by part in a thread of its own, while everybody works on.

What was found last is kept in memory. Who asks while it runs waits for nothing: parts that were not looked at yet say
so, and what is asked for meanwhile comes next.
"""

import threading
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from kiosk.health.patient import Patient
from look.words import say
from office.domain.moment import utc_text
from web.logs import MOST_REMEMBERED, last_lines

if TYPE_CHECKING:  # the looks bring sound and paper with them: loaded when somebody asks for the first time
    from kiosk.health.examining import Examined


class CheckUp:
    """Of one patient: the office in whose service it runs."""

    def __init__(self, patient: Patient) -> None:
        self._patient = patient
        self._lock, self._stopping = threading.Lock(), threading.Event()
        self._wanted: list[str] = []
        self._looking: str | None = None
        self._found: dict[str, Examined] = {}
        self._at: int | None = None
        self._thread: threading.Thread | None = None

    def begin(self, only: Collection[str] = ()) -> None:
        """Looks at these parts, all when none is named; a name that nobody knows is passed over."""
        from kiosk.health.examining import PARTS

        keys = [part.key for part in PARTS if not only or part.key in only]
        with self._lock:
            self._wanted += [key for key in keys if key not in self._wanted]
            if self._wanted and self._thread is None:
                self._thread = threading.Thread(target=self._work, name="checkup", daemon=True)
                self._thread.start()

    def view(self, language: str) -> dict[str, Any]:
        """`state` of a part: unknown | waiting | looking | done; `at`: when the last examination ended."""
        from kiosk.health.examining import PARTS

        with self._lock:
            found, looking, wanted = dict(self._found), self._looking, set(self._wanted)
            running, at = self._thread is not None, self._at
        parts = []
        for part in PARTS:
            state = "looking" if part.key == looking else "waiting" if part.key in wanted else "done"
            empty: dict[str, Any] = {"key": part.key, "title": say(language, part.title), "level": None, "findings": []}
            known = found.get(part.key)
            if known is None and state == "done":
                state = "unknown"
            parts.append({**(empty if known is None else known.shown(language)), "state": state})
        return {"running": running, "at": None if at is None else utc_text(at), "parts": parts}

    @property
    def found(self) -> Mapping[str, "Examined"]:
        """By the key of the part, as it was looked at last."""
        with self._lock:
            return dict(self._found)

    def bundle(self) -> bytes:
        """The file for support, with what was found last."""
        from kiosk.health.bundle import bundle

        return bundle(self._patient, list(self.found.values()), last_lines(MOST_REMEMBERED))

    def stop(self, deadline_s: float = 0.5) -> None:
        """What is being looked at may go on for a moment; nothing waits for it."""
        self._stopping.set()
        thread = self._thread
        if thread is not None:
            thread.join(deadline_s)

    def _work(self) -> None:
        from kiosk.health.examining import examine

        try:
            while (key := self._next()) is not None:
                for examined in examine(self._patient, [key]):
                    with self._lock:
                        self._found[key] = examined
        finally:
            self._give_up()

    def _give_up(self) -> None:
        """Whatever broke it off: the next examination begins anew."""
        with self._lock:
            if self._thread is threading.current_thread():
                self._thread, self._looking, self._wanted = None, None, []

    def _next(self) -> str | None:
        with self._lock:
            self._looking = self._wanted.pop(0) if self._wanted and not self._stopping.is_set() else None
            if self._looking is None:
                self._thread, self._at = None, self._patient.clock.now().wall
            return self._looking
