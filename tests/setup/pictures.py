"""Every state of the setup's window as a picture: `python -m tests.setup.pictures DIR [name …]`.

In a window nobody sees. Needs a display, or `SDL_VIDEODRIVER=offscreen`.
"""

import os
import sys
import tempfile
from pathlib import Path

from display.glass.environment import Window, prepare
from kiosk.setup.touch.layout import placed
from look.drawing.raster import Pictures
from look.sheet.measures import Measures
from tests.setup.examples import SCREENS, page_of

PANELS = (Measures(1080, 1920, 21.5), Measures(1920, 1080, 21.5), Measures(1920, 1080, 15.6))
USUAL_INCHES = 21.5


def main(folder: Path, wanted: list[str]) -> int:
    """Writes DIR/setup-NAME-LANGUAGE-WxH.png."""
    os.environ.setdefault("SDL_VIDEODRIVER", "offscreen")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        prepare(Path(home), Window(400, 400))
        from display.glass.pane import Pane
        from display.glass.textures import Textures

        textures = Textures(Pictures())
        for name in SCREENS:
            if wanted and not any(name.startswith(one) for one in wanted):
                continue
            for language in ("vi", "en"):
                page = page_of(name, language)
                for panel in PANELS:
                    pane = Pane(textures)
                    pane.size = (panel.width, panel.height)
                    pane.show(placed(page, panel))
                    inches = "" if panel.diagonal_in == USUAL_INCHES else f"-{panel.diagonal_in:g}in"
                    path = folder / f"setup-{name}-{language}-{panel.width}x{panel.height}{inches}.png"
                    pane.export_to_png(str(path))
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
