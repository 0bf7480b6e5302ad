"""What the service may ask of the machine: its clock, an end, a new beginning, new windows.

The service itself has no right to any of it. It puts a wish into a folder, and the steward, which has, takes it away
and does it (deploy/systemd/kiosk/usr/lib/motcua/steward has the rules). The rule that surprises: a wish that nobody
takes within `PATIENCE_S` is taken back, so that a machine does not switch itself off when a steward comes back later.
"""

import json
import os
import tempfile
import time
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from uuid import uuid4

FOLDER = Path("/run/motcua/wishes")
PATIENCE_S = 8.0
LOOK_S = 0.05
NEAR_MS = 5_000
"""A clock that was set is at most this far from what was asked for."""

FIRST_MS, LAST_MS = 1_767_225_600_000, 4_102_444_800_000
"""The steward's bounds: 2026-01-01 and 2100-01-01, UTC."""


class Wish(StrEnum):
    """What can be asked without any figure."""

    POWER_OFF = "power-off"
    RESTART = "restart"
    RESTART_WINDOWS = "restart-windows"


class StewardAbsent(Exception):
    """This machine has no steward, or it does not come."""


class ClockNotSet(Exception):
    """The steward came, and the clock is as it was: a time source keeps it, or it is no time for an office."""


class Steward:
    """The folder of wishes. Its methods wait at most `patience_s`."""

    def __init__(self, folder: Path = FOLDER, patience_s: float = PATIENCE_S) -> None:
        self._folder, self._patience_s = folder, patience_s

    @property
    def is_here(self) -> bool:
        """Whether wishes can be put anywhere."""
        return self._folder.is_dir() and os.access(self._folder, os.W_OK | os.X_OK)

    def ask(self, wish: Wish) -> None:
        """Returns when the steward has taken it. Raises StewardAbsent."""
        self._put({"wish": str(wish)})

    def set_clock(self, wall_ms: int) -> None:
        """Milliseconds since 1970, UTC. Raises StewardAbsent, ClockNotSet."""
        if not FIRST_MS <= wall_ms < LAST_MS:
            raise ClockNotSet
        began = time.monotonic_ns()
        self._put({"wish": "clock", "wall_ms": wall_ms})
        if not self._has_come(wall_ms, began):
            raise ClockNotSet

    def _has_come(self, wall_ms: int, began_ns: int) -> bool:
        """The wish is gone before the clock is set: a moment's patience."""
        until = time.monotonic() + self._patience_s
        while time.monotonic() < until:
            due = wall_ms + (time.monotonic_ns() - began_ns) // 1_000_000
            if abs(time.time_ns() // 1_000_000 - due) <= NEAR_MS:
                return True
            time.sleep(LOOK_S)
        return False

    def _put(self, wish: dict[str, object]) -> None:
        if not self.is_here:
            raise StewardAbsent
        place = self._folder / f"{uuid4().hex}.json"
        try:
            _write(place, json.dumps(wish).encode())
        except OSError as error:
            raise StewardAbsent from error
        until = time.monotonic() + self._patience_s
        while place.exists():
            if time.monotonic() > until:
                with suppress(OSError):
                    place.unlink()
                    raise StewardAbsent
            time.sleep(LOOK_S)


def _write(place: Path, text: bytes) -> None:
    """Whole or not there: written beside the folder, because the steward throws half a wish away."""
    number, beside = tempfile.mkstemp(dir=place.parent.parent, prefix=".wish-")
    try:
        os.write(number, text)
        os.fchmod(number, 0o640)
        os.rename(beside, place)  # noqa: PTH104 -- beside os.write and its descriptor
    except OSError:
        Path(beside).unlink(missing_ok=True)
        raise
    finally:
        os.close(number)
