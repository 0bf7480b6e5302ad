"""A printer without hardware, in this process: the real driver, the real bytes, and files instead of paper.

Ships beside the real transports; the demo and an office without a printer run on it. It answers like a real
printer because it really parses the bytes (`mechanism.py`); what falls out lands in a `PaperTray`.
"""

import time
from pathlib import Path

from printer.transport.mechanism import Faults, Mechanism
from printer.transport.tray import PaperTray

_LOOK_AGAIN = 0.01  # s


class VirtualPrinter:
    """A `Transport` whose paper lies in `folder`. Raises OSError when the folder cannot be made.

    `faults` may be changed at any time, also by another thread.
    """

    def __init__(self, folder: Path) -> None:
        self._tray = PaperTray(folder)
        self._mechanism = Mechanism(self._tray.keep)
        self._answers = b""
        self._before: str | None = None

    @property
    def faults(self) -> Faults:
        """What is wrong with the printer now."""
        return self._mechanism.faults

    @property
    def job(self) -> str | None:
        """The NNNN of the ticket that was printed since `open`, None if none was."""
        return self._tray.last if self._tray.last != self._before else None

    @property
    def bytes_per_s(self) -> None:
        """There is no line."""
        return

    def open(self, deadline: float) -> None:
        """Always succeeds at once, so the deadline does not matter."""
        del deadline
        self._answers = b""
        self._before = self._tray.last

    def write(self, data: bytes, deadline: float) -> None:
        """Takes everything at once."""
        del deadline
        self._answers += self._mechanism.receive(data)

    def flush(self, deadline: float) -> None:
        """Nothing is ever under way; a sheet that nobody asked about is put down."""
        del deadline
        self._put_down()

    def read(self, deadline: float) -> bytes:
        """The answers; waits for them while a fault may still be mended."""
        self._answers += self._mechanism.go_on()
        while not self._answers and time.monotonic() < deadline:
            time.sleep(_LOOK_AGAIN)
            self._answers += self._mechanism.go_on()
        answers, self._answers = self._answers, b""
        return answers

    def rival(self) -> None:
        """Nobody."""
        return

    def close(self) -> None:
        """Puts down what is finished."""
        self._put_down()

    def stop(self) -> None:
        """Wait for the last pictures; for the end of the service."""
        self._tray.close()

    def _put_down(self) -> None:
        try:
            self._mechanism.put_down()
        except OSError:
            self.faults.error = True
