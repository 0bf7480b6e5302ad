"""Where the windows of the demo open: the display at hand, or one that nobody sees (Xvfb), or none.

The display at hand is named by DISPLAY or WAYLAND_DISPLAY and tried before it is believed. The unseen one is private:
no TCP, a number that the server finds itself, and a fresh key that lies in the data folder, so that no other user of
the machine can look or tap.
"""

import contextlib
import os
import secrets
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kiosk.demo.arranging import Place
from kiosk.demo.measuring import NO_LIBRARY
from kiosk.demo.program import TOP, Program
from kiosk.demo.tied import tied

UNSEEN = Place(0, 0, 2000, 1280)
"""The unseen display: as wide as a touch screen of 720×1280 beside a hall of 1280×720."""

USUAL = Place(0, 0, 1366, 728)
"""A display that nobody can measure is taken for a small laptop's."""

_KINDS = (("x11", "DISPLAY"), ("wayland", "WAYLAND_DISPLAY"))
_ANSWERS_S, _STARTS_S = 5.0, 10.0


@dataclass(frozen=True, slots=True)
class Desktop:
    """`name` as in DISPLAY; `driver`: SDL's; `area`: what windows may use; `key`: only for the unseen one."""

    name: str
    driver: str
    area: Place
    key: Path | None = None

    @property
    def is_seen(self) -> bool:
        return self.key is None

    @property
    def around(self) -> dict[str, str]:
        """The environment of a window that opens there."""
        if self.key is None:
            return {"SDL_VIDEODRIVER": self.driver}
        unseen = {"DISPLAY": self.name, "XAUTHORITY": str(self.key), "LIBGL_ALWAYS_SOFTWARE": "1"}
        return {**unseen, "SDL_VIDEODRIVER": self.driver}


def at_hand(say: Callable[[str], None], around: Mapping[str, str] = os.environ) -> Desktop | None:
    """The display of whoever started the demo; says why when there is one that cannot be used."""
    for driver, variable in _KINDS:
        name = around.get(variable, "")
        if not name:
            continue
        area, why = _measured(driver, around)
        if area is not None:
            return Desktop(name, driver, area)
        say(f"the display {name} cannot be used: {why}")
    return None


def _measured(driver: str, around: Mapping[str, str]) -> tuple[Place | None, str]:
    """Its usable part, or None and why it cannot be opened."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "kiosk.demo.measuring"],
            env={**around, "SDL_VIDEODRIVER": driver, "PYTHONPATH": str(TOP), "PYTHONSAFEPATH": "1"},
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_ANSWERS_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None, f"no answer within {_ANSWERS_S:.0f} s"
    if done.returncode == NO_LIBRARY:
        return USUAL, ""
    words = done.stdout.split()
    if done.returncode != 0 or len(words) != len(("left", "top", "width", "height")):
        return None, (done.stderr.strip().splitlines() or ["it cannot be opened"])[-1]
    return Place(*map(int, words)), ""


class Unseen(Program):
    """An X server without a screen, the demo's own child; started again with the same number when it dies."""

    def __init__(self, folder: Path) -> None:
        self._key = folder / "display.key"
        self._server = ["Xvfb", "-screen", "0", f"{UNSEEN.width}x{UNSEEN.height}x24"]
        self._server += ["-nolisten", "tcp", "-noreset", "-auth", str(self._key)]
        super().__init__(self._tied(), folder / "xvfb.log")

    def _tied(self, *more: str) -> list[str]:
        # SIGTERM and not SIGKILL, so that it takes its lock and its socket along.
        return tied([*self._server, *more], signal.SIGTERM)

    def open(self) -> Desktop | None:
        """None when it does not come up."""
        _write_key(self._key)
        reading, writing = os.pipe()
        self.command = self._tied("-displayfd", str(writing))
        try:
            self.start(writing)
        finally:
            os.close(writing)
        with os.fdopen(reading) as told:
            ready = select.select([told], [], [], _STARTS_S)[0]
            number = told.readline().strip() if ready else ""
        if not number.isdigit():
            self.stop()
            return None
        self.command = self._tied(f":{number}")
        return Desktop(f":{number}", "x11", UNSEEN, self._key)

    def tend(self) -> None:
        if self.has_died() and self.lived_s > 1:
            self.start()


def is_installed() -> bool:
    return shutil.which("Xvfb") is not None


def _write_key(path: Path) -> None:
    """An authority file (Xau(3)) with one key that holds for any display of any host."""
    fields = (b"", b"", b"MIT-MAGIC-COOKIE-1", secrets.token_bytes(16))
    with contextlib.suppress(FileNotFoundError):
        path.unlink()
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(b"\xff\xff" + b"".join(len(field).to_bytes(2, "big") + field for field in fields))
