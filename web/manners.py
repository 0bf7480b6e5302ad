"""How long and how much a connection may take: one question after another, each in its time.

    10 s     from the first byte (or from the connection) to the end of the headers
    30 s     from there to the end of the body
    20 s     in which nothing of an answer is taken
    30 s     between two questions (uvicorn's keep-alive)
    32 kB    of address and headers

The rule that surprises: a connection that is over in one of these ways is cut, and not closed with good manners, where
the other end has shown that it takes nothing.
"""

import asyncio
from dataclasses import dataclass
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from look.words import DEFAULT
from web import problems
from web.guests import Guests
from web.headers import ALWAYS

MOST_HEAD = 32_768


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: for the headers of a question, for its body, and in which nothing of an answer is taken."""

    head_s: float = 10.0
    body_s: float = 30.0
    taking_s: float = 20.0


class HeadTooLarge(Exception):
    """More than `MOST_HEAD` before the first byte of a body."""


class Mannered(HttpToolsProtocol):
    """uvicorn's protocol with deadlines; tells `guests` who is being answered."""

    def __init__(self, guests: Guests, patience: Patience, **given: Any) -> None:
        super().__init__(**given)
        self._guests, self._patience = guests, patience
        self._peer: tuple[Any, ...] | None = None
        self._asking: asyncio.TimerHandle | None = None
        self._taking: asyncio.TimerHandle | None = None
        self._in_head, self._head_bytes = True, 0
        self._is_too_large = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn has it
        super().connection_made(transport)
        peer = transport.get_extra_info("peername")
        self._peer = peer if isinstance(peer, tuple) else None  # a Unix socket has no name at the other end
        self._guests.introduce(self._peer, transport.abort)
        self._ask_within(self._patience.head_s)

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_asking()
        self._stop_taking()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._asking is None and self._is_idle():
            self._ask_within(self._patience.head_s)
        self._head_bytes += len(data) if self._in_head else 0
        super().data_received(data)
        if self._in_head and self._head_bytes > MOST_HEAD and not self.transport.is_closing():
            self._refuse("head_too_large")

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._in_head = True
        self._ask_within(self._patience.head_s)

    def on_headers_complete(self) -> None:
        self._in_head, self._head_bytes = False, 0
        if len(self.url) + sum(len(name) + len(value) for name, value in self.headers) > MOST_HEAD:
            self._is_too_large = True
            raise HeadTooLarge
        self._ask_within(self._patience.body_s)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._stop_asking()
        super().on_message_complete()
        self._in_head = True
        if not self._is_idle():
            self._guests.is_answered(self._peer)

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._guests.waits(self._peer)
        if self.transport.is_closing():
            self._take_within()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._guests.waits(self._peer)
        self._take_within()

    def resume_writing(self) -> None:
        super().resume_writing()
        if not self.transport.is_closing():
            self._stop_taking()
        if not self._is_idle():
            self._guests.is_answered(self._peer)

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 -- uvicorn's word, not ours
        """What cannot be read as HTTP at all."""
        self._refuse("head_too_large" if self._is_too_large else "malformed")

    def _is_idle(self) -> bool:
        cycle: RequestResponseCycle | None = self.cycle  # uvicorn names its type without the None of the beginning
        return cycle is None or cycle.response_complete

    def _ask_within(self, seconds: float) -> None:
        self._stop_asking()
        self._asking = self.loop.call_later(seconds, self._asks_too_slowly)

    def _take_within(self) -> None:
        self._stop_taking()
        self._taking = self.loop.call_later(self._patience.taking_s, self.transport.abort)

    def _stop_asking(self) -> None:
        if self._asking is not None:
            self._asking.cancel()
            self._asking = None

    def _stop_taking(self) -> None:
        if self._taking is not None:
            self._taking.cancel()
            self._taking = None

    def _asks_too_slowly(self) -> None:
        self._asking = None
        if self.transport.is_closing() or not self._is_idle() or not self._head_bytes:
            self.transport.abort()
        else:
            self._refuse("too_slow")

    def _refuse(self, problem: str) -> None:
        shown = problems.document(problems.GENERAL[problem], DEFAULT)
        answer = problems.ProblemResponse(shown, {**ALWAYS, "cache-control": "no-store", "connection": "close"})
        lines = [b"HTTP/1.1 %d \r\n" % answer.status_code]
        lines += [b"%b: %b\r\n" % pair for pair in answer.raw_headers]
        self.transport.write(b"".join([*lines, b"\r\n", bytes(answer.body)]))
        self.transport.close()
        self._take_within()
