"""Live events: bounded, kept alive, and never waiting for a listener who has gone."""

import http.client
import socket
import time

import pytest

from tests.asking import told
from tests.web.conftest import served, telling_app
from web.sse import KEEP_ALIVE, Mailbox, event, retry


def test_an_event_on_the_wire() -> None:
    assert event("fact", '{"a":1}', "s:7") == b'event: fact\nid: s:7\ndata: {"a":1}\n\n'
    assert event("state", "one\ntwo") == b"event: state\ndata: one\ndata: two\n\n"
    assert event("empty", "") == b"event: empty\ndata: \n\n"
    assert retry(1000) == b"retry: 1000\n\n"


def test_unread_events_come_in_one_piece_and_the_state_last() -> None:
    async def story() -> None:
        box = Mailbox()
        box.put(b"1")
        box.replace(b"old")
        box.put(b"2")
        box.replace(b"new")
        assert await box.take() == b"12new"
        assert await box.take(0.01) == KEEP_ALIVE

    told(story)


def test_a_full_mailbox_ends() -> None:
    async def story() -> None:
        for box in (Mailbox(most_events=3), Mailbox(most_bytes=3)):
            for _ in range(4):
                box.put(b"x")
            assert box.ended
            assert await box.take() is None

    told(story)


def test_a_reader_is_told_and_kept_awake() -> None:
    telling = telling_app(silence_s=0.2)
    with served(telling.app) as (host, port):
        line = http.client.HTTPConnection(host, port, timeout=5)
        line.request("GET", "/live")
        answer = line.getresponse()
        assert answer.getheader("content-type", "").startswith("text/event-stream")
        assert answer.readline() == b"event: state\n"
        assert [answer.readline(), answer.readline()] == [b"data: {}\n", b"\n"]
        assert [answer.readline(), answer.readline()] == [b":\n", b"\n"]
        assert telling.loop is not None
        assert telling.mailbox is not None
        telling.loop.call_soon_threadsafe(telling.mailbox.put, event("fact", "1"))
        assert answer.readline() == b"event: fact\n"
        telling.loop.call_soon_threadsafe(telling.mailbox.end)
        assert answer.read().endswith(b"data: 1\n\n")
        line.close()


def test_a_reader_who_leaves_is_noticed() -> None:
    telling = telling_app()
    assert telling.heard is not None
    assert telling.gone is not None
    with served(telling.app) as address:
        with socket.create_connection(address, timeout=5) as line:
            line.sendall(b"GET /live HTTP/1.1\r\nHost: x\r\n\r\n")
            assert telling.heard.wait(3)
        assert telling.gone.wait(3)


@pytest.mark.parametrize("size", [500_000])
def test_a_reader_who_never_reads_is_cut_off(size: int) -> None:
    telling = telling_app(deadline_s=0.3)
    assert telling.heard is not None
    assert telling.gone is not None
    with served(telling.app) as address, socket.socket() as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        line.connect(address)
        line.sendall(b"GET /live HTTP/1.1\r\nHost: x\r\n\r\n")
        assert telling.heard.wait(3)
        assert telling.loop is not None
        assert telling.mailbox is not None
        begun = time.monotonic()
        while not telling.gone.is_set() and time.monotonic() - begun < 8:
            telling.loop.call_soon_threadsafe(telling.mailbox.put, b"x" * size)
            time.sleep(0.02)
        assert telling.gone.is_set()
