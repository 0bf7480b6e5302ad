"""The window's content: shows the page of a flow, and tells the flow what fingers and keys pressed.

Nothing moves by itself: the page is asked for a few times a second and after every event, and drawn only when it has
changed, so an idle screen costs nothing.
"""

import time
from collections.abc import Callable
from typing import Any, Protocol

from kivy.clock import Clock
from kivy.core.window import Window
from kivy.uix.widget import Widget

from display.glass.pane import Pane
from kiosk.touch.fingers import SETTLE_MS, Fingers
from kiosk.touch.glass import keys
from kiosk.touch.layout.placing import placed
from kiosk.touch.layout.sheet import Sheet
from kiosk.touch.layout.top import EMBLEM_KEY
from kiosk.touch.models.flow import TOGETHER_MS
from kiosk.touch.page import FacesPage, Page
from kiosk.touch.reader import Reader
from look.sheet.measures import Measures
from look.sheet.things import Target

HOLD = "emblem:hold"
HOLD_MS = 3_000
SLACK_MM = 1.2
"""A finger may be that far beside a control; gaps are more than twice as wide."""

TICK_S = 0.2


def now_ms() -> int:
    return time.monotonic_ns() // 1_000_000


class Played(Protocol):
    """What a stage shows: `kiosk.touch.models.flow.Flow`, or other screens that are touched in the same way."""

    @property
    def turns(self) -> int: ...
    @property
    def drawn_from(self) -> int: ...
    def page(self) -> Page: ...
    def press(self, name: str) -> None: ...
    def key(self, digit: int) -> None: ...
    def scanned(self, code: str) -> None: ...
    def touched(self) -> None: ...
    def tick(self) -> None: ...
    def drawn(self) -> None: ...


Places = Callable[[Page, Measures], Sheet]


class Stage(Widget):
    """One flow on one pane. `now`: as the flow's clock; `place`: puts a page in its place."""

    def __init__(
        self, flow: Played, measures: Measures, pane: Pane, now: Callable[[], int] = now_ms, place: Places = placed
    ) -> None:
        super().__init__()
        self.flow, self.measures, self.pane = flow, measures, pane
        self.fingers, self.reader, self._now, self._place = Fingers(), Reader(), now, place
        self.page: Page = flow.page()
        self.sheet: Sheet = place(self.page, measures)
        self._shown: tuple[object, ...] = ()
        self._focus: str | None = None
        self._focus_first = False
        self._keys_down: set[int] = set()
        self._edges: dict[int, int] = {}
        self._soon = Clock.create_trigger(lambda _dt: self.refresh(), (TOGETHER_MS + 2) / 1000)
        self._marked: tuple[Target | None, Target | None] = (None, None)
        self.add_widget(pane)

    def start(self) -> None:
        """To be called once the window is there."""
        Window.bind(on_key_down=self._on_key_down, on_key_up=self._on_key_up)
        Clock.schedule_interval(self._tick, TICK_S)
        self._fill()
        Window.bind(size=lambda *_: self._fill())

    def _fill(self) -> None:
        self.size = self.pane.size = (self.measures.width, self.measures.height)
        self._turn()
        self._draw()

    def _tick(self, _dt: float) -> None:
        if self.fingers.held_ms(HOLD, self._now()) >= HOLD_MS:
            self.fingers.spend()
            self.flow.press("staff")
        self.flow.tick()
        self.refresh()

    # -- drawing

    def refresh(self) -> None:
        """Draws what has changed since the last time, or a little later when an answer is nearly here."""
        if self._now() < self.flow.drawn_from:
            self._soon()
            return
        page = self.flow.page()
        if page != self.page:
            self.page = page
            self._turn()
            self._draw()
        self._mark()

    def redraw(self) -> None:
        """Draws the same page again, because a photo has come."""
        self.pane.show(self.sheet)

    def _turn(self) -> None:
        """Another screen: fingers that are down mean nothing any more, and the ring starts anew."""
        showing = (self.flow.turns, type(self.page))
        if showing == self._shown:
            return
        self._shown = showing
        fresh_faces = isinstance(self.page, FacesPage) and not any(face.chosen for face in self.page.faces)
        # Early presses on the faces are the office's to judge (it keeps them as a fact), so they are let through.
        self.fingers.turned(self._now(), 0 if fresh_faces else SETTLE_MS)
        self._focus_first = self._focus is not None
        Clock.schedule_once(lambda _dt: self.flow.drawn(), 0)

    def _draw(self) -> None:
        self.sheet = self._place(self.page, self.measures)
        self.pane.show(self.sheet)
        if self._focus_first:
            self._focus, self._focus_first = keys.after(self.sheet.targets, None, 1), False
        self._marked = (None, None)
        self.pane.mark(None, None)

    def _mark(self) -> None:
        marked = (self._target(self.fingers.on), self._target(self._focus))
        if marked != self._marked:
            self._marked = marked
            self.pane.mark(*marked)

    def _target(self, name: str | None) -> Target | None:
        return next((target for target in self.sheet.targets if target.name == name), None)

    # -- fingers

    def at(self, x: float, y: float) -> str | None:
        """The name of the control at this place of the window (y upwards)."""
        y = self.measures.height - 1 - y
        slack = self.measures.px(SLACK_MM)
        for near in (0, slack):
            for target in self.sheet.targets:
                if not target.off and target.area.holds(x, y, near):
                    return target.name
        emblem = self.sheet.things.get(EMBLEM_KEY)
        return HOLD if emblem is not None and emblem.area.holds(x, y) else None

    def on_touch_down(self, touch: Any) -> bool:
        if _is_finger(touch):
            self.flow.touched()
            self._focus = None
            self.fingers.down(touch.uid, self.at(*touch.pos), self._now())
            self.refresh()
        return True

    def on_touch_move(self, touch: Any) -> bool:
        self.fingers.move(touch.uid, self.at(*touch.pos))
        self._mark()
        return True

    def on_touch_up(self, touch: Any) -> bool:
        pressed = self.fingers.up(touch.uid, self.at(*touch.pos), self._now())
        if pressed is not None and pressed != HOLD:
            self.flow.press(pressed)
        self.refresh()
        return True

    # -- keys

    def _on_key_down(self, _window: Any, code: int, *rest: Any) -> bool:
        is_repeat, bounces = code in self._keys_down, self._bounces(code)
        self._keys_down.add(code)
        self.flow.touched()
        scanned = None if is_repeat else self._read(code, rest[2] if len(rest) > 2 else [])
        if scanned is not None:
            self.flow.scanned(scanned)
        elif code in keys.ARROWS or code == keys.TAB:
            self._move_focus(code, rest[2] if len(rest) > 2 else [])
        elif code in keys.DIGITS and not is_repeat and not bounces and not self.fingers.is_settling(self._now()):
            self.flow.key(keys.DIGITS[code])
        elif not is_repeat and not self.fingers.is_settling(self._now()):
            self._press_key(code)
        self.refresh()
        return True

    def _read(self, code: int, modifiers: Any) -> str | None:
        """The code that a reader of barcodes has ended with this key. A held key reads nothing."""
        if code in keys.ENTER and code != keys.SPACE:
            return self.reader.enter(self._now())
        self.reader.sign(keys.sign_of(code, modifiers), self._now())
        return None

    def _on_key_up(self, _window: Any, code: int, *_rest: Any) -> bool:
        self._keys_down.discard(code)
        self._bounces(code)
        return True

    def _bounces(self, code: int) -> bool:
        """Whether this edge of a digit's key belongs to the same press as the one before."""
        now = self._now()
        last, self._edges[code] = self._edges.get(code), now
        return last is not None and now - last < keys.BOUNCE_MS

    def _move_focus(self, code: int, modifiers: Any) -> None:
        targets = [target for target in self.sheet.targets if not target.off]
        if code == keys.TAB:
            self._focus = keys.after(targets, self._focus, -1 if "shift" in modifiers else 1)
        else:
            self._focus = keys.towards(targets, self._focus, keys.ARROWS[code])

    def _press_key(self, code: int) -> None:
        focused = self._target(self._focus)
        if code in keys.ENTER and focused is not None and not focused.off:
            self.flow.press(focused.name)
        elif code == keys.ESCAPE:
            self.flow.press("back")
        elif code == keys.F10:
            self.flow.press("staff")


def _is_finger(touch: Any) -> bool:
    """Not the wheel of a mouse and not its other buttons."""
    return "button" not in touch.profile or touch.button == "left"
