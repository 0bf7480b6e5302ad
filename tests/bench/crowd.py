"""Neighbours who hold connections open, as a program of their own.

    python -m tests.bench.crowd PORT KIND WHENCE COUNT

Says "all" when all of them have come, and at the end of its standard input how many came. Whoever is cut comes again.
"""

import selectors
import socket
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress

OWN = "127.0.0.1"
AGAIN_S = 0.5
"""After so long whoever was cut comes again."""

_WHOLE = b"GET /api/v1/health HTTP/1.1\r\nHost: office\r\n\r\n"
_HEAD = b"GET /api/v1/health HTTP/1.1\r\nHost: office\r\nX-Slow: "
_BODY = (
    b"POST /api/v1/tickets HTTP/1.1\r\nHost: office\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n"
)
KINDS: Mapping[str, tuple[bytes, bytes]] = {
    "silent": (b"", b""),
    "slow": (_HEAD, b"a"),
    "idle": (_WHOLE, b""),
    "body": (_BODY, b" "),
}
"""What is said at first, and then again every second."""


def one(_place: int) -> str:
    return "127.0.3.1"


def many(place: int) -> str:
    return f"127.0.{4 + place // 250}.{1 + place % 250}"


WHENCE: Mapping[str, Callable[[int], str]] = {"one address": one, "many addresses": many}


class Crowd:
    """`count` connections that come again whenever they are cut, in a thread of its own."""

    def __init__(self, port: int, kind: str, address: Callable[[int], str], count: int) -> None:
        self._port, self._address, self._count = port, address, count
        self._first, self._again = KINDS[kind]
        self._selector = selectors.DefaultSelector()
        self._stopping, self._all_came = threading.Event(), threading.Event()
        self.came = 0
        self._thread = threading.Thread(target=self._work)

    def start(self) -> None:
        """Returns when all of them have come once."""
        self._thread.start()
        assert self._all_came.wait(60)

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join(30)
        for key in list(self._selector.get_map().values()):
            key.fileobj.close()  # type: ignore[union-attr] # only sockets
        self._selector.close()

    def _work(self) -> None:
        for place in range(self._count):
            self._come(place)
        self._all_came.set()
        while not self._stopping.wait(AGAIN_S):
            for key, _ in self._selector.select(0):
                self._look(key.fileobj, key.data)  # type: ignore[arg-type]
            if self._again:
                self._say_more()

    def _come(self, place: int) -> None:
        made = socket.socket()
        made.settimeout(5.0)
        with suppress(OSError):
            made.bind((self._address(place), 0))
            made.connect((OWN, self._port))
            made.sendall(self._first)
        made.setblocking(False)
        self._selector.register(made, selectors.EVENT_READ, place)
        self.came += 1

    def _look(self, made: socket.socket, place: int) -> None:
        try:
            is_over = not made.recv(4096)
        except BlockingIOError:
            return
        except OSError:
            is_over = True
        if is_over:
            self._selector.unregister(made)
            made.close()
            if not self._stopping.is_set():
                self._come(place)

    def _say_more(self) -> None:
        for key in list(self._selector.get_map().values()):
            if isinstance(key.fileobj, socket.socket):
                with suppress(OSError):
                    key.fileobj.send(self._again)


def main() -> None:
    port, kind, whence, count = sys.argv[1:]
    crowd = Crowd(int(port), kind, WHENCE[whence], int(count))
    crowd.start()
    print("all", flush=True)
    sys.stdin.read()
    crowd.stop()
    print(crowd.came, flush=True)


if __name__ == "__main__":
    main()
