"""Thirty live connections, twenty open counters: how soon everybody hears a call, and the state is answered."""

import json
import selectors
import socket
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

from tests.bench.calling import Caller, signed_in, timed
from tests.bench.figures import Row, times_row
from tests.demo.offices import Served, served

LISTENERS, COUNTERS = 30, 20


class Ears:
    """Live connections read by one thread; `heard`: ticket → when each of them was told of its call."""

    def __init__(self, url: str, token: str, count: int) -> None:
        self.heard: dict[int, list[float]] = {}
        self._selector = selectors.DefaultSelector()
        self._ended = False
        where = urlsplit(url)
        request = f"GET /api/v1/live HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\n\r\n".encode()
        for _ in range(count):
            line = socket.create_connection((where.hostname, where.port), timeout=10)
            line.sendall(request)
            line.setblocking(False)
            self._selector.register(line, selectors.EVENT_READ, bytearray())
        self._thread = threading.Thread(target=self._listen, name="ears", daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        while not self._ended:
            for key, _ in self._selector.select(0.1):
                self._read(key)

    def _read(self, key: selectors.SelectorKey) -> None:
        line, rest = key.fileobj, key.data
        assert isinstance(line, socket.socket)
        data = line.recv(262_144)
        now = time.perf_counter()
        if not data:
            self._selector.unregister(line)
            return
        rest += data
        *events, last = bytes(rest).split(b"\n\n")
        rest[:] = last
        for event in events:
            if b"event: fact" in event and b'"kind":"ticket.called"' in event:
                self._note(event, now)

    def _note(self, event: bytes, now: float) -> None:
        text = event[event.index(b"data: ") + 6 :]
        fact = json.loads(text)
        self.heard.setdefault(int(fact["subject"].partition(":")[2]), []).append(now)

    def close(self) -> None:
        self._ended = True
        self._thread.join(2)
        for key in list(self._selector.get_map().values()):
            key.fileobj.close()  # type: ignore[union-attr]
        self._selector.close()


def measure(folder: Path, quick: bool) -> list[Row]:
    presses = 40 if quick else 200
    with served(folder, COUNTERS) as office:
        staff = [signed_in(office.url, c.id, c.pin, c.counter or 0) for c in office.prepared.clerks]
        screen = Caller(office.url, office.prepared.screen_token)
        for place in range(presses):
            screen.post("/tickets", service="ABEG"[place % 4])
        ears = Ears(office.url, office.prepared.screen_token, LISTENERS)
        time.sleep(1)
        try:
            told, states = _press_and_look(office, staff, ears, presses)
        finally:
            ears.close()
    return [
        times_row(f"press → fact at the last of {LISTENERS} live connections", told, p99_ms=200),
        times_row(f"/state with {LISTENERS} live connections, while clerks press", states),
    ]


def _press_and_look(office: Served, staff: list[Caller], ears: Ears, presses: int) -> tuple[list[float], list[float]]:
    states, looking = list[float](), threading.Event()
    watcher = Caller(office.url, office.prepared.screen_token)

    def look() -> None:
        while not looking.wait(0.05):
            states.append(timed(lambda: watcher.ask("GET", "/state")))

    thread = threading.Thread(target=look)
    thread.start()
    told = [latest for press in range(presses) if (latest := _press(staff, press, ears)) is not None]
    looking.set()
    thread.join(10)
    return told, states


def _press(staff: list[Caller], press: int, ears: Ears) -> float | None:
    """Seconds from the press until all have heard; None when nobody waited for that counter."""
    counter = press % len(staff)
    begun = time.perf_counter()
    ticket = staff[counter].post(f"/counters/{counter + 1}/next")["ticket"]
    if ticket is None:
        return None
    until = begun + 10
    while len(ears.heard.get(ticket["id"], ())) < LISTENERS:
        assert time.perf_counter() < until, "not everybody was told"
        time.sleep(0.005)
    time.sleep(0.05)
    return max(ears.heard[ticket["id"]]) - begun
