"""How much, and how slowly, a stranger may send.

A body over 64 kB is refused with 413: at once when its length is announced, and at the first byte too many
when it is not (chunked encoding) or when the announced length lies. A path that takes uploads has its own
limit. A body that is not there after 20 s is refused with 408, so a half-open connection holds nothing for
ever.
"""

import asyncio
from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web import problems

BODY_LIMIT = 64 * 1024
"""Bytes of an ordinary body."""

BODY_DEADLINE_S = 20.0
"""Seconds from the first wait for the body to its last byte."""


class BodyLimit:
    """ASGI middleware. `uploads`: beginning of a path -> its own limit in bytes."""

    def __init__(
        self,
        app: ASGIApp,
        limit: int = BODY_LIMIT,
        uploads: Mapping[str, int] | None = None,
        deadline_s: float = BODY_DEADLINE_S,
    ) -> None:
        self.app = app
        self.limit = limit
        self.uploads = dict(uploads or {})
        self.deadline_s = deadline_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit = self._limit_of(scope["path"])
        if _announced(scope) > limit:
            await problems.answer(scope, "too_large", {"limit": limit})(scope, receive, send)
            return
        await self.app(scope, _Counted(receive, limit, self.deadline_s), send)

    def _limit_of(self, path: str) -> int:
        return next((limit for start, limit in self.uploads.items() if path.startswith(start)), self.limit)


def _announced(scope: Scope) -> int:
    length = Headers(scope=scope).get("content-length", "")
    return int(length) if length.isascii() and length.isdigit() and len(length) < 19 else 0


class _Counted:
    """The `receive` that the application gets: counts bytes and watches the time until the body is complete.

    Raises `Refused` (an HTTPException, the only kind that FastAPI lets through while it reads a body).
    """

    def __init__(self, receive: Receive, limit: int, deadline_s: float) -> None:
        self.receive = receive
        self.limit = limit
        self.deadline_s = deadline_s
        self.ends_at: float | None = None
        self.seen = 0
        self.complete = False

    async def __call__(self) -> Message:
        if self.complete:  # what comes now is only the caller hanging up: no deadline
            return await self.receive()
        message = await self._in_time()
        if message["type"] == "http.request":
            self.seen += len(message.get("body", b""))
            self.complete = not message.get("more_body", False)
        else:
            self.complete = True
        if self.seen > self.limit:
            raise problems.Refused("too_large", limit=self.limit)
        return message

    async def _in_time(self) -> Message:
        now = asyncio.get_running_loop().time()
        if self.ends_at is None:
            self.ends_at = now + self.deadline_s
        try:
            async with asyncio.timeout_at(self.ends_at):
                return await self.receive()
        except TimeoutError:
            raise problems.Refused("too_slow", headers={"Connection": "close"}) from None
