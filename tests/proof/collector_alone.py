"""A collector as a process: `python -m tests.proof.collector_alone URL PORT [--die-before-answer N]`.

With `--die-before-answer N` it kills itself when it is about to publish its N-th acknowledgement of facts: at that
moment the facts are committed, and nobody has been told.
"""

import argparse
import os
import signal
import sys
import threading
from collections.abc import Sequence

from district.collector import Collector
from district.store.engine import open_store
from sync.transport.port import Events, Letter, Maker, Transport, Will
from sync.transport.tries import Pace
from sync.wire.letters import Ack
from tests.proof.far_side import COLLECTOR, maker_at


class Doomed:
    """A transport that dies in its owner's place of greatest harm."""

    def __init__(self, inner: Transport, left: list[int]) -> None:
        self._inner, self._left = inner, left

    def open(self, events: Events) -> None:
        self._inner.open(events)

    def post(self, topic: str, payload: bytes, *, retain: bool = False, expiry_s: int | None = None) -> int | None:
        if topic.endswith("/down/ack") and Ack.unpack(payload).known is None:
            self._left[0] -= 1
            if self._left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return self._inner.post(topic, payload, retain=retain, expiry_s=expiry_s)

    def acknowledge(self, letter: Letter) -> None:
        self._inner.acknowledge(letter)

    def rebuild(self) -> None:
        self._inner.rebuild()

    def close(self, deadline_s: float = 2.0, *, will: bool = True) -> None:
        self._inner.close(deadline_s, will=will)


def doomed(maker: Maker, answers: int) -> Maker:
    left = [answers]

    def make(*, client: str, filters: Sequence[str], will: Will | None) -> Transport:
        return Doomed(maker(client=client, filters=filters, will=will), left)

    return make


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("port", type=int)
    parser.add_argument("--name", default=COLLECTOR)
    parser.add_argument("--die-before-answer", type=int)
    asked = parser.parse_args()
    maker: Maker = maker_at(asked.port)
    if asked.die_before_answer:
        maker = doomed(maker, asked.die_before_answer)
    collector = Collector(open_store(asked.url), maker, asked.name, pace=Pace(0.05, 0.2))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    collector.start()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    threading.Event().wait()


if __name__ == "__main__":
    main()
