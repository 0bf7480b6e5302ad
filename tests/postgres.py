"""A private PostgreSQL for the tests: one cluster a session in a temporary folder, one database a test.

It listens on a Unix socket only, runs as user `postgres` (the server refuses root), and ends with the session. With
`fsync` it waits for the disk at every commit, as in real life; the tests do without, the bench does not.
"""

import contextlib
import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

OWNER = "postgres"
SETTINGS = {
    "listen_addresses": "''",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
}
HASTY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def binaries() -> Path | None:
    """The folder of the newest server programs that Debian put here, None when there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: float(path.parts[4]))
    return found[-1].parent if found else None


class Cluster:
    """A running server; `url(name)` is the address of a database in it."""

    def __init__(self, folder: Path, *, fsync: bool = False) -> None:
        programs = binaries()
        assert programs is not None, "postgresql is missing"
        self._programs, self._data, self._sockets = programs, folder / "data", folder
        self._numbers = itertools.count(1)
        self._run("initdb", "-D", str(self._data), "-U", OWNER, "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        settings = SETTINGS | {} if fsync else SETTINGS | HASTY
        lines = [f"{key} = {value}" for key, value in settings.items()]
        lines.append(f"unix_socket_directories = '{folder}'")
        with (self._data / "postgresql.conf").open("a") as file:
            file.write("\n".join(lines) + "\n")

    def start(self) -> None:
        self._run("pg_ctl", "-D", str(self._data), "-w", "-l", str(self._sockets / "log"), "start")

    def stop(self, mode: str = "fast") -> None:
        """`mode`: fast, or immediate (as a power cut)."""
        self._run("pg_ctl", "-D", str(self._data), "-w", "-m", mode, "stop")

    def back_up(self) -> Path:
        """A copy of all files; the server must stand still."""
        copy = self._data.with_name(f"copy{next(self._numbers)}")
        subprocess.run(["cp", "-a", str(self._data), str(copy)], check=True)
        return copy

    def restore(self, copy: Path) -> None:
        """The files as they were; the server must stand still."""
        shutil.rmtree(self._data)
        subprocess.run(["cp", "-a", str(copy), str(self._data)], check=True)

    def url(self, name: str = "postgres") -> str:
        return f"postgresql+psycopg://{OWNER}@/{name}?host={self._sockets}"

    def create(self, template: str | None = None) -> str:
        """A new database, a copy of `template`; its name."""
        name = f"t{next(self._numbers)}"
        self._execute(f"CREATE DATABASE {name}" + ("" if template is None else f" TEMPLATE {template}"))
        return name

    def drop(self, name: str) -> None:
        self._execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def _execute(self, statement: str) -> None:
        engine = create_engine(self.url(), isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with engine.connect() as conn:
            conn.exec_driver_sql(statement)

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._programs / program), *arguments]
        done = subprocess.run(
            command,
            user=OWNER if os.geteuid() == 0 else None,
            cwd=self._sockets,
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"},
            stdout=subprocess.DEVNULL,  # the server inherits it: a pipe would never end
            stderr=subprocess.DEVNULL,
            check=False,
        )
        assert done.returncode == 0, f"{program} ended with {done.returncode}: see {self._sockets / 'log'}"


@contextlib.contextmanager
def running(*, fsync: bool = False, parent: Path | None = None) -> Iterator[Cluster]:
    """A cluster that ends with the block; `parent`: whose disk."""
    folder = Path(tempfile.mkdtemp(prefix="motcua-pg-", dir=parent))
    if os.geteuid() == 0:
        os.chown(folder, pwd.getpwnam(OWNER).pw_uid, -1)
    cluster = None
    try:
        cluster = Cluster(folder, fsync=fsync)
        cluster.start()
        yield cluster
    finally:
        if cluster is not None:
            with contextlib.suppress(AssertionError):  # it is down already: a test pulled the plug
                cluster.stop("immediate")
        shutil.rmtree(folder, ignore_errors=True)
