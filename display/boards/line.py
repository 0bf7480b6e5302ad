"""A serial line: opened, written, listened to; every wait has an end.

What surprises: a pseudo-terminal or adapter that is pulled out answers a read with an error of its own kind; all of
them are `LineLost` here.
"""

import errno
import os
import termios
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

import serial

BITS = 10
_READ_AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class Setting:
    """`baud` in bits a second; `form`: data bits, parity, stop bits."""

    baud: int = 9600
    form: Literal["8N1", "7E1"] = "8N1"


class LineLost(Exception):
    """Nobody can speak on this line now. `condition`: unreachable | in_use | not_allowed."""

    def __init__(self, condition: str, why: str) -> None:
        self.condition = condition
        super().__init__(why)


class Line:
    """An open line. Raises `LineLost` from every method; one thread at a time."""

    def __init__(self, path: str, setting: Setting) -> None:
        bits, parity = int(setting.form[0]), setting.form[1]
        self.path, self._baud = path, setting.baud
        try:
            self._port = serial.serial_for_url(
                path, setting.baud, bytesize=bits, parity=parity, timeout=0, write_timeout=1, exclusive=True
            )
        except (OSError, ValueError, termios.error) as error:
            raise LineLost(_condition(error), f"{path}: {error}") from error

    def close(self) -> None:
        with suppress(OSError, termios.error):
            self._port.reset_output_buffer()
        with suppress(OSError):
            self._port.close()

    def write(self, data: bytes, rest_s: float = 0.0) -> None:
        """All bytes; returns when they have been on the line and `rest_s` of silence after them."""
        try:
            self._port.write(data)
        except (OSError, termios.error) as error:
            raise self._lost(error) from error
        time.sleep(self.takes(len(data)) + rest_s)

    def takes(self, letters: int) -> float:
        """Seconds that so many bytes are on the line."""
        return letters * BITS / self._baud

    def heard(self) -> bytes:
        """What has come so far, maybe nothing."""
        try:
            return bytes(self._port.read(_READ_AT_ONCE))
        except (OSError, TypeError, termios.error) as error:  # TypeError: closed under its hands
            raise self._lost(error) from error

    def listen(self, seconds: float) -> bytes:
        """The first bytes that come within that time, maybe none."""
        try:
            self._port.timeout = seconds
            first = self._port.read(1)
            self._port.timeout = 0
            return bytes(first) + (self.heard() if first else b"")
        except (OSError, TypeError, termios.error) as error:
            raise self._lost(error) from error

    def _lost(self, error: Exception) -> LineLost:
        return LineLost("unreachable", f"{self.path}: {error}")


def _condition(error: Exception) -> str:
    number = getattr(error, "errno", None)
    if number in (errno.EBUSY, errno.EAGAIN, errno.EWOULDBLOCK) or "exclusively lock" in str(error):
        return "in_use"
    return "not_allowed" if number in (errno.EACCES, errno.EPERM) else "unreachable"


def exists(path: str) -> bool:
    """Whether it is worth a try."""
    return "://" in path or os.path.exists(path)  # noqa: PTH110 - a name, not a file
