"""The uninterruptible power supply: mains or battery, and the end of the machine before the battery is empty.

Asks NUT's upsd (RFC 9271: one line, one answer) every few seconds, so that the condition of the device `ups` is right
also after a restart. A battery that is low twice in a row, or a forced shutdown that upsd announces, makes the machine
end in order, through the steward; where upsmon does that as well, whoever comes first does it. Owns one thread; an
office without a UPS has none.
"""

import socket
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from enum import StrEnum

import structlog

from kiosk.config.wiring import Ups as Wires
from kiosk.steward import Steward, StewardAbsent, Wish
from office.desk import Desk
from office.domain.refusals import StoreUnavailable

DEVICE = "ups"
EVERY_S, PATIENCE_S = 5.0, 3.0
TIMES_LOW, TIMES_SILENT = 2, 3
_LONGEST = 4096
_log = structlog.get_logger()


class Power(StrEnum):
    """The conditions of the device `ups`."""

    OK = "ok"
    WORN = "worn"
    ON_BATTERY = "on_battery"
    LOW = "low"
    SILENT = "silent"


class UpsSilent(Exception):
    """upsd does not answer, does not know the UPS, or has not heard of it for a while; the text says which."""


class Ups:
    """From `start` to `stop`. `ask`: the words of `ups.status`; raises UpsSilent."""

    def __init__(
        self, desk: Desk, steward: Steward, ask: Callable[[], frozenset[str]], every_s: float = EVERY_S
    ) -> None:
        self._desk, self._steward, self._ask, self._every_s = desk, steward, ask, every_s
        self._low = self._silent = 0
        self._has_ended = False
        self._told: Power | None = None
        self.busy_since: float | None = None
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._work, name="ups", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, deadline_s: float = 1.0) -> None:
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(deadline_s)

    def look(self) -> None:
        """One question, and what follows from the answer."""
        try:
            power = power_of(self._ask())
        except UpsSilent as silent:
            self._silent += 1
            if self._silent == TIMES_SILENT:
                _log.warning("ups.silent", why=str(silent))
            if self._silent >= TIMES_SILENT:
                self._tell(Power.SILENT)
            return
        self._silent = 0
        self._low = self._low + 1 if power is Power.LOW else 0
        self._tell(power)
        if self._low >= TIMES_LOW and not self._has_ended:
            self._end()

    def _end(self) -> None:
        """Once; it is tried again when the steward does not come."""
        _log.warning("ups.battery_low")
        with suppress(StewardAbsent):
            self._steward.ask(Wish.POWER_OFF)
            self._has_ended = True

    def _tell(self, power: Power) -> None:
        if power is self._told:
            return
        with suppress(StoreUnavailable):  # the next look tells it
            self._desk.report_device(device=DEVICE, condition=str(power))
            self._told = power

    def _work(self) -> None:
        while not self._stopping.is_set():
            self.busy_since = time.monotonic()
            try:
                self.look()
            except Exception:  # noqa: BLE001 - the outer loop: the next look comes
                _log.exception("ups.stumbled")
            self.busy_since = None
            self._stopping.wait(self._every_s)


def start_ups(wires: Wires, desk: Desk, parts: ExitStack) -> Ups | None:
    """Where there is one; it ends with `parts`."""
    if not wires.name:
        return None
    ups = Ups(desk, Steward(), asking(wires))
    ups.start()
    parts.callback(ups.stop)
    return ups


def power_of(words: frozenset[str]) -> Power:
    """What NUT's words mean: OL mains, OB battery, LB low, FSD the end was announced, RB a new battery is due."""
    if "FSD" in words or words >= {"OB", "LB"}:
        return Power.LOW
    if "OB" in words:
        return Power.ON_BATTERY
    return Power.WORN if "RB" in words else Power.OK


def asking(wires: Wires) -> Callable[[], frozenset[str]]:
    """How upsd is asked for the UPS that `[ups]` names."""
    question = f"GET VAR {wires.name} ups.status\n".encode()
    beginning = f'VAR {wires.name} ups.status "'

    def ask() -> frozenset[str]:
        try:
            with socket.create_connection((wires.host, wires.port), PATIENCE_S) as way:
                way.sendall(question)
                answer = _line(way)
        except OSError as error:
            raise UpsSilent(str(error)) from error
        if not answer.startswith(beginning):
            raise UpsSilent(answer[:80])
        return frozenset(answer.removeprefix(beginning).rstrip('"').split())

    return ask


def _line(way: socket.socket) -> str:
    """Raises OSError, UpsSilent."""
    heard, until = b"", time.monotonic() + PATIENCE_S
    while b"\n" not in heard:
        some = way.recv(512)
        heard += some
        if not some or len(heard) > _LONGEST or time.monotonic() > until:
            raise UpsSilent("no whole line")
    return heard.partition(b"\n")[0].decode("ascii", "replace")
