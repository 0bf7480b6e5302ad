"""What the windows of a running demo look like, as the X server has them, and a finger."""

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from PIL import Image

from tests.demo.started import Started

SHOWN_S = 40.0
BARE = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY")}
"""An environment without any display."""


class Glass:
    """The display of a demo."""

    def __init__(self, demo: Started, folder: Path) -> None:
        self.windows: dict[str, Any] = demo.said["windows"]
        self._folder = folder
        self.around = {**BARE, "DISPLAY": self.windows["display"]}
        if self.windows["key"] is not None:
            self.around["XAUTHORITY"] = self.windows["key"]

    def picture(self, window: str) -> Image.Image:
        """What is at the place of this window now."""
        path = self._folder / "root.png"
        subprocess.run(["import", "-window", "root", str(path)], env=self.around, check=True, timeout=20)
        at = self.windows[window]
        with Image.open(path) as whole:
            return whole.convert("RGB").crop(
                (at["left"], at["top"], at["left"] + at["width"], at["top"] + at["height"])
            )

    def has(self, window: str) -> bool:
        """Whether something with letters in it is shown there."""
        return len(self.picture(window).getcolors(1 << 24) or []) > 50

    def until(self, seen: Callable[[], object], what: str) -> None:
        end = time.monotonic() + SHOWN_S
        while not seen():
            assert time.monotonic() < end, f"waited for {what}"
            time.sleep(0.2)

    def until_shown(self, *names: str) -> None:
        for name in names:
            self.until(partial(self.has, name), name)

    def tap(self, window: str, across: float, down: float) -> None:
        """A finger at this part of the window's width and height."""
        at = self.windows[window]
        x, y = at["left"] + at["width"] * across, at["top"] + at["height"] * down
        self.xdotool("mousemove", str(round(x)), str(round(y)), "click", "1")

    def mapped(self) -> int:
        """How many of our windows the X server shows."""
        found = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--class", "^motcua-"],
            env=self.around,
            capture_output=True,
            timeout=20,
            check=False,  # 1 when there are none
        )
        return len(found.stdout.split())

    def xdotool(self, *arguments: str) -> str:
        done = subprocess.run(["xdotool", *arguments], env=self.around, check=True, capture_output=True, timeout=20)
        return done.stdout.decode()


@contextmanager
def screen(*options: str) -> Iterator[str]:
    """An X server that is somebody's screen; its name."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1366x768x24", "-nolisten", "tcp", *options]
    server = subprocess.Popen(command, pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            yield f":{told.readline().strip()}"
    finally:
        server.terminate()
        server.wait(10)
