"""A printer on a pseudo-terminal: for the real drivers of serial ports and of the kernel's USB printers.

`path` is a symbolic link, as udev makes them, and leads to another terminal each time that the printer is plugged in.
What surprises: a terminal knows at which speed its other end has opened it, so a printer with a `baud` of its own
hears and says rubbish when that differs, as on a real line.
"""

import contextlib
import fcntl
import os
import select
import struct
import tempfile
import termios
import time
import tty
from pathlib import Path
from types import TracebackType

from printer.transport.emulated import EmulatedPrinter, PrinterAtPort

_TICK = 0.01  # s
_MOST = 8192  # bytes that a pseudo-terminal keeps
QUESTION = 16  # bytes: so few are no part of a ticket
_SPEED = 4  # where `tcgetattr` tells it


class PrinterOnPty(PrinterAtPort):
    """Is at `path` from `with` on. `on_usb`: its port goes away with its power, as that of a USB printer does."""

    def __init__(
        self,
        path: Path | None = None,
        printer: EmulatedPrinter | None = None,
        *,
        baud: int | None = None,
        on_usb: bool = False,
    ) -> None:
        super().__init__(printer)
        self._folder = None if path is not None else tempfile.TemporaryDirectory(prefix="motcua-printer-")
        self.path = path if path is not None else Path(self._folder.name if self._folder else "") / "printer"
        self.baud, self._on_usb = baud, on_usb
        self._ends: tuple[int, int] | None = None
        self._pulled = 0
        if baud is not None:
            self.printer.line.bytes_per_s = baud // 10

    def __enter__(self) -> "PrinterOnPty":
        self._appear()
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopping.set()
        self._thread.join(5)
        self._vanish()
        if self._folder is not None:
            self._folder.cleanup()

    @property
    def stands(self) -> bool:
        """Whether its port is there now."""
        return self._ends is not None

    def _appear(self) -> None:
        mine, theirs = os.openpty()
        tty.setraw(theirs)
        os.set_blocking(mine, False)
        fcntl.ioctl(mine, termios.TIOCPKT, struct.pack("i", 1))
        self._ends, self._pulled = (mine, theirs), self._pulls
        made = self.path.with_name(f".{self.path.name}.new")
        made.unlink(missing_ok=True)
        made.symlink_to(os.ttyname(theirs))
        made.replace(self.path)

    def _vanish(self) -> None:
        if self._ends is None:
            return
        ends, self._ends = self._ends, None
        self.path.unlink(missing_ok=True)
        for end in ends:
            os.close(end)
        self.printer.hang_up()

    @property
    def _is_there(self) -> bool:
        return self.printer.is_plugged and (self.printer.is_on or not self._on_usb)

    @property
    def _pulls(self) -> int:
        """How often the port went away; without power that of a serial cable stays."""
        return self.printer.cuts if self._on_usb else self.printer.pulls

    def _serve(self) -> None:
        while not self._stopping.is_set():
            self.printer.go_on()
            if self._ends is None:
                time.sleep(_TICK)
                if self._is_there:
                    self._appear()
            elif not self._is_there or self._pulls != self._pulled:
                self._vanish()
            else:
                with contextlib.suppress(BlockingIOError):
                    self._talk(*self._ends)

    def _talk(self, mine: int, theirs: int) -> None:
        if answers := self.printer.answers():
            os.write(mine, self._heard(answers, theirs))
        if not select.select([mine], [], [], _TICK)[0]:
            return
        room = self._room(mine)  # what it takes now, not before the wait
        if not room:
            time.sleep(_TICK / 5)
            return
        data = os.read(mine, room + 1)[1:]  # before it, a byte that says what this packet is
        self.printer.take(self._heard(data, theirs))

    def _heard(self, data: bytes, theirs: int) -> bytes:
        """What arrives of these bytes: rubbish when the other end has now another speed."""
        wrong = self.baud is not None and termios.tcgetattr(theirs)[_SPEED] != _speed(self.baud)
        return _garbled(data) if wrong else data

    def _room(self, mine: int) -> int:
        """How much is read now. A full printer still hears a lone question, and one behind what was thrown away."""
        if _was_flushed(mine):
            return _MOST
        if not self.printer.is_full:
            return self.printer.room()
        return QUESTION if 0 < _waiting(mine) <= QUESTION else 0


def _was_flushed(mine: int) -> bool:
    """Whether the other end has thrown away what it could not send: packet mode tells."""
    waiting = select.poll()
    waiting.register(mine, select.POLLPRI)
    if not waiting.poll(0):
        return False
    return bool(os.read(mine, 1)[0] & termios.TIOCPKT_FLUSHWRITE)


def _waiting(end: int) -> int:
    return int(struct.unpack("i", fcntl.ioctl(end, termios.FIONREAD, b"\0" * 4))[0])


def _speed(baud: int) -> int:
    return int(getattr(termios, f"B{baud}"))


def _garbled(data: bytes) -> bytes:
    """What a line at another speed makes of these bytes."""
    return bytes((byte * 37 + at * 11) & 0x7F | 0x80 for at, byte in enumerate(data))
