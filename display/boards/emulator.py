"""An emulated bus on a pseudo-terminal: the real drivers speak to it as to an RS-485 adapter.

`path` is a symbolic link, as udev makes them. A telegram ends where the line is silent for a moment. The faults of real
buses are set while it runs: power cuts and deaf devices (on the devices), rubbish, another master, an adapter that
hears itself, one that is pulled out and comes back, also under another name (`plug`).
"""

import contextlib
import os
import select
import threading
import tty
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from display.boards.emulated import Emulated, Shown, faces

GAP_S = 0.004
_TICK_S = 0.1


class EmulatedBus:
    """Is at `path` from `with` (or `start`) on. `echoes`: the adapter hears what it sends itself."""

    def __init__(self, path: Path, devices: Sequence[Emulated], *, echoes: bool = False) -> None:
        self.path, self.devices, self.echoes = path, list(devices), echoes
        self.telegrams: list[bytes] = []
        self._ends: tuple[int, int] | None = None
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="emulated-bus", daemon=True)

    @property
    def shown(self) -> list[Shown]:
        return faces(self.devices)

    def __enter__(self) -> "EmulatedBus":
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        self.plug()
        self._thread.start()

    def ask_to_stop(self) -> None:
        """So that several end together."""
        self._stopping.set()

    def stop(self, deadline_s: float = 2.0) -> None:
        self.ask_to_stop()
        self._thread.join(deadline_s)
        self.pull()

    def plug(self, path: Path | None = None) -> None:
        """The adapter is plugged in, maybe under another name."""
        mine, theirs = os.openpty()
        tty.setraw(theirs)
        os.set_blocking(mine, False)
        self.path = path or self.path
        made = self.path.with_name(f".{self.path.name}.new")
        made.unlink(missing_ok=True)
        made.symlink_to(os.ttyname(theirs))
        made.replace(self.path)
        with self._lock:
            self._ends = (mine, theirs)

    def pull(self) -> None:
        """The adapter is pulled out."""
        with self._lock:
            ends, self._ends = self._ends, None
            self.path.unlink(missing_ok=True)
            for end in ends or ():
                os.close(end)

    def say(self, data: bytes) -> None:
        """Bytes that nobody asked for: rubbish, or another master."""
        with self._lock:
            if self._ends is not None:
                with contextlib.suppress(BlockingIOError):
                    os.write(self._ends[0], data)

    def _serve(self) -> None:
        while not self._stopping.is_set():
            with self._lock:
                mine = None if self._ends is None else self._ends[0]
            try:
                telegram = b"" if mine is None else self._telegram(mine)
            except (OSError, ValueError):  # pulled out meanwhile
                telegram = b""
            if mine is None:
                self._stopping.wait(_TICK_S)
            elif telegram:
                self._spread(telegram)

    @staticmethod
    def _telegram(mine: int) -> bytes:
        """Everything up to the next silence."""
        heard, wait = b"", _TICK_S
        while select.select([mine], [], [], wait)[0]:
            heard, wait = heard + os.read(mine, 512), GAP_S
        return heard

    def _spread(self, telegram: bytes) -> None:
        self.telegrams.append(telegram)
        del self.telegrams[:-10_000]
        if self.echoes:
            self.say(telegram)
        for device in self.devices:
            if answer := device.take(telegram):
                self.say(answer)
