"""uvicorn, taught to end as the office ends: streams first, then the rest, and the caller goes on to tidy up."""

import asyncio
import socket
from collections.abc import Callable
from types import FrameType

import uvicorn


class OfficeServer(uvicorn.Server):
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
