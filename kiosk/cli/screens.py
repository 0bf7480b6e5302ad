"""`motcua screens`: the monitors of this machine, shown and put where `[screen]` and `[hall]` want them.

Runs as the user of the screens when X has started, and again whenever a monitor or a touch panel comes back. The rule
that surprises: a television that is not there is no failure; its place is kept, and the next time it is put there.
"""

import shutil
import subprocess
from argparse import Namespace
from collections.abc import Sequence

from kiosk.cli.failures import Failure
from kiosk.cli.saying import complain, table, tell
from kiosk.config import Config
from kiosk.monitors import (
    ASK,
    ASK_TOUCH,
    Monitor,
    Place,
    arranging,
    mapping,
    monitors_in,
    named,
    touch_panels_in,
)

PATIENCE_S = 15.0
AWAKE = ("xset", "s", "off", "s", "noblank")
"""Monitors sleep by DPMS as well, but that is switched off in the X server."""


def screens(config: Config, wanted: Namespace) -> int:
    """Raises Failure when there is no display, or when it cannot be arranged."""
    monitors = monitors_in(_said(ASK))
    return _arrange(config, monitors) if wanted.act == "arrange" else _show(config, monitors)


def places(config: Config) -> tuple[Place, Place]:
    """Where `[screen]` and `[hall]` want a monitor."""
    screen, hall = config.screen, config.hall
    return (
        Place(screen.output, screen.size, screen.left, screen.top, screen.rotate),
        Place(hall.output, hall.size, hall.left, hall.top, hall.rotate),
    )


def _arrange(config: Config, monitors: Sequence[Monitor]) -> int:
    words = arranging(monitors, places(config))
    if not words:
        complain("no monitor is plugged in; they are arranged when one comes")
        return 0
    _said(words)
    _said(AWAKE)
    touched = next(one for _, one in named(monitors, places(config)) if one is not None)
    for panel in touch_panels_in(_said(ASK_TOUCH)):
        _said(mapping(panel, touched.output))
        tell(f"{panel.name}: touches {touched.output}")
    return _show(config, monitors_in(_said(ASK)))


def _show(config: Config, monitors: Sequence[Monitor]) -> int:
    standing = named(monitors, places(config))
    roles = {one.output: name for name, (_, one) in zip(("[screen]", "[hall]"), standing, strict=True) if one}
    table([(one.output, _how(one), roles.get(one.output, "")) for one in monitors if one.plugged])
    return 0


def _how(one: Monitor) -> str:
    width, height = one.now if one.shown else one.size
    return f"{width}x{height} at {one.left},{one.top} {one.rotate}" if one.shown else f"{width}x{height} off"


def _said(words: Sequence[str]) -> str:
    """Raises Failure."""
    program = shutil.which(words[0])
    if program is None:
        raise Failure(f"{words[0]} is not installed (Debian packages x11-xserver-utils and xinput)")
    try:
        done = subprocess.run(  # noqa: S603 -- our own words
            [program, *words[1:]], capture_output=True, text=True, timeout=PATIENCE_S, check=True
        )
    except subprocess.TimeoutExpired:
        raise Failure(f"{words[0]} does not answer; is the X server running?") from None
    except subprocess.CalledProcessError as error:
        raise Failure(f"{' '.join(words)}: {error.stderr.strip() or f'exit code {error.returncode}'}") from None
    return done.stdout
