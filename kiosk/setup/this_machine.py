"""The machine on which the setup runs: its printers, monitors, loudspeaker and clock.

Pages and calls are tried in a folder of their own, which goes away at the end: nothing of the office is written here.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import structlog

from kiosk import monitors
from kiosk.setup import loudspeakers
from kiosk.setup.machine import Loudspeaker, Monitor, Panel, PrinterPlace, Told
from kiosk.setup.troubles import words_of
from kiosk.steward import ClockNotSet, Steward, StewardAbsent
from look.words import N_

if TYPE_CHECKING:
    from printer.finding import Found

PATIENCE_S = 10.0
NUMBERS_S = 5.0
STICKS = (Path("/media"), Path("/run/media"), Path("/mnt"))
_SUFFIXES = (".json", ".bundle", ".motcua-bundle")
_log = structlog.get_logger()


class ThisMachine:
    """`port: kiosk.setup.machine.Machine`. `wish_clock`: asks whoever may set the clock; why not (a msgid), or ""."""

    def __init__(self, zone: ZoneInfo, wish_clock: Callable[[datetime], str]) -> None:
        self._zone, self._wish_clock = zone, wish_clock
        self._scratch = tempfile.TemporaryDirectory(prefix="motcua-setup-")
        self._numbers: subprocess.Popen[bytes] | None = None

    def close(self) -> None:
        if self._numbers is not None:
            self._numbers.terminate()
            self._numbers.wait()
        self._scratch.cleanup()

    # -- paper

    def printers(self) -> tuple[PrinterPlace, ...]:
        from printer.finding import find  # pyserial, pyusb

        return places_in(tuple(find()))

    def print_page(self, wiring: Mapping[str, str | int]) -> Told:
        from kiosk.setup.trying import try_page

        return try_page(wiring, Path(self._scratch.name))

    # -- screens

    def monitors(self) -> tuple[Monitor, ...]:
        """Mirrored ones are put side by side first, else nobody could tell them apart."""
        found = _plugged()
        if not _is_apart(found):
            _run(monitors.arranging(found, _side_by_side(found)))
            found = _plugged()
        return tuple(Monitor(one.output, *one.size, one.mm, one.rotate, one.left, one.top) for one in found)

    def show_numbers(self, shown: tuple[Monitor, ...]) -> None:
        if self._numbers is not None and self._numbers.poll() is None:
            return
        words = [f"{one.left},{one.top},{'x'.join(map(str, one.turned(one.rotate)))}" for one in shown]
        command = [sys.executable, "-m", "kiosk.setup.touch.numbers", str(NUMBERS_S), *words]
        self._numbers = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 -- our own window

    def arrange(self, panels: tuple[Panel, ...]) -> Told:
        places = [monitors.Place(one.output, (one.width, one.height), one.left, one.top, one.rotate) for one in panels]
        words = monitors.arranging(monitors.monitors_in(_run(monitors.ASK)[0]), places)
        why = _run(words)[1] if words else monitors.ASK[0]
        if why:
            _log.info("setup.monitors_not_turned", why=why)
            return Told.of(False, N_("The monitors could not be turned. Look at their cables, then choose once more."))
        for panel in monitors.touch_panels_in(_run(monitors.ASK_TOUCH)[0]):
            _run(monitors.mapping(panel, panels[0].output))
        return Told.of(True, N_("The monitors are turned and placed."))

    # -- sound

    def loudspeakers(self) -> tuple[Loudspeaker, ...]:
        return loudspeakers.loudspeakers_in(_run(loudspeakers.ASK)[0])

    def call_a_number(self, device: str) -> Told:
        from kiosk.setup.trying import try_call

        return try_call(device, Path(self._scratch.name))

    # -- sticks and the clock

    def bundles(self) -> tuple[Path, ...]:
        from kiosk.district.enrolment import LARGEST

        found = [path for place in STICKS for depth in ("*", "*/*", "*/*/*") for path in place.glob(depth)]
        return tuple(sorted({path for path in found if path.suffix in _SUFFIXES and _is_small(path, LARGEST)}))

    def read_file(self, path: Path, most: int) -> bytes | str:
        try:
            with path.open("rb") as file:
                return file.read(most)
        except OSError as error:
            return words_of(error)

    def clock(self) -> tuple[datetime, bool]:
        from office.clock import MachineClock

        return datetime.now(self._zone), MachineClock().synced()

    def set_clock(self, wall: datetime) -> Told:
        why = self._wish_clock(wall.replace(tzinfo=self._zone))
        if why:
            return Told.of(False, N_("The clock could not be set: {why}"), {"why": why})
        return Told.of(True, N_("The clock shows {now} now."), now=f"{datetime.now(self._zone):%H:%M · %d/%m/%Y}")


def clock_setter() -> Callable[[datetime], str]:
    """Who sets the clock for us; gives why not (an English msgid), or ""."""
    return set_as_root if os.geteuid() == 0 else set_by_steward


def set_by_steward(moment: datetime) -> str:
    """The root's own helper of an installed office."""
    try:
        Steward().set_clock(round(moment.timestamp() * 1000))
    except ClockNotSet:
        return N_("the machine gets its time from the network, or this is no time for an office")
    except (StewardAbsent, OSError) as error:
        _log.info("setup.clock_not_set", why=repr(error))
        return _NOBODY_MAY
    return ""


def set_as_root(moment: datetime) -> str:
    """The clock of the kernel and the one on the board; for who may do it."""
    try:
        time.clock_settime(time.CLOCK_REALTIME, moment.timestamp())
    except OSError as error:
        _log.info("setup.clock_not_set", why=repr(error))
        return _NOBODY_MAY
    _run(("hwclock", "--systohc"))
    return ""


_NOBODY_MAY = N_("this program may not do it; a technician sets it with: sudo timedatectl set-time '2026-11-23 07:30'")


def _plugged() -> list[monitors.Monitor]:
    return [one for one in monitors.monitors_in(_run(monitors.ASK)[0]) if one.plugged and one.modes]


def _is_apart(found: Sequence[monitors.Monitor]) -> bool:
    """Whether each is on, and none shows what another one shows."""
    return all(one.shown for one in found) and len({(one.left, one.top) for one in found}) == len(found)


def _side_by_side(found: Sequence[monitors.Monitor]) -> list[monitors.Place]:
    """In a row from the left, as they are made."""
    lefts = accumulate((one.size[0] for one in found), initial=0)
    return [monitors.Place(one.output, one.size, left) for one, left in zip(found, lefts, strict=False)]


def places_in(found: Sequence["Found"]) -> tuple[PrinterPlace, ...]:
    """What was found, as the steps see it; a printer that is there by its port is not told of once more."""
    has_port = any(one.wiring.get("transport") == "usblp" for one in found)
    return tuple(_place(one) for one in found if not (has_port and _is_the_kernels(one)))


def _is_the_kernels(found: "Found") -> bool:
    """A printer that the kernel's driver holds; it should be there by the name of its port."""
    return not found.wiring and found.place != "USB"


def _place(found: "Found") -> PrinterPlace:
    from kiosk.setup.places import place_of

    if found.why:
        _log.info("setup.printer_not_asked", place=found.place, why=found.why)
    place = place_of(found.wiring) if found.wiring else ""
    return PrinterPlace(place, found.name, found.answered and not found.why, _why(found))


def _why(found: "Found") -> str:
    """What keeps it from answering, an English msgid; the library's own words are in the log."""
    from kiosk.setup.trying import words_for
    from printer.outcome import Reason
    from printer.transport.usb import MISSING

    if found.health is not None:
        return words_for(found.health.reason) if found.health.detail in (Reason.IN_USE, Reason.NOT_ALLOWED) else ""
    if _is_the_kernels(found):
        return N_("this machine shows no port for it; pull its plug, put it in again, then look again")
    if found.why == MISSING:
        return N_("it cannot be searched, because the package libusb-1.0-0 is missing; a technician installs it")
    return N_("it cannot be searched; pull the printer's plug, put it in again, then look again") if found.why else ""


_NAMES = (N_("USB printer"), N_("serial port"), N_("USB without the kernel's driver"))
"""What `printer.finding` calls a printer that does not tell its own name."""


def _run(command: Sequence[str]) -> tuple[str, str]:
    """(what a program says, why it failed); a program that is not there says nothing and fails."""
    try:
        around = {**os.environ, "LC_ALL": "C"}
        done = subprocess.run(command, env=around, capture_output=True, text=True, timeout=PATIENCE_S, check=False)  # noqa: S603 -- our own words
    except (OSError, subprocess.TimeoutExpired) as error:
        return "", str(error)
    if done.returncode:
        return "", (done.stderr.strip().splitlines() or [f"{command[0]}: {done.returncode}"])[-1]
    return done.stdout, ""


def _is_small(path: Path, most: int) -> bool:
    try:
        return path.is_file() and path.stat().st_size <= most
    except OSError:
        return False
