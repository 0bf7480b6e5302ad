"""A caller that costs little itself: one kept connection, no framework; and several of them at the same moment."""

import http.client
import json
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4


class Caller:
    """One connection in one name; for one thread."""

    def __init__(self, url: str, token: str | None = None) -> None:
        where = urlsplit(url)
        self._connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=30)
        self._headers = {"Content-Type": "application/json"}
        if token is not None:
            self._headers["Authorization"] = f"Bearer {token}"

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> tuple[int, Any]:
        """Status and JSON."""
        content = None if body is None else json.dumps(body)
        self._connection.request(method, f"/api/v1{path}", content, self._headers)
        response = self._connection.getresponse()
        raw = response.read()
        return response.status, json.loads(raw) if raw else None

    def post(self, path: str, **body: Any) -> Any:
        """With a fresh request_id unless one is given; the answer must be a good one."""
        status, answer = self.ask("POST", path, {"request_id": str(uuid4()), **body})
        assert status < 300, answer
        return answer

    def close(self) -> None:
        self._connection.close()


def signed_in(url: str, clerk: str, pin: str, counter: int) -> Caller:
    """A clerk at a counter."""
    door = Caller(url)
    status, session = door.ask("POST", f"/counters/{counter}/sign-in", {"clerk": clerk, "pin": pin})
    assert status == 200, session
    door.close()
    return Caller(url, session["token"])


def timed(work: Callable[[], object]) -> float:
    """How long it took, in seconds."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def at_once(works: Sequence[Callable[[], Any]]) -> list[Any]:
    """All of them from one moment on, each in a thread; their results in order. Raises what the first one raised."""
    barrier, results, errors = threading.Barrier(len(works)), [None] * len(works), list[Exception]()

    def one(place: int) -> None:
        try:
            barrier.wait(10)
            results[place] = works[place]()
        except Exception as error:  # noqa: BLE001 - told below
            errors.append(error)

    threads = [threading.Thread(target=one, args=(place,)) for place in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(300)
    if errors:
        raise errors[0]
    return results
