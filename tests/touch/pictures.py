"""Every state of every screen as a picture: `python -m tests.touch.pictures DIR [name …]`, in a window nobody sees.

Needs a display, or `SDL_VIDEODRIVER=offscreen`.
"""

import os
import sys
import tempfile
from pathlib import Path

from display.glass.environment import Window, prepare
from kiosk.touch.layout.placing import placed
from look.drawing.raster import Pictures
from look.sheet.measures import Measures
from tests.touch import examples

TICKET_PANELS = (Measures(1080, 1920, 21.5), Measures(1920, 1080, 21.5), Measures(1080, 1920, 15.6))
USUAL_INCHES = 21.5
RATE_PANELS = (Measures(1280, 800, 15.6), Measures(1280, 800, 10.1), Measures(800, 1280, 10.1))
LANGUAGES = ("vi", "en")


def main(folder: Path, wanted: list[str]) -> int:
    """Writes DIR/NAME-LANGUAGE-WxH.png; on other panels than the usual one with their inches."""
    os.environ.setdefault("SDL_VIDEODRIVER", "offscreen")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        prepare(Path(home), Window(400, 400))
        from display.glass.pane import Pane
        from display.glass.textures import Textures

        textures = Textures(Pictures())
        for screens, panels in (
            (examples.TICKET_SCREENS, TICKET_PANELS),
            (examples.RATE_SCREENS, RATE_PANELS),
        ):
            for name, reach in screens.items():
                if wanted and not any(name.startswith(one) for one in wanted):
                    continue
                for language in LANGUAGES:
                    page = examples.in_language(reach(), language)
                    for panel in panels:
                        pane = Pane(textures, lambda _url: None)
                        pane.size = (panel.width, panel.height)
                        pane.show(placed(page, panel))
                        inches = "" if panel.diagonal_in == USUAL_INCHES else f"-{panel.diagonal_in:g}in"
                        path = folder / f"{name}-{language}-{panel.width}x{panel.height}{inches}.png"
                        pane.export_to_png(str(path))
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
