"""`motcua touch`: the ticket screen, or with `--screen rate` the faces of one counter, in a window of their own.

The rule that surprises: nothing of Kivy may be imported before its environment is set, so the window's parts are
imported inside `run`.
"""

import argparse
import logging
import queue
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import structlog

from display.glass.environment import Window, prepare
from display.glass.options import Mistake, Usual, authority_of, emblem_of, token_of, usual_home, window_parser
from display.glass.program import Calls, answer, asks_to_end, end_on_signals, tell_life
from kiosk.touch.connection import Photos, Staff, join
from kiosk.touch.errands import Errands, Runner
from kiosk.touch.layout.placing import leaves_of
from kiosk.touch.models.flow import Flow
from kiosk.touch.models.rating import Rating
from kiosk.touch.models.touch import Touch
from look.drawing.raster import Pictures
from look.sheet.measures import Measures
from office.remote import RemoteOffice
from office.remote.counsel import RemoteCounsel
from office.remote.lookup import RemoteLookup

PATIENCE_S = 4.0
USUAL = Usual(size=(1080, 1920), diagonal_in=21.5)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What was asked for on the command line. `counter`: the faces of that counter instead of tickets."""

    server: str
    token: str
    counter: int | None
    window: Window
    diagonal_in: float
    home: Path
    zone: ZoneInfo
    ca: Path | None = None
    emblem: Path | None = None
    pictures: Path | None = None
    keeps_keyboard: bool = False

    @property
    def name(self) -> str:
        """What stands in a title bar."""
        return "motcua touch" if self.counter is None else f"motcua rate {self.counter}"

    @property
    def role(self) -> str:
        """Of the device, as its key has it."""
        return "touch" if self.counter is None else f"rate:{self.counter}"


def main(argv: Sequence[str] | None = None, usual: Usual = USUAL) -> int:
    """The command; the exit code: 0 when the window was closed or restarted from the staff menu, 2 for a mistake."""
    try:
        asked = read(sys.argv[1:] if argv is None else argv, usual)
    except Mistake as mistake:
        sys.stderr.write(f"touch: {mistake}\n")
        return 2
    return run(asked)


def read(argv: Sequence[str], usual: Usual = USUAL) -> Wishes:
    """Raises `Mistake`; ends the program for `--help` and for what argparse does not understand."""
    given = parser(usual).parse_args(list(argv))
    if (given.screen == "rate") != (given.counter is not None):
        raise Mistake("--screen rate and --counter N belong together")
    width, height = given.size
    return Wishes(
        server=given.server.rstrip("/"),
        token=token_of(given.token_file),
        counter=given.counter,
        window=Window(width, height, given.left, given.top, given.border, not given.hide_cursor),
        diagonal_in=given.diagonal_in,
        home=given.home or usual_home(given.screen if given.counter is None else f"{given.screen}-{given.counter}"),
        zone=given.timezone,
        ca=authority_of(given.ca),
        emblem=emblem_of(given.emblem),
        pictures=given.pictures,
        keeps_keyboard=given.keeps_keyboard,
    )


def parser(usual: Usual = USUAL) -> argparse.ArgumentParser:
    """The options of `motcua touch`."""
    made = window_parser("touch", "The screen that citizens touch.", usual)
    made.add_argument("--screen", choices=("ticket", "rate"), default="ticket", help="numbers, or faces of a counter")
    made.add_argument("--counter", type=int, choices=range(1, 100), metavar="N", help="the counter of the faces")
    hidden = "no pointer: for a panel without a mouse"
    keeps = "take the keyboard back whenever another window has it: for a machine without a window manager"
    made.add_argument("--keeps-keyboard", action="store_true", help=keeps)
    made.add_argument("--hide-cursor", action="store_true", default=usual.hide_cursor, help=hidden)
    return made


def run(asked: Wishes) -> int:
    """Opens the window and stays until it closes. Starts everything in order and stops it in reverse."""
    _speak_up()
    prepare(asked.home, asked.window)
    from kivy.base import runTouchApp, stopTouchApp
    from kivy.clock import Clock
    from kivy.core.window import Window as Frame

    from display.glass.album import Album
    from display.glass.pane import Pane
    from display.glass.textures import Textures
    from kiosk.touch.glass.grip import EVERY_S, Grip
    from kiosk.touch.glass.stage import Stage, now_ms

    with ExitStack() as parts:
        calls: Calls = queue.SimpleQueue()
        runner = Runner(calls.put)
        parts.callback(runner.close)
        office = RemoteOffice(asked.server, asked.token, patience_s=PATIENCE_S, ca=asked.ca)
        parts.callback(office.close)
        flow = flow_of(asked, office, runner, now_ms, stopTouchApp)
        _inform(flow, asked, parts)
        photos = Photos(asked.server, asked.token, runner, asked.ca)
        parts.callback(photos.close)
        textures = Textures(Pictures(asked.home / "pictures", asked.emblem))
        measures = Measures(asked.window.width, asked.window.height, asked.diagonal_in)
        flow.leaves = lambda page: leaves_of(page, measures)
        stage = Stage(flow, measures, Pane(textures, photos))
        photos.came = stage.redraw
        join(flow, office, calls.put)
        office.on_facts(lambda facts: calls.put(stopTouchApp) if asks_to_end(facts, asked.role) else None)
        Clock.schedule_interval(lambda _dt: _hear(calls, stage), 0)  # every tick: a time of its own misses every other
        Frame.set_title(asked.name)
        if asked.pictures is not None:
            name = f"{asked.name.removeprefix('motcua ').replace(' ', '-')}.png"
            album = Album(stage, lambda: stage.page, asked.pictures / name)
            album.start()
        tell_life(Clock)
        if asked.keeps_keyboard:
            grip = Grip(Frame)  # Kivy's clock itself holds nobody's method
            Clock.schedule_interval(lambda _dt: grip.look(), EVERY_S)
        end_on_signals(lambda: Clock.schedule_once(lambda _dt: stopTouchApp(), 0))
        office.start()
        stage.start()
        runTouchApp(stage)
    return 0


def _speak_up() -> None:
    """One line for what matters; Kivy itself only when something is wrong."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.INFO))
    logging.getLogger("kivy").setLevel(logging.ERROR)


def flow_of(
    asked: Wishes, office: RemoteOffice, errands: Errands, now: Callable[[], int], leave: Callable[[], None]
) -> Flow:
    """The screens that were asked for. `leave` ends the program."""

    def wall() -> datetime:
        return datetime.now(asked.zone)

    if asked.counter is not None:
        return Rating(office, errands, now, wall, counter=asked.counter)
    touch = Touch(office, errands, now, wall)
    touch.staff_office = Staff(asked.server, asked.token, leave, asked.ca)
    return touch


def _inform(flow: Flow, asked: Wishes, parts: ExitStack) -> None:
    """What the ticket screen tells besides numbers."""
    if isinstance(flow, Touch):
        counsel = RemoteCounsel(asked.server, asked.token, patience_s=PATIENCE_S, ca=asked.ca)
        parts.callback(counsel.close)
        lookup = RemoteLookup(asked.server, asked.token, ca=asked.ca)
        parts.callback(lookup.close)
        flow.counsel, flow.lookup = counsel, lookup


def _hear(calls: Calls, stage: Any) -> None:
    """What came from other threads since the last frame."""
    if answer(calls):
        stage.refresh()


if __name__ == "__main__":
    sys.exit(main())
