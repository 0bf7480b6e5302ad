"""The hall display on real glass that nobody sees: `python -m tests.hall.on_glass spans | memory COUNT`, JSON out.

`spans`: for every state, panel and language the texts that are drawn wider than their place, and the height of the
called number as it was painted. `memory`: resident memory while COUNT boards follow one another.
"""

import json
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image

from display.glass.environment import Window, prepare
from display.hall.panel import Panel
from look.drawing.raster import Pictures
from look.sheet.things import Writing
from look.theme import COLOURS
from tests.hall.offices import Telling
from tests.hall.pictures import PANELS
from tests.hall.states import STATES
from tests.touch.unseen import draw_to_the_end

if TYPE_CHECKING:
    from display.hall.glass import Glass

EVERY = 40


def spans(folder: Path) -> dict[str, Any]:
    """What does not fit, by "state language WxH key", and the painted heights of the number in mm."""
    from display.hall.glass import Glass
    from display.hall.layout import placed

    too_wide, heights = dict[str, list[float]](), dict[str, float]()
    for panel in PANELS:
        glass = Glass(panel, Pictures())
        for name, reach in STATES.items():
            for language in ("vi", "en"):
                board = reach(language).board
                glass.follow(board)
                case = f"{name} {language} {panel.width}x{panel.height}"
                for key, thing in placed(board, panel).things.items():
                    if isinstance(thing, Writing) and max(glass.spans[key]) > thing.area.w + 1:
                        too_wide[f"{case} {key}"] = [max(glass.spans[key]), thing.area.w]
        glass.follow(STATES["busy"]("vi").board)
        heights[f"{panel.width}x{panel.height}"] = painted_mm(glass, folder / "busy.png")
    return {"too_wide": too_wide, "heights": heights}


def painted_mm(glass: "Glass", path: Path) -> float:
    """The height of the golden digits in the upper part of the display."""
    glass.save(path)
    with Image.open(path) as opened:
        picture = opened.convert("RGB")
    gold = tuple(bytes.fromhex(COLOURS.gold[1:]))
    top, bottom = round(picture.height * 0.13), round(picture.height * 0.9)
    is_gold = [any(picture.getpixel((x, y)) == gold for x in range(0, picture.width, 3)) for y in range(top, bottom)]
    first = is_gold.index(True)
    return is_gold.index(False, first) * glass.panel.mm_per_px - first * glass.panel.mm_per_px


def memory(count: int) -> dict[str, Any]:
    """Resident memory in kB after two fifths of the boards (everything is kept that is kept) and after all of them."""
    from kivy.clock import Clock
    from kivy.config import Config

    Config.set("graphics", "maxfps", "0")  # as fast as it goes
    from kivy.core.window import Window as Glazing

    from display.hall.glass import Glass

    panel = Panel(960, 540)
    glass = Glass(panel, Pictures())
    draw_to_the_end(Glazing)
    Glazing.add_widget(glass)
    office, begun = Telling().tell_state(), 0
    for n in range(count):
        office.call(f"{'ABDEGT'[n % 6]}{n // 6 % 999 + 1:03}", n % 6 + 1, recall=n % 7 == 0).after(4.5)
        if n % 9 == 0:
            office.leave("no_show", f"{'ABDEGT'[n % 6]}{n // 6 % 999 + 1:03}", state="no_show")
            office.state["missed"] = office.state["missed"][:12]
        glass.follow(office.board)
        if n % EVERY == 0:
            Clock.tick()  # gives textures back that are no longer used
            Glazing.dispatch("on_draw")
            Glazing.dispatch("on_flip")
        if n == count * 2 // 5:
            begun = resident_kb()
    return {"updates": count, "early_kb": begun, "late_kb": resident_kb()}


def resident_kb() -> int:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmRSS:")[1].split()[0])


def main(what: str, count: int) -> int:
    os.environ["SDL_VIDEODRIVER"] = "offscreen"
    with tempfile.TemporaryDirectory() as home:
        prepare(Path(home), Window(960, 540))
        print(json.dumps(spans(Path(home)) if what == "spans" else memory(count)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 0))
