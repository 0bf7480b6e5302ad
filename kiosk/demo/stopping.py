"""Whether somebody asked the demo to end: Ctrl-C, pressed as often as a person in a hurry presses it.

A signal arrives in the middle of whatever the main thread does. `threading.Event` takes a lock to be set, and would
wait for ever when the main thread holds that lock at this very moment; a flag and a byte in a pipe need none.
"""

import contextlib
import os
import select


class Stopping:
    """`ask` may be called from a signal handler; `wait` by one thread at a time."""

    def __init__(self) -> None:
        self._asked = False
        self._ear, self._mouth = os.pipe()
        os.set_blocking(self._mouth, False)

    def ask(self, *_: object) -> None:
        self._asked = True
        with contextlib.suppress(BlockingIOError):  # asked so often that the pipe is full
            os.write(self._mouth, b".")

    def wait(self, seconds: float) -> bool:
        """Whether the end was asked for, at once or within `seconds`."""
        if not self._asked:
            select.select([self._ear], [], [], seconds)
        return self._asked

    def is_set(self) -> bool:
        return self._asked
