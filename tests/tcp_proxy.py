"""A small TCP proxy in front of a server, so that tests can do to a link what a bad line does.

Cut: both ends are reset. Refused: nobody answers. Black hole: the connections stand and nothing passes, not even the
end of one. Delay and throttle: everything passes, late or slowly.
"""

import contextlib
import queue
import socket
import struct
import threading
import time
from dataclasses import dataclass, field

_CHUNK = 16 * 1024
_LOOK_S = 0.05
_RESET = struct.pack("ii", 1, 0)  # SO_LINGER 0: the other end hears a reset instead of a goodbye


@dataclass
class _Link:
    """One connection: the client's socket and the one to the server."""

    client: socket.socket
    server: socket.socket
    is_over: bool = False

    def cut(self) -> None:
        self.is_over = True
        for one in (self.client, self.server):
            with contextlib.suppress(OSError):
                one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
                one.close()


@dataclass
class _Weather:
    refuses: bool = False
    holds: bool = False
    delay_s: float = 0.0
    bytes_per_s: float = 0.0


@dataclass
class TcpProxy:
    """Listens on `port` of this machine and passes on to `target`; a context manager. Threads, two a connection."""

    target: int
    host: str = "127.0.0.1"
    port: int = 0
    connections: int = 0
    """So many have been accepted."""
    _weather: _Weather = field(default_factory=_Weather)
    _links: list[_Link] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _ended: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> "TcpProxy":
        self._listener = socket.create_server((self.host, self.port), backlog=512)
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, name="tcp-proxy", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._listener.close()
        self.cut()

    def cut(self) -> None:
        """Resets every connection; new ones are taken."""
        with self._lock:
            links, self._links = self._links, []
        for link in links:
            link.cut()

    def refuse(self, *, on: bool = True) -> None:
        """Cuts, and resets whoever comes."""
        self._weather.refuses = on
        if on:
            self.cut()

    def black_hole(self, *, on: bool = True) -> None:
        self._weather.holds = on

    def delay(self, seconds: float) -> None:
        """Each way, of whatever is read from now on."""
        self._weather.delay_s = seconds

    def throttle(self, bytes_per_s: float) -> None:
        """Each way and connection; 0: not at all."""
        self._weather.bytes_per_s = bytes_per_s

    def heal(self) -> None:
        self._weather = _Weather()

    def _accept(self) -> None:
        while not self._ended.is_set():
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            try:
                server = socket.create_connection((self.host, self.target), 2)
            except OSError:
                _Link(client, client).cut()
                continue
            self._carry(_Link(client, server))

    def _carry(self, link: _Link) -> None:
        if self._weather.refuses:
            link.cut()
            return
        with self._lock:
            self._links = [one for one in self._links if not one.is_over] + [link]
        for source, sink in ((link.client, link.server), (link.server, link.client)):
            try:
                source.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                source.settimeout(_LOOK_S)
            except OSError:  # an end that went while the other was being looked after
                link.cut()
                return
            waiting: queue.SimpleQueue[tuple[float, bytes]] = queue.SimpleQueue()
            threading.Thread(target=self._read, args=(link, source, waiting), daemon=True).start()
            threading.Thread(target=self._write, args=(link, sink, waiting), daemon=True).start()

    def _read(self, link: _Link, source: socket.socket, waiting: "queue.SimpleQueue[tuple[float, bytes]]") -> None:
        """Until one end is gone; while a black hole is there nothing is read, so the sender's window fills as well."""
        while not link.is_over and not self._ended.is_set():
            weather = self._weather
            if weather.holds or waiting.qsize() > 64:
                time.sleep(_LOOK_S)
                continue
            try:
                data = source.recv(_CHUNK)
            except TimeoutError:
                continue
            except OSError:
                break
            waiting.put((time.monotonic() + weather.delay_s, data))
            if not data:
                return
        waiting.put((0.0, b""))

    def _write(self, link: _Link, sink: socket.socket, waiting: "queue.SimpleQueue[tuple[float, bytes]]") -> None:
        while True:
            due, data = waiting.get()
            time.sleep(max(0.0, due - time.monotonic()))
            while self._weather.holds and not link.is_over:
                time.sleep(_LOOK_S)
            if not data or link.is_over:
                break
            try:
                sink.sendall(data)
            except OSError:
                break
            if rate := self._weather.bytes_per_s:
                time.sleep(len(data) / rate)
        link.cut()
