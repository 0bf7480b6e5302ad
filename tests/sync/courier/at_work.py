"""A real office with its courier, and a far end in a thread, on a real pipe."""

import queue
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from office.clock import MachineClock
from office.ledger import Ledger
from sync import topics
from sync.courier.courier import Courier
from sync.courier.posting import Sender
from sync.courier.status import Condition
from sync.courier.timing import Timing
from sync.transport.port import Arrived, Connected, Event, Lost, Maker, Will
from sync.wire.letters import CollectorState
from tests.office_fixture import ZONE, opened, take
from tests.sync.courier.far_end import FarEnd
from tests.sync.transport.places import DISTRICT

OFFICE = "thanh-son"
QUICK = Timing(resend=0.4, watch=1.5, greet=60.0, crowd=0.0, write_down=0.1, away=0.3)


class AtWork:
    """`opened` with a courier."""

    def __init__(self, data: Path, maker: Maker) -> None:
        self._parts = ExitStack()
        self.premises = self._parts.enter_context(opened(data, MachineClock()))
        self.ledger = Ledger(self.premises.performer, self.premises.readers, ZONE)
        self.reported: list[Condition] = []
        self.courier = Courier(
            self.ledger,
            maker,
            Sender(OFFICE, "test", "0001"),
            self.premises.clock,
            report=self.reported.append,
            timing=QUICK,
        )
        self.courier.start()
        self._parts.callback(self.courier.stop)

    @property
    def stream(self) -> str:
        return self.premises.desk.stream

    @property
    def seq(self) -> int:
        return self.premises.desk.seq

    def work(self, tickets: int = 1) -> None:
        for _ in range(tickets):
            take(self.premises.desk)

    def place_written(self) -> int:
        return self.ledger.streams()[-1].place

    def close(self) -> None:
        self._parts.close()


class RunningFarEnd:
    """`FarEnd` behind a pipe: the collector's part of the contract, with nothing but memory behind it."""

    def __init__(self, maker: Maker, far: FarEnd | None = None, name: str = DISTRICT) -> None:
        self.far = far or FarEnd(OFFICE)
        self._state = topics.collector_state(name)
        self._events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        boxes = (topics.HELLO, topics.LIVE, topics.BACK)
        filters = [topics.SHARE + topics.up("+", box) for box in boxes]
        self._pipe = maker(client=name, filters=filters, will=Will(self._state, CollectorState(False, 1).pack()))
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._work, daemon=True)

    def start(self) -> "RunningFarEnd":
        self._pipe.open(self._events)
        self._thread.start()
        return self

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join(5)
        self._pipe.close()

    def has(self, stream: str, upto: int) -> Callable[[], bool]:
        return lambda: self.far.upto(stream) >= upto

    def _work(self) -> None:
        while not self._stopping.is_set():
            try:
                event = self._events.get(timeout=0.1)
            except queue.Empty:
                continue
            if isinstance(event, Connected):
                state = CollectorState(True, time.monotonic_ns())
                self._pipe.post(self._state, state.pack(), retain=True)
            elif isinstance(event, Arrived):
                answer = self.far.take(event.letter.topic, event.letter.payload)
                if answer is not None:
                    self._pipe.post(topics.down(OFFICE, topics.ACK), answer)
                self._pipe.acknowledge(event.letter)
            else:
                assert isinstance(event, Lost) or event.refused is None


def until(what: Callable[[], bool], within_s: float = 15.0) -> None:
    """Waits for it."""
    end = time.monotonic() + within_s
    while not what():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.01)
