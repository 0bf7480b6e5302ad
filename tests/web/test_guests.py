"""Who may come in, how long each may take, and who makes room: real connections from many addresses of this machine."""

import socket
import ssl
import threading
import time
from asyncio import to_thread
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from tests.durability.running import stretched
from web import authority, server
from web.guests import Guests
from web.headers import ALWAYS
from web.manners import Patience
from web.server import StoppableServer, listen_at

ASK = b"GET / HTTP/1.1\r\nHost: office\r\n\r\n"
OWN = "127.0.0.1"
USUAL, SHORT = Patience(), Patience(0.3, 0.3, 0.3)
"""The second is so short that a test may wait for it."""


class House:
    """A server with few places; `address(n)` is the n-th neighbour."""

    def __init__(self, port: int, serving: StoppableServer, stack: ExitStack) -> None:
        self.port, self.serving, self._stack = port, serving, stack

    @staticmethod
    def address(number: int) -> str:
        return f"127.0.{1 + number // 200}.{1 + number % 200}"

    def connect(self, address: str = OWN) -> socket.socket:
        made = self._stack.enter_context(socket.socket())
        made.settimeout(stretched(5.0))
        made.bind((address, 0))
        made.connect((OWN, self.port))
        return made

    def is_here(self, count: int) -> bool:
        return len(self.serving.guests) == count


@contextmanager
def house(
    most: int = 8,
    most_each: int = 4,
    tls: Path | None = None,
    slowly: Callable[[], str] = lambda: "here",
    patience: Patience = USUAL,
) -> Iterator[House]:
    async def page(request: Request) -> Response:
        await request.body()
        return PlainTextResponse(await to_thread(slowly))

    application = Starlette(routes=[Route("/", page, methods=["GET", "POST"])])
    pem = None if tls is None else tls / "server.pem"
    serving = StoppableServer(server.settings(application, pem, pem), lambda: None)
    serving.guests, serving.patience = Guests(most, most_each), patience
    with listen_at(OWN, 0) as listening, ExitStack() as stack:
        thread = threading.Thread(target=serving.run, args=([listening],))
        thread.start()
        try:
            yield House(listening.getsockname()[1], serving, stack)
        finally:
            stack.close()
            serving.end()
            thread.join(stretched(10.0))
            assert not thread.is_alive()


def until(holds: Callable[[], bool]) -> None:
    ends = time.monotonic() + stretched(10.0)
    while not holds():
        assert time.monotonic() < ends
        time.sleep(0.01)


def answered(made: socket.socket) -> bool:
    """Whether a whole question is still answered here."""
    heard = b""
    try:
        made.sendall(ASK)
        while not heard.endswith(b"here") and (piece := made.recv(1000)):
            heard += piece
    except OSError:
        return False
    return heard.startswith(b"HTTP/1.1 200")


def is_cut(made: socket.socket) -> bool:
    """Whether the other end is gone: nothing comes any more."""
    try:
        return made.recv(1000) == b""
    except ConnectionError:
        return True


def test_who_waited_longest_makes_room_for_a_newcomer() -> None:
    with house(most=8) as here:
        silent = [here.connect(here.address(n)) for n in range(8)]
        until(lambda: here.is_here(8))
        newcomer = here.connect(here.address(100))
        assert answered(newcomer)
        assert is_cut(silent[0])
        assert answered(silent[1])
        assert here.serving.guests.sent_away == 1


def test_one_address_makes_room_only_among_its_own() -> None:
    with house(most=8, most_each=3) as here:
        clerk = here.connect(here.address(1))
        assert answered(clerk)
        crowd = [here.connect(here.address(7)) for _ in range(12)]
        assert answered(crowd[-1])
        assert is_cut(crowd[0])
        assert answered(clerk)
        assert here.is_here(4)


def test_who_is_being_answered_is_not_sent_away() -> None:
    come, go_on = threading.Event(), threading.Event()

    def slowly() -> str:
        come.set()
        return f"{go_on.wait(stretched(10.0))}"

    with house(most=2, slowly=slowly) as here:
        busy = here.connect(here.address(0))
        busy.sendall(ASK)
        assert come.wait(stretched(5.0))
        for number in range(1, 6):
            assert here.connect(here.address(number)).fileno() > 0
        until(lambda: here.serving.guests.sent_away >= 4)
        go_on.set()
        assert busy.recv(1000).startswith(b"HTTP/1.1 200")


def test_the_machine_itself_always_gets_in() -> None:
    with house(most=2, most_each=1) as here:
        for number in range(4):
            here.connect(here.address(number))
        own = [here.connect() for _ in range(6)]
        assert all(answered(one) for one in own)
        assert here.is_here(2)


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        (b"", b""),
        (b"GET / HTTP/1.1\r\nHost:", b"HTTP/1.1 408"),
        (b"\r\n", b"HTTP/1.1 408"),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf", b""),
    ],
)
def test_whoever_says_half_of_something_is_not_waited_for(said: bytes, answer: bytes) -> None:
    with house(patience=SHORT) as here:
        slow = here.connect(here.address(1))
        slow.sendall(said)
        heard = b""
        while piece := slow.recv(4000):
            heard += piece
        assert heard.startswith(answer)
        assert bool(heard) is bool(answer)
        until(lambda: here.is_here(0))


def test_a_second_question_that_trickles_is_cut_too() -> None:
    with house(patience=SHORT) as here:
        slow = here.connect(here.address(1))
        assert answered(slow)
        began = time.monotonic()
        with pytest.raises(OSError, match=r"."):  # noqa: PT012 -- whichever of the two notices
            while time.monotonic() - began < stretched(10.0):
                slow.sendall(b"G" if time.monotonic() - began < 0.1 else b"E")
                time.sleep(0.05)
            pytest.fail("it was waited for")


def test_whoever_takes_nothing_of_an_answer_is_cut() -> None:
    with house(slowly=lambda: "x" * 20_000_000, patience=SHORT) as here:
        slow = here.connect(here.address(1))
        slow.sendall(ASK)
        until(lambda: here.is_here(1))
        until(lambda: here.is_here(0))


def test_too_long_headers_are_refused_with_the_headers_of_every_answer() -> None:
    with house() as here:
        long = b"GET /%b HTTP/1.1\r\n\r\n" % (b"a" * 40_000)
        for said in (long, ASK[:-2] + b"X: " + b"b" * 40_000, ASK[:-2] + b"X: yyy\r\n" * 9_000 + b"\r\n"):
            made = here.connect(here.address(1))
            made.sendall(said)
            text = made.recv(4000)
            assert text.startswith(b"HTTP/1.1 431")
            assert all(name.encode() in text.lower() for name in ALWAYS)


@pytest.mark.parametrize("said", [b"\x16\x03\x01\x02\x00\x01", b"HELP\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\0" * 64])
def test_what_is_no_http_is_refused_and_the_server_goes_on(said: bytes) -> None:
    with house() as here:
        made = here.connect(here.address(1))
        made.sendall(said)
        assert made.recv(4000).startswith(b"HTTP/1.1 400")
        asking = HTTPConnection(OWN, here.port, timeout=stretched(5.0))
        asking.request("GET", "/")
        assert asking.getresponse().status == 200
        asking.close()


def test_who_never_shakes_hands_is_counted_and_makes_room_under_tls_too(tmp_path: Path) -> None:
    authority.make(tmp_path / "tls", ("motcua.local",), datetime.now(UTC), office="thanh-son")
    with house(most=4, tls=tmp_path / "tls") as here:
        silent = [here.connect(here.address(n)) for n in range(4)]
        until(lambda: here.is_here(4))
        trusting = ssl.create_default_context(cafile=tmp_path / "tls" / "ca.crt")
        with trusting.wrap_socket(here.connect(here.address(50)), server_hostname="motcua.local") as clerk:
            assert answered(clerk)
            assert is_cut(silent[0])
        with pytest.raises(ssl.SSLCertVerificationError):
            trusting.wrap_socket(here.connect(here.address(51)), server_hostname="bank.vn")
