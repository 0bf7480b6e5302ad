"""Threads that listen at a numpad, a button box or a serial box, one thread a device; they come back by themselves.

file of the device → events → numpad or box → whoever listens
"""

import errno
import os
import select
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

import structlog

from display.boards.box import ButtonBox
from display.boards.driver import KeyPress
from display.boards.events import DOWN, Events, open_device
from display.boards.health import Health, Tell
from display.boards.line import Line, LineLost, Setting, exists
from display.boards.numpad import Numpad
from display.boards.whereabouts import Whereabouts

TICK_S = 0.5
RETRY_S = 0.5
_READ_AT_ONCE = 4096
_log = structlog.get_logger()


class Source(Protocol):
    """What an ear listens at, while it is open. Raises `LineLost`."""

    def heard(self) -> None:
        """Waits up to `TICK_S` and passes on what came."""
        ...

    def close(self) -> None: ...


class Ear:
    """Keeps a source open. `device` as in the facts: "keypad:…", "rating-box:…"."""

    def __init__(self, device: str, where: Whereabouts, tell: Tell, open_at: Callable[[str], Source]) -> None:
        self._where, self._open_at = where, open_at
        self._health = Health(device, tell)
        self.busy_since: float | None = None
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._work, name=device, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def ask_to_stop(self) -> None:
        """So that several end together."""
        self._stopping.set()

    def stop(self, deadline_s: float = 1.0) -> None:
        self.ask_to_stop()
        if self._thread.is_alive():
            self._thread.join(deadline_s)

    def _work(self) -> None:
        while not self._stopping.is_set():
            self.busy_since = time.monotonic()
            try:
                self._listen()
            except LineLost as lost:
                self._health.lost(lost.condition)
            except Exception:  # noqa: BLE001 - the outer loop: one mishap must not deafen it
                _log.exception("ear.stumbled", device=self._health.device)
            self._stopping.wait(RETRY_S)

    def _listen(self) -> None:
        path = self._where.now()
        if path is None or not exists(path):
            raise LineLost("unreachable", f"{path or 'the device'} is not there")
        source = self._open_at(path)
        try:
            with suppress(OSError):
                self._where.opened(path)
            self._health.answered()
            while not self._stopping.is_set():
                self.busy_since = time.monotonic()
                source.heard()
        finally:
            source.close()


class _Input:
    """The file of an input device, from its opening to its end."""

    def __init__(self, path: str) -> None:
        self._path, self._events = path, Events()
        try:
            self._descriptor = open_device(path)
        except OSError as error:
            raise LineLost(_condition(error), f"{path}: {error.strerror}") from error

    def close(self) -> None:
        with suppress(OSError):
            os.close(self._descriptor)

    def data(self) -> bytes:
        """Maybe nothing. Raises LineLost when the device has gone."""
        try:
            if not select.select([self._descriptor], [], [], TICK_S / 5)[0]:
                return b""
            data = os.read(self._descriptor, _READ_AT_ONCE)
        except BlockingIOError:
            return b""
        except OSError as error:
            raise LineLost("unreachable", f"{self._path}: {error.strerror}") from error
        if not data:
            time.sleep(TICK_S / 10)  # a pipe that nobody writes into
            if not exists(self._path):
                raise LineLost("unreachable", f"{self._path} has gone")
        return data


class NumpadInput(_Input):
    """A numpad: gives presses."""

    def __init__(self, path: str, pressed: Callable[[KeyPress], None]) -> None:
        super().__init__(path)
        self._numpad, self._pressed = Numpad(), pressed

    def heard(self) -> None:
        for event in self._events.read(self.data()):
            press = self._numpad.hear(event)
            if press is not None:
                self._pressed(press)


class BoxInput(_Input):
    """A button box that is a keyboard: gives levels."""

    def __init__(self, path: str, box: ButtonBox, rated: Callable[[int], None]) -> None:
        super().__init__(path)
        self._box, self._rated = box, rated

    def heard(self) -> None:
        for event in self._events.read(self.data()):
            if event.value == DOWN and len(event.sign) == 1:
                for level in self._box.hear(event.sign, event.ms):
                    self._rated(level)


class BoxLine:
    """A button box on a serial line: gives levels."""

    def __init__(self, path: str, setting: Setting, box: ButtonBox, rated: Callable[[int], None]) -> None:
        self._line, self._box, self._rated = Line(path, setting), box, rated

    def heard(self) -> None:
        signs = self._line.listen(TICK_S / 5).decode("latin-1")
        for level in self._box.hear(signs, time.monotonic_ns() // 1_000_000):
            self._rated(level)

    def close(self) -> None:
        self._line.close()


def _condition(error: OSError) -> str:
    if error.errno == errno.EBUSY:
        return "in_use"
    return "not_allowed" if error.errno in (errno.EACCES, errno.EPERM) else "unreachable"
