"""Hearing the office: one thread reads the live stream and comes back by itself, without losing or repeating a fact.

After a lost connection it waits 0.5 s, doubling to 10 s (with jitter, so that thirty screens do not come back in step),
and resumes after the last fact that it heard. The office sends at least a comment every 15 s; after 40 s of silence the
connection counts as dead, whatever the network says. Listeners are called in this thread, one at a time.
"""

import contextlib
import json
import random
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

import structlog

from office.remote.asking import CONNECT_S, Asking
from office.views import StateView

if TYPE_CHECKING:
    import httpx

    from office.journal import FactView
    from office.remote.office import FactsListener

FIRST_WAIT_S, LAST_WAIT_S = 0.5, 10.0
SILENCE_S = 40.0
_log = structlog.get_logger()

StateListener = Callable[[StateView], None]
PresenceListener = Callable[[bool], None]


class Hearing:
    """From `start` to `stop`. `state` is the last one that came, None before the first; `present`: connected now."""

    def __init__(self, asking: Asking, *, silence_s: float = SILENCE_S) -> None:
        self.asking, self._silence_s = asking, silence_s
        self._lock = threading.Lock()
        self._facts: list[FactsListener] = []
        self._states: list[StateListener] = []
        self._presences: list[PresenceListener] = []
        self._stopping = threading.Event()
        self._line: socket.socket | None = None
        self._last_id = ""
        self.state: StateView | None = None
        self.present = False
        self._thread = threading.Thread(target=self._work, name="hearing", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, deadline_s: float = 2.0) -> None:
        self._stopping.set()
        self._hang_up()
        if self._thread.is_alive():
            self._thread.join(deadline_s)

    def on_facts(self, listener: "FactsListener") -> Callable[[], None]:
        return self._enlist(self._facts, listener)

    def on_state(self, listener: StateListener) -> Callable[[], None]:
        return self._enlist(self._states, listener)

    def on_presence(self, listener: PresenceListener) -> Callable[[], None]:
        """Told True when the stream is there, False when it was lost."""
        return self._enlist(self._presences, listener)

    def _enlist(self, those: list[Any], listener: Any) -> Callable[[], None]:
        with self._lock:
            those.append(listener)

        def stop() -> None:
            with self._lock, contextlib.suppress(ValueError):
                those.remove(listener)

        return stop

    def _work(self) -> None:
        wait = FIRST_WAIT_S
        while not self._stopping.is_set():
            try:
                self._listen()
            except Exception as error:  # noqa: BLE001 - the outer loop: a screen that stops hearing is blind for the day
                _log.debug("hearing.lost", cause=repr(error))
            if self.present:
                wait = FIRST_WAIT_S
                self._set_present(False)
            if self._stopping.wait(wait * random.uniform(0.5, 1.0)):  # noqa: S311 - jitter, no secret
                return
            wait = min(wait * 2, LAST_WAIT_S)

    def _listen(self) -> None:
        import httpx  # lazily, as in `Asking`

        timeout = httpx.Timeout(CONNECT_S, read=self._silence_s)
        resuming = {"Last-Event-ID": self._last_id} if self._last_id else {}
        headers = {**self.asking.headers, **resuming}
        with self.asking.http.stream("GET", "/live", headers=headers, timeout=timeout) as response:
            response.raise_for_status()
            self._line = _socket_of(response)
            if self._stopping.is_set():
                return
            for event_id, name, data in events(lines_of(response.iter_bytes())):
                self._hear(event_id, name, data)

    def _hear(self, event_id: str, name: str, data: str) -> None:
        is_new, self._last_id = self._is_new(event_id), event_id or self._last_id
        if name == "state":
            self.state = json.loads(data)
            if not self.present:
                self._set_present(True)
            self._tell(self._states, self.state)
        elif name == "fact" and is_new:
            fact: FactView = json.loads(data)
            self._tell(self._facts, [fact])

    def _is_new(self, event_id: str) -> bool:
        stream, _, seq = event_id.rpartition(":")
        last_stream, _, last_seq = self._last_id.rpartition(":")
        return stream != last_stream or int(seq) > int(last_seq)

    def _set_present(self, present: bool) -> None:
        self.present = present
        self._tell(self._presences, present)

    def _tell(self, those: list[Callable[[Any], None]], what: Any) -> None:
        with self._lock:
            listeners = tuple(those)
        for listener in listeners:
            try:
                listener(what)
            except Exception:  # noqa: BLE001 - one listener's mishap is not the others'
                _log.exception("hearing.stumbled")

    def _hang_up(self) -> None:
        line = self._line
        if line is not None:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)  # wakes the thread that reads


def _socket_of(response: "httpx.Response") -> socket.socket | None:
    stream = response.extensions.get("network_stream")
    return None if stream is None else stream.get_extra_info("socket")


def lines_of(pieces: Iterable[bytes]) -> Iterator[str]:
    """Lines as they end with "\\n"; nothing else ends a line here, whatever Unicode thinks of it."""
    rest = b""
    for piece in pieces:
        *whole, rest = (rest + piece).split(b"\n")
        for line in whole:
            yield line.decode("utf-8", "replace")


def events(lines: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """(id, event, data) of each event in the lines of a stream, as HTML says they are to be read; "" = not given."""
    event_id, name, data = "", "message", list[str]()
    for line in lines:
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if not line:
            if data:
                yield event_id, name, "\n".join(data)
            event_id, name, data = "", "message", []
        elif field == "id":
            event_id = value
        elif field == "event":
            name = value
        elif field == "data":
            data.append(value)
