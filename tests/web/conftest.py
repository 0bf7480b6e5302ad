"""A small application on the web floor alone, with one endpoint for each way of failing."""

import asyncio
import socket
import threading
from collections.abc import AsyncGenerator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated

import pytest
import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request

from tests.asking import Client
from web import problems
from web.failure import CalmFailure
from web.headers import SafeHeaders
from web.limits import BodyLimit
from web.sse import EventStream, Mailbox, event
from web.text import Line, Paragraph, Word


class Note(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    word: Word
    line: Annotated[Line, Field(max_length=5)] = "x"
    text: Paragraph = ""
    level: int = Field(default=1, ge=1, le=5)


def small_app(deadline_s: float = 20.0) -> FastAPI:
    app = FastAPI(exception_handlers=problems.Answers().handlers(), openapi_url=None)

    @app.post("/api/note")
    def note(note: Note) -> dict[str, str]:
        return {"word": note.word, "line": note.line, "text": note.text}

    @app.post("/api/upload/photo")
    async def upload(request: Request) -> dict[str, int]:
        return {"bytes": len(await request.body())}

    @app.get("/api/broken")
    def broken() -> None:
        raise RuntimeError("a secret of the house")

    @app.get("/api/number/{n}")
    def number(n: int) -> dict[str, int]:
        return {"n": n}

    app.add_middleware(BodyLimit, uploads={"/api/upload/": 200_000}, deadline_s=deadline_s)
    app.add_middleware(CalmFailure)
    app.add_middleware(SafeHeaders)
    return app


@pytest.fixture
def small() -> Iterator[Client]:
    with Client(small_app()) as client:
        yield client


@dataclass
class Telling:
    """An application that streams one mailbox; `mailbox` is there once somebody listens."""

    app: FastAPI
    loop: asyncio.AbstractEventLoop | None = None
    mailbox: Mailbox | None = None
    heard: threading.Event | None = None
    gone: threading.Event | None = None


def telling_app(silence_s: float = 15.0, deadline_s: float = 10.0) -> Telling:
    telling = Telling(FastAPI(openapi_url=None), heard=threading.Event(), gone=threading.Event())

    async def source() -> AsyncGenerator[bytes, None]:
        telling.loop, telling.mailbox = asyncio.get_running_loop(), Mailbox()
        assert telling.heard is not None
        assert telling.gone is not None
        telling.heard.set()
        try:
            yield event("state", "{}")
            while (text := await telling.mailbox.take(silence_s)) is not None:
                yield text
        finally:
            telling.gone.set()

    @telling.app.get("/live")
    async def live() -> EventStream:
        return EventStream(source(), deadline_s)

    return telling


@contextmanager
def served(app: FastAPI, listening: socket.socket | None = None) -> Iterator[tuple[str, int]]:
    """A real uvicorn on a free port of this machine (or on the given socket), gone at the end."""
    listening = listening or socket.create_server(("127.0.0.1", 0))
    if listening.family != socket.AF_UNIX:
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    config = uvicorn.Config(app, log_level="critical", timeout_graceful_shutdown=1, server_header=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        yield listening.getsockname()
    finally:
        server.should_exit = True
        thread.join(5)
        listening.close()
    assert not thread.is_alive()
