"""A port that swallows every connection, as an address does behind which the printer was unplugged."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def deaf_port() -> Iterator[int]:
    """Its waiting room has one place, and who took it has gone: nobody is connected, and nobody comes in."""
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        socket.create_connection(full.getsockname(), 5).close()
        yield full.getsockname()[1]
