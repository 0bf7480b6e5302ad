"""A television that a program can look at: an X server without a screen, whose picture lies in a file."""

import mmap
import os
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

TOP = Path(__file__).resolve().parents[2]
Box = tuple[int, int, int, int]
"""left, top, right, bottom in pixels."""


@dataclass
class Television:
    """`display` as in `DISPLAY`. The picture is the one that the X server holds at this moment."""

    display: str
    _frame: mmap.mmap

    def picture(self, box: Box | None = None) -> Image.Image:
        """What is shown now (X Window Dump, XWDFile.h: big-endian words, then colours, then lines of pixels)."""
        words = struct.unpack_from(">25I", self._frame)
        header, width, height, stride, colours = words[0], words[4], words[5], words[12], words[19]
        pixels = self._frame[header + 12 * colours : header + 12 * colours + stride * height]
        whole = Image.frombuffer("RGB", (width, height), pixels, "raw", "BGRX", stride)
        return whole if box is None else whole.crop(box)

    def lines(self, box: Box) -> bytes:
        """Every 16th line within the box, quickly: enough to see that something has changed."""
        words = struct.unpack_from(">25I", self._frame)
        first, stride = words[0] + 12 * words[19], words[12]
        left, top, right, bottom = box
        starts = (first + y * stride for y in range(top, bottom, 16))
        return b"".join(self._frame[start + 4 * left : start + 4 * right] for start in starts)

    def count(self, colour: str, box: Box | None = None) -> int:
        """How many pixels have this colour, #RRGGBB."""
        wanted = tuple(bytes.fromhex(colour[1:]))
        found = self.picture(box).getcolors(1 << 24) or []
        return sum(int(count) for count, seen in found if seen == wanted)

    def until(self, seen: Callable[[], bool], seconds: float = 20.0) -> float:
        """Milliseconds until it was seen. Raises AssertionError when that takes too long."""
        began = time.monotonic()
        while not seen():
            assert time.monotonic() - began < seconds, "not seen in time"
            time.sleep(0.004)
        return (time.monotonic() - began) * 1000


@contextmanager
def television(folder: Path, width: int, height: int) -> Iterator[Television]:
    reading, writing = os.pipe()
    size = f"{width}x{height}x24"
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", size, "-fbdir", str(folder), "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            display = f":{told.readline().strip()}"
        with (
            (folder / "Xvfb_screen0").open("rb") as file,
            mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as frame,
        ):
            yield Television(display, frame)
    finally:
        server.terminate()
        server.wait(10)


def _mapped(number: int) -> mmap.mmap:
    return mmap.mmap(number, 0, access=mmap.ACCESS_READ)


@contextmanager
def hall_window(tv: Television, home: Path, *options: str, token: str) -> Iterator[subprocess.Popen[bytes]]:
    """`motcua hall` on this television, ended at the end when it still runs."""
    environment = {**os.environ, "DISPLAY": tv.display, "MOTCUA_TOKEN": token}
    environment.pop("SDL_VIDEODRIVER", None)
    command = [sys.executable, "-m", "display.hall.app", "--home", str(home), *options]
    window = subprocess.Popen(command, cwd=TOP, env=environment, stderr=subprocess.PIPE)
    try:
        yield window
    finally:
        window.terminate()
        try:
            window.wait(10)
        except subprocess.TimeoutExpired:
            window.kill()
            window.wait(10)
        if window.stderr is not None:
            window.stderr.close()
