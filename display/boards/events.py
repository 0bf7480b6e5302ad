"""Key presses as the kernel writes them into the file of an input device (`struct input_event`, linux/input.h).

Numpads and button boxes on USB are keyboards to the kernel; an exclusive grab (EVIOCGRAB) keeps their keys from
whatever else runs on the machine. Digits of the main row count like those of the numpad. NumLock must be on at the
device: without it the kernel sends arrows, which mean nothing here.
"""

import errno
import fcntl
import os
import stat
import struct
from collections.abc import Iterator
from dataclasses import dataclass

FORMAT = struct.Struct("llHHi")
"""Seconds, microseconds, type, code, value; 24 bytes on machines of 64 bits."""

EV_KEY = 0x01
UP, DOWN, REPEAT = 0, 1, 2
EVIOCGRAB = 0x40044590

SIGNS = {
    **{code: str((code - 1) % 10) for code in range(2, 12)},  # main row: 1 … 9, 0
    **dict(zip((71, 72, 73, 75, 76, 77, 79, 80, 81, 82), "7894561230", strict=True)),  # numpad
    28: "enter",
    96: "enter",
    78: "+",
    55: "*",
    74: "-",
    12: "-",
    98: "/",
    53: "/",
    83: ".",
    52: ".",
    121: ".",  # the comma of some numpads
    14: "backspace",
    1: "escape",
    66: "f8",
    67: "f9",
    88: "f12",
}
"""Code of the key → what it means on a desk."""


@dataclass(frozen=True, slots=True)
class KeyEvent:
    """`sign` as in `SIGNS`, or "key N"; `value`: UP, DOWN or REPEAT; `ms`: when, by the device's own clock."""

    sign: str
    value: int
    ms: int


class Events:
    """Bytes in, key events out; half an event waits for its rest."""

    def __init__(self) -> None:
        self._rest = b""

    def read(self, data: bytes) -> Iterator[KeyEvent]:
        """What is no key event (syncs, lights, mice) is passed over."""
        data = self._rest + data
        whole = len(data) - len(data) % FORMAT.size
        self._rest = data[whole:]
        for seconds, micros, kind, code, value in FORMAT.iter_unpack(data[:whole]):
            if kind == EV_KEY and value in (UP, DOWN, REPEAT):
                yield KeyEvent(SIGNS.get(code, f"key {code}"), value, seconds * 1000 + micros // 1000)


def open_device(path: str) -> int:
    """The descriptor, grabbed when it is a device. Raises OSError (EBUSY: somebody else has grabbed it)."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        if not stat.S_ISFIFO(os.fstat(descriptor).st_mode):  # a pipe has nobody else to keep out
            fcntl.ioctl(descriptor, EVIOCGRAB, 1)
    except OSError as error:
        os.close(descriptor)
        if error.errno == errno.ENOTTY:
            raise OSError(errno.ENODEV, "is no input device") from error
        raise
    return descriptor
