"""`motcua touch`: the ticket screen, or with `--screen rate` the faces of one counter, in a window of their own.

The token comes from a file or from `MOTCUA_TOKEN`, never from the command line, where other users of the machine could
read it. The rule that surprises: nothing of Kivy may be imported before its environment is set, so the window's parts
are imported inside `run`.
"""

import argparse
import logging
import os
import queue
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import structlog

from kiosk.touch.connection import Photos, Staff, join
from kiosk.touch.drawing.raster import Pictures
from kiosk.touch.environment import FRAMES, Window, prepare
from kiosk.touch.errands import Errands, Runner
from kiosk.touch.layout.measures import Measures
from kiosk.touch.models.flow import Flow
from kiosk.touch.models.rating import Rating
from kiosk.touch.models.touch import Touch
from office.remote import RemoteOffice

TOKEN = "MOTCUA_TOKEN"  # noqa: S105 -- the name of a variable, not a secret
PATIENCE_S = 4.0
ZONE = "Asia/Ho_Chi_Minh"


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
    emblem: Path | None = None
    pictures: Path | None = None


class Mistake(Exception):
    """The command line cannot be followed; the text says why."""


def main(argv: Sequence[str] | None = None) -> int:
    """The command; the exit code: 0 when the window was closed or restarted from the staff menu, 2 for a mistake."""
    try:
        asked = read(sys.argv[1:] if argv is None else argv)
    except Mistake as mistake:
        sys.stderr.write(f"touch: {mistake}\n")
        return 2
    return run(asked)


def read(argv: Sequence[str]) -> Wishes:
    """Raises `Mistake`; ends the program for `--help` and for what argparse does not understand."""
    given = parser().parse_args(list(argv))
    if (given.screen == "rate") != (given.counter is not None):
        raise Mistake("--screen rate and --counter N belong together")
    width, height = given.size
    return Wishes(
        server=given.server.rstrip("/"),
        token=_token(given.token_file),
        counter=given.counter,
        window=Window(width, height, given.left, given.top, given.border, not given.hide_cursor),
        diagonal_in=given.diagonal_in,
        home=given.home or _usual_home(given.screen, given.counter),
        zone=given.timezone,
        emblem=given.emblem,
        pictures=given.pictures,
    )


def parser() -> argparse.ArgumentParser:
    """The options of `motcua touch`."""
    made = argparse.ArgumentParser(prog="motcua touch", description="The screen that citizens touch.")
    made.add_argument("--server", required=True, metavar="URL", help="where the office answers")
    made.add_argument("--token-file", type=Path, metavar="FILE", help=f"the screen's token; else {TOKEN}")
    made.add_argument("--screen", choices=("ticket", "rate"), default="ticket", help="numbers, or faces of a counter")
    made.add_argument("--counter", type=int, choices=range(1, 100), metavar="N", help="the counter of the faces")
    made.add_argument("--size", type=_size, default=(1080, 1920), metavar="WxH", help="of the window, in pixels")
    made.add_argument("--diagonal-in", type=_inches, default=21.5, metavar="INCHES", help="of the panel")
    made.add_argument("--left", type=int, default=0, metavar="PX")
    made.add_argument("--top", type=int, default=0, metavar="PX")
    made.add_argument("--border", action="store_true", help="a window with a title bar, for trying out")
    made.add_argument("--hide-cursor", action="store_true", help="no pointer: for a panel without a mouse")
    made.add_argument("--home", type=Path, metavar="DIR", help="where drawings are kept from start to start")
    made.add_argument("--timezone", type=_zone, default=ZoneInfo(ZONE), metavar="ZONE", help=f"default: {ZONE}")
    made.add_argument("--emblem", type=Path, metavar="PNG", help="the office's own emblem")
    made.add_argument("--pictures", type=Path, metavar="DIR", help="keep a picture of the window there")
    return made


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.lower().partition("x")
    if not (width.isdigit() and height.isdigit() and 320 <= int(width) <= 7680 and 320 <= int(height) <= 7680):
        raise argparse.ArgumentTypeError(f"must be like 1080x1920, not {text[:20]!r}")
    return int(width), int(height)


def _inches(text: str) -> float:
    try:
        inches = float(text)
    except ValueError:
        inches = 0.0
    if not 7 <= inches <= 120:
        raise argparse.ArgumentTypeError(f"must be a number of inches from 7 to 120, not {text[:20]!r}")
    return inches


def _zone(text: str) -> ZoneInfo:
    try:
        return ZoneInfo(text)
    except (OSError, ValueError, LookupError) as error:
        raise argparse.ArgumentTypeError(f"is not a known time zone: {text[:40]!r}") from error


def _token(path: Path | None) -> str:
    if path is None:
        token = os.environ.get(TOKEN, "")
    else:
        try:
            token = path.read_text(encoding="ascii")
        except (OSError, ValueError) as error:
            raise Mistake(f"--token-file {path}: cannot be read ({error})") from None
    if not token.strip():
        raise Mistake(f"no token: give --token-file FILE or set {TOKEN} (`motcua token add` makes one)")
    return token.strip()


def _usual_home(screen: str, counter: int | None) -> Path:
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "motcua" / (screen if counter is None else f"{screen}-{counter}")


def run(asked: Wishes) -> int:
    """Opens the window and stays until it closes. Starts everything in order and stops it in reverse."""
    _speak_up()
    prepare(asked.home, asked.window)
    from kivy.base import runTouchApp, stopTouchApp
    from kivy.clock import Clock

    from kiosk.touch.glass.album import Album
    from kiosk.touch.glass.pane import Pane
    from kiosk.touch.glass.stage import Stage, now_ms
    from kiosk.touch.glass.textures import Textures

    with ExitStack() as parts:
        calls: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        runner = Runner(calls.put)
        parts.callback(runner.close)
        office = RemoteOffice(asked.server, asked.token, patience_s=PATIENCE_S)
        parts.callback(office.close)
        flow = flow_of(asked, office, runner, now_ms, stopTouchApp)
        photos = Photos(asked.server, asked.token, runner)
        parts.callback(photos.close)
        textures = Textures(Pictures(asked.home / "pictures", asked.emblem))
        measures = Measures(asked.window.width, asked.window.height, asked.diagonal_in)
        stage = Stage(flow, measures, Pane(textures, photos))
        photos.came = stage.redraw
        join(flow, office, calls.put)
        Clock.schedule_interval(lambda _dt: _answer(calls, stage), 1 / FRAMES)
        if asked.pictures is not None:
            name = "touch" if asked.counter is None else f"rate-{asked.counter}"
            album = Album(stage, asked.pictures, name)  # kept by this name: Kivy's clock holds methods weakly
            album.start()
        _end_on_signals(lambda: Clock.schedule_once(lambda _dt: stopTouchApp(), 0))
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
    touch.staff_office = Staff(asked.server, asked.home / "staff.json", leave)
    return touch


def _answer(calls: "queue.SimpleQueue[Callable[[], None]]", stage: Any) -> None:
    """What came from other threads since the last frame."""
    came = False
    while not calls.empty():
        calls.get_nowait()()
        came = True
    if came:
        stage.refresh()


def _end_on_signals(end: Callable[[], object]) -> None:
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: end())


if __name__ == "__main__":
    sys.exit(main())
