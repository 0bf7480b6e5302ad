"""Ten thousand requests that must be refused, on real connections to a real office, and to the tier above."""

import random
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from typing import Any

from office.domain.people import OPERATOR
from tests.bad.spoiling import NASTY_TEXTS, NOT_JSON, another_kind, bitten, text_of, value
from tests.bad.tally import Tally, changed, contents
from tests.office_fixture import HEAD, rid
from tests.screens.serving import ScreenOffice, office

EVERY = 250
"""So often the tables are compared."""

_PATIENCE_S = 30.0
_DEVICE, _HEAD = "touch", "head"
CALLS: tuple[tuple[str, str, str, Mapping[str, Any]], ...] = (
    (_DEVICE, "POST", "/tickets", {"service": "A", "priority": False, "channel": "touch"}),
    (_DEVICE, "POST", "/tickets/1/cancel", {}),
    (_DEVICE, "POST", "/suggestions", {"reasons": ["thai-do"], "text": "x"}),
    (_DEVICE, "POST", "/procedures/asked", {"q": "khai sinh"}),
    (_HEAD, "POST", "/tickets/1/transfer", {"service": "B"}),
    (_HEAD, "POST", "/tickets/1/priority", {"priority": True}),
    (_HEAD, "POST", "/tickets/1/return", {}),
    (_HEAD, "POST", "/tickets/1/rating", {"level": 4, "channel": "touch"}),
    (_HEAD, "POST", "/day/training", {"on": True}),
    (_HEAD, "POST", "/day/close", {}),
    (_HEAD, "POST", "/day/tickets-by-hand", {"tickets": [{"number": "A900", "service": "A"}]}),
    (_HEAD, "POST", "/printer/paper-changed", {"used_mm": 0}),
    (_HEAD, "POST", "/admin/people", {"id": "x", "name": "X", "title": "", "role": "clerk"}),
    (_HEAD, "POST", "/admin/devices", {"role": "hall", "name": "x"}),
    (_HEAD, "POST", "/admin/services/A", {"name": "X"}),
)
_FIRST_LINES = (b"POST /api/v1/tickets HTTP/1.1\r\n", b"GET /sign-in HTTP/1.1\r\n", b"PUT /api/v1/state HTTP/1.1\r\n")
_LIES = (
    b"Content-Length: -1\r\n",
    b"Content-Length: 5\r\nContent-Length: 6\r\n",
    b"Content-Length: 99999999999999999999\r\n",
    b"Transfer-Encoding: chunked\r\nContent-Length: 3\r\n",
    b"Transfer-Encoding: gzip, chunked\r\n",
    b"Host: \r\nHost: a\r\n",
    b": x\r\n",
    b"X\0: y\r\n",
    b"Cookie: " + b"a=b; " * 5_000 + b"\r\n",
)


@dataclass(frozen=True, slots=True)
class Target:
    """Where the inputs go, with good tokens by name."""

    port: int
    tokens: Mapping[str, str]


def measure(folder: Path, count: int, seed: int = 8) -> Tally:
    """So many bad requests to an office in which somebody waits and somebody is served."""
    tally, chance = Tally("HTTP, an office"), random.Random(seed)
    with living(folder) as (served, target):
        before, seq = contents(served.premises.readers), served.desk.seq
        for number in range(1, count + 1):
            kind = _KINDS[number % len(_KINDS)]
            asked = kind(chance, target)
            send(tally, target.port, asked, is_whole=kind is not _no_http)
            if served.desk.seq != seq:
                tally.changes.append(f"the journal grew by {asked[:300]!r}")
                seq = served.desk.seq
            if number % EVERY == 0 or number == count:
                after = contents(served.premises.readers)
                tally.changes += changed(before, after)
                before = after
        assert served.take("A")["number"].startswith("A")  # and it goes on
    return tally


@contextmanager
def living(folder: Path) -> Iterator[tuple[ScreenOffice, Target]]:
    with office(folder / "data") as served:
        for service in "AABD":
            served.take(service)
        served.call(1)
        keys = served.premises.doors.fresh_keys()
        served.premises.doors.open_session(HEAD.id, keys)
        device = served.premises.doors.add_device(OPERATOR, rid(), role=_DEVICE, name="x").body["token"]
        yield served, Target(served.served.port, {_HEAD: keys.token, _DEVICE: str(device)})


def send(tally: Tally, port: int, said: bytes, *, is_whole: bool) -> None:
    """What is not whole is ended, so that the office does not wait for the rest of it."""
    with socket.create_connection(("127.0.0.1", port), _PATIENCE_S) as line:
        try:
            with suppress(OSError):  # refused while it was still being said
                line.sendall(said)
                if not is_whole:
                    line.shutdown(socket.SHUT_WR)
            status = _status(line)
        except (HTTPException, OSError) as error:
            return tally.crash(f"{error!r} {said[:200]!r}") if is_whole else tally.refuse("cut")
    if status >= 500:
        tally.crash(f"{status} for {said[:300]!r}")
    elif status < 400:
        tally.changes.append(f"{status} for {said[:300]!r}")
    else:
        tally.refuse(str(status))
    return None


def _status(line: socket.socket) -> int:
    answer = HTTPResponse(line)
    answer.begin()
    answer.read()
    return answer.status


def request(target: Target, method: str, path: str, body: bytes, token: str | None, extra: bytes = b"") -> bytes:
    head = f"{method} {path} HTTP/1.1\r\nHost: office\r\nConnection: close\r\nContent-Length: {len(body)}\r\n"
    bearer = "" if token is None else f"Authorization: Bearer {token}\r\n"
    return head.encode("utf-8", "replace") + bearer.encode() + extra + b"Content-Type: application/json\r\n\r\n" + body


def _call(chance: random.Random) -> tuple[str, str, str, dict[str, Any]]:
    role, method, path, body = chance.choice(CALLS)
    return role, method, f"/api/v1{path}", {"request_id": rid(), **body}


def _wrong_field(chance: random.Random, target: Target) -> bytes:
    """Something of another kind than it must be."""
    role, method, path, body = _call(chance)
    name = chance.choice(sorted(body))
    body[name] = another_kind(chance, body[name])
    return request(target, method, path, text_of(body), target.tokens[role])


def _more_or_less(chance: random.Random, target: Target) -> bytes:
    role, method, path, body = _call(chance)
    if chance.random() < 0.5:
        del body["request_id"]
    else:
        body[chance.choice(("zz", "__class__", "\ud800", "", "x" * 3_000))] = value(chance)
    return request(target, method, path, text_of(body), target.tokens[role])


def _no_json(chance: random.Random, target: Target) -> bytes:
    role, method, path, body = _call(chance)
    right = text_of({**body, "request_id": None})
    broken = chance.choice(NOT_JSON) if chance.random() < 0.5 else bitten(chance, right)
    return request(target, method, path, broken, target.tokens[role])


def _no_credentials(chance: random.Random, target: Target) -> bytes:
    _, method, path, body = _call(chance)
    token = chance.choice((None, "", "x", target.tokens[_HEAD][:-1], chance.randbytes(30).hex(), "é" * 20))
    return request(target, method, path.replace("/suggestions", "/tickets"), text_of(body), token)


def _no_such_path(chance: random.Random, target: Target) -> bytes:
    parts = ("api", "v1", "tickets", "..", "%2e%2e", "%00", "counters", "admin", "1", "%ff", ";", "*", "static", "%")
    path = "/nowhere/" + "/".join(chance.choice(parts) for _ in range(chance.randint(1, 9)))
    method = chance.choice(("GET", "POST", "PUT", "DELETE", "PATCH", "BREW", "TRACE"))
    return request(target, method, path, text_of(value(chance)) if method != "GET" else b"", target.tokens[_HEAD])


def _no_such_thing(chance: random.Random, target: Target) -> bytes:
    """Right calls on what does not exist."""
    name = chance.choice(("0", "-1", "999999", "9" * 400, "%D9%A3", "%00", "a%2Fb", "1.0", "01", "null"))
    path = chance.choice(
        ("/tickets/{}/cancel", "/tickets/{}/rating", "/admin/people/{}/pin", "/admin/devices/{}/revoke")
    )
    body = {"request_id": rid(), "level": 1, "channel": "touch"} if "rating" in path else {"request_id": rid()}
    return request(target, "POST", "/api/v1" + path.format(name), text_of(body), target.tokens[_HEAD])


def _no_http(chance: random.Random, _target: Target) -> bytes:
    if chance.random() < 0.3:
        return chance.randbytes(chance.randint(1, 400)) + b"\r\n\r\n"
    line = chance.choice(_FIRST_LINES) + b"Host: office\r\nConnection: close\r\n"
    if chance.random() < 0.5:
        return line.replace(b"POST", b"PUT").replace(b"GET", b"PUT") + chance.choice(_LIES) + b"\r\n\r\n"
    return b"PUT /x" + bitten(chance, line[4:]) + b"\r\n\r\n"


def _too_large(chance: random.Random, target: Target) -> bytes:
    role, method, path, body = _call(chance)
    big = text_of({**body, "x": chance.choice(NASTY_TEXTS)[:9] + "x" * 95_000})
    return request(target, method, path, big[: chance.randint(66_000, 90_000)], target.tokens[role])


_KINDS: tuple[Callable[[random.Random, Target], bytes], ...] = (
    _wrong_field,
    _more_or_less,
    _no_json,
    _no_credentials,
    _wrong_field,
    _no_such_path,
    _no_such_thing,
    _no_http,
    _more_or_less,
    _too_large,
)
