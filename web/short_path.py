"""A short name for a Unix socket: its path may have 107 bytes at most, that of a data folder more."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def reachable(path: Path) -> Iterator[str]:
    """To bind it or to connect to it, through its folder's descriptor. Raises OSError when there is no such folder."""
    folder = os.open(path.parent, os.O_PATH | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)
