"""`motcua setup --touch`: the window of the first start.

The window covers one monitor: the one that was chosen for citizens, before that the first. When it is turned, the
program begins anew at the same question, because a window cannot change its size. Nothing of Kivy may be imported
before its environment is set.
"""

import logging
import os
import queue
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from display.glass.environment import Window, prepare
from display.glass.options import usual_home
from display.glass.program import Calls, answer, end_on_signals
from kiosk.setup.dialogue import Dialogue
from kiosk.setup.draft import Draft, keep_draft, read_draft
from kiosk.setup.finishing import keep_report, print_pins
from kiosk.setup.machine import Machine, Monitor
from kiosk.setup.making import Made, Places, commission, make
from kiosk.setup.question import Seen
from kiosk.setup.steps.hall import TOUCH_INCHES, monitor_of
from kiosk.setup.this_machine import ThisMachine, clock_setter
from look.drawing.raster import Pictures
from look.sheet.measures import Measures

if TYPE_CHECKING:
    from kiosk.setup.touch.flow import Setup
    from kiosk.touch.glass.stage import Stage

BACKSPACE, RETURN, ENTER = 8, 13, 271
NO_MONITOR = Monitor("", 1080, 1920)
"""Where nothing tells how large the desktop is."""


@dataclass(frozen=True, slots=True)
class Panel:
    """The part of the desktop that the window covers, and how large that is."""

    window: Window
    inches: float

    @property
    def measures(self) -> Measures:
        return Measures(self.window.width, self.window.height, self.inches)


def panel_for(monitors: tuple[Monitor, ...], draft: Draft) -> Panel:
    """The monitor of the citizens, else the first one, as it hangs now."""
    chosen = monitor_of(Seen(draft.answers, {}), "touch")
    named = (one for one in monitors if chosen is not None and one.output == chosen.output)
    monitor = next(named, monitors[0] if monitors else NO_MONITOR)
    width, height = monitor.turned(monitor.rotate)
    inches = draft.answers.get("screens.touch_inches") or monitor.inches or TOUCH_INCHES
    return Panel(Window(width, height, monitor.left, monitor.top), float(str(inches)))


@dataclass(frozen=True, slots=True)
class RealDeeds:
    """`port: kiosk.setup.touch.flow.Deeds`."""

    dialogue: Dialogue
    places: Places
    zone: ZoneInfo

    def make(self) -> Made:
        return make(self.dialogue.seen, self.places, datetime.now(UTC))

    def print_pins(self, made: Made) -> str:
        return print_pins(self.dialogue.seen, made, self.places)

    def close(self, made: Made) -> None:
        skipped = self.dialogue.draft.skipped
        keep_report(self.dialogue.seen, skipped, made, self.places, datetime.now(self.zone))
        commission(self.places)


def run(places: Places, zone: ZoneInfo, machine: Machine | None = None) -> int:
    """Stays until the office is set up or the program is ended; the exit code."""
    with ExitStack() as parts:
        if machine is None:
            machine = real = ThisMachine(zone, clock_setter())
            parts.callback(real.close)
        draft = read_draft(places.draft)
        panel = panel_for(machine.monitors(), draft)
        dialogue = Dialogue(draft, keep=lambda kept: keep_draft(places.draft, kept))
        is_turned = _shown(parts, panel, dialogue, machine, RealDeeds(dialogue, places, zone), zone)
    if is_turned:
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 -- ourselves once more
    return 0 if places.config.exists() else 1


def _shown(
    parts: ExitStack, panel: Panel, dialogue: Dialogue, machine: Machine, deeds: RealDeeds, zone: ZoneInfo
) -> bool:
    """Whether the window ended because its monitor was turned."""
    logging.getLogger("kivy").setLevel(logging.ERROR)
    home = usual_home("setup")
    prepare(home, panel.window)
    from kivy.base import runTouchApp, stopTouchApp
    from kivy.clock import Clock
    from kivy.core.window import Window as Frame

    from kiosk.setup.touch.flow import Setup
    from kiosk.touch.errands import Runner

    calls: Calls = queue.SimpleQueue()
    runner = Runner(calls.put)
    parts.callback(runner.close)
    turned = list[bool]()

    def look_again() -> None:
        if panel_for(machine.monitors(), dialogue.draft) != panel:
            turned.append(True)
            stopTouchApp()

    setup = Setup(dialogue, machine, deeds, runner, lambda: datetime.now(zone), stopTouchApp, look_again)
    stage = _stage(setup, panel, home)
    Clock.schedule_interval(lambda _dt: _hear(calls, stage), 0)
    Frame.set_title("motcua setup")
    end_on_signals(lambda: Clock.schedule_once(lambda _dt: stopTouchApp(), 0))
    stage.start()
    # Bound after the stage, so asked before it: the stage lets no key pass.
    Frame.bind(on_key_down=lambda _frame, code, *rest: _type(setup, stage, code, rest[2] if len(rest) > 2 else []))
    # The window of the numbers takes the keys with it when it goes; a finger brings them back.
    Frame.bind(on_touch_down=lambda frame, _touch: None if frame.focus else _take_keys(frame))
    runTouchApp(stage)
    return bool(turned)


def _stage(setup: "Setup", panel: Panel, home: Path) -> "Stage":
    from display.glass.pane import Pane
    from display.glass.textures import Textures
    from kiosk.setup.touch.layout import placed
    from kiosk.touch.glass.stage import Stage

    return Stage(setup, panel.measures, Pane(Textures(Pictures(home / "pictures"))), place=placed)


def _hear(calls: Calls, stage: "Stage") -> None:
    """What came from other threads since the last frame; an interval that returns False would end."""
    if answer(calls):
        stage.refresh()


def _type(setup: "Setup", stage: "Stage", code: int, modifiers: Sequence[str]) -> None:
    """A key of a real keyboard, for whoever has brought one; tones are on the glass."""
    from kiosk.touch.glass import keys

    sign = {BACKSPACE: "\b", RETURN: "\n", ENTER: "\n"}.get(code) or keys.sign_of(code, modifiers)
    if sign:
        setup.typed(sign)
        stage.refresh()


def _take_keys(frame: Any) -> None:
    """Where no window manager gives them, a window gets the keys when it appears."""
    frame.hide()
    frame.show()
