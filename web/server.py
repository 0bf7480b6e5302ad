"""uvicorn, taught to end as our programs end: streams first, then the rest, and the caller goes on to tidy up.

Also the port it listens at, taken before anything else is touched, and who may come in there (`web.guests`) and how
long each may take (`web.manners`). The rule that surprises: https is for the network; the Unix socket of the data
folder and the address that only leads to https speak plain http.
"""

import asyncio
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from web.guests import AT_ONCE, Door, Guests, listening_socket
from web.manners import Mannered, Patience

_GRACE_S = 1
_GOODBYE_S = 5.0
_STARTUP_FAILED = 3


class PortInUse(Exception):
    """Another program listens there already; `address` as HOST:PORT."""

    def __init__(self, address: str, why: str) -> None:
        super().__init__(f"{address}: {why}")
        self.address, self.why = address, why


def listen_at(host: str, port: int) -> Door:
    """The port, bound. Raises PortInUse."""
    listening = listening_socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    try:
        listening.bind((host, port))
        listening.listen()
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
        log_level="error",  # a stranger who sends rubbish gets no line in the log each time
        access_log=False,
        proxy_headers=False,  # a header must not choose the address that wrong PINs are counted for
        server_header=False,
        timeout_graceful_shutdown=_GRACE_S,
        timeout_keep_alive=30,
        ws="none",
        **tls,
    )


class StoppableServer(uvicorn.Server):
    """`end_streams`: called in the loop before the shutdown, so that no open stream holds it."""

    def __init__(self, config: uvicorn.Config, end_streams: Callable[[], None]) -> None:
        super().__init__(config)
        self.guests, self.patience = Guests(), Patience()
        self._end_streams = end_streams
        self._loop: asyncio.AbstractEventLoop | None = None
        self._plain: list[tuple[socket.socket, uvicorn.Config]] = []

    def also(self, listening: socket.socket, application: ASGIApp) -> None:
        """Before `run`: this application answers at this port too, in plain http."""
        self._plain.append((listening, settings(application, None, None)))

    def take_certificate(self, certificate: Path, key: Path) -> None:
        """Whoever connects from now on is shown these files; from any thread. Raises OSError (`ssl.SSLError` too)."""
        if self.config.ssl is not None:
            self.config.ssl.load_cert_chain(certificate, key)

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

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """As uvicorn's own, with doors that know their guests, and with https only where it belongs."""
        await self.lifespan.startup()
        if self.lifespan.should_exit:
            sys.exit(_STARTUP_FAILED)
        self.servers = [await self._opened(listening, self.config) for listening in sockets or []]
        self.servers += [await self._opened(listening, config) for listening, config in self._plain]
        self.started = True

    async def _opened(self, listening: socket.socket, config: uvicorn.Config) -> asyncio.Server:
        if not config.loaded:
            config.load()
        if isinstance(listening, Door):
            listening.guests = self.guests
        secure = None if listening.family == socket.AF_UNIX else config.ssl
        shaking, leaving = (None, None) if secure is None else (self.patience.head_s, _GOODBYE_S)
        loop = asyncio.get_running_loop()

        def mannered() -> asyncio.Protocol:
            return Mannered(
                self.guests,
                self.patience,
                config=config,
                server_state=self.server_state,
                app_state=self.lifespan.state,
                _loop=loop,
            )

        return await loop.create_server(
            mannered,
            sock=listening,
            ssl=secure,
            backlog=AT_ONCE,
            ssl_handshake_timeout=shaking,
            ssl_shutdown_timeout=leaving,
        )

    async def _until_ended(self, sockets: list[socket.socket] | None) -> None:
        self._loop = asyncio.get_running_loop()
        await self.serve(sockets)

    def _wind_up(self) -> None:
        self._end_streams()
        self.should_exit = True
