"""The machine that becomes a tier: where its files lie, who owns them, and the programs that are asked.

`root` is "/" in life; tests set up a tier below a folder of their own.
"""

import grp
import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

OWNER, BROKER_GROUP = "motcua-district", "mosquitto"
_PATIENCE_S = 120
_SYSTEMD = Path("/run/systemd/system")


class SetupFailed(Exception):
    """A step could not be done; `why` is a sentence for the operator."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Machine:
    """`socket`, `port`: PostgreSQL's, for its own superuser, who is asked as the user `superuser`."""

    root: Path = Path("/")
    owner: str = OWNER
    group: str = BROKER_GROUP
    socket: Path = Path("/var/run/postgresql")
    port: int = 5432
    superuser: str = "postgres"
    systemd: bool = _SYSTEMD.exists()

    @property
    def etc(self) -> Path:
        return self.root / "etc/motcua-district"

    @property
    def config(self) -> Path:
        return self.etc / "district.toml"

    @property
    def password(self) -> Path:
        return self.etc / "database.password"

    @property
    def data(self) -> Path:
        return self.root / "var/lib/motcua-district"

    @property
    def broker(self) -> Path:
        return self.root / "etc/mosquitto/motcua"

    @property
    def broker_unit(self) -> Path:
        """What makes Debian's mosquitto start with our configuration instead of its own."""
        return self.root / "etc/systemd/system/mosquitto.service.d/motcua.conf"

    def check(self) -> None:
        """Raises SetupFailed when nothing could be done here at all."""
        if os.geteuid() != 0:
            raise SetupFailed("must be run as root: sudo motcua-district setup")
        missing = [name for name in ("psql", "mosquitto") if shutil.which(name, path=_path()) is None]
        if missing:
            raise SetupFailed(f"missing: {', '.join(missing)}; apt install postgresql mosquitto")
        try:
            pwd.getpwnam(self.owner)
        except KeyError:
            raise SetupFailed(f"there is no user {self.owner}: install the package motcua-district") from None

    def sql(self, statement: str, database: str = "postgres") -> list[str]:
        """The lines of the answer. The statement is given by a pipe: on a command line everybody could read it."""
        words = ["psql", "-X", "-q", "-t", "-A", "-v", "ON_ERROR_STOP=1", "-h", str(self.socket), "-p", str(self.port)]
        done = self.run(["runuser", "-u", self.superuser, "--", *words, "-d", database, "-f", "-"], given=statement)
        return done.splitlines()

    def run(self, words: Sequence[str], given: str = "") -> str:
        """What it said. Raises SetupFailed with its own words."""
        try:
            done = subprocess.run(  # noqa: S603 - our own words; what an operator gave went through `wishes`
                words,
                input=given,
                text=True,
                capture_output=True,
                timeout=_PATIENCE_S,
                check=False,
                cwd="/",
                env={**os.environ, "PATH": _path(), "LC_ALL": "C.UTF-8"},
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise SetupFailed(f"{words[0]}: {error}") from error
        if done.returncode:
            said = (done.stderr or done.stdout).strip().splitlines()
            raise SetupFailed(f"{words[0]}: {said[0] if said else f'exit code {done.returncode}'}")
        return done.stdout

    def systemctl(self, *words: str) -> None:
        if self.systemd:
            self.run(["systemctl", *words])

    def hand_over(self, folder: Path) -> None:
        """Everything in it to the service's user."""
        for path in (folder, *folder.rglob("*")):
            self.give(path, self.owner, self.owner)

    def give(self, path: Path, user: str, group: str) -> None:
        """Its user and group. A link is given itself, never what it leads to: who owned its folder may have laid it."""
        os.chown(path, pwd.getpwnam(user).pw_uid, grp.getgrnam(group).gr_gid, follow_symlinks=False)

    def write(self, path: Path, text: str, *, mode: int = 0o644, group: str | None = None) -> None:
        """Whole or not at all, with its rights from the first byte on."""
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f".{path.name}.new")
        fresh.unlink(missing_ok=True)
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if group is not None:
            shutil.chown(fresh, group=group)
        fresh.chmod(mode)
        fresh.replace(path)


def _path() -> str:
    return f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/bin:/sbin:/bin"
