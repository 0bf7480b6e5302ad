"""An office's end of a pipe, played by a test: it says hello, sends batches, and keeps what it was answered."""

import queue
import time
from collections.abc import Callable, Sequence

from sync import topics
from sync.transport.port import Arrived, Connected, Event, Maker
from sync.wire import batch as wire
from sync.wire.batch import Batch
from sync.wire.letters import Ack, CollectorState, Hello
from sync.wire.refusing import Undecodable


def until(condition: Callable[[], bool], seconds: float = 20.0) -> None:
    """Waits for it; fails when it does not come."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.01)


class PlayedOffice:
    """Connected from its making to `leave`."""

    def __init__(self, maker: Maker, office: str) -> None:
        self.office, self.acks, self.alive = office, list[Ack](), dict[str, bool]()
        self._events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        filters = (topics.down(office, topics.ACK), topics.COLLECTORS)
        self._pipe = maker(client=office, filters=filters, will=None)
        self._pipe.open(self._events)
        self._stands = False
        until(lambda: self.listen()._stands)

    def post(self, box: str, payload: bytes) -> None:
        self._pipe.post(topics.up(self.office, box), payload)

    def hello(self, stream: str, after: int, boot: str = "b1") -> None:
        said = Hello(stream, 1, after, boot, "0.1.0", "0001", int(time.time() * 1000), 0, True)
        self.post(topics.HELLO, said.pack())

    def send(self, batches: Sequence[Batch], box: str = topics.BACK) -> None:
        for one in batches:
            self.post(box, wire.pack(one))

    def listen(self) -> "PlayedOffice":
        while True:
            try:
                event = self._events.get_nowait()
            except queue.Empty:
                return self
            if isinstance(event, Connected):
                self._stands = True
            elif isinstance(event, Arrived):
                self._read(event.letter.topic, event.letter.payload)
                self._pipe.acknowledge(event.letter)

    def upto(self, stream: str) -> int:
        return max((ack.upto for ack in self.listen().acks if ack.stream == stream), default=0)

    def somebody_is_alive(self) -> bool:
        return any(self.listen().alive.values())

    def leave(self) -> None:
        self._pipe.close()

    def _read(self, topic: str, payload: bytes) -> None:
        try:
            if topic.endswith("/ack"):
                self.acks.append(Ack.unpack(payload))
            elif payload:
                self.alive[topic] = CollectorState.unpack(payload).alive
        except Undecodable as error:
            raise AssertionError(topic) from error
