"""How often somebody may ask: strangers by address, changes by token, the machine itself as often as it likes."""

from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

from tests.asking import told
from web.buckets import MOST_KNOWN, Buckets, Rate
from web.guests import neighbour
from web.rates import RateLimit

GOOD = "good-token"


class HandClock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Asked:
    """An application behind the limit; `ask` gives the status."""

    def __init__(self) -> None:
        self.clock = HandClock()
        self.limit = RateLimit(
            self._answer, lambda token: token == GOOD, strangers=Rate(2, 4), changes=Rate(1, 2), clock=self.clock
        )
        self.said: list[Message] = []

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})

    def ask(self, address: str | None, method: str = "GET", token: str | None = None) -> int:
        headers = [] if token is None else [(b"authorization", f"Bearer {token}".encode())]
        client = None if address is None else (address, 50_000)
        scope = {"type": "http", "method": method, "path": "/", "query_string": b"", "headers": headers}
        scope["client"] = client  # type: ignore[assignment] # as ASGI has it
        self.said = []

        async def send(message: Message) -> None:
            self.said.append(message)

        async def receive() -> Message:
            return {"type": "http.request"}

        told(lambda: self.limit(scope, receive, send))
        status: int = self.said[0]["status"]
        return status

    def header(self, name: bytes) -> bytes:
        headers: list[tuple[bytes, bytes]] = self.said[0]["headers"]
        return dict(headers)[name]


@pytest.fixture
def asked() -> Asked:
    return Asked()


def many(asked: Asked, count: int, *how: Any, **named: Any) -> list[int]:
    return [asked.ask(*how, **named) for _ in range(count)]


def test_a_stranger_who_asks_too_often_is_told_when_to_come_again(asked: Asked) -> None:
    assert many(asked, 5, "192.168.1.7") == [200, 200, 200, 200, 429]
    assert asked.header(b"retry-after") == b"1"
    assert b"too_fast" in asked.said[1]["body"]
    assert asked.ask("192.168.1.8") == 200
    asked.clock.now += 0.5
    assert many(asked, 2, "192.168.1.7") == [200, 429]


def test_who_has_good_credentials_reads_as_often_as_they_like(asked: Asked) -> None:
    assert set(many(asked, 50, "192.168.1.7", token=GOOD)) == {200}


def test_changes_are_counted_by_token_wherever_they_come_from(asked: Asked) -> None:
    assert [asked.ask(f"192.168.1.{n}", "POST", GOOD) for n in range(3)] == [200, 200, 429]
    assert asked.ask("192.168.1.9", "GET", GOOD) == 200
    asked.clock.now += 1.0
    assert asked.ask("192.168.1.9", "DELETE", GOOD) == 200


def test_inventing_tokens_gives_no_new_bucket(asked: Asked) -> None:
    assert [asked.ask("192.168.1.7", "GET", f"token-{n}") for n in range(5)][-1] == 429


def test_a_strangers_changes_are_fewer_than_its_questions(asked: Asked) -> None:
    assert many(asked, 3, "192.168.1.7", "POST") == [200, 200, 429]
    assert asked.ask("192.168.1.7") == 200


@pytest.mark.parametrize("address", [None, "127.0.0.1", "::1", "::ffff:127.0.0.1"])
def test_the_machine_itself_is_never_counted(asked: Asked, address: str | None) -> None:
    assert set(many(asked, 30, address, "POST")) == {200}


def test_one_neighbour_under_ipv6_is_one_network() -> None:
    assert neighbour("fd00:1:2:3::7") == neighbour("fd00:1:2:3:ffff::9")
    assert neighbour("fd00:1:2:3::7") != neighbour("fd00:1:2:4::7")
    assert neighbour("fe80::1%eth0") == neighbour("fe80::2")
    assert neighbour("::ffff:10.0.0.1") != neighbour("::ffff:10.0.0.2")
    assert neighbour("testclient") == "testclient"


def test_many_strangers_take_no_more_room_than_is_set_aside() -> None:
    buckets = Buckets(Rate(1, 1), HandClock())
    for number in range(MOST_KNOWN + 500):
        buckets.take(str(number))
    assert len(buckets) == MOST_KNOWN
