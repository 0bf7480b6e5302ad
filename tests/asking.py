"""Asks an application as a program would, without a socket: a plain blocking client over httpx's ASGI transport."""

import asyncio
from types import TracebackType
from typing import Any, Self

import httpx
from starlette.types import ASGIApp


class Client:
    """One caller with its cookies, from one address. Use it with `with`; the application's lifespan is not run."""

    def __init__(self, app: ASGIApp, *, address: str = "10.0.0.7", headers: dict[str, str] | None = None) -> None:
        self._runner = asyncio.Runner()
        transport = httpx.ASGITransport(app, client=(address, 50_000))
        self._asking = httpx.AsyncClient(transport=transport, base_url="http://office.test:80", headers=headers)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._runner.run(self._asking.aclose())
        self._runner.close()

    @property
    def cookies(self) -> httpx.Cookies:
        return self._asking.cookies

    def request(self, method: str, path: str, **how: Any) -> httpx.Response:
        return self._runner.run(self._asking.request(method, path, **how))

    def get(self, path: str, **how: Any) -> httpx.Response:
        return self.request("GET", path, **how)

    def post(self, path: str, **how: Any) -> httpx.Response:
        return self.request("POST", path, **how)

    def delete(self, path: str, **how: Any) -> httpx.Response:
        return self.request("DELETE", path, **how)
