"""What character devices have in common: bytes in and out of an open descriptor, never longer than a deadline.

Every call is `O_NONBLOCK` and `poll`. What surprises: a printer may send empty packets for ever, so reading nothing is
no end of the file here; only a hang-up is. (pyserial's own `write` waits once more after the last byte and then reports
a timeout, and its `flush` has no deadline; so the serial port goes through here too.)
"""

import contextlib
import errno
import fcntl
import os
import select
import struct
import termios
import time
from pathlib import Path

from printer.transport import ConnectionBroken, NotAllowed, PortInUse, TransportError, Unreachable, WriteTooSlow, rivals

_MOST = 4096  # bytes at once
_LOOK_AGAIN = 0.002  # s
_AGAIN = (errno.EAGAIN, errno.EINTR)
_FOREIGN = (errno.EBUSY, errno.EWOULDBLOCK)
_FORBIDDEN = (errno.EACCES, errno.EPERM)
_GONE = select.POLLHUP | select.POLLERR | select.POLLNVAL | select.POLLRDHUP


def open_port(path: Path) -> int:
    """A descriptor of this character device, locked for us alone. Raises Unreachable, PortInUse, NotAllowed."""
    if not path.is_char_device():
        why = "is not the port of a printer" if path.exists() else "is not there"
        raise Unreachable(f"{path} {why}")
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    except OSError as error:
        raise refusal(path, error) from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        raise refusal(path, error) from error
    return descriptor


def refusal(path: Path, error: OSError) -> Unreachable:
    """Why this port could not be had."""
    if error.errno in _FOREIGN:
        return PortInUse(f"{path} is in use by {rivals.of_device(path) or rivals.UNNAMED}")
    why = f"{path}: {(error.strerror or str(error)).lower()}"
    return NotAllowed(why) if error.errno in _FORBIDDEN else Unreachable(why)


def close_port(descriptor: int, *, stuck: bool) -> None:
    """Give it up; after a write that got stuck, the rest is thrown away. Never waits."""
    if stuck:
        with contextlib.suppress(termios.error):  # usblp does so by itself and knows no such call
            termios.tcflush(descriptor, termios.TCOFLUSH)
    os.close(descriptor)


def write(descriptor: int, data: bytes, deadline: float) -> None:
    """All bytes, as fast as the device takes them. Raises WriteTooSlow, ConnectionBroken."""
    rest = memoryview(data)
    while rest:
        _wait(descriptor, select.POLLOUT, deadline)
        try:
            rest = rest[os.write(descriptor, rest[:_MOST]) :]
        except OSError as error:
            if error.errno not in _AGAIN:
                raise _broken(error) from error
            time.sleep(_LOOK_AGAIN)
        if rest and time.monotonic() >= deadline:
            raise WriteTooSlow(f"{len(rest)} bytes not taken")


def read(descriptor: int, deadline: float) -> bytes:
    """The next bytes; empty when the deadline passed. Raises ConnectionBroken."""
    while True:
        try:
            found = _wait(descriptor, select.POLLIN, deadline)
            data = os.read(descriptor, _MOST)
        except WriteTooSlow:
            return b""
        except OSError as error:
            if error.errno not in _AGAIN:
                raise _broken(error) from error
            data = b""
        if not data and found & _GONE:
            raise ConnectionBroken("the other end hung up")
        if data or time.monotonic() >= deadline:
            return data
        time.sleep(_LOOK_AGAIN)


def drained(descriptor: int, deadline: float) -> None:
    """Wait until the device's own queue is empty. Raises WriteTooSlow, ConnectionBroken."""
    while _queued(descriptor):
        if time.monotonic() >= deadline:
            raise WriteTooSlow("bytes still in the queue")
        time.sleep(_LOOK_AGAIN)
    _wait(descriptor, select.POLLOUT, deadline)


def _queued(descriptor: int) -> int:
    try:
        return int(struct.unpack("i", fcntl.ioctl(descriptor, termios.TIOCOUTQ, b"\0" * 4))[0])
    except OSError:
        return 0  # usblp has no such question; that it can be written to says that the last write is done


def _wait(descriptor: int, event: int, deadline: float) -> int:
    """What can be done now. Raises ConnectionBroken, and WriteTooSlow when the deadline passes."""
    waiting = select.poll()
    waiting.register(descriptor, event | select.POLLRDHUP)
    found = waiting.poll(max(deadline - time.monotonic(), 0) * 1000)
    if not found:
        raise WriteTooSlow("the deadline passed")
    if found[0][1] & _GONE and not found[0][1] & select.POLLIN:
        raise ConnectionBroken("the printer was unplugged")
    return found[0][1]


def _broken(error: OSError) -> TransportError:
    return ConnectionBroken((error.strerror or str(error)).lower())
