"""Every state of every screen as a picture: `python -m tests.touch.pictures DIR [name …]`, in a window nobody sees.

Needs a display, or `SDL_VIDEODRIVER=offscreen`.
"""

import os
import sys
import tempfile
from pathlib import Path

from kiosk.touch.drawing.raster import Pictures
from kiosk.touch.environment import Window, prepare
from kiosk.touch.layout.measures import Measures
from kiosk.touch.layout.placing import placed
from tests.touch import examples

TICKET_PANELS = (Measures(1080, 1920, 21.5), Measures(1920, 1080, 21.5))
RATE_PANELS = (Measures(1280, 800, 15.6), Measures(1280, 800, 10.1), Measures(800, 1280, 10.1))
LANGUAGES = ("vi", "en")


def main(folder: Path, wanted: list[str]) -> int:
    """Writes DIR/NAME-LANGUAGE-WxH.png."""
    os.environ.setdefault("SDL_VIDEODRIVER", "offscreen")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        prepare(Path(home), Window(400, 400))
        from kiosk.touch.glass.pane import Pane
        from kiosk.touch.glass.textures import Textures

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
                        inches = f"-{panel.diagonal_in:g}in" if screens is examples.RATE_SCREENS else ""
                        path = folder / f"{name}-{language}-{panel.width}x{panel.height}{inches}.png"
                        pane.export_to_png(str(path))
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
