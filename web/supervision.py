"""What systemd is told: that a program is ready, that it gets on, that it ends (sd_notify(3)).

Without systemd nobody listens, and nothing happens. A listener that does not answer never holds anybody up.
"""

import os
import socket
from collections.abc import Mapping

READY, STOPPING, ALIVE = "READY=1", "STOPPING=1", "WATCHDOG=1"


class Supervisor:
    """The one that started this program, when it wants to know. `tell` from any thread."""

    def __init__(self, around: Mapping[str, str] = os.environ, pid: int | None = None) -> None:
        self._address = _address(around.get("NOTIFY_SOCKET", ""))
        self.watchdog_s = _watchdog_s(around, os.getpid() if pid is None else pid)
        """Within how many seconds it wants a sign of life; None: it does not want any."""

    @property
    def listens(self) -> bool:
        return self._address is not None

    def tell(self, *lines: str) -> None:
        """Any of the lines above, and `status`."""
        if self._address is None:
            return
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK) as way:
                way.sendto("\n".join(lines).encode(), self._address)
        except OSError:
            return  # it went away or has no room: the next sign of life comes soon


def status(text: str) -> str:
    """The line that `systemctl status` shows."""
    return f"STATUS={' '.join(text.split())}"


def _address(name: str) -> str | None:
    """A path, or a name without a file (@ in the environment, a zero byte for the kernel)."""
    if name.startswith("@"):
        return "\0" + name[1:]
    return name if name.startswith("/") else None


def _watchdog_s(around: Mapping[str, str], pid: int) -> float | None:
    microseconds, meant = around.get("WATCHDOG_USEC", ""), around.get("WATCHDOG_PID", str(pid))
    if not microseconds.isdecimal() or meant != str(pid) or int(microseconds) == 0:
        return None
    return int(microseconds) / 1_000_000
