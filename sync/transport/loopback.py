"""The pipe within one machine: the same letters over a Unix socket, for a trial without a broker, and for tests.

`Post` is the far end (`sync.transport.post`); `LoopbackMaker` makes what an office or a collector holds in its hand.
"""

import selectors
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sync.transport.frames import BadFrame, Frame, Frames
from sync.transport.line import (
    Acknowledgement,
    Broken,
    Leaving,
    Line,
    LinedTransport,
    Posting,
    Tell,
    Wish,
    Wishes,
    mark,
)
from sync.transport.port import Arrived, Connected, Letter, Settled, Will
from sync.transport.post import Post
from sync.transport.tries import Pace
from web.short_path import reachable

__all__ = ["LoopbackMaker", "Post"]

WELCOME_S = 5.0


@dataclass(frozen=True, slots=True)
class LoopbackMaker:
    """`path`: the post's socket; `office`: who we are, None: the tier above itself, which may read and write all."""

    path: Path
    office: str | None = None
    receive_maximum: int = 32
    pace: Pace = field(default_factory=Pace)

    def __call__(self, *, client: str, filters: Sequence[str], will: Will | None) -> LinedTransport:
        hello = Frame(
            {
                "is": "hello",
                "client": client,
                "office": self.office,
                "filters": list(filters),
                "receive_maximum": self.receive_maximum,
                "will": None if will is None else will.topic,
            },
            b"" if will is None else will.payload,
        )

        def lay(generation: int, tell: Tell) -> Line:
            return _LoopbackLine(self.path, hello, generation, tell)

        return LinedTransport(f"loopback-{client}", lay, self.pace)


class _LoopbackLine:
    """One connection to the post."""

    def __init__(self, path: Path, hello: Frame, generation: int, tell: Tell) -> None:
        self._path, self._hello, self._generation, self._tell = path, hello, generation, tell
        self.wishes = Wishes()
        self.stood_since: float | None = None
        self._leaving: Leaving | None = None
        self._frames, self._unsent = Frames(), bytearray()
        self._unsettled: set[int] = set()
        self._sock: socket.socket

    def turn(self) -> None:
        self._sock = socket.socket(socket.AF_UNIX)  # not before: a line that is never turned has nothing to close
        try:
            self._connect()
            while not self.wishes.is_cut and not self._is_over():
                self._step()
        except (OSError, BadFrame) as error:
            raise Broken(f"{self._path}: {error}") from error
        finally:
            self._sock.close()

    def _connect(self) -> None:
        self._sock.settimeout(WELCOME_S)
        with reachable(self._path) as name:
            self._sock.connect(name)
        self._sock.setblocking(False)
        self._unsent += self._hello.pack()
        self._due = time.monotonic() + WELCOME_S

    def _is_over(self) -> bool:
        return self._leaving is not None and not self._unsettled and not self._unsent

    def _step(self) -> None:
        if self._wait():
            self._read()
        for wish in self.wishes.taken():
            self._grant(wish)
        if self._leaving is not None and not self._unsettled:
            self._say(Frame({"is": "bye", "will": self._leaving.will}))
        if self.stood_since is None and time.monotonic() > self._due:
            raise Broken("the post does not answer")

    def _wait(self) -> bool:
        """Until the post or another thread wants something; True when the post has spoken."""
        with selectors.DefaultSelector() as selector:
            selector.register(self._sock, selectors.EVENT_READ | (selectors.EVENT_WRITE if self._unsent else 0))
            selector.register(self.wishes.bell, selectors.EVENT_READ)
            ready = {key.fileobj: events for key, events in selector.select(1.0)}
        self._send()
        return bool(ready.get(self._sock, 0) & selectors.EVENT_READ)

    def _say(self, frame: Frame) -> None:
        self._unsent += frame.pack()
        self._send()

    def _send(self) -> None:
        try:
            while self._unsent:
                del self._unsent[: self._sock.send(self._unsent)]
        except BlockingIOError:
            return

    def _read(self) -> None:
        data = self._sock.recv(1 << 16)
        if not data:
            raise Broken("the post has gone")
        for frame in self._frames.feed(data):
            self._heard(frame)

    def _heard(self, frame: Frame) -> None:
        head = frame.head
        match frame.word:
            case "welcome":
                self.stood_since = time.monotonic()
                self.wishes.open()
                self._tell(Connected())
            case "refused":
                raise Broken(str(head["why"]))
            case "settled":
                self._unsettled.discard(head["token"])
                self._tell(Settled(head["token"], head["refused"]))
            case "letter":
                number = mark(self._generation, head["number"])
                self._tell(Arrived(Letter(head["topic"], frame.body, head["retained"], number)))

    def _grant(self, wish: Wish) -> None:
        match wish:
            case Posting(token, topic, payload, retain, expiry_s):
                self._unsettled.add(token)
                head = {"is": "post", "token": token, "topic": topic, "retain": retain, "expiry": expiry_s}
                self._say(Frame(head, payload))
            case Acknowledgement(number):
                self._say(Frame({"is": "taken", "number": number}))
            case Leaving():
                self._leaving = wish
