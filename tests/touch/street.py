"""A real office and real windows for tests: `motcua serve` as a process, an unseen X server, taps by xdotool."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.daytime import MORNING

TOP = Path(__file__).resolve().parents[2]
AROUND = {**os.environ, "PYTHONPATH": str(TOP), "PYTHONSAFEPATH": "1"}
_HOURS = re.compile(r"^\[first\.opening\]\n(?:(?!\[).*\n)+", re.MULTILINE)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
START_S = 30.0


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@dataclass
class Street:
    """An office that is always open, on `data`. `start` and `kill` it as often as the test wants."""

    folder: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def paper(self) -> Path:
        return self.data / "paper"

    def build(self) -> None:
        """Writes the configuration: the shipped one, open day and night, where it is morning now."""
        text = (TOP / "config.toml").read_text(encoding="utf-8")
        always = "[first.opening]\n" + "".join(f'{day} = ["00:00-24:00"]\n' for day in _DAYS) + "\n"
        text = _HOURS.sub(always, text).replace('begins = "06:00"', 'begins = "00:00"')
        text = text.replace('ends = "19:00"', 'ends = "24:00"').replace('"Asia/Ho_Chi_Minh"', f'"{MORNING.key}"')
        (self.folder / "config.toml").write_text(text, encoding="utf-8")

    def motcua(self, *arguments: str) -> str:
        """What a command of this office says."""
        where = ("--config", str(self.folder / "config.toml"), "--data", str(self.data))
        command = [sys.executable, "-m", "kiosk.cli", *arguments, *where]
        return subprocess.run(command, env=AROUND, check=True, capture_output=True, text=True, timeout=60).stdout

    def token(self, role: str) -> Path:
        """The token of a new device, in a file of its own."""
        said = self.motcua("token", "add", role, "--role", role)
        path = self.folder / f"{role.replace(':', '-')}.token"
        path.write_text(said.split(": ", 1)[1].split()[0], encoding="ascii")
        return path

    def pin(self, clerk: str) -> str:
        return self.motcua("clerk", "pin", clerk).split("PIN ", 1)[1].split()[0]

    def start(self) -> None:
        command = [sys.executable, "-m", "kiosk.cli", "serve", "--listen", f"127.0.0.1:{self.port}"]
        where = ["--config", str(self.folder / "config.toml"), "--data", str(self.data)]
        with (self.folder / "serve.log").open("ab") as log:
            self.process = subprocess.Popen([*command, *where], env=AROUND, stdout=log, stderr=log)
        wait_for(self.answers, START_S, "the office to answer")

    def answers(self) -> bool:
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 0.2):
            return True
        return False

    def kill(self) -> None:
        """As a power cut does."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(10)

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(15)


def wait_for(check: "object", seconds: float, what: str) -> None:
    """Until `check()` is true. Raises AssertionError after `seconds`."""
    assert callable(check)
    until = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < until, f"waited {seconds:.0f} s for {what}"
        time.sleep(0.05)


@contextmanager
def street(folder: Path) -> Iterator[Street]:
    """An office being built; ends whatever was started."""
    made = Street(folder)
    made.build()
    try:
        yield made
    finally:
        made.stop()


@dataclass
class Glass:
    """A display and the windows on it."""

    number: int
    folder: Path
    windows: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def around(self) -> dict[str, str]:
        return {**AROUND, "DISPLAY": f":{self.number}", "SDL_VIDEODRIVER": "x11", "LIBGL_ALWAYS_SOFTWARE": "1"}

    def open(self, *arguments: str) -> subprocess.Popen[bytes]:
        """A window of `motcua touch`."""
        home = self.folder / f"home-{len(self.windows)}"
        command = [sys.executable, "-m", "kiosk.touch.app", *arguments, "--home", str(home)]
        with (self.folder / "touch.log").open("ab") as log:
            window = subprocess.Popen(command, env=self.around, stdout=log, stderr=log)
        self.windows.append(window)
        return window

    def xdotool(self, *arguments: str) -> str:
        done = subprocess.run(
            ["xdotool", *arguments], env=self.around, check=True, capture_output=True, text=True, timeout=20
        )
        return done.stdout

    def tap(self, x: float, y: float, times: int = 1) -> None:
        """A finger, so many times in a row."""
        clicks = ["click", "--repeat", str(times), "--delay", "40", "1"]
        self.xdotool("mousemove", str(round(x)), str(round(y)), *clicks)

    def log(self) -> str:
        path = self.folder / "touch.log"
        return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""

    def close(self) -> None:
        for window in self.windows:
            if window.poll() is None:
                window.send_signal(signal.SIGTERM)
        for window in self.windows:
            with suppress(subprocess.TimeoutExpired):
                window.wait(5)
            if window.poll() is None:
                window.kill()
                window.wait(5)


@contextmanager
def glass(folder: Path, size: Sequence[int] = (1080, 1920)) -> Iterator[Glass]:
    """An X server of that size without anything on it."""
    reading, writing = os.pipe()
    screen = f"{size[0]}x{size[1]}x24"
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", screen, "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as said:
            number = int(said.readline())
        made = Glass(number, folder)
        try:
            yield made
        finally:
            made.close()
    finally:
        server.terminate()
        server.wait(10)
