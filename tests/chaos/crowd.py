"""`python -m tests.chaos.crowd PORT OFFICES`: many offices in one process, each with the real courier on the real wire.

Only their journals are made up. Takes orders on standard input: `write N` (every office writes N facts more) and says
on standard output every moment `connected delivered offices`: how many stand in connection, how many have nothing left
to deliver.
"""

import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import cast

from office.clock import MachineClock
from office.journal import FactView
from office.performing import Listener
from sync.courier.courier import Courier
from sync.courier.posting import Sender
from sync.transport.mqtt import MqttMaker
from tests.sync.courier.made_up import MadeUpJournal

THREAD_BYTES = 256 * 1024


@dataclass
class Heard(MadeUpJournal):
    """A made-up journal whose listener hears what is written."""

    listener: Listener | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def on_facts(self, listener: Listener) -> Callable[[], None]:
        self.listener = listener
        return lambda: None

    def write_down(self, places: Mapping[int, int]) -> None:
        with self.lock:
            super().write_down(places)


@dataclass
class Member:
    """An office of the crowd."""

    journal: Heard
    courier: Courier

    def write(self, count: int, clock: MachineClock) -> None:
        last = self.journal.write(count, clock.now())
        if self.journal.listener is not None:
            fact = {"kind": "ticket.issued", "stream": self.journal.present, "seq": last}
            self.journal.listener([cast("FactView", fact)])

    @property
    def delivered(self) -> bool:
        streams = self.courier.status().streams
        return bool(streams) and streams[-1].place == self.journal.head


def main() -> None:
    port, count = int(sys.argv[1]), int(sys.argv[2])
    threading.stack_size(THREAD_BYTES)
    clock, members = MachineClock(), list[Member]()
    for number in range(count):
        office = f"xa-{number:03}"
        journal = Heard({f"{number:08x}": []})
        courier = Courier(journal, MqttMaker("127.0.0.1", port), Sender(office, "crowd", "0001"), clock)
        members.append(Member(journal, courier))
        courier.start()
    threading.Thread(target=_tell, args=(members,), daemon=True).start()
    for line in sys.stdin:
        for one in members:
            one.write(int(line.split()[1]), clock)


def _tell(members: list[Member]) -> None:
    while True:
        connected = sum(one.courier.status().connected for one in members)
        print(connected, sum(one.delivered for one in members), len(members), flush=True)
        time.sleep(0.1)


if __name__ == "__main__":
    main()
