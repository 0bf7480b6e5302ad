"""uvicorn, taught to end as our programs end: streams first, then the rest, and the caller goes on to tidy up.

Also the port it listens at, taken before anything else is touched.
"""

import asyncio
import socket
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import uvicorn
from starlette.types import ASGIApp

_GRACE_S = 1


class PortInUse(Exception):
    """Another program listens there already; `address` as HOST:PORT."""

    def __init__(self, address: str, why: str) -> None:
        super().__init__(f"{address}: {why}")
        self.address, self.why = address, why


def listen_at(host: str, port: int) -> socket.socket:
    """The port, bound. Raises PortInUse."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # With the protocol named, asyncio switches Nagle's delay off; without it every answer waits 40 ms.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(512)
    except OSError as error:
        listening.close()
        raise PortInUse(f"{host}:{port}", error.strerror or str(error)) from error
    return listening


def url_of(listening: socket.socket, *, tls: bool) -> str:
    host, port = listening.getsockname()[:2]
    return f"{'https' if tls else 'http'}://{f'[{host}]' if ':' in host else host}:{port}"


def settings(application: ASGIApp, certificate: Path | None, key: Path | None) -> uvicorn.Config:
    """What every server of ours tells uvicorn; https when both files are given."""
    tls: dict[str, Any] = {} if certificate is None else {"ssl_certfile": certificate, "ssl_keyfile": key}
    return uvicorn.Config(
        application,
        log_config=None,
        access_log=False,
        proxy_headers=False,  # a header must not choose the address that wrong PINs are counted for
        server_header=False,
        timeout_graceful_shutdown=_GRACE_S,
        timeout_keep_alive=30,
        h11_max_incomplete_event_size=32_768,
        **tls,
    )


class StoppableServer(uvicorn.Server):
    """`end_streams`: called in the loop before the shutdown, so that no open stream holds it."""

    def __init__(self, config: uvicorn.Config, end_streams: Callable[[], None]) -> None:
        super().__init__(config)
        self._end_streams = end_streams
        self._loop: asyncio.AbstractEventLoop | None = None

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002 - uvicorn names them
        """SIGTERM and SIGINT. uvicorn's own would raise the signal again and end the process before the database."""
        self.end()

    def end(self) -> None:
        """Asks the server to stop; from any thread."""
        if self._loop is None or self._loop.is_closed():
            self.should_exit = True
            return
        self._loop.call_soon_threadsafe(self._wind_up)

    def run(self, sockets: list[socket.socket] | None = None) -> None:
        """Serves on `sockets` until `end`."""
        asyncio.run(self._until_ended(sockets))

    async def _until_ended(self, sockets: list[socket.socket] | None) -> None:
        self._loop = asyncio.get_running_loop()
        await self.serve(sockets)

    def _wind_up(self) -> None:
        self._end_streams()
        self.should_exit = True
