"""A printer with what may go wrong on its line, still without a plug; the ports in `emulator*.py` give it one.

Owns what came in, the sheets that fell out, and the script of faults that is played. A port asks how much the printer
takes now (`room`), hands that over (`take`), carries the answers away (`answers`), and sees `is_plugged` and `cuts`.
Every method may be called by any thread. `keep_all`: whether it remembers what it was sent and the sheets, for tests.
"""

import random
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from printer.transport.mechanism import Faults, Mechanism, Printed
from printer.transport.script import Fault, Script, What

AT_ONCE = 1024  # bytes that are looked at together, about 14 rows of dots
BUFFER = 4096  # bytes that the printer takes while it cannot print
SPARE = 64  # bytes that it takes now and then even so, because it must hear questions
LATE_S = 0.5
SLOW_BYTES_PER_S = 120
RESET_S = 0.3  # until a printer that was reset hears again
_QUIET_S = 0.05  # without a byte: a sheet that nobody asks about has fallen out
_SPARE_EVERY_S = 0.02
_LEAST_S = 0.02  # of a slow line in one piece


@dataclass(slots=True)
class LineFaults:
    """What is wrong between the plug and the printer; may be changed while it runs."""

    frozen: bool = False  # connections are taken, bytes are not
    freeze_after: int | None = None  # bytes of all connections, then `frozen`
    die_after: int | None = None  # bytes, then the connection is cut
    late_s: float = 0.0  # every answer comes so late
    bytes_per_s: int | None = None
    noise: bool = False  # random bytes instead of answers


@dataclass(slots=True)
class EmulatedPrinter:
    """The printer. `keep` gets every sheet; `tell` hears of faults, in words for whoever looks on."""

    faults: Faults = field(default_factory=Faults)
    line: LineFaults = field(default_factory=LineFaults)
    script: Script = field(default_factory=Script)
    keep: Callable[[Printed], None] | None = None
    tell: Callable[[str], None] = lambda _: None
    keep_all: bool = True
    received: bytearray = field(default_factory=bytearray)
    sheets: list[Printed] = field(default_factory=list)
    is_plugged: bool = True
    cuts: int = 0  # grows whenever a connection is cut
    pulls: int = 0  # grows whenever the cable is pulled
    count: int = 0  # sheets that came out
    taken: int = 0  # bytes
    _mechanism: Mechanism = field(init=False)
    _play: "Play" = field(init=False)
    _answers: deque[tuple[float, bytes]] = field(default_factory=deque)
    _on_at: float = 0.0
    _busy_until: float = 0.0
    _heard_at: float = 0.0
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _chance: random.Random = field(default_factory=lambda: random.Random(1))  # noqa: S311 -- noise, no secret

    def __post_init__(self) -> None:
        self._mechanism = Mechanism(self._out, self.faults)
        self._play = Play(self)
        if self.script.baud is not None:
            self.line.bytes_per_s = self.script.baud // 10

    @property
    def held(self) -> int:
        """Bytes that wait inside because something stops the printer."""
        return self._mechanism.held

    @property
    def rows(self) -> int:
        """Rows of dots on the sheet that is not cut yet."""
        return self._mechanism.rows

    @property
    def is_on(self) -> bool:
        """Whether it has power and has come up."""
        return time.monotonic() >= self._on_at

    @property
    def is_full(self) -> bool:
        """Whether something stops it, and it can keep no more."""
        return self.held > BUFFER and not self.line.frozen

    def room(self) -> int:
        """How many bytes it takes now."""
        with self._lock:
            now = time.monotonic()
            if self.line.frozen or now < self._busy_until:
                return 0
            if self.is_full:
                return SPARE if now - self._heard_at > _SPARE_EVERY_S else 0
            speed = self.line.bytes_per_s
            most = AT_ONCE if speed is None else max(min(AT_ONCE, int(speed * _LEAST_S)), 1)
            limits = [limit - self.taken for limit in (self.line.die_after, self.line.freeze_after) if limit]
            return max(min([most, *limits]), 1)

    def take(self, data: bytes) -> None:
        """Bytes come in: at most `room()` of them, or what waits inside grows beyond what a printer holds."""
        with self._lock:
            now = self._heard_at = time.monotonic()
            self.taken += len(data)
            if self.keep_all:
                self.received += data
            if self.line.bytes_per_s:
                self._busy_until = max(self._busy_until, now - _LEAST_S) + len(data) / self.line.bytes_per_s
            if self.is_on:
                self._answer(self._mechanism.receive(data))
            self._tire()
            self._play.look()

    def go_on(self) -> None:
        """Time has passed: what waited is printed, faults begin and end. Called by the port every few ms."""
        with self._lock:
            self._play.look()
            if self.is_on:
                self._answer(self._mechanism.go_on())
            if time.monotonic() - self._heard_at > _QUIET_S:
                self.put_down()

    def answers(self, most: int = BUFFER) -> bytes:
        """What the printer says by now."""
        self.go_on()
        with self._lock:
            ready = b""
            while self._answers and self._answers[0][0] <= time.monotonic() and len(ready) < most:
                ready += self._answers.popleft()[1]
            if len(ready) > most:
                self._answers.appendleft((0.0, ready[most:]))
        return ready[:most]

    def hang_up(self) -> None:
        """A connection is over: nobody hears what was not read."""
        with self._lock:
            self._answers.clear()
            self.put_down()

    def put_down(self) -> None:
        """Let go of a sheet that nobody asked about."""
        with self._lock:
            try:
                self._mechanism.put_down()
            except OSError:
                self.faults.error = True

    def unplug(self) -> None:
        """The cable is out; the printer keeps what it has."""
        with self._lock:
            self.is_plugged = False
            self.cuts += 1
            self.pulls += 1

    def plug_in(self) -> None:
        """The cable is in again."""
        self.is_plugged = True

    def power_cycle(self, off_s: float = 0.0) -> None:
        """Off, and on again after so long: it forgets what it has, and the connection is cut where one is."""
        with self._lock:
            self._mechanism.lose_power()
            self._answers.clear()
            self._on_at = time.monotonic() + off_s
            self.cuts += 1

    def _answer(self, data: bytes) -> None:
        if not data:
            return
        said = self._chance.randbytes(16 * len(data)) if self.line.noise else data
        self._answers.append((time.monotonic() + self.line.late_s, said))

    def _tire(self) -> None:
        """The faults that count bytes."""
        if self.line.freeze_after is not None and self.taken >= self.line.freeze_after:
            self.line.frozen = True
        if self.line.die_after is not None and self.taken >= self.line.die_after:
            self.cuts += 1

    def _out(self, printed: Printed) -> None:
        self.count += 1
        if self.keep is not None:
            self.keep(printed)
        if self.keep_all:
            self.sheets.append(printed)


_FLAGS = (What.PAPER_OUT, What.NEAR_END, What.COVER, What.CUTTER, What.ERROR, What.OFFLINE)


class Play:
    """Plays a script on a printer; `look` after every piece of bytes and every tick."""

    def __init__(self, printer: EmulatedPrinter) -> None:
        self._printer, self._script = printer, printer.script
        self._next = 0
        self._on: tuple[Fault, float] | None = None
        self._begin_anew()

    def look(self) -> None:
        """Begin the next fault when its time has come, end the one that lasts long enough."""
        if self._on is not None:
            fault, since = self._on
            if fault.lasts_s is not None and time.monotonic() - since >= fault.lasts_s:
                self._set(fault, on=False)
                self._on = None
                self._begin_anew()
        elif self._next < len(self._script.faults) and self._is_time(self._script.faults[self._next]):
            fault = self._script.faults[self._next]
            self._next += 1
            if self._script.again:
                self._next %= len(self._script.faults)
            self._on = (fault, time.monotonic())
            self._set(fault, on=True)

    def _begin_anew(self) -> None:
        printer = self._printer
        self._from = (printer.count, printer.taken, time.monotonic())

    def _is_time(self, fault: Fault) -> bool:
        printer, (sheets, taken, at) = self._printer, self._from
        return (
            printer.count - sheets >= fault.after_sheets
            and printer.rows >= fault.after_rows
            and printer.taken - taken >= fault.after_bytes
            and time.monotonic() - at >= fault.after_s
        )

    def _set(self, fault: Fault, *, on: bool) -> None:
        printer, line, what = self._printer, self._printer.line, fault.what
        printer.tell(f"{what}: begins" if on else f"{what}: over")
        if what in _FLAGS:
            setattr(printer.faults, what, on)
        elif what is What.MUTE:
            printer.faults.silent = on
        elif what is What.FROZEN:
            line.frozen = on
        elif what is What.NOISE:
            line.noise = on
        elif what is What.LATE:
            line.late_s = LATE_S if on else 0.0
        elif what is What.SLOW:
            line.bytes_per_s = SLOW_BYTES_PER_S if on else (self._script.baud or 0) // 10 or None
        elif what is What.UNPLUGGED:
            (printer.unplug if on else printer.plug_in)()
        elif on:
            printer.power_cycle(fault.lasts_s or RESET_S)


class PrinterAtPort:
    """A printer that programs of this machine reach, served by a thread of its own; what is seen and set of it."""

    def __init__(self, printer: EmulatedPrinter | None) -> None:
        self.printer = printer or EmulatedPrinter()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="emulated-printer", daemon=True)

    @property
    def faults(self) -> Faults:
        """What is wrong with the printer; may be changed while it runs."""
        return self.printer.faults

    @property
    def line(self) -> LineFaults:
        """What is wrong between the plug and the printer."""
        return self.printer.line

    @property
    def received(self) -> bytearray:
        """Every byte that came."""
        return self.printer.received

    @property
    def sheets(self) -> list[Printed]:
        """Every sheet that fell out."""
        return self.printer.sheets

    def _serve(self) -> None:
        """Until `_stopping`."""
        raise NotImplementedError
