"""Asks an application as a program would, without a socket: a plain blocking client over httpx's ASGI transport.

The loop runs in a thread of its own, because the browser of other tests keeps one in the main thread.
"""

from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from functools import partial
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx
from anyio.from_thread import start_blocking_portal
from starlette.types import ASGIApp

PATIENCE_S = 20.0
"""For an answer over a socket, where httpx has five seconds: machines that test have slower moments. Hangs end here."""

T = TypeVar("T")


def told(story: Callable[[], Awaitable[T]]) -> T:
    """Runs a coroutine function to its end in a loop of its own thread."""
    with start_blocking_portal() as portal:
        return portal.call(story)


class Client:
    """One caller with its cookies, from one address. Use it with `with`; the application's lifespan is not run.

    The usual one is the machine itself, whose questions no limit counts.
    """

    def __init__(self, app: ASGIApp, *, address: str = "127.0.0.1", headers: dict[str, str] | None = None) -> None:
        self._stack = ExitStack()
        self._loop = self._stack.enter_context(start_blocking_portal())
        transport = httpx.ASGITransport(app, client=(address, 50_000))
        self._asking = httpx.AsyncClient(transport=transport, base_url="http://office.test:80", headers=headers)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call(self._asking.aclose)
        self._stack.close()

    @property
    def cookies(self) -> httpx.Cookies:
        return self._asking.cookies

    def request(self, method: str, path: str, **how: Any) -> httpx.Response:
        return self._loop.call(partial(self._asking.request, method, path, **how))

    def get(self, path: str, **how: Any) -> httpx.Response:
        return self.request("GET", path, **how)

    def post(self, path: str, **how: Any) -> httpx.Response:
        return self.request("POST", path, **how)

    def delete(self, path: str, **how: Any) -> httpx.Response:
        return self.request("DELETE", path, **how)
