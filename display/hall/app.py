"""`motcua hall`: the hall display in a window of its own, for the television on the second output.

The rule that surprises: nothing of Kivy may be imported before its environment is set, so the window's parts are
imported inside `run`.
"""

import queue
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import structlog

from display.glass.environment import Window, prepare
from display.glass.options import Mistake, Usual, authority_of, emblem_of, number, token_of, usual_home, window_parser
from display.glass.program import Calls, answer, asks_to_end, end_on_signals, tell_life
from display.hall.board import Board, Now, Row
from display.hall.hall import Hall
from display.hall.layout import placed
from display.hall.panel import Panel
from look.drawing.raster import Pictures
from look.sheet.things import Writing
from look.words import DEFAULT, languages
from office.clock import MachineClock
from office.remote import NotAdmitted, OfficeAway, RemoteOffice

if TYPE_CHECKING:
    import argparse

    from display.hall.glass import Glass

USUAL = Usual(size=(1920, 1080), diagonal_in=43.0)
NAME = "motcua hall"
TICK_S = 0.25
KNOCK_S = 15.0
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Wishes:
    """What was asked for on the command line. `second`: the language of the small lines, or ""."""

    server: str
    token: str
    window: Window
    panel: Panel
    home: Path
    zone: ZoneInfo
    language: str = DEFAULT
    second: str = ""
    ca: Path | None = None
    emblem: Path | None = None
    pictures: Path | None = None


def main(argv: Sequence[str] | None = None, usual: Usual = USUAL) -> int:
    """The command; the exit code: 0 when the window was closed, 2 for a mistake."""
    try:
        asked = read(sys.argv[1:] if argv is None else argv, usual)
    except Mistake as mistake:
        sys.stderr.write(f"hall: {mistake}\n")
        return 2
    _warn_of_a_small_panel(asked.panel)
    return run(asked)


def _warn_of_a_small_panel(panel: Panel) -> None:
    """A room can be deeper than any number on this panel can be read; the display works all the same."""
    large = placed(Board(now=Now("A", "A000", "A", "1"), last=(Row("A", "1"),)), panel).things["number"]
    if isinstance(large, Writing) and not panel.reads_as_far(large.fitted.size):
        _log.warning("hall.panel_too_small", depth_m=panel.depth_m, diagonal_in=panel.diagonal_in)


def read(argv: Sequence[str], usual: Usual = USUAL) -> Wishes:
    """Raises `Mistake`; ends the program for `--help` and for what argparse does not understand."""
    given = parser(usual).parse_args(list(argv))
    width, height = given.size
    return Wishes(
        server=given.server.rstrip("/"),
        token=token_of(given.token_file),
        window=Window(width, height, given.left, given.top, given.border, feels=False),
        panel=Panel(width, height, given.diagonal_in, given.depth_m),
        home=given.home or usual_home("hall"),
        zone=given.timezone,
        language=given.language,
        second="" if given.second == given.language else given.second,
        ca=authority_of(given.ca),
        emblem=emblem_of(given.emblem),
        pictures=given.pictures,
    )


def parser(usual: Usual = USUAL) -> "argparse.ArgumentParser":
    """The options of `motcua hall`."""
    made = window_parser("hall", "The hall display for a television.", usual)
    depth = "from the panel to the last row, metres"
    made.add_argument("--depth-m", type=number(1, 50), default=usual.depth_m, metavar="METRES", help=depth)
    made.add_argument("--language", choices=languages(), default=usual.language or DEFAULT)
    second = "the same once more in small lines, e.g. en"
    made.add_argument("--second", choices=("", *languages()), default=usual.second, metavar="LANGUAGE", help=second)
    return made


def run(asked: Wishes) -> int:
    """Opens the window and stays until it closes. Starts everything in order and stops it in reverse."""
    prepare(asked.home, asked.window)
    from kivy.base import runTouchApp, stopTouchApp
    from kivy.clock import Clock
    from kivy.core.window import Window as Frame

    from display.glass.album import Album
    from display.hall.glass import Glass

    with ExitStack() as parts:
        calls: Calls = queue.SimpleQueue()
        office = RemoteOffice(asked.server, asked.token, ca=asked.ca)
        parts.callback(office.close)
        hall = Hall(MachineClock(), asked.zone, asked.language, asked.second)
        _join(hall, office, calls)
        office.on_facts(lambda facts: calls.put(stopTouchApp) if asks_to_end(facts, "hall") else None)
        glass = Glass(asked.panel, Pictures(asked.home / "pictures", asked.emblem))
        glass.follow(hall.board())
        Frame.set_title(NAME)
        Clock.schedule_interval(lambda _dt: _hear(calls, hall, glass), 0)  # at every frame
        Clock.schedule_interval(lambda _dt: _look(hall, glass), TICK_S)
        if asked.pictures is not None:
            album = Album(glass, lambda: glass.board, asked.pictures / "hall.png")
            album.start()
        tell_life(Clock)
        end_on_signals(lambda: Clock.schedule_once(lambda _dt: stopTouchApp(), 0))
        office.start()
        parts.callback(knocking(office, hall, calls))
        runTouchApp(glass)
    return 0


def _join(hall: Hall, office: RemoteOffice, calls: Calls) -> None:
    """What is heard in the office's thread goes to the window's thread."""
    office.on_state(lambda state: calls.put(lambda: hall.hear_state(state)))
    office.on_facts(lambda facts: calls.put(lambda: hall.hear_facts(facts)))
    office.on_presence(lambda present: calls.put(lambda: hall.hear_presence(present)))


def _look(hall: Hall, glass: "Glass") -> None:
    """Time has passed. Kivy would end what answers False, so this answers nothing."""
    glass.follow(hall.board())


def _hear(calls: Calls, hall: Hall, glass: "Glass") -> None:
    """What came since the last frame."""
    if answer(calls):
        glass.follow(hall.board())


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


if __name__ == "__main__":
    sys.exit(main())
