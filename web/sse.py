"""Server-sent events: a page is told what happens, for as long as it listens.

Owns the form on the wire, one bounded mailbox per listener and the response that empties it. The rules that
surprise: a listener who does not keep up is cut off and comes back by itself (its browser resumes by
`Last-Event-ID`), because a television that was unplugged must not fill the memory; and a text that replaces
its predecessor ("state") takes no more than one place in the mailbox, however slowly it is read.

Everything here belongs to one event loop.
"""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

KEEP_ALIVE = b":\n\n"
KEEP_ALIVE_S = 15.0
"""Seconds of silence after which a comment goes out, so that proxies and televisions keep the line open."""

SEND_DEADLINE_S = 10.0
"""Seconds that one write may take before the listener counts as gone."""

MOST_EVENTS = 2_000
MOST_BYTES = 1_000_000
"""What one mailbox holds before its listener is cut off."""


def event(name: str, data: str, event_id: str | None = None) -> bytes:
    """One event. `data` may have several lines; `event_id` is what a listener resumes from."""
    lines = [f"event: {name}"]
    if event_id is not None:
        lines.append(f"id: {event_id}")
    lines.extend(f"data: {line}" for line in data.splitlines() or [""])
    return ("\n".join(lines) + "\n\n").encode("utf-8", "replace")


def retry(ms: int) -> bytes:
    """How long a listener waits before it connects again."""
    return f"retry: {ms}\n\n".encode()


class Mailbox:
    """What one listener has not read yet."""

    def __init__(self, most_events: int = MOST_EVENTS, most_bytes: int = MOST_BYTES) -> None:
        self.most_events = most_events
        self.most_bytes = most_bytes
        self.ended = False
        self._events: deque[bytes] = deque()
        self._bytes = 0
        self._latest: bytes | None = None
        self._news = asyncio.Event()

    def put(self, text: bytes) -> None:
        """Keep an event in order. A full mailbox ends."""
        if self.ended:
            return
        if len(self._events) >= self.most_events or self._bytes + len(text) > self.most_bytes:
            self.end()
            return
        self._events.append(text)
        self._bytes += len(text)
        self._news.set()

    def replace(self, text: bytes) -> None:
        """Keep an event that stands behind all others and takes the place of its predecessor."""
        if not self.ended:
            self._latest = text
            self._news.set()

    def end(self) -> None:
        """Nothing more will come; what is still unread is dropped."""
        self.ended = True
        self._events.clear()
        self._bytes = 0
        self._latest = None
        self._news.set()

    async def take(self, silence_s: float = KEEP_ALIVE_S) -> bytes | None:
        """Everything unread in one piece, a comment after `silence_s` without any, None at the end."""
        try:
            async with asyncio.timeout(silence_s):
                await self._news.wait()
        except TimeoutError:
            return KEEP_ALIVE
        if self.ended:
            return None
        if self._latest is not None:
            self._events.append(self._latest)
        everything = b"".join(self._events)
        self._events.clear()
        self._bytes, self._latest = 0, None
        self._news.clear()
        return everything


class EventStream(Response):
    """The response to a listener: passes on what `source` yields until it ends, or the listener goes."""

    media_type = "text/event-stream"

    def __init__(self, source: AsyncGenerator[bytes, None], deadline_s: float = SEND_DEADLINE_S) -> None:
        super().__init__(headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
        del self.headers["content-length"]
        self.source = source
        self.deadline_s = deadline_s

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        writing = asyncio.create_task(self._write(send))
        leaving = asyncio.create_task(_gone(receive))
        try:
            await asyncio.wait({writing, leaving}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            writing.cancel()
            leaving.cancel()
            await asyncio.gather(leaving, return_exceptions=True)
            outcome = (await asyncio.gather(writing, return_exceptions=True))[0]
            await self.source.aclose()
        if isinstance(outcome, Exception):
            raise outcome

    async def _write(self, send: Send) -> None:
        try:
            async for text in self.source:
                async with asyncio.timeout(self.deadline_s):
                    await send({"type": "http.response.body", "body": text, "more_body": True})
            async with asyncio.timeout(self.deadline_s):
                await send({"type": "http.response.body", "body": b"", "more_body": False})
        except TimeoutError:
            return  # too slow; the server closes the connection when the response stays unfinished


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
