"""What Kivy must know before it is imported: no arguments, no files of its own, no doubled touches.

Measured on this stack: `multisamples` 0 halves the time of a frame without a graphics card, the `probesysfs`
providers report each touch a second time, and an Escape key must not close a kiosk.
"""

import os
from collections.abc import MutableMapping
from dataclasses import dataclass
from pathlib import Path

TOUCH_FRAMES = 60
DISPLAY_FRAMES = 15
"""Nothing on a display moves."""


@dataclass(frozen=True, slots=True)
class Window:
    """Where the window stands, in pixels. `border`: with a title bar, for a desk; `cursor`: show the pointer.

    `feels`: takes fingers and mice; without it the window is a display.
    """

    width: int
    height: int
    left: int = 0
    top: int = 0
    border: bool = False
    cursor: bool = False
    feels: bool = True


def prepare(home: Path, window: Window, around: MutableMapping[str, str] = os.environ) -> None:
    """Sets the environment and Kivy's configuration. Call before anything imports `kivy.core`."""
    home.mkdir(parents=True, exist_ok=True)
    around.update(
        KIVY_NO_ARGS="1",
        KIVY_NO_FILELOG="1",
        KIVY_NO_ENV_CONFIG="1",
        KIVY_LOG_MODE="PYTHON",
        KIVY_HOME=str(home),
    )
    from kivy.config import Config

    for section, key, value in settings(window):
        Config.set(section, key, value)
    for provider in [name for name, _ in Config.items("input")]:
        Config.remove_option("input", provider)
    if window.feels:
        Config.set("input", "mouse", "mouse,disable_multitouch")


def settings(window: Window) -> list[tuple[str, str, str]]:
    """Section, key and value of Kivy's configuration."""
    return [
        ("kivy", "exit_on_escape", "0"),
        ("kivy", "log_level", "warning"),
        ("kivy", "keyboard_mode", "system"),
        ("graphics", "multisamples", "0"),
        ("graphics", "maxfps", str(TOUCH_FRAMES if window.feels else DISPLAY_FRAMES)),
        ("graphics", "width", str(window.width)),
        ("graphics", "height", str(window.height)),
        ("graphics", "position", "custom"),
        ("graphics", "left", str(window.left)),
        ("graphics", "top", str(window.top)),
        ("graphics", "borderless", "0" if window.border else "1"),
        ("graphics", "resizable", "0"),
        ("graphics", "show_cursor", "1" if window.cursor else "0"),
        ("graphics", "fullscreen", "0"),
        ("postproc", "double_tap_time", "0"),
        ("postproc", "triple_tap_time", "0"),
    ]
