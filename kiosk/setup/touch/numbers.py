"""Which monitor is which: a large number on each for some seconds. A program of its own, because a window covers all.

`python -m kiosk.setup.touch.numbers SECONDS LEFT,TOP,WIDTHxHEIGHT …`
"""

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from display.glass.environment import Window, prepare
from look.drawing.raster import Pictures
from look.sheet.areas import Area
from look.sheet.lettering import fit
from look.sheet.measures import Measures
from look.sheet.things import Plate, Surface, Writing
from look.theme import COLOURS


def areas_of(words: Sequence[str]) -> list[Area]:
    """Where the monitors are. Raises ValueError."""
    found = list[Area]()
    for word in words:
        left, top, size = word.split(",")
        width, height = size.split("x")
        found.append(Area(int(left), int(top), int(width), int(height)))
    return found


def surface_of(areas: Sequence[Area]) -> Surface:
    """The whole desktop with a number in the middle of each monitor."""
    width, height = (round(max(edge)) for edge in (((one.right for one in areas)), (one.bottom for one in areas)))
    surface = Surface(Measures(width, height, 40.0), ground=COLOURS.ink)
    for number, area in enumerate(areas, 1):
        surface.put(f"plate{number}", Plate(area, COLOURS.primary))
        sizes = [round(area.h * share) for share in (0.7, 0.5, 0.3)]
        fitted = fit([(str(number), COLOURS.card)], area.w, area.h, sizes, 800, 1)
        surface.put(f"number{number}", Writing(area, fitted, COLOURS.primary, across=0.5, by_capitals=True))
    return surface


def main(words: Sequence[str]) -> int:
    """Shows them and ends."""
    seconds, surface = float(words[0]), surface_of(areas_of(words[1:]))
    with tempfile.TemporaryDirectory() as home:
        prepare(Path(home), Window(surface.measures.width, surface.measures.height, feels=False))
        from kivy.base import runTouchApp, stopTouchApp
        from kivy.clock import Clock

        from display.glass.pane import Pane
        from display.glass.textures import Textures

        pane = Pane(Textures(Pictures()))
        pane.size = (surface.measures.width, surface.measures.height)
        pane.show(surface)
        Clock.schedule_once(lambda _dt: stopTouchApp(), seconds)
        runTouchApp(pane)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
