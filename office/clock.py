"""The machine's clock, and the one that tests set."""

import ctypes
import time
from pathlib import Path
from typing import Protocol

from office.domain.moment import Moment

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_TIME_ERROR = 5  # adjtimex(2): TIME_ERROR, the clock is not synchronised
_TIMEX_BYTES = 256  # more than struct timex on any Linux; `modes` = 0 only reads


class Clock(Protocol):
    def now(self) -> Moment: ...

    def synced(self) -> bool:
        """Whether the wall clock follows a time source."""
        ...


class MachineClock:
    """Wall clock and boot-time counter of this machine; sync as the kernel reports it (adjtimex)."""

    def __init__(self) -> None:
        self._boot = _BOOT_ID.read_text(encoding="ascii").strip().replace("-", "")[:8]
        self._libc = ctypes.CDLL(None, use_errno=True)

    def now(self) -> Moment:
        return Moment(time.time_ns() // 1_000_000, time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1_000_000, self._boot)

    def synced(self) -> bool:
        state = int(self._libc.adjtimex(ctypes.create_string_buffer(_TIMEX_BYTES)))
        return 0 <= state < _TIME_ERROR


class SetClock:
    """A clock that stands where it is put. Starts at 2026-11-23 08:00 in Vietnam (a Monday)."""

    def __init__(self, wall: int = 1_795_395_600_000, mono: int = 1_000_000, *, synced: bool = False) -> None:
        self._wall, self._mono, self._boot, self._synced = wall, mono, "00000001", synced

    def now(self) -> Moment:
        return Moment(self._wall, self._mono, self._boot)

    def synced(self) -> bool:
        return self._synced

    def advance(self, ms: int) -> None:
        """Time passes."""
        self._wall += ms
        self._mono += ms

    def jump(self, ms: int) -> None:
        """Only the wall clock moves, as when somebody sets it."""
        self._wall += ms

    def set_wall(self, wall: int) -> None:
        self._wall = wall

    def set_synced(self, synced: bool) -> None:
        self._synced = synced

    def reboot(self, off_ms: int = 0) -> None:
        """The machine is switched off and on again; `off_ms` pass meanwhile."""
        self._wall += off_ms
        self._mono = 1_000
        self._boot = f"{int(self._boot, 16) + 1:08x}"
