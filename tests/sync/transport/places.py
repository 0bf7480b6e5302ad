"""The far ends of a pipe that the same tests run against, and the hand that holds this end."""

import queue
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, TypeVar

from sync import topics
from sync.transport.loopback import LoopbackMaker, Post
from sync.transport.mqtt import MqttMaker
from sync.transport.port import Arrived, Connected, Event, Events, Letter, Lost, Maker, Settled, Transport, Will
from sync.transport.tries import Pace
from tests.certificates import Authority
from tests.mosquitto import Mosquitto

QUICK = Pace(first_s=0.1, most_s=0.4, stable_s=20)
DISTRICT = "collector-1"
Kind = TypeVar("Kind", Connected, Lost, Arrived, Settled)


class Place(Protocol):
    """`maker(office)`: for an office; without one for the tier above."""

    def maker(self, office: str | None = None, receive_maximum: int = 32) -> Maker: ...

    def start(self) -> None: ...

    def kill(self) -> None: ...


class PlainBroker:
    def __init__(self, folder: Path) -> None:
        self.broker = Mosquitto(folder)

    def maker(self, office: str | None = None, receive_maximum: int = 32) -> Maker:
        return MqttMaker(
            self.broker.host, self.broker.port, receive_maximum=receive_maximum, keepalive_s=1, connect_s=2, pace=QUICK
        )

    def start(self) -> None:
        self.broker.start()

    def kill(self) -> None:
        self.broker.kill()


class GuardedBroker(PlainBroker):
    """With TLS 1.3, certificates, and an office's own mailboxes only."""

    def __init__(self, folder: Path) -> None:
        self.authority = Authority(folder)
        server = self.authority.broker()
        (folder / "acl").write_text(
            f"user {DISTRICT}\ntopic readwrite {topics.PREFIX}/#\n\n"
            f"pattern write {topics.PREFIX}/%u/up/#\n"
            f"pattern read {topics.PREFIX}/%u/down/#\n"
            f"pattern read {topics.COLLECTORS}\n"
        )
        lines = (
            f"cafile {self.authority.ca}",
            f"certfile {server.certificate}",
            f"keyfile {server.key}",
            "tls_version tlsv1.3",
            "require_certificate true",
            "use_identity_as_username true",
            "allow_anonymous false",
            f"acl_file {folder / 'acl'}",
        )
        self.broker = Mosquitto(folder, lines)

    def maker(self, office: str | None = None, receive_maximum: int = 32) -> Maker:
        return self.maker_with(self.authority, office or DISTRICT, receive_maximum)

    def maker_with(self, authority: Authority, who: str, receive_maximum: int = 32) -> MqttMaker:
        identity = authority.client(who)
        return MqttMaker(
            self.broker.host,
            self.broker.port,
            ca=self.authority.ca,
            certificate=identity.certificate,
            key=identity.key,
            receive_maximum=receive_maximum,
            keepalive_s=1,
            connect_s=2,
            pace=QUICK,
        )


class OwnPost:
    def __init__(self, folder: Path) -> None:
        self._path = folder / "post"
        self._post = Post(self._path)

    def maker(self, office: str | None = None, receive_maximum: int = 32) -> Maker:
        return LoopbackMaker(self._path, office, receive_maximum, QUICK)

    def start(self) -> None:
        self._post.start()

    def kill(self) -> None:
        self._post.stop()
        self._post = Post(self._path)


class Hand:
    """A transport with its events."""

    def __init__(
        self,
        maker: Maker,
        client: str,
        filters: Sequence[str] = (),
        will: Will | None = None,
        events: Events | None = None,
    ) -> None:
        self.events: Events = queue.SimpleQueue() if events is None else events
        self.transport: Transport = maker(client=client, filters=filters, will=will)

    def open(self) -> "Hand":
        self.transport.open(self.events)
        self.next(Connected)
        return self

    def next(self, kind: type[Kind], within_s: float = 10.0) -> Kind:
        """The next event, which must be of this kind; only `Lost` may come several times before `Connected`."""
        until = time.monotonic() + within_s
        while True:
            event = self._any(until - time.monotonic())
            if isinstance(event, kind):
                return event
            assert (kind, type(event)) == (Connected, Lost), event

    def letters(self, count: int) -> list[Letter]:
        """The next letters, each acknowledged."""
        found = list[Letter]()
        for _ in range(count):
            found.append(self.next(Arrived).letter)
            self.transport.acknowledge(found[-1])
        return found

    def all_letters(self) -> list[Letter]:
        """What still comes, until nothing comes any more; each acknowledged."""
        found = list[Letter]()
        while True:
            try:
                found.append(self.next(Arrived, 0.3).letter)
            except TimeoutError:
                return found
            self.transport.acknowledge(found[-1])

    def hears_nothing(self, for_s: float = 0.3) -> bool:
        try:
            self._any(for_s)
        except TimeoutError:
            return True
        return False

    def post(self, topic: str, payload: bytes = b"x", *, retain: bool = False, expiry_s: int | None = None) -> None:
        """Posts and waits until it is settled."""
        token = self.transport.post(topic, payload, retain=retain, expiry_s=expiry_s)
        assert token is not None
        assert self.next(Settled) == Settled(token)

    def _any(self, within_s: float) -> Event:
        try:
            return self.events.get(timeout=max(0.001, within_s))
        except queue.Empty:
            raise TimeoutError from None
