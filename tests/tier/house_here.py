"""A tier with its database, pages and API, without collectors: figures are what a test says they are."""

import atexit
import contextlib
import shutil
import socket
import tempfile
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from functools import cache
from pathlib import Path

from sqlalchemy import Connection

from district import people
from district.config import Broker, Config, Data, Database
from district.offices import Doing, Kind, add_office, add_unit, change
from district.overview import Figures
from district.people import OPERATOR, Doors, Role
from district.pki import Authority
from district.service import open_prepared
from district.web import app
from district.web.gate import House
from district.web.watch import Watch
from office.clock import SetClock
from web.server import StoppableServer, listen_at, settings, url_of


@dataclass(frozen=True, slots=True)
class Alarms:
    """As `district.figures` counts them."""

    forks: int = 0
    clones: int = 0
    rejects: int = 0
    gaps: int = 0
    audit: int = 0


@dataclass(frozen=True, slots=True)
class Figure:
    """One office as `district.figures.offices` gives it."""

    id: str
    stream: str | None = "a1b2c3d4e5f60718"
    complete_to: int = 0
    known_to: int = 0
    online: bool = True
    last_fact_at: int | None = None
    clock_offset_ms: int | None = 0
    tickets_today: int = 0
    ratings_today: int = 0
    windows_today: int = 0
    alarms: Alarms = field(default_factory=Alarms)

    @property
    def backlog(self) -> int:
        return self.known_to - self.complete_to

    @property
    def rated_share(self) -> float | None:
        return self.ratings_today / self.windows_today if self.windows_today else None


class Tier:
    """See the module. `figures` and `broker` may be changed at any time."""

    def __init__(self, folder: Path, url: str | None = None) -> None:
        self.config = Config(
            data=Data(dir=folder),
            database=Database(url=url or f"sqlite:///{folder / 'district.db'}"),
            broker=Broker(socket=folder / "pipe.sock", folder=folder / "broker"),
        )
        self.clock = SetClock()
        if url is None:
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copy(_migrated(), folder / "district.db")
        self.store = open_prepared(self.config)
        self.figures: Sequence[Figure] = ()
        self.broker = True
        authority = Authority.open_or_make(self.config.keys, self.config.tier.name)
        watch = Watch(self.store, self.clock, self.config.tier.timezone, self._figures, lambda: self.broker)
        self.house = House(self.config, self.store, self.clock, Doors(self.store, self.clock), watch, authority)
        self.app = app.build(self.house)

    def _figures(self, conn: Connection, now: int, zone: tzinfo) -> Sequence[Figures]:
        conn.exec_driver_sql("SELECT 1")
        return self.figures

    def close(self) -> None:
        self.store.dispose()

    @property
    def doing(self) -> Doing:
        now = self.clock.now()
        return Doing(OPERATOR.id, now.wall, now.date(self.config.tier.timezone))

    def unit(self, key: str, name: str, label: str = "Cụm", parent: str | None = None) -> None:
        with self.store.begin() as conn:
            add_unit(conn, self.doing, key, name, label, parent)

    def office(self, key: str, name: str, parent: str | None = None) -> None:
        with self.store.begin() as conn:
            add_office(conn, self.doing, key, name, parent, self.config.collector.names)

    def changes(self, key: str, kind: Kind, value: str, days: int = 0) -> None:
        with self.store.begin() as conn:
            day = self.doing.today.fromordinal(self.doing.today.toordinal() + days)
            change(conn, self.doing, key, kind, value, day)

    def person(self, key: str, role: Role = Role.ADMIN, place: str | None = None) -> str:
        """The PIN."""
        with self.store.begin() as conn:
            return people.add_person(conn, self.doing, key, key.title(), role, place)

    def token(self, name: str = "Bảng điều hành", place: str | None = None) -> str:
        with self.store.begin() as conn:
            token = people.add_token(conn, self.doing, name, place)[1]
        self.house.doors.refresh()
        return token

    def look_again(self) -> None:
        """What is kept for a second is read anew."""
        self.house.watch.forget()


@cache
def _migrated() -> Path:
    """A SQLite file at the newest schema, made once for all tests of a run."""
    folder = Path(tempfile.mkdtemp(prefix="motcua-tier-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = folder / "district.db"
    open_prepared(Config(data=Data(dir=folder), database=Database(url=f"sqlite:///{path}"))).dispose()
    return path


@contextlib.contextmanager
def served(tier: Tier) -> Iterator[str]:
    """The address of the pages, for a real browser."""
    listening = listen_at("127.0.0.1", 0)
    server = StoppableServer(settings(tier.app, None, None), lambda: None)
    thread = threading.Thread(target=_run, args=(server, listening), daemon=True)
    thread.start()
    try:
        yield url_of(listening, tls=False)
    finally:
        server.end()
        thread.join(10)
        listening.close()


def _run(server: StoppableServer, listening: socket.socket) -> None:
    server.run([listening])
