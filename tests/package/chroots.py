"""A fresh Debian in a folder: made once by mmdebstrap and kept as an archive, unpacked for every try.

Each has its own processes, mounts and network (loopback alone), held open by one process that reads from this one until
the end; then everything that ran inside ends with it, and nothing stays mounted. Only what needs the packages of Debian
is let into this machine's network, with its settings for apt. Nothing boots there: no systemd runs in it.
"""

import fcntl
import os
import re
import shlex
import shutil
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

DISTRIBUTIONS = ("bookworm", "trixie")
MIRROR = "http://deb.debian.org/debian"
HOLDING = """
set -e
cd "$1"
mount --make-rprivate /
mount -t proc proc proc
mount -t sysfs -o ro sys sys 2>/dev/null || true
mount -t tmpfs -o mode=1777 shm dev/shm
mkdir -p dev/pts
mount -t devpts -o newinstance,ptmxmode=0666 devpts dev/pts
mount --bind "$2" var/cache/apt/archives
ip link set lo up
echo ready
exec cat
"""
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
# What a machine says to apt about its way to Debian's mirrors.
HANDED_ON = re.compile(r'^Acquire::(https?::Proxy.*|Check-(Valid-Until|Date)|Languages) "[^"]*";$')
WAY_OUT = ("http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY")


class Failed(Exception):
    """A command in the chroot did not work; says which, and its last words."""


class Chroot:
    """One fresh Debian; a context manager. Commands are started as root unless they drop it themselves."""

    def __init__(self, distribution: str, archive: Path, cache: Path, folder: Path) -> None:
        self.distribution, self.root = distribution, folder / distribution
        self.root.mkdir(parents=True)
        subprocess.run(["tar", "-xf", archive, "-C", self.root], check=True)
        debs = cache / "debs" / distribution
        (debs / "partial").mkdir(parents=True, exist_ok=True)
        self._prepare()
        self._kept = (debs / ".tried").open("w")
        fcntl.flock(self._kept, fcntl.LOCK_EX)  # two tries at once would wait for apt's own lock in vain
        apart = ("unshare", "--mount", "--pid", "--net", "--ipc", "--fork", "--kill-child")
        holding = ("sh", "-c", HOLDING, "hold", str(self.root), str(debs))
        self._holder = subprocess.Popen([*apart, *holding], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._holder.stdout is not None
        if self._holder.stdout.readline() != "ready\n":
            raise Failed("cannot make a place of its own for the chroot: needs root, unshare, mount and ip")
        children = Path(f"/proc/{self._holder.pid}/task/{self._holder.pid}/children")
        self.pid = int(children.read_text().split()[0])

    def _prepare(self) -> None:
        """Services are not started by their packages; apt keeps what it fetched, and finds the mirrors."""
        policy = self.root / "usr" / "sbin" / "policy-rc.d"
        policy.write_text("#!/bin/sh\nexit 101\n")
        policy.chmod(0o755)
        settings = ['APT::Sandbox::User "root";', 'APT::Keep-Downloaded-Packages "true";', *machines_settings()]
        (self.root / "etc" / "apt" / "apt.conf.d" / "99try").write_text("\n".join(settings) + "\n")
        shutil.copyfile("/etc/resolv.conf", self.root / "etc" / "resolv.conf")
        (self.root / "dev" / "shm").mkdir(exist_ok=True)

    def __enter__(self) -> "Chroot":
        return self

    def __exit__(self, *_: object) -> None:
        with self._kept, self._holder:
            self._holder.kill()
        shutil.rmtree(self.root)

    def words(
        self, command: Sequence[str], environment: Mapping[str, str] | None = None, *, way_out: bool = False
    ) -> list[str]:
        """The command line that starts a command inside."""
        spaces = ["--mount", "--pid", "--ipc", *([] if way_out else ["--net"])]
        own = {
            "PATH": PATH,
            "HOME": "/",
            "LC_ALL": "C.UTF-8",
            "DEBIAN_FRONTEND": "noninteractive",
            **(environment or {}),
        }
        if way_out:
            own |= {name: os.environ[name] for name in WAY_OUT if name in os.environ}
        inside = ["env", "-i", *(f"{name}={value}" for name, value in own.items()), *command]
        return ["nsenter", "--target", str(self.pid), *spaces, "chroot", str(self.root), *inside]

    def run(self, *command: str, way_out: bool = False, timeout: float = 900, given: str | None = None) -> str:
        """What a command said on standard output; raises `Failed`."""
        done = self.tried(*command, way_out=way_out, timeout=timeout, given=given)
        if done.returncode:
            raise Failed(f"{shlex.join(command)}: {done.returncode}\n{(done.stdout + done.stderr)[-3000:]}")
        return done.stdout

    def tried(
        self, *command: str, way_out: bool = False, timeout: float = 900, given: str | None = None
    ) -> subprocess.CompletedProcess[str]:
        """As `run`, but a failure is an answer too."""
        return subprocess.run(
            self.words(command, way_out=way_out),
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
            input=given or "",
        )

    def apt(self, *words: str) -> str:
        """apt-get, with this machine's way to the mirrors; what it said on both streams."""
        command = ("apt-get", "-q", "-y", "--no-install-recommends", *words)
        done = self.tried(*command, way_out=True, timeout=1800)
        if done.returncode:
            raise Failed(f"{shlex.join(command)}: {done.returncode}\n{(done.stdout + done.stderr)[-4000:]}")
        return done.stdout + done.stderr

    def bring(self, path: Path) -> str:
        """Copies a file of this machine to /srv; its name in there."""
        (self.root / "srv").mkdir(exist_ok=True)
        shutil.copyfile(path, self.root / "srv" / path.name)
        return f"/srv/{path.name}"


def machines_settings() -> list[str]:
    """What this machine says to apt about the way to the mirrors."""
    said = subprocess.run(["apt-config", "dump", "Acquire"], capture_output=True, text=True, check=True).stdout
    return [line for line in said.splitlines() if HANDED_ON.match(line)]


def archive(distribution: str, cache: Path) -> tuple[Path, float]:
    """The archive of a fresh Debian, made when it is not there yet; and the seconds that took."""
    folder = cache / "chroots"
    folder.mkdir(parents=True, exist_ok=True)
    made = folder / f"{distribution}.tar"
    if made.is_file():
        return made, 0.0
    begun = time.monotonic()
    beside = folder / f".{distribution}.new.tar"
    options = [f"--aptopt={line}" for line in machines_settings()]
    command = ["mmdebstrap", "--quiet", "--variant=minbase", *options, distribution, str(beside), MIRROR]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Failed(f"mmdebstrap {distribution}: {done.stderr[-2000:]}")
    beside.rename(made)
    return made, time.monotonic() - begun
