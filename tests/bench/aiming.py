"""A finger for measurements: an X server's own test taps, given by one xdotool that is already running."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from look.sheet.measures import Measures
from tests.touch.shadow import Shadow

Place = tuple[int, int]


class Finger:
    """Goes down and up where it was last moved to, without the time that starting a program takes."""

    def __init__(self, words: IO[bytes]) -> None:
        self._words = words

    def move(self, place: Place) -> None:
        self._say(f"mousemove {place[0]} {place[1]}")

    def down(self) -> None:
        self._say("mousedown 1")

    def up(self) -> None:
        self._say("mouseup 1")

    def _say(self, words: str) -> None:
        self._words.write(f"{words}\n".encode())
        self._words.flush()


@contextmanager
def finger(display: str) -> Iterator[Finger]:
    process = subprocess.Popen(["xdotool", "-"], stdin=subprocess.PIPE, env={**os.environ, "DISPLAY": display})
    assert process.stdin is not None
    try:
        yield Finger(process.stdin)
    finally:
        process.stdin.close()
        process.wait(10)


def place_of(url: str, token: str, control: str, panel: Measures) -> Place:
    """The middle of a control of the first page, as the window of this office lays it out."""
    shadow = Shadow(url, token, panel)
    x, y = shadow.place(control)
    shadow.close()
    return round(x), round(y)
