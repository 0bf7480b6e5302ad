"""The service's own socket in the data folder: for the command line of this machine, and for its knock at its own door.

Only the owner of the data folder can open it. The rule that surprises: it is bound and reached through the folder's
descriptor, because the path of a socket may be no longer than 107 bytes and a data folder's may.
"""

import os
import socket
from contextlib import ExitStack, suppress
from pathlib import Path

from office.premises import DataUnusable
from web.short_path import reachable

SOCKET_NAME = "serve.sock"


def listen_locally(data: Path, parts: ExitStack) -> socket.socket:
    """Listening; it goes away with `parts`. Raises DataUnusable."""
    path = data / SOCKET_NAME
    local = parts.enter_context(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM))
    try:
        path.unlink(missing_ok=True)  # the lock says that no other service has it
        _bind_in(data, local)
    except OSError as error:
        raise DataUnusable(data, f"{SOCKET_NAME}: {error.strerror}") from error
    parts.callback(_take_away, path)
    local.listen(16)
    return local


def own_door(data: Path, patience_s: float) -> socket.socket:
    """Connected. Raises OSError."""
    own = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        own.settimeout(patience_s)
        with reachable(data / SOCKET_NAME) as short:
            own.connect(short)
    except OSError:
        own.close()
        raise
    return own


def _take_away(path: Path) -> None:
    with suppress(OSError):  # a disk that became read-only meanwhile
        path.unlink(missing_ok=True)


def _bind_in(data: Path, local: socket.socket) -> None:
    before = os.umask(0o177)
    try:
        with reachable(data / SOCKET_NAME) as short:
            local.bind(short)
    finally:
        os.umask(before)
