"""Runs inside a process of its own with a real Kivy window that nobody sees, and writes what it saw as JSON.

`python -m tests.touch.window_checks texts|fingers|monkey|keys|buttons|visits|given_back OUT [COUNT]`
"""

import json
import os
import random
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image

from display.glass.environment import Window, prepare
from kiosk.touch.layout.placing import placed
from kiosk.touch.lookup import LookupPage
from look.drawing.raster import Pictures
from look.sheet.measures import Measures
from look.sheet.things import Writing
from tests.memory import own_mb
from tests.touch import examples
from tests.touch.double import morning, window
from tests.touch.unseen import draw_to_the_end
from tests.touch.walk import Walk

PANEL = Measures(540, 960, 21.5)
"""Half the pixels of the usual panel: the same millimetres in a quarter of the time."""

LARGE_PX = 2_048
"""The side of a picture of 16 MB."""

TAPS = 300
EVERY = 5


class Touch:
    """A finger as Kivy reports it."""

    profile = ("pos",)

    def __init__(self, uid: int, x: float, y: float) -> None:
        self.uid, self.pos = uid, (x, y)


def texts() -> dict[str, Any]:
    """Writing as the window really sets them: those that are wider than their place."""
    from display.glass.pane import Pane
    from display.glass.textures import Textures

    wide, grounds = list[str](), dict[str, float]()
    textures = Textures(Pictures())
    panels = ((examples.TICKET_SCREENS, Measures(1080, 1920, 21.5)), (examples.RATE_SCREENS, Measures(1280, 800, 10.1)))
    for screens, panel in panels:
        for name, reach in screens.items():
            for language in ("vi", "en"):
                sheet = placed(examples.in_language(reach(), language), panel)
                pane = Pane(textures, lambda _url: None)
                pane.size = (panel.width, panel.height)
                pane.show(sheet)
                for key, thing in sheet.things.items():
                    if isinstance(thing, Writing) and max(pane.spans[key]) > thing.area.w + 1:
                        wide.append(f"{name} {language} {key}: {max(pane.spans[key])} > {thing.area.w:.0f}")
        grounds[name] = seen_contrast(pane, sheet)
    return {"wide": wide, "contrast": grounds}


def seen_contrast(pane: Any, sheet: Any) -> float:
    """The smallest contrast of any text, measured in the picture itself."""
    from look.theme import contrast

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "seen.png"
        pane.export_to_png(str(path))
        picture = Image.open(path).convert("RGB")
    least = 21.0
    for thing in sheet.things.values():
        if isinstance(thing, Writing):
            area = thing.area
            box = (round(area.x), round(area.y), round(area.right), round(area.bottom))
            counted: list[Any] = list(picture.crop(box).getcolors(1 << 24) or [])
            paper = written(max(counted)[1])
            least = min(least, max(contrast(written(colour), paper) for _, colour in counted))
    return least


def written(colour: tuple[int, int, int]) -> str:
    return "#" + bytes(colour).hex().upper()


def stage_of(walk: Walk) -> Any:
    from display.glass.pane import Pane
    from display.glass.textures import Textures
    from kiosk.touch.glass.stage import Stage

    stage = Stage(walk.flow, PANEL, Pane(Textures(Pictures()), lambda _url: None), walk.time.now)
    stage.start()
    return stage


def middle(stage: Any, name: str) -> tuple[float, float]:
    target = next(one for one in stage.sheet.targets if one.name == name)
    x, y = target.area.middle
    return x, PANEL.height - y


def ready() -> tuple[Walk, Any]:
    walk = Walk()
    stage = stage_of(walk)
    walk.pass_ms(1_000)
    return walk, stage


def issued(walk: Walk) -> int:
    return len(walk.office.given)


def tap(stage: Any, walk: Walk, x: float, y: float, hold_ms: int = 80) -> None:
    touch = Touch(random.getrandbits(40), x, y)
    stage.on_touch_down(touch)
    walk.pass_ms(hold_ms)
    stage.on_touch_up(touch)


def fingers() -> dict[str, Any]:
    """How many numbers each kind of bad touching gives."""
    return {name: play() for name, play in FINGERS.items()}


def ten_fingers() -> int:
    walk, stage = ready()
    hands = [Touch(at, *middle(stage, tile.name)) for at, tile in enumerate(walk.page.tiles)]
    for touch in hands:
        stage.on_touch_down(touch)
    walk.pass_ms(100)
    for touch in hands:
        stage.on_touch_up(touch)
    return issued(walk)


def double_tap() -> int:
    walk, stage = ready()
    place = middle(stage, "service:A")
    for _ in range(3):
        tap(stage, walk, *place, 60)
        walk.pass_ms(120)
    return issued(walk)


def held() -> int:
    walk, stage = ready()
    tap(stage, walk, *middle(stage, "service:A"), 8_000)
    return issued(walk)


def slid() -> int:
    walk, stage = ready()
    touch = Touch(1, *middle(stage, "service:A"))
    stage.on_touch_down(touch)
    touch.pos = middle(stage, "service:B")
    stage.on_touch_move(touch)
    stage.on_touch_up(touch)
    return issued(walk)


def edges() -> int:
    """One number for each tap just beside a tile, and none from the middle of the gap."""
    walk, stage = ready()
    a, b = (next(t for t in stage.sheet.targets if t.name == f"service:{p}") for p in "AB")
    tap(stage, walk, a.area.right + 1, PANEL.height - a.area.middle[1])
    walk.printed(1, "printed").pass_ms(1_000)
    walk.press("again").pass_ms(1_000)
    stage.refresh()
    walk.pass_ms(1_000)
    tap(stage, walk, (a.area.right + b.area.x) / 2, PANEL.height - a.area.middle[1])
    return issued(walk)


def under_a_change() -> int:
    """The page changes while the finger is down."""
    walk, stage = ready()
    touch = Touch(1, *middle(stage, "service:A"))
    stage.on_touch_down(touch)
    walk.press("priority")
    stage.refresh()
    stage.on_touch_up(touch)
    return issued(walk)


def emblem() -> int:
    """1 when a long press on the emblem, and only a long one, opens the door of the staff."""
    from kiosk.touch.layout.top import EMBLEM_KEY

    walk, stage = ready()
    x, y = stage.sheet.things[EMBLEM_KEY].area.middle
    tap(stage, walk, x, PANEL.height - y, 1_000)
    opened = [type(walk.page).__name__]
    touch = Touch(2, x, PANEL.height - y)
    walk.pass_ms(500)
    stage.on_touch_down(touch)
    for _ in range(16):
        walk.pass_ms(200)
        stage._tick(0.2)
    opened.append(type(walk.page).__name__)
    return int(opened == ["HomePage", "MessagePage"])


def fast_typing() -> int:
    """How many of seven signs are there that were typed as fast as two thumbs can."""
    walk, stage = looking_up()
    for sign in "kkhhaii":
        tap(stage, walk, *middle(stage, f"key:{sign}"), 40)
        walk.pass_ms(70)
    return len(walk.page.typed)


def under_a_new_list() -> int:
    """1 when a procedure was opened that came under the finger only while it was down."""
    walk, stage = looking_up()
    touch = Touch(1, *middle(stage, walk.page.lines[1].name))
    stage.on_touch_down(touch)
    walk.type_keys("khai t")
    stage.refresh()
    stage.on_touch_up(touch)
    return int(not walk.shows(LookupPage))


def looking_up() -> tuple[Walk, Any]:
    walk, stage = ready()
    tap(stage, walk, *middle(stage, "lookup"))
    walk.pass_ms(1_000)
    return walk, stage


FINGERS: dict[str, Callable[[], int]] = {
    "ten_fingers": ten_fingers,
    "double_tap": double_tap,
    "held": held,
    "slid": slid,
    "edges": edges,
    "under_a_change": under_a_change,
    "emblem": emblem,
    "fast_typing": fast_typing,
    "under_a_new_list": under_a_new_list,
}


def monkey() -> dict[str, Any]:
    """Random taps anywhere at any pace; every number given must belong to exactly one request.

    The memory of the process (kB) at fifty moments.
    """
    from kivy.base import EventLoop

    rng, count, seen = random.Random(7), int(sys.argv[3]) if len(sys.argv) > 3 else TAPS, list[int]()
    walk, stage = ready()
    EventLoop.window.add_widget(stage)
    for at in range(count):
        tap(stage, walk, rng.uniform(0, PANEL.width), rng.uniform(0, PANEL.height), rng.choice((0, 40, 200)))
        for ticket in list(walk.office.given.values())[-1:]:
            walk.printed(ticket["id"], rng.choice(("printed", "failed", "unknown")), "paper_out")
        walk.pass_ms(rng.choice((0, 50, 300, 1_000, 8_000)))
        stage.refresh()
        if at % EVERY == 0:
            EventLoop.idle()  # a frame, after which what is no longer shown is given back
        if at % max(count // 50, 1) == 0:
            seen.append(memory_kb())
    requests = [request for act, request, _ in walk.office.asked if act == "issue"]
    different = len(set(requests))
    return {"taps": count, "issued": issued(walk), "requests": len(requests), "different": different, "memory": seen}


def keys() -> dict[str, Any]:
    """A number with the keyboard alone, and what a held key gives."""
    from kivy.core.window import Window as KivyWindow

    walk, stage = ready()
    down = 274
    for code in (down, 13):
        KivyWindow.dispatch("on_key_down", code, 0, "", [])
        KivyWindow.dispatch("on_key_up", code, 0)
    for _ in range(20):
        KivyWindow.dispatch("on_key_down", 13, 0, "", [])
        walk.pass_ms(30)
    walk.printed(1, "printed").pass_ms(1_000)
    stage.refresh()
    for _ in range(20):
        KivyWindow.dispatch("on_key_down", 13, 0, "", [])
        walk.pass_ms(30)
    return {"issued": issued(walk), "page": type(walk.page).__name__}


def buttons() -> dict[str, Any]:
    """What a box of buttons gives: a bouncing press, a held key, and a key of the number pad."""
    from kivy.core.window import Window as KivyWindow

    walk = faces_shown()
    stage_of(walk)
    for code in (52, 52, 52):  # the edges of one press on "4"
        KivyWindow.dispatch("on_key_down", code, 0, "", [])
        KivyWindow.dispatch("on_key_up", code, 0)
        walk.pass_ms(100)
    walk.pass_ms(1_000)
    for _ in range(5):  # "3" of the number pad, held
        KivyWindow.dispatch("on_key_down", 259, 0, "", [])
        walk.pass_ms(400)
    rated = [(what["level"], what["channel"]) for act, _, what in walk.office.asked if act == "rate"]
    return {"rated": rated}


def faces_shown() -> Walk:
    state = morning()
    state["counters"][2]["rating"] = window()
    walk = Walk(3, state)
    walk.flow.drawn()
    return walk.pass_ms(1_000)


def visits() -> dict[str, Any]:
    """The memory of the process (kB) at fifty moments; every frame is really drawn."""
    from kivy.base import EventLoop

    walk, stage = ready()
    EventLoop.window.add_widget(stage)
    count, seen = int(sys.argv[3]), list[int]()
    for visit in range(count):
        name = f"service:{'ABCDEGHT'[visit % 8]}"
        tap(stage, walk, *middle(stage, name))
        EventLoop.idle()
        walk.printed(len(walk.office.given), ("printed", "failed")[visit % 2], "paper_out")
        stage.refresh()
        EventLoop.idle()
        walk.pass_ms(21_000)
        stage.refresh()
        EventLoop.idle()
        walk.pass_ms(1_000)
        if visit % max(count // 50, 1) == 0:
            seen.append(memory_kb())
    return {"memory": seen, "issued": issued(walk)}


def given_back() -> dict[str, Any]:
    """What a large picture takes while it is shown, and what of it is still held three frames later, kB."""
    from kivy.base import EventLoop
    from kivy.graphics import Rectangle
    from kivy.graphics.texture import Texture

    _, stage = ready()
    EventLoop.window.add_widget(stage)

    def held() -> int:
        for _ in range(3):
            stage.canvas.ask_update()
            EventLoop.idle()
        return memory_kb()

    before = held()
    picture = Texture.create(size=(LARGE_PX, LARGE_PX), colorfmt="rgba")
    picture.blit_buffer(bytes(LARGE_PX * LARGE_PX * 4), colorfmt="rgba", bufferfmt="ubyte")
    place = Rectangle(texture=picture, size=(PANEL.width, PANEL.height))
    stage.canvas.before.add(place)
    shown = held() - before
    stage.canvas.before.remove(place)
    del place, picture
    return {"shown": shown, "gone": held() - before}


def memory_kb() -> int:
    """What this process alone has made and still needs."""
    import gc

    gc.collect()
    return round(own_mb(os.getpid()) * 1000)


CHECKS: dict[str, Callable[[], dict[str, Any]]] = {
    "texts": texts,
    "fingers": fingers,
    "monkey": monkey,
    "keys": keys,
    "buttons": buttons,
    "visits": visits,
    "given_back": given_back,
}


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        prepare(Path(home), Window(PANEL.width, PANEL.height))
        from kivy.core.window import Window as KivyWindow

        draw_to_the_end(KivyWindow)
        Path(sys.argv[2]).write_text(json.dumps(CHECKS[sys.argv[1]]()), encoding="utf-8")


if __name__ == "__main__":
    main()
