"""All that chaos breaks: a broker, a database, collectors and offices as processes, and the links between them."""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import IO

from district.store.engine import open_store
from district.store.schema import migrate
from tests.district.recorded import MONDAY, Recorder
from tests.mosquitto import Mosquitto
from tests.postgres import Cluster, running
from tests.tcp_proxy import TcpProxy

TOP = Path(__file__).parents[2]
OWN_KINDS = ("stream.begun", "journal.counted")
"""An office writes these by itself."""


@dataclass
class Child:
    """A program that is started, killed with -9 and started again; its last line is kept."""

    name: str
    command: Sequence[str]
    folder: Path
    kills: int = 0
    last: str = ""
    _process: subprocess.Popen[str] | None = None

    @property
    def runs(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process is not None and self.runs else None

    def start(self) -> None:
        if self.runs:
            return
        with (self.folder / f"{self.name}.log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, *self.command], cwd=TOP, stdout=subprocess.PIPE, stderr=log, text=True
            )
        assert self._process.stdout is not None
        threading.Thread(target=self._listen, args=(self._process.stdout,), daemon=True).start()

    def kill(self) -> None:
        """As if its machine had lost power."""
        if self.runs:
            self.kills += 1
            self._end(signal.SIGKILL)

    def stop(self, patience_s: float = 20.0) -> None:
        self._end(signal.SIGTERM, patience_s)

    def _end(self, how: signal.Signals, patience_s: float = 20.0) -> None:
        if self._process is None:
            return
        self._process.send_signal(how)
        try:
            self._process.wait(patience_s)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _listen(self, out: IO[str]) -> None:
        with out:
            for line in out:
                self.last = line.strip() or self.last


@dataclass
class Office:
    id: str
    folder: Path
    drafts: int
    child: Child
    link: TcpProxy

    @property
    def file(self) -> Path:
        return self.folder / "data" / "motcua.db"

    @property
    def progress(self) -> tuple[int, int, int]:
        """(written, acknowledged, head), as it said last."""
        words = self.child.last.split()
        return (int(words[0]), int(words[1]), int(words[2])) if len(words) == 3 and words[0].isdigit() else (0, 0, 0)

    @property
    def is_done(self) -> bool:
        written, place, head = self.progress
        return self.child.runs and written == self.drafts and place == head


@dataclass
class Shape:
    """`pace`: facts a second that each office writes beside its backlog."""

    offices: int
    facts: int
    collectors: int
    pace: float


@dataclass
class World:
    shape: Shape
    cluster: Cluster
    url: str
    broker: Mosquitto
    offices: list[Office] = field(default_factory=list)
    collectors: list[Child] = field(default_factory=list)
    collector_links: list[TcpProxy] = field(default_factory=list)

    @property
    def conninfo(self) -> str:
        return self.url.replace("postgresql+psycopg://", "postgresql://")

    @property
    def links(self) -> list[TcpProxy]:
        return [*(office.link for office in self.offices), *self.collector_links]

    def heal(self) -> None:
        """Everything runs and every link is good."""
        for link in self.links:
            link.heal()
        for child in [*self.collectors, *(office.child for office in self.offices)]:
            child.start()


@contextmanager
def world(folder: Path, shape: Shape) -> Iterator[World]:
    """All of it running; `folder` is passable for everybody, because PostgreSQL is a user of its own."""
    with ExitStack() as parts:
        cluster = parts.enter_context(running(fsync=True, parent=folder))
        broker = Mosquitto(folder / "broker")
        broker.start()
        parts.callback(broker.kill)
        made = World(shape, cluster, _database(cluster), broker)
        for number in range(shape.collectors):
            link = parts.enter_context(TcpProxy(broker.port))
            command = ["-m", "tests.chaos.collector", made.url, str(link.port), f"collector-{number + 1}"]
            made.collectors.append(Child(f"collector-{number + 1}", command, folder))
            made.collector_links.append(link)
        for number in range(shape.offices):
            made.offices.append(_office(folder, shape, number, parts.enter_context(TcpProxy(broker.port))))
        for child in [*made.collectors, *(office.child for office in made.offices)]:
            parts.callback(child.stop, 5.0)
            child.start()
        yield made


def _database(cluster: Cluster) -> str:
    url = cluster.url(cluster.create())
    store = open_store(url)
    migrate(store)
    store.dispose()
    return url


def _office(folder: Path, shape: Shape, number: int, link: TcpProxy) -> Office:
    name = f"xa-{number:03}"
    home = folder / name
    home.mkdir()
    count = draft(home / "drafts.jsonl", name, shape.facts)
    command = ["-m", "tests.chaos.office", str(home), name, str(link.port), str(shape.pace)]
    return Office(name, home, count, Child(name, command, folder), link)


def draft(path: Path, office: str, facts: int) -> int:
    """Days of a commune as JSON lines, so many facts; what an office writes by itself is left out."""
    made, days = Recorder(office), 0
    while len(made.facts) < facts * 1.01 + 10:
        made.day(MONDAY + timedelta(days=days))
        days += 1
    lines = [
        f"[{json.dumps(one.kind)}, {json.dumps(one.subject)}, {one.text}]"
        for one in made.facts
        if one.kind not in OWN_KINDS
    ][:facts]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(lines)


def children_of(pid: int) -> list[int]:
    """The processes that a process of ours started, by /proc."""
    found = list[int]()
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            after = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(after[1]) == pid:
            found.append(int(path.parent.name))
    return found


def clear(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def load() -> str:
    return ", ".join(f"{value:.1f}" for value in os.getloadavg())
