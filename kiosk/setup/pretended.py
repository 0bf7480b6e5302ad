"""A machine that is not there: everything is found and works, or fails as it was told to. For tests and for a look."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from errno import ENOENT
from pathlib import Path

from kiosk.setup.machine import Loudspeaker, Monitor, Panel, PrinterPlace, Told
from kiosk.setup.troubles import words_of
from kiosk.setup.trying import NOT_HEARD
from look.words import N_


@dataclass(slots=True)
class PretendedMachine:
    """`port: kiosk.setup.machine.Machine`. `did`: what was asked of it, in order."""

    wall: datetime
    synced: bool = True
    places: tuple[PrinterPlace, ...] = (PrinterPlace("usblp:/dev/usb/lp0", "EPSON TM-T20III", answered=True),)
    screens: tuple[Monitor, ...] = (
        Monitor("HDMI-1", 1920, 1080, (476, 268)),
        Monitor("HDMI-2", 3840, 2160, (941, 529), left=1920),
    )
    speakers: tuple[Loudspeaker, ...] = (Loudspeaker("plughw:CARD=PCH,DEV=0", "HDA Intel PCH"),)
    files: Mapping[Path, bytes] = field(default_factory=dict)
    prints: bool = True
    sounds: bool = True
    did: list[str] = field(default_factory=list)

    def printers(self) -> tuple[PrinterPlace, ...]:
        self.did.append("printers")
        return self.places

    def print_page(self, wiring: Mapping[str, str | int]) -> Told:
        self.did.append(f"page {wiring['transport']} {wiring['width']}")
        if not self.prints:
            return Told.of(False, N_("Nothing was printed: {why}"), {"why": N_("Out of paper")})
        return Told.of(True, N_("The test page was printed."))

    def monitors(self) -> tuple[Monitor, ...]:
        return self.screens

    def show_numbers(self, shown: tuple[Monitor, ...]) -> None:
        self.did.append(f"numbers {len(shown)}")

    def arrange(self, panels: tuple[Panel, ...]) -> Told:
        self.did.append(" ".join(f"{one.output}:{one.rotate}+{one.left}" for one in panels))
        return Told.of(True, N_("The monitors are turned and placed."))

    def loudspeakers(self) -> tuple[Loudspeaker, ...]:
        return self.speakers

    def call_a_number(self, device: str) -> Told:
        self.did.append(f"call {device}")
        if not self.sounds:
            return Told.of(False, NOT_HEARD, {"why": N_("There is no sound device")})
        return Told.of(True, N_("The number was called."))

    def bundles(self) -> tuple[Path, ...]:
        return tuple(self.files)

    def read_file(self, path: Path, most: int) -> bytes | str:
        found = self.files.get(path)
        return words_of(FileNotFoundError(ENOENT, "")) if found is None else found[:most]

    def clock(self) -> tuple[datetime, bool]:
        return self.wall, self.synced

    def set_clock(self, wall: datetime) -> Told:
        self.wall = wall.replace(tzinfo=self.wall.tzinfo)
        return Told.of(True, N_("The clock shows {now} now."), now=f"{self.wall:%H:%M · %d/%m/%Y}")
