"""A service of systemd started by its own unit in a chroot, without systemd: its folders, credentials, user, lines.

What is kept of a unit: ConditionPathExists, User, UMask, Environment, the Runtime-, State- and CacheDirectory,
LoadCredential, ExecStartPre, ExecStart, and READY=1 of `Type=notify`. What is not (namespaces, filters of system calls,
limits, watchdog) only a booted machine shows.
"""

import contextlib
import os
import shlex
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.package.chroots import Chroot, Failed

UNITS = Path("usr/lib/systemd/system")
DIRECTORIES = {"Runtime": "run", "State": "var/lib", "Cache": "var/cache"}


@dataclass(frozen=True, slots=True)
class Unit:
    """What stands in a unit: (section, key) → its values in order; an empty value forgets those before it."""

    name: str
    values: dict[tuple[str, str], list[str]]

    def all(self, section: str, key: str) -> list[str]:
        return self.values.get((section, key), [])

    def last(self, section: str, key: str, usual: str = "") -> str:
        return (self.all(section, key) or [usual])[-1]


def parsed(name: str, text: str) -> Unit:
    """A unit out of its text."""
    values: dict[tuple[str, str], list[str]] = {}
    section = ""
    for line in text.replace("\\\n", " ").splitlines():
        line = line.strip()
        if line.startswith("["):
            section = line.strip("[]")
        elif line and line[0] not in "#;":
            key, _, value = line.partition("=")
            kept = values.setdefault((section, key.strip()), [])
            kept[:] = [*kept, value.strip()] if value.strip() else []
    return Unit(name, values)


class Running:
    """A started service: its first process, and what it wrote."""

    def __init__(self, chroot: Chroot, unit: Unit, log: Path) -> None:
        self._chroot, self.unit, self.log = chroot, unit, log
        self._user = unit.last("Service", "User", "root")
        self._credentials = f"run/credentials/{unit.name}"
        self.seconds = 0.0

    def start(self, more: dict[str, str] | None = None) -> "Running":
        """Starts it and waits until it is ready, as long as the unit allows; raises `Failed`."""
        self._conditions()
        self._folders()
        self._load_credentials()
        environment = self._environment() | (more or {})
        for line in self.unit.all("Service", "ExecStartPre"):
            self._before(line, environment)
        begun = time.monotonic()
        with self._listening() as notified, self.log.open("ab") as log:
            words = [*self._dropped(), *self._line(self.unit.last("Service", "ExecStart"))]
            self._outer = subprocess.Popen(
                self._chroot.words(words, environment), stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
            if self.unit.last("Service", "Type") == "notify":
                self._wait(notified)
        self.seconds = time.monotonic() - begun
        return self

    def stop(self) -> int:
        """SIGTERM, as systemd does; its exit code. Raises `Failed` when it does not end in the unit's time."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._main(), signal.SIGTERM)
        try:
            return self._outer.wait(_seconds(self.unit.last("Service", "TimeoutStopSec", "90")))
        except subprocess.TimeoutExpired as late:
            self._outer.kill()
            raise Failed(f"{self.unit.name} does not end") from late

    def _main(self) -> int:
        """nsenter's child is the service: everything between became it."""
        return int(Path(f"/proc/{self._outer.pid}/task/{self._outer.pid}/children").read_text().split()[0])

    def _conditions(self) -> None:
        for path in self.unit.all("Unit", "ConditionPathExists"):
            absent = path.startswith("!")
            if (self._chroot.root / path.lstrip("!/")).exists() is absent:
                raise Failed(f"{self.unit.name} is not started: ConditionPathExists={path}")

    def _folders(self) -> None:
        for kind, where in DIRECTORIES.items():
            mode = self.unit.last("Service", f"{kind}DirectoryMode", "0755")
            for name in self.unit.last("Service", f"{kind}Directory").split():
                path = f"/{where}/{name}"
                self._chroot.run("install", "-d", "-o", self._user, "-g", self._user, "-m", mode, path)

    def _load_credentials(self) -> None:
        """A file becomes one credential; a folder NAME one for each of its files, NAME_FILE."""
        folder = self._chroot.root / self._credentials
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for given in self.unit.all("Service", "LoadCredential"):
            name, _, path = given.partition(":")
            source = self._chroot.root / path.lstrip("/")
            files = (
                {name: source}
                if source.is_file()
                else {f"{name}_{one.name}": one for one in source.glob("*") if one.is_file()}
            )
            for credential, one in files.items():
                shutil.copyfile(one, folder / credential)
        self._chroot.run("chown", "-R", f"{self._user}:", f"/{self._credentials}")
        self._chroot.run("chmod", "-R", "u=rX,go=", f"/{self._credentials}")

    def _environment(self) -> dict[str, str]:
        home = self._chroot.run("getent", "passwd", self._user).split(":")[5]
        given = [shlex.split(self._specified(line)) for line in self.unit.all("Service", "Environment")]
        own = {
            "HOME": home,
            "USER": self._user,
            "LOGNAME": self._user,
            "NOTIFY_SOCKET": f"/run/notify-{self.unit.name}",
            "CREDENTIALS_DIRECTORY": f"/{self._credentials}",
        }
        return own | dict(pair.split("=", 1) for line in given for pair in line)

    def _specified(self, text: str) -> str:
        return text.replace("%d", f"/{self._credentials}").replace("%t", "/run").replace("%S", "/var/lib")

    def _line(self, line: str) -> list[str]:
        return shlex.split(self._specified(line))

    def _dropped(self) -> Sequence[str]:
        mask = self.unit.last("Service", "UMask", "0022")
        ids = (f"--reuid={self._user}", f"--regid={self._user}", "--init-groups")
        bounds = ("--no-new-privs", "--bounding-set=-all", "--inh-caps=-all")
        return ["sh", "-c", f'umask {mask}; exec "$@"', "service", "setpriv", *ids, *bounds, "--"]

    def _before(self, line: str, environment: dict[str, str]) -> None:
        prefix, command = line[: len(line) - len(line.lstrip("+-!:@"))], line.lstrip("+-!:@")
        words = ([] if "+" in prefix else list(self._dropped())) + self._line(command)
        done = subprocess.run(
            self._chroot.words(words, environment), capture_output=True, text=True, check=False, timeout=300
        )
        if done.returncode and "-" not in prefix:
            raise Failed(f"ExecStartPre={line}: {done.returncode}\n{(done.stdout + done.stderr)[-2000:]}")

    @contextlib.contextmanager
    def _listening(self) -> Iterator[socket.socket]:
        place = self._chroot.root / "run" / f"notify-{self.unit.name}"
        place.unlink(missing_ok=True)
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notified:
            notified.bind(str(place))
            place.chmod(0o777)
            yield notified

    def _wait(self, notified: socket.socket) -> None:
        limit = time.monotonic() + _seconds(self.unit.last("Service", "TimeoutStartSec", "90"))
        notified.settimeout(0.5)
        while time.monotonic() < limit:
            with contextlib.suppress(TimeoutError):
                if b"READY=1" in notified.recv(65536).splitlines():
                    return
            if self._outer.poll() is not None:
                break
        raise Failed(f"{self.unit.name} does not get ready\n{self.log.read_text()[-3000:]}")


class Background:
    """A program that runs for as long as this context lasts."""

    def __init__(self, words: Sequence[str], log: Path) -> None:
        self._words, self._log = words, log

    def __enter__(self) -> "Background":
        with self._log.open("wb") as log:
            self._running = subprocess.Popen(self._words, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        return self

    def __exit__(self, *_: object) -> None:
        for child in Path(f"/proc/{self._running.pid}/task/{self._running.pid}/children").read_text().split():
            os.kill(int(child), signal.SIGTERM)
        self._running.wait(20)


def _seconds(text: str) -> float:
    return float(text.removesuffix("s"))


def read(chroot: Chroot, name: str) -> Unit:
    """A unit as it was installed."""
    return parsed(name, (chroot.root / UNITS / name).read_text())
