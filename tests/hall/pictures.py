"""Every state of the hall display as a picture: `python -m tests.hall.pictures DIR [name …]`, in a window nobody sees.

Needs a display, or `SDL_VIDEODRIVER=offscreen`.
"""

import os
import sys
import tempfile
from pathlib import Path

from display.glass.environment import Window, prepare
from display.hall.panel import Panel
from look.drawing.raster import Pictures
from tests.hall.states import STATES

PANELS = (Panel(1920, 1080, 43), Panel(1366, 768, 32), Panel(1080, 1920, 43))


def main(folder: Path, wanted: list[str]) -> int:
    """Writes DIR/hall-NAME-LANGUAGE-WxH.png."""
    os.environ.setdefault("SDL_VIDEODRIVER", "offscreen")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        prepare(Path(home), Window(400, 400))
        from display.hall.glass import Glass

        for panel in PANELS:
            glass = Glass(panel, Pictures())
            for name, reach in STATES.items():
                if wanted and not any(name.startswith(one) for one in wanted):
                    continue
                for language in ("vi", "en", "vi+en"):
                    glass.follow(reach(language).board)
                    glass.save(folder / f"hall-{name}-{language}-{panel.width}x{panel.height}.png")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
