"""The windows of the demo: the touch screen, the hall display and, when asked for, the faces of one counter.

Each is `motcua touch` or `motcua hall` as an office runs it, a process of its own that knows an address and a token;
the token goes by the environment, where other users of the machine cannot read it. A window that ends is opened again;
one that ends at once, several times in a row, is given up, and the office goes on without it.
"""

import sys
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.demo import desktop
from kiosk.demo.arranging import Place, arranged
from kiosk.demo.desktop import Desktop, Unseen
from kiosk.demo.keeping import Tended
from kiosk.demo.program import Program
from kiosk.demo.tied import tied

AGAIN_S, STEADY_S, TRIES = 2.0, 10.0, 3
"""Opened again after `AGAIN_S`; given up after so many ends in a row, each within `STEADY_S` of the opening."""

FOLDER = "windows"
_GRACE_S = 1.0
_RATE_INCHES = "10.1"
_CALLED = {"touch": "touch screen", "hall": "hall display", "rate": "rating screen"}

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What all windows have in common. `tokens`: role of a device → its token; `rate`: the counter of the faces."""

    url: str
    tokens: Mapping[str, str]
    timezone: str
    rate: int | None = None
    pictures: Path | None = None


class Window:
    """One window, opened again and again until it is given up."""

    def __init__(self, name: str, place: Place, program: Program, say: Say) -> None:
        self.name, self.place = name, place
        self._program, self._say = program, say
        self._in_a_row = 0
        self._due: float | None = None

    @property
    def pid(self) -> int:
        return self._program.pid

    def open(self) -> None:
        self._due = None
        self._program.start()

    def tend(self) -> None:
        if self._in_a_row >= TRIES or not self._program.has_died():
            return
        if self._due is None:
            self._note_end()
        elif time.monotonic() >= self._due:
            self.open()

    def _note_end(self) -> None:
        self._in_a_row = self._in_a_row + 1 if self._program.lived_s < STEADY_S else 1
        called = _CALLED[self.name]
        if self._in_a_row >= TRIES:
            why = self._program.last_words() or f"see {self._program.log}"
            self._say(f"the {called} does not stay open here, so the office goes on without its window: {why}")
            return
        self._due = time.monotonic() + AGAIN_S
        end = "was closed" if self._program.exit_code() == 0 else "died"
        self._say(f"the {called} {end}; it opens again in {AGAIN_S:.0f} s")

    def ask_to_end(self) -> None:
        self._program.ask_to_end()

    def close(self, grace_s: float) -> None:
        self._program.stop(grace_s)


@dataclass(slots=True)
class Opened:
    """What came of it: without `desktop` there are no windows."""

    desktop: Desktop | None = None
    unseen: Unseen | None = None
    windows: dict[str, Window] = field(default_factory=dict)

    @property
    def tended(self) -> list[Tended]:
        """What must be looked after."""
        return [*([] if self.unseen is None else [self.unseen]), *self.windows.values()]

    @property
    def pids(self) -> dict[str, int]:
        """Of this moment."""
        found = {name: window.pid for name, window in self.windows.items()}
        return found if self.unseen is None else {**found, "xvfb": self.unseen.pid}

    def close(self) -> None:
        """All windows at once, so that they need no longer than the slowest; then the display below them."""
        for window in self.windows.values():
            window.ask_to_end()
        until = time.monotonic() + _GRACE_S
        for window in self.windows.values():
            window.close(max(0.0, until - time.monotonic()))
        if self.unseen is not None:
            self.unseen.stop()


def opened(wanted: Wanted, data: Path, parts: ExitStack, say: Say) -> Opened:
    """Opens the windows on the display at hand, else on an unseen one; says so when there is neither."""
    folder = data / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    made = Opened()
    parts.callback(made.close)
    made.desktop = desktop.at_hand(say) or _unseen(made, folder, say)
    if made.desktop is None:
        say("so no windows open; the pages in a browser do the same work")
        return made
    places = arranged(made.desktop.area, framed=made.desktop.is_seen, with_rate=wanted.rate is not None)
    for name, place in places.items():
        window = Window(name, place, _program(name, place, wanted, made.desktop, folder), say)
        made.windows[name] = window
        window.open()
    return made


def _unseen(made: Opened, folder: Path, say: Say) -> Desktop | None:
    if not desktop.is_installed():
        say("there is no display here, and no Xvfb (Debian package xvfb) for windows that nobody sees")
        return None
    made.unseen = Unseen(folder)
    found = made.unseen.open()
    if found is None:
        say(f"Xvfb does not start: {made.unseen.last_words() or made.unseen.log}")
        made.unseen = None
    return found


def _program(name: str, place: Place, wanted: Wanted, on: Desktop, folder: Path) -> Program:
    command = [sys.executable, "-m", "kiosk.cli", "hall" if name == "hall" else "touch", "--server", wanted.url]
    command += ["--home", str(folder / name), "--timezone", wanted.timezone]
    command += ["--size", f"{place.width}x{place.height}", "--left", str(place.left), "--top", str(place.top)]
    if name == "rate":
        command += ["--screen", "rate", "--counter", str(wanted.rate), "--diagonal-in", _RATE_INCHES]
    if on.is_seen:
        command.append("--border")
    if wanted.pictures is not None:
        command += ["--pictures", str(wanted.pictures)]
    token = wanted.tokens[f"rate:{wanted.rate}" if name == "rate" else name]
    around = {**on.around, "MOTCUA_TOKEN": token, "SDL_VIDEO_X11_WMCLASS": f"motcua-{name}"}
    return Program(tied(command), folder / f"{name}.log", around)
