"""A real mosquitto on a free port of this machine, in a folder of its own: started, killed with -9, started again."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.conftest import where

BASE = """
log_dest file {folder}/mosquitto.log
log_type all
persistence false
set_tcp_nodelay true
max_inflight_messages 64
max_queued_messages 2000
{user}
listener {port} 127.0.0.1
"""
OPEN = ("allow_anonymous true",)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


class Mosquitto:
    """`lines`: what the configuration says beside the listener; without any it lets everybody in, unencrypted."""

    host = "127.0.0.1"

    def __init__(self, folder: Path, lines: Sequence[str] = OPEN, port: int | None = None) -> None:
        self.folder, self.port = folder, port or free_port()
        self.folder.mkdir(parents=True, exist_ok=True)
        user = "user root" if os.getuid() == 0 else ""
        text = BASE.format(folder=folder, port=self.port, user=user) + "\n".join(lines) + "\n"
        (folder / "mosquitto.conf").write_text(text)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self) -> "Mosquitto":
        program = where("mosquitto")
        assert program is not None
        with (self.folder / "said").open("ab") as said:
            self._process = subprocess.Popen(
                [program, "-c", str(self.folder / "mosquitto.conf")], stdout=said, stderr=said
            )
        until = time.monotonic() + 10
        while not self._answers():
            assert self._process.poll() is None, self.log()
            assert time.monotonic() < until, self.log()
            time.sleep(0.02)
        return self

    def kill(self) -> None:
        """As if its machine had lost power."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def freeze(self) -> None:
        """It keeps its connections and says nothing more."""
        os.kill(self.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        os.kill(self.pid, signal.SIGCONT)

    def log(self) -> str:
        return "".join(
            path.read_text(errors="replace")
            for name in ("said", "mosquitto.log")
            if (path := self.folder / name).exists()
        )

    def _end(self, how: signal.Signals) -> None:
        if self._process is not None:
            os.kill(self.pid, signal.SIGCONT)
            self._process.send_signal(how)
            self._process.wait(10)
            self._process = None

    def _answers(self) -> bool:
        try:
            socket.create_connection((self.host, self.port), 1).close()
        except OSError:
            return False
        return True


@contextmanager
def mosquitto(folder: Path, lines: Sequence[str] = OPEN) -> Iterator[Mosquitto]:
    broker = Mosquitto(folder, lines).start()
    try:
        yield broker
    finally:
        broker.kill()
