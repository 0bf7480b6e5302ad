"""The far end of the loopback pipe: a small post for one machine, run by the tier above when there is no broker.

One thread, one Unix socket that only its owner can open. It carries letters between the offices and the tier above
exactly as a broker would for this contract, and proves as little: what it said it took may be lost with it.
"""

import contextlib
import selectors
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path

import structlog

from sync.transport.frames import BadFrame, Frame, Frames
from sync.transport.rack import Box, Rack
from web.short_path import reachable

NOT_AUTHORISED = "Not authorized"
MOST_UNSENT = 1 << 20
_TICK_S = 0.5
_log = structlog.get_logger()


class Post:
    """From `start` to `stop`; `stop` leaves the wills of all who were there undelivered, for nobody is left."""

    def __init__(self, path: Path) -> None:
        self._path, self._rack = path, Rack(time.monotonic)
        self._guests: dict[str, _Guest] = {}
        self._selector = selectors.DefaultSelector()
        self._door: socket.socket | None = None
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._work, name="post", daemon=True)

    def start(self) -> None:
        self._door = _listening(self._path)
        self._selector.register(self._door, selectors.EVENT_READ, self._let_in)
        self._thread.start()

    def stop(self, deadline_s: float = 2.0) -> None:
        self._stopping.set()
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as knock, reachable(self._path) as name:
            knock.connect(name)
        self._thread.join(deadline_s)
        self._path.unlink(missing_ok=True)

    def _work(self) -> None:
        while not self._stopping.is_set():
            try:
                for key, events in self._selector.select(_TICK_S):
                    key.data(events)
            except Exception:  # noqa: BLE001 - the outer loop: one guest's mishap must not end the others' post
                _log.exception("post.stumbled")
                self._stopping.wait(_TICK_S)
        self._shut()

    def _shut(self) -> None:
        for key in list(self._selector.get_map().values()):
            self._selector.unregister(key.fileobj)
            if isinstance(key.fileobj, socket.socket):
                key.fileobj.close()
        self._selector.close()

    def _let_in(self, _events: int) -> None:
        assert self._door is not None
        sock, _ = self._door.accept()
        sock.setblocking(False)
        guest = _Guest(sock, self._selector, self._heard, self._gone)
        self._selector.register(sock, selectors.EVENT_READ, guest.turn)

    def _heard(self, guest: "_Guest", frame: Frame) -> None:
        if guest.box is None:
            self._greet(guest, frame)
        elif frame.word == "post":
            self._take(guest, guest.box, frame)
        elif frame.word == "taken":
            guest.box.out.discard(int(frame.head["number"]))
            self._hand_out(guest)
        elif frame.word == "bye":
            if not frame.head["will"]:
                guest.will = None
            guest.leave()

    def _greet(self, guest: "_Guest", frame: Frame) -> None:
        head = frame.head
        if frame.word != "hello":
            raise BadFrame("no hello")
        box = Box(
            str(head["client"]),
            None if head["office"] is None else str(head["office"]),
            [str(name) for name in head["filters"]],
            int(head["receive_maximum"]),
        )
        if refused := box.refused_filters():
            guest.say(Frame({"is": "refused", "why": f"subscription refused: {', '.join(refused)} ({NOT_AUTHORISED})"}))
            return
        if (earlier := self._guests.get(box.client)) is not None:
            earlier.say(Frame({"is": "refused", "why": "session taken over"}))
            earlier.leave()
        guest.box, guest.will = box, (str(head["will"]), frame.body) if head["will"] is not None else None
        self._guests[box.client] = guest
        guest.say(Frame({"is": "welcome"}))
        self._rack.join(box)
        self._hand_out(guest)

    def _take(self, guest: "_Guest", box: Box, frame: Frame) -> None:
        topic, expiry_s = str(frame.head["topic"]), frame.head.get("expiry")
        refused = None
        if box.allows_writing(topic):
            self._spread(topic, frame.body, retain=bool(frame.head["retain"]), expiry_s=expiry_s)
        else:
            refused = NOT_AUTHORISED
        guest.say(Frame({"is": "settled", "token": frame.head["token"], "refused": refused}))

    def _spread(self, topic: str, payload: bytes, *, retain: bool, expiry_s: int | None = None) -> None:
        for box in self._rack.post(topic, payload, retain=retain, expiry_s=expiry_s):
            if (receiver := self._guests.get(box.client)) is not None:
                self._hand_out(receiver)

    def _hand_out(self, guest: "_Guest") -> None:
        if guest.box is None:
            return
        for number, piece in self._rack.going(guest.box):
            head = {"is": "letter", "number": number, "topic": piece.topic, "retained": piece.retained}
            guest.say(Frame(head, piece.payload))

    def _gone(self, guest: "_Guest") -> None:
        box, will = guest.box, guest.will
        if box is None:
            return
        guest.box = None
        del self._guests[box.client]
        self._rack.leave(box)
        if will is not None and box.allows_writing(will[0]):
            self._spread(will[0], will[1], retain=True)


class _Guest:
    """One connection: frames in, frames out, never waiting."""

    def __init__(
        self,
        sock: socket.socket,
        selector: selectors.BaseSelector,
        heard: "Callable[[_Guest, Frame], None]",
        gone: "Callable[[_Guest], None]",
    ) -> None:
        self._sock, self._selector, self._heard, self._gone = sock, selector, heard, gone
        self._frames, self._unsent = Frames(), bytearray()
        self.box: Box | None = None
        self.will: tuple[str, bytes] | None = None

    def turn(self, events: int) -> None:
        try:
            if events & selectors.EVENT_READ:
                self._read()
            if events & selectors.EVENT_WRITE:
                self._write()
        except (OSError, BadFrame, KeyError, TypeError, ValueError):
            self.leave()

    def say(self, frame: Frame) -> None:
        """A guest that does not listen is shown the door."""
        self._unsent += frame.pack()
        if len(self._unsent) > MOST_UNSENT:
            self.leave()
        else:
            self._write()

    def leave(self) -> None:
        if self._sock.fileno() == -1:
            return
        self._selector.unregister(self._sock)
        self._sock.close()
        self._gone(self)

    def _read(self) -> None:
        data = self._sock.recv(1 << 16)
        if not data:
            self.leave()
        for frame in self._frames.feed(data):
            if self._sock.fileno() == -1:
                return
            self._heard(self, frame)

    def _write(self) -> None:
        if self._sock.fileno() == -1:
            return
        with contextlib.suppress(BlockingIOError, ConnectionError):
            while self._unsent:
                del self._unsent[: self._sock.send(self._unsent)]
        writing = selectors.EVENT_WRITE if self._unsent else 0
        self._selector.modify(self._sock, selectors.EVENT_READ | writing, self.turn)


def _listening(path: Path) -> socket.socket:
    """A socket that only this user can open; what a dead post left lying there is taken away."""
    path.unlink(missing_ok=True)
    door = socket.socket(socket.AF_UNIX)
    with reachable(path) as name:
        door.bind(name)
        path.chmod(0o600)
    door.listen(64)
    return door
