"""One port and everything that hangs on it: boards that are shown their faces, keypads that are asked in turn.

Owns one thread and the line. Half-duplex: nobody is asked before the one before has answered or its time is over, and
nothing is sent while somebody else speaks. A face is sent when it changed, when the line or a silent board comes back,
and every `REFRESH_S` anyway: most boards cannot say that their power was cut, so all are shown their number again.
"""

import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TypeVar

import structlog

from display.boards.driver import Board, Frame, Keypad, KeyPress
from display.boards.face import Face
from display.boards.health import Calm, Health, Tell
from display.boards.line import Line, LineLost, Setting, exists
from display.boards.whereabouts import Whereabouts

REFRESH_S = 5.0
AWAY_S = 1.0
"""How often a device is asked that does not answer."""

ROUND_S = 0.06
"""The keypads are asked no more often than this: faster than a finger."""

IDLE_S = 0.25
"""How long a cable without keypads is left alone when nothing changes."""

PATIENCE_S = 0.06
"""How long an answer may take to begin."""

LONGEST_ANSWER = 8
"""Bytes; a slow line needs longer for them than anybody's patience."""

QUIET_S, QUIET_AT_MOST_S = 0.005, 0.1
BACK_OFF_S = (0.1, 0.2, 0.5, 1.0, 2.0)
_log = structlog.get_logger()
Found = TypeVar("Found")

Pressed = Callable[[str, KeyPress], None]
"""Name of the keypad, what was pressed."""

OpenLine = Callable[[str, Setting], Line]


@dataclass(slots=True)
class _Hung:
    """A board on the bus."""

    name: str
    driver: Board
    health: Health
    face: Face | None = None
    is_due: bool = True
    sent: float = 0.0


@dataclass(slots=True)
class _Asked:
    """A keypad on the bus."""

    name: str
    driver: Keypad
    health: Health
    asked: float = 0.0


@dataclass(frozen=True, slots=True)
class Hanging:
    """What hangs on one port: names and drivers."""

    boards: Sequence[tuple[str, Board]] = ()
    keypads: Sequence[tuple[str, Keypad]] = ()


@dataclass(slots=True)
class Bus:
    """`show` from any thread; presses come in the thread of the bus."""

    where: Whereabouts
    setting: Setting
    hanging: Hanging
    tell: Tell
    pressed: Pressed
    open_line: OpenLine = Line
    name: str = "bus"
    busy_since: float | None = field(init=False, default=None)
    _boards: dict[str, _Hung] = field(init=False)
    _keypads: list[_Asked] = field(init=False)
    _calm: Calm = field(init=False)
    _lock: threading.Lock = field(init=False, default_factory=threading.Lock)
    _news: threading.Event = field(init=False, default_factory=threading.Event)
    _stopping: threading.Event = field(init=False, default_factory=threading.Event)
    _thread: threading.Thread = field(init=False)

    def __post_init__(self) -> None:
        boards, keypads = self.hanging.boards, self.hanging.keypads
        self._boards = {name: _Hung(name, one, Health(f"board:{name}", self.tell)) for name, one in boards}
        self._keypads = [_Asked(name, one, Health(f"keypad:{name}", self.tell)) for name, one in keypads]
        self._calm = Calm(f"bus:{self.name}", self.tell)
        self._thread = threading.Thread(target=self._work, name=f"boards-{self.name}", daemon=True)

    @property
    def names(self) -> tuple[str, ...]:
        """Of its boards."""
        return tuple(self._boards)

    # --- from any thread ----------------------------------------------------------------------------------------
    def start(self) -> None:
        self._thread.start()

    def ask_to_stop(self) -> None:
        """So that several end together."""
        self._stopping.set()
        self._news.set()

    def stop(self, deadline_s: float = 1.0) -> None:
        self.ask_to_stop()
        if self._thread.is_alive():
            self._thread.join(deadline_s)

    def show(self, name: str, face: Face) -> None:
        """Shown as soon as its turn comes; a face that has not been sent yet gives way to a newer one."""
        with self._lock:
            board = self._boards[name]
            if board.face == face:
                return
            board.face, board.is_due = face, True
        self._news.set()

    # --- in the thread of the bus -------------------------------------------------------------------------------
    def _work(self) -> None:
        tries = 0
        while not self._stopping.is_set():
            self.busy_since = time.monotonic()
            try:
                with _Opened(self) as line:
                    tries = 0
                    self._serve(line)
            except LineLost as lost:
                self._all_lost(lost)
            except Exception:  # noqa: BLE001 - the outer loop: one mishap must not silence the boards
                _log.exception("boards.stumbled", bus=self.name)
            self._stopping.wait(BACK_OFF_S[min(tries, len(BACK_OFF_S) - 1)])
            tries += 1

    def _all_lost(self, lost: LineLost) -> None:
        _log.debug("boards.line_lost", bus=self.name, why=str(lost))
        for health in [*(one.health for one in self._boards.values()), *(one.health for one in self._keypads)]:
            health.lost(lost.condition)

    def _serve(self, line: Line) -> None:
        self._all_due()
        while not self._stopping.is_set():
            self.busy_since = time.monotonic()
            self._news.clear()
            board, keypad = self._next_board(), self._next_keypad()
            if board is not None:
                self._show(line, *board)
            if keypad is not None:
                self._ask(line, keypad)
            self._calm.look(time.monotonic())
            if board is None and keypad is None:
                self._pass_over(line)
                self._news.wait(ROUND_S / 3 if self._keypads else IDLE_S)

    def _all_due(self) -> None:
        with self._lock:
            for board in self._boards.values():
                board.is_due, board.sent = True, 0.0

    def _next_board(self) -> tuple[_Hung, Face] | None:
        """The board that has waited longest."""
        now = time.monotonic()
        with self._lock:
            due = [one for one in self._boards.values() if one.face is not None and _is_due(one, now)]
            if not due:
                return None
            board = min(due, key=lambda one: one.sent)
            board.is_due, board.sent = False, now
            assert board.face is not None
            return board, board.face

    def _next_keypad(self) -> _Asked | None:
        now = time.monotonic()
        due = [one for one in self._keypads if now - one.asked >= (AWAY_S if one.health.is_offline else ROUND_S)]
        return min(due, key=lambda one: one.asked, default=None)

    def _show(self, line: Line, board: _Hung, face: Face) -> None:
        if all(self._said(line, frame) for frame in board.driver.frames(face)):
            if board.health.answered():
                _log.info("board.back", board=board.name)
            return
        board.health.missed()
        if not board.health.is_offline:
            board.is_due = True  # at once again

    def _said(self, line: Line, frame: Frame) -> bool:
        self._pass_over(line)
        line.write(frame.data, 0.0 if frame.confirmation else frame.rest_s)
        _log.debug("boards.sent", bus=self.name, data=frame.data.hex(" "))
        return not frame.confirmation or _until(line, frame.is_confirmed, rest_s=frame.rest_s)

    def _ask(self, line: Line, keypad: _Asked) -> None:
        self._pass_over(line)
        keypad.asked = time.monotonic()
        poll = keypad.driver.poll
        line.write(poll.data)
        found = _until(line, keypad.driver.read, rest_s=poll.rest_s)
        if found is False:
            keypad.health.missed()
            return
        if keypad.health.answered():
            self._all_due()  # who is back on the same cable may have been without power
        if isinstance(found, KeyPress):
            self.pressed(keypad.name, found)

    def _pass_over(self, line: Line) -> None:
        """Lets others speak to their end, and forgets what they said."""
        if not line.heard():
            return
        self._calm.stray(time.monotonic())
        until = time.monotonic() + QUIET_AT_MOST_S
        while time.monotonic() < until and line.listen(QUIET_S):
            pass


def _is_due(board: _Hung, now: float) -> bool:
    every = AWAY_S if board.health.is_offline else REFRESH_S
    return now - board.sent >= every or (board.is_due and not board.health.is_offline) or board.sent == 0.0


def _until(line: Line, read: Callable[[bytes], Found], *, rest_s: float) -> Found:
    """What `read` makes of the bytes that come, as soon as it makes anything of them; else of all that came."""
    heard, until = b"", time.monotonic() + PATIENCE_S + line.takes(LONGEST_ANSWER)
    found = read(heard)
    while not found and (left := until - time.monotonic()) > 0:
        heard += line.listen(left)
        found = read(heard)
    if found:
        time.sleep(rest_s)
    return found


class _Opened:
    """The line while it is in use. Raises LineLost."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus

    def __enter__(self) -> Line:
        path = self._bus.where.now()
        if path is None or not exists(path):
            raise LineLost("unreachable", f"{path or 'the adapter'} is not there")
        self._line = self._bus.open_line(path, self._bus.setting)
        with suppress(OSError):
            self._bus.where.opened(path)
        _log.info("boards.line_open", bus=self._bus.name, path=path)
        return self._line

    def __exit__(self, *_: object) -> None:
        self._line.close()
