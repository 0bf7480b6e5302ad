"""One program that the demo runs beside itself: its process and its log.

Knows nothing of what the program is for. Every program gets a session of its own: Ctrl-C in the terminal is the demo's
to answer. To be used from the demo's main thread, because the programs end with the thread that started them.
"""

import contextlib
import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
GRACE_S = 2.0
_LARGEST_LOG = 10_000_000


class Program:
    """`around`: what its environment has beyond that of the demo."""

    def __init__(self, command: Sequence[str], log: Path, around: Mapping[str, str] | None = None) -> None:
        self.command, self.log = list(command), log
        self._around = dict(around or {})
        self._process: subprocess.Popen[bytes] | None = None
        self._begun = 0.0

    @property
    def pid(self) -> int:
        """Of the last start."""
        assert self._process is not None
        return self._process.pid

    @property
    def lived_s(self) -> float:
        """Seconds since the last start."""
        return time.monotonic() - self._begun

    def start(self, *kept_open: int) -> None:
        """`kept_open`: file descriptors that the program inherits."""
        with contextlib.suppress(OSError):
            if self.log.stat().st_size > _LARGEST_LOG:
                self.log.unlink()
        self._begun = time.monotonic()
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - the demo's own command
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                pass_fds=kept_open,
                env={**os.environ, "PYTHONPATH": str(TOP), "PYTHONSAFEPATH": "1", **self._around},
            )

    def has_died(self) -> bool:
        return self.exit_code() is not None

    def exit_code(self) -> int | None:
        """None while it runs or before it was started; -9 after SIGKILL."""
        return None if self._process is None else self._process.poll()

    def ask_to_end(self) -> None:
        if self._process is not None:
            self._process.terminate()

    def stop(self, grace_s: float = GRACE_S) -> None:
        """Ends it; after `grace_s` by force."""
        process = self._process
        if process is None:
            return
        process.terminate()
        try:
            process.wait(grace_s)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def last_words(self) -> str:
        """The last line of the log, for when the program did not start."""
        with contextlib.suppress(OSError):
            lines = self.log.read_text(encoding="utf-8", errors="replace").split("\n")
            return next((line.strip() for line in reversed(lines) if line.strip()), "")
        return ""
