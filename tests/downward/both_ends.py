"""An office and its tier on a real pipe: what is written above is posted, gathered, applied and reported."""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Engine

from district.collector import Collector
from district.downward import commands, documents, letters
from district.downward.commands import Shown
from district.downward.sender import Sender
from district.offices import Doing, Kind, add_office, add_unit, certified, change
from kiosk.district.downward import Downward
from kiosk.district.hands import Hands
from office.clock import MachineClock
from office.ledger import Ledger
from office.premises import Premises
from sync import topics
from sync.courier.courier import Courier
from sync.courier.posting import Sender as Who
from sync.transport.port import Maker
from sync.transport.tries import Pace
from sync.wire.letters import Result
from tests.office_fixture import ZONE, opened
from tests.sync.courier.at_work import OFFICE, QUICK

UNIT, OTHER = "cum-ba-sao", "ba-sao"
KEY = Ed25519PrivateKey.generate()
CLOCK = MachineClock()


def doing() -> Doing:
    now = CLOCK.now()
    return Doing("operator", now.wall, now.date(ZONE))


class Tier:
    """The collector and the sender at one database, in which two offices of one unit are entered."""

    def __init__(self, store: Engine, maker: Maker, key: Ed25519PrivateKey = KEY) -> None:
        self.store, self._maker, self._key = store, maker, key
        with store.begin() as conn:
            add_unit(conn, doing(), UNIT, "Cụm Ba Sao", "Cụm", None)
            for office in (OFFICE, OTHER):
                add_office(conn, doing(), office, office, UNIT, ())
        self._start()

    def _start(self) -> None:
        self._collector = Collector(self.store, self._maker, "collector-1", pace=Pace(0.2, 1.0), projects=False)
        self.sender = Sender(self.store, self._maker, "collector-1", self._key.sign, ZONE)
        self._collector.start()
        self.sender.start()

    def stop(self) -> None:
        self.sender.stop()
        self._collector.stop()

    def start_again(self) -> None:
        self.stop()
        self._start()

    def push(self, what: str, text: str, to: str = documents.ALL) -> None:
        with self.store.begin() as conn:
            documents.issue(conn, doing(), *_named(what, text, to))
        self.sender.wake()

    def reported(self, office: str = OFFICE) -> dict[str, letters.Reported]:
        with self.store.begin() as conn:
            return letters.all_reported(conn).get(office, {})

    def version(self, name: str, office: str = OFFICE) -> int:
        with self.store.begin() as conn:
            return letters.versions(conn).get((office, name), 0)

    def order(self, name: str, lasts_ms: int = commands.USUAL_MS, **args: object) -> str:
        with self.store.begin() as conn:
            key = commands.order(conn, doing(), OFFICE, name, args, lasts_ms)
        self.sender.wake()
        return key

    def command(self, key: str) -> Shown:
        with self.store.begin() as conn:
            return next(one for one in commands.listed(conn, OFFICE, CLOCK.now().wall) if one.id == key)

    def answered(self, key: str) -> Callable[[], bool]:
        return lambda: self.command(key).outcome != "waiting"

    def has_applied(self, name: str) -> Callable[[], bool]:
        """The office says that it has the version that is in force here, and nothing was refused."""

        def applied() -> bool:
            found = self.reported().get(name)
            return found is not None and found == letters.Reported(self.version(name), None)

        return applied


def _named(what: str, text: str, to: str) -> tuple[str, str, str]:
    name, body = documents.read(what, text)
    return name, to, body


def merge(tier: Tier, office: str, into: str) -> None:
    with tier.store.begin() as conn:
        change(conn, doing(), office, Kind.MERGED, into, doing().today)


def certify(tier: Tier, kind: Kind) -> None:
    """The office's certificate is made, or revoked."""
    with tier.store.begin() as conn:
        certified(conn, doing(), OFFICE, kind, 5)


class Office:
    """The office with everything that listens to the tier above; no printer, unless `hands` has one."""

    def __init__(self, data: Path, maker: Maker, hands: Hands | None = None, key: bytes | None = None) -> None:
        self._parts = ExitStack()
        self.premises: Premises = self._parts.enter_context(opened(data, CLOCK))
        public = KEY.public_key().public_bytes_raw() if key is None else key
        self.downward = Downward(self.premises, public, hands or Hands(), self._post, lambda: None)
        self.courier = Courier(
            Ledger(self.premises.performer, self.premises.readers, ZONE),
            maker,
            Who(OFFICE, "test", "0001"),
            CLOCK,
            timing=QUICK,
            others=self.downward.hear,
            configs=self.downward.configs.reported,
        )
        self.downward.start()
        self._parts.callback(self.downward.stop)
        self.courier.start()
        self._parts.callback(self.courier.stop)

    def _post(self, result: Result) -> None:
        self.courier.post(topics.RESULT, result.pack())

    def notices(self) -> list[str]:
        return self.premises.desk.state()["notices"]

    def facts(self, kind: str) -> list[dict[str, object]]:
        return [one["fact"] for one in self.premises.desk.facts_after(0) if one["kind"] == kind]

    def close(self) -> None:
        self._parts.close()
