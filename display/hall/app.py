"""`motcua hall`: the hall display in a window of its own, for the television on the second output.

The token comes from a file or from `MOTCUA_TOKEN`, never from the command line, where other users of the machine could
read it. The rule that surprises: nothing of Kivy may be imported before its environment is set, so the window's parts
are imported inside `run`.
"""

import argparse
import os
import queue
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import structlog

from display.hall.board import Board, Now, Row
from display.hall.emblem import UnreadableEmblem, emblem
from display.hall.environment import Window, prepare
from display.hall.hall import Hall
from display.hall.layout import placed
from display.hall.panel import Panel
from display.hall.sheet import Letters
from look.words import DEFAULT, languages
from office.clock import MachineClock
from office.remote import NotAdmitted, OfficeAway, RemoteOffice

if TYPE_CHECKING:
    from display.hall.glass import Glass

TOKEN = "MOTCUA_TOKEN"  # noqa: S105 -- the name of a variable, not a secret
ZONE = "Asia/Ho_Chi_Minh"
TICK_S = 0.25
PICTURE_S = 3.0
KNOCK_S = 15.0
_log = structlog.get_logger()

Calls = queue.SimpleQueue[Callable[[], None]]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What was asked for on the command line."""

    server: str
    token: str
    window: Window
    panel: Panel
    home: Path
    zone: ZoneInfo
    language: str = DEFAULT
    emblem: Path | None = None
    pictures: Path | None = None


class Mistake(Exception):
    """The command line cannot be followed; the text says why."""


def main(argv: Sequence[str] | None = None) -> int:
    """The command; the exit code: 0 when the window was closed, 2 for a mistake."""
    try:
        asked = read(sys.argv[1:] if argv is None else argv)
        if asked.emblem is not None:
            emblem(64, asked.emblem)
    except (Mistake, UnreadableEmblem) as mistake:
        sys.stderr.write(f"hall: {mistake}\n")
        return 2
    _warn_of_a_small_panel(asked.panel)
    return run(asked)


def _warn_of_a_small_panel(panel: Panel) -> None:
    """A room can be deeper than any number on this panel can be read; the display works all the same."""
    number = placed(Board(now=Now("A", "A000", "A", "1"), last=(Row("A", "1"),)), panel).things["number"]
    if isinstance(number, Letters) and not panel.reads_as_far(number.fitted.size):
        _log.warning("hall.panel_too_small", depth_m=panel.depth_m, diagonal_in=panel.diagonal_in)


def read(argv: Sequence[str]) -> Wishes:
    """Raises `Mistake`; ends the program for `--help` and for what argparse does not understand."""
    given = parser().parse_args(list(argv))
    width, height = given.size
    return Wishes(
        server=given.server.rstrip("/"),
        token=_token(given.token_file),
        window=Window(width, height, given.left, given.top, given.border),
        panel=Panel(width, height, given.diagonal_in, given.depth_m),
        home=given.home or _usual_home(),
        zone=given.timezone,
        language=given.language,
        emblem=given.emblem,
        pictures=given.pictures,
    )


def parser() -> argparse.ArgumentParser:
    """The options of `motcua hall`."""
    made = argparse.ArgumentParser(prog="motcua hall", description="The hall display for a television.")
    made.add_argument("--server", required=True, metavar="URL", help="where the office answers")
    made.add_argument("--token-file", type=Path, metavar="FILE", help=f"the display's token; else {TOKEN}")
    made.add_argument("--size", type=_size, default=(1920, 1080), metavar="WxH", help="of the window, in pixels")
    made.add_argument("--diagonal-in", type=_number(10, 200), default=43.0, metavar="INCHES", help="of the panel")
    depth = "from the panel to the last row, metres"
    made.add_argument("--depth-m", type=_number(1, 50), default=8.0, metavar="METRES", help=depth)
    made.add_argument("--left", type=int, default=0, metavar="PX")
    made.add_argument("--top", type=int, default=0, metavar="PX")
    made.add_argument("--border", action="store_true", help="a window with a title bar, for trying out")
    made.add_argument("--language", choices=languages(), default=DEFAULT)
    made.add_argument("--home", type=Path, metavar="DIR", help="a folder for Kivy's own notes")
    made.add_argument("--timezone", type=_zone, default=ZoneInfo(ZONE), metavar="ZONE", help=f"default: {ZONE}")
    made.add_argument("--emblem", type=Path, metavar="PNG", help="the office's own emblem")
    made.add_argument("--pictures", type=Path, metavar="DIR", help="keep a picture of the window there")
    return made


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.lower().partition("x")
    if not (width.isdigit() and height.isdigit() and 320 <= int(width) <= 7680 and 320 <= int(height) <= 7680):
        raise argparse.ArgumentTypeError(f"must be like 1920x1080, not {text[:20]!r}")
    return int(width), int(height)


def _number(least: float, most: float) -> Callable[[str], float]:
    def number(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = -1.0
        if not least <= value <= most:
            raise argparse.ArgumentTypeError(f"must be a number from {least:g} to {most:g}, not {text[:20]!r}")
        return value

    return number


def _zone(text: str) -> ZoneInfo:
    try:
        return ZoneInfo(text)
    except (OSError, ValueError, LookupError) as error:
        raise argparse.ArgumentTypeError(f"is not a known time zone: {text[:40]!r}") from error


def _token(path: Path | None) -> str:
    try:
        token = os.environ.get(TOKEN, "") if path is None else path.read_text(encoding="ascii")
    except (OSError, ValueError) as error:
        raise Mistake(f"--token-file {path}: cannot be read ({error})") from None
    if not token.strip():
        raise Mistake(f"no token: give --token-file FILE or set {TOKEN} (`motcua token add` makes one)")
    return token.strip()


def _usual_home() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "motcua" / "hall"


def run(asked: Wishes) -> int:
    """Opens the window and stays until it closes. Starts everything in order and stops it in reverse."""
    prepare(asked.home, asked.window)
    from kivy.base import runTouchApp, stopTouchApp
    from kivy.clock import Clock

    from display.hall.glass import Glass

    with ExitStack() as parts:
        calls: Calls = queue.SimpleQueue()
        office = RemoteOffice(asked.server, asked.token)
        parts.callback(office.close)
        hall = Hall(MachineClock(), asked.zone, asked.language)
        _join(hall, office, calls)
        glass = Glass(asked.panel, lambda side: emblem(side, asked.emblem))
        glass.show(hall.board())
        Clock.schedule_interval(lambda _dt: _answer(calls, hall, glass), 0)  # at every frame
        Clock.schedule_interval(lambda _dt: _look(hall, glass), TICK_S)
        if asked.pictures is not None:
            album = Album(glass, asked.pictures)
            Clock.schedule_interval(lambda _dt: album.save(), PICTURE_S)
        _end_on_signals(lambda: Clock.schedule_once(lambda _dt: stopTouchApp(), 0))
        office.start()
        parts.callback(knocking(office, hall, calls))
        runTouchApp(glass)
    return 0


class Album:
    """Saves `DIR/hall.png` when the display has changed since the last picture."""

    def __init__(self, glass: "Glass", folder: Path) -> None:
        self._glass, self._path, self._saved = glass, folder / "hall.png", object()

    def save(self) -> None:
        if self._glass.board != self._saved:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._saved = self._glass.board
            self._glass.save(self._path)


def _join(hall: Hall, office: RemoteOffice, calls: Calls) -> None:
    """What is heard in the office's thread goes to the window's thread."""
    office.on_state(lambda state: calls.put(lambda: hall.hear_state(state)))
    office.on_facts(lambda facts: calls.put(lambda: hall.hear_facts(facts)))
    office.on_presence(lambda present: calls.put(lambda: hall.hear_presence(present)))


def _look(hall: Hall, glass: "Glass") -> None:
    """Time has passed. Kivy would end what answers False, so this answers nothing."""
    glass.show(hall.board())


def _answer(calls: Calls, hall: Hall, glass: "Glass") -> None:
    """What came since the last frame."""
    came = False
    while not calls.empty():
        calls.get_nowait()()
        came = True
    if came:
        glass.show(hall.board())


def knocking(office: RemoteOffice, hall: Hall, calls: Calls) -> Callable[[], None]:
    """While nothing is heard, asks now and then whether the token is known at all; gives what ends it."""
    stopping = threading.Event()

    def knock() -> None:
        while not stopping.wait(KNOCK_S if office.present else 2.0):
            if office.present:
                continue
            try:
                office.state()
            except NotAdmitted:
                _log.warning("hall.not_admitted")
                calls.put(lambda: setattr(hall, "is_shut_out", True))
                stopping.wait(KNOCK_S)
            except OfficeAway:
                stopping.wait(KNOCK_S)

    thread = threading.Thread(target=knock, name="hall-knocking", daemon=True)
    thread.start()

    def end() -> None:
        stopping.set()

    return end


def _end_on_signals(end: Callable[[], object]) -> None:
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: end())


if __name__ == "__main__":
    sys.exit(main())
