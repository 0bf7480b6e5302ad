"""A real mosquitto with the configuration that `motcua-district broker-config` writes, on a free port."""

import contextlib
import os
import queue
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from district import broker
from district.pki import CA, CRL, Authority
from sync.transport.mqtt import MqttMaker
from sync.transport.port import Arrived, Connected, Event, Letter, Lost, Settled, Transport
from sync.transport.tries import Pace

MOSQUITTO = "/usr/sbin/mosquitto"
PATIENCE_S = 10.0
COLLECTOR = "collector-1"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Broker:
    """A running broker; `authority` makes certificates that it accepts."""

    folder: Path
    port: int
    authority: Authority
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.process = subprocess.Popen(
            [MOSQUITTO, "-c", str(self.folder / broker.CONFIG)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        ends = time.monotonic() + PATIENCE_S
        while time.monotonic() < ends:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return
            assert self.process.poll() is None, "mosquitto did not start"
            time.sleep(0.02)
        raise AssertionError("mosquitto does not listen")

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(PATIENCE_S)
            self.process = None

    def reload(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGHUP)
        time.sleep(0.3)

    def publish_list(self) -> None:
        (self.folder / CRL).write_bytes((self.authority.folder / CRL).read_bytes())

    def maker(self, name: str, authority: Authority | None = None) -> MqttMaker:
        """With a fresh certificate of this name."""
        by = authority or self.authority
        certificate, key = by.keep(by.client(name, datetime.now(UTC)), self.folder / "clients")
        own = self.folder / CA
        return MqttMaker(
            "127.0.0.1", self.port, ca=own, certificate=certificate, key=key, pace=Pace(first_s=0.2, most_s=0.5)
        )


@contextlib.contextmanager
def running_broker(folder: Path) -> Iterator[Broker]:
    authority = Authority.open_or_make(folder / "pki", "Huyện thử")
    port = free_port()
    authority.keep(authority.broker(["127.0.0.1"]), folder)
    (folder / CA).write_bytes(authority.ca)
    files = broker.Files(
        folder / CA, folder / "broker.crt", folder / "broker.key", folder / CRL, folder / broker.RIGHTS
    )
    stay_root = "user root\n" if os.geteuid() == 0 else ""
    (folder / broker.CONFIG).write_text(broker.configuration(files, port) + stay_root, encoding="utf-8")
    (folder / broker.RIGHTS).write_text(broker.rights([COLLECTOR]), encoding="utf-8")
    made = Broker(folder, port, authority)
    made.publish_list()
    made.start()
    try:
        yield made
    finally:
        made.stop()


@dataclass
class Guest:
    """One end of a pipe, with everything that it was told."""

    pipe: Transport
    events: "queue.SimpleQueue[Event]"

    def told(self, kind: type[Event], within_s: float = PATIENCE_S) -> Event | None:
        """The next event of this kind, or None."""
        ends = time.monotonic() + within_s
        while (left := ends - time.monotonic()) > 0:
            try:
                event = self.events.get(timeout=left)
            except queue.Empty:
                return None
            if isinstance(event, kind):
                return event
        return None

    def letter(self, within_s: float = PATIENCE_S) -> Letter | None:
        event = self.told(Arrived, within_s)
        if not isinstance(event, Arrived):
            return None
        self.pipe.acknowledge(event.letter)
        return event.letter

    def settled(self) -> Settled:
        event = self.told(Settled)
        assert isinstance(event, Settled)
        return event


@contextlib.contextmanager
def guest(maker: MqttMaker, client: str, *filters: str) -> Iterator[Guest]:
    events: queue.SimpleQueue[Event] = queue.SimpleQueue()
    pipe = maker(client=client, filters=filters, will=None)
    pipe.open(events)
    try:
        yield Guest(pipe, events)
    finally:
        pipe.close(1.0)


__all__ = ["COLLECTOR", "Broker", "Connected", "Guest", "Lost", "free_port", "guest", "running_broker"]
