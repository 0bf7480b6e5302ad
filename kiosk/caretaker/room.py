"""Watches the room on the disk of the data: gives the ballast up when it is full, makes it again when there is room.

What it finds is the condition of the device `disk`: `full` until there is room again, so that the technician hears of
it while the office still works.
"""

import structlog

from kiosk.config import Config
from office.domain.refusals import StoreUnavailable
from office.premises import Premises
from office.safekeeping.ballast import LITTLE, Ballast, free_room

DEVICE = "disk"
OK, FULL = "ok", "full"
ENOUGH = 64 << 20
"""Bytes of free room that are well without any ballast."""
_MB = 1 << 20
_log = structlog.get_logger()


class Room:
    """`look` in the caretaker's rounds; `make_room` at once, whenever somebody could not write."""

    def __init__(self, config: Config, premises: Premises) -> None:
        self._premises = premises
        self._ballast = Ballast(premises.data, config.backup.ballast_mb * _MB)
        premises.damage.on_full(self.make_room)

    def make_room(self) -> None:
        """In whichever thread met the full disk; its next try has room."""
        if self._ballast.give_up():
            _log.error("disk.full", what="the ballast was given up; free some room on this disk")

    def look(self) -> None:
        """A disk with little room counts as full for people until there is room for the ballast again."""
        if self._ballast.is_held and free_room(self._premises.data) < LITTLE:
            self.make_room()
        self._ballast.hold()
        self._tell(OK if self._ballast.is_held or free_room(self._premises.data) >= ENOUGH else FULL)

    def _tell(self, condition: str) -> None:
        try:
            self._premises.desk.report_device(device=DEVICE, condition=condition)
        except StoreUnavailable:
            _log.error("disk.unwritable", free=free_room(self._premises.data))
