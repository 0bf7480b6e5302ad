"""A stranger may send little, and not for ever: on real sockets."""

import socket
import time
from collections.abc import Iterator
from http.client import HTTPResponse

import pytest

from tests.asking import Client
from tests.web.conftest import served, small_app


@pytest.fixture(scope="module")
def address() -> Iterator[tuple[str, int]]:
    with served(small_app(deadline_s=0.5)) as found:
        yield found


def read(line: socket.socket) -> tuple[int, bytes]:
    answer = HTTPResponse(line)
    answer.begin()
    return answer.status, answer.read()


def ask(address: tuple[str, int], *parts: bytes) -> tuple[int, bytes]:
    with socket.create_connection(address, timeout=5) as line:
        for part in parts:
            line.sendall(part)
        return read(line)


def head(length: str, path: str = "/api/note") -> bytes:
    return f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n{length}\r\n\r\n".encode()


def test_a_megabyte_with_its_length_is_refused_at_once(address: tuple[str, int]) -> None:
    status, body = ask(address, head("Content-Length: 1048576"), b"a" * 1_048_576)
    assert status == 413
    assert b"urn:motcua:problem:too_large" in body


def test_a_megabyte_in_chunks_is_refused_when_it_gets_too_much(address: tuple[str, int]) -> None:
    chunk = b"4000\r\n" + b"a" * 0x4000 + b"\r\n"
    assert ask(address, head("Transfer-Encoding: chunked"), chunk * 64, b"0\r\n\r\n")[0] == 413


def test_the_same_connection_works_after_a_refusal(address: tuple[str, int]) -> None:
    with socket.create_connection(address, timeout=5) as line:
        line.sendall(head("Content-Length: 100000") + b"a" * 100_000)
        assert read(line)[0] == 413
        line.sendall(head("Content-Length: 14") + b'{"word":"abc"}')
        assert read(line)[0] == 200


@pytest.mark.parametrize("length", ["Content-Length: -1", "Content-Length: 1e3", "Content-Length: 9" + "9" * 30])
def test_lengths_that_lie_are_refused(address: tuple[str, int], length: str) -> None:
    assert 400 <= ask(address, head(length), b"{}")[0] < 500


def test_a_body_that_never_comes_ends_with_408(address: tuple[str, int]) -> None:
    begun = time.monotonic()
    status, body = ask(address, head("Content-Length: 100"), b'{"word": ')
    assert status == 408
    assert b"too_slow" in body
    assert time.monotonic() - begun < 3


def test_connections_that_say_nothing_stop_nobody(address: tuple[str, int]) -> None:
    idle = [socket.create_connection(address, timeout=5) for _ in range(60)]
    half = [socket.create_connection(address, timeout=5) for _ in range(20)]
    try:
        for line in half:
            line.sendall(b"POST /api/note HTTP/1.1\r\nHost: x\r\nContent-Le")
        assert ask(address, head("Content-Length: 14"), b'{"word":"abc"}')[0] == 200
    finally:
        for line in idle + half:
            line.close()


def test_up_to_64_kb_pass_and_one_byte_more_does_not(small: Client) -> None:
    frame = len(b'{"word": ""}')
    for extra, status in ((0, 422), (1, 413)):
        body = b'{"word": "' + b"a" * (65536 - frame + extra) + b'"}'
        answer = small.post("/api/note", content=body, headers={"Content-Type": "application/json"})
        assert answer.status_code == status


def test_an_upload_has_its_own_limit(small: Client) -> None:
    assert small.post("/api/upload/photo", content=b"a" * 200_000).json() == {"bytes": 200_000}
    refused = small.post("/api/upload/photo", content=b"a" * 200_001)
    assert refused.json()["limit"] == 200_000
