"""Becomes a program that ends with the demo, whatever happens to the demo, kill -9 included.

The kernel is asked to send a signal when the parent goes, and the parent is looked at once more in case it went before
the kernel was asked; the wish outlives `exec`. The kernel means the *thread* that started the program, so the demo
starts all of them from its main thread. Only the standard library: this file is also run by itself, without the house.

    python tied.py PARENT SIGNAL PROGRAM [ARGUMENT ...]
"""

import ctypes
import os
import signal
import sys
from collections.abc import Sequence

_PR_SET_PDEATHSIG = 1  # prctl(2)
USED_UP = 3
"""Exit code when the parent, the data or the port is not to be had."""


def die_with(parent: int, number: signal.Signals = signal.SIGKILL) -> None:
    """Ends this process by that signal as soon as its parent, which must be `parent`, is gone."""
    if ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, number) != 0:
        raise OSError(ctypes.get_errno(), "prctl")
    if os.getppid() != parent:
        os._exit(USED_UP)


def tied(command: Sequence[str], number: signal.Signals = signal.SIGKILL) -> list[str]:
    """The command that runs `command` until this process is gone."""
    return [sys.executable, "-I", "-S", __file__, str(os.getpid()), number.name, *command]


def main() -> None:
    parent, number, *command = sys.argv[1:]
    die_with(int(parent), signal.Signals[number])
    try:
        os.execvp(command[0], command)  # noqa: S606 - the demo's own command
    except OSError as error:
        sys.exit(f"{command[0]}: {error.strerror}")


if __name__ == "__main__":
    main()
