"""A file that is whole or not there, readable by its owner alone from its first byte where it is a secret."""

import os
import secrets
from contextlib import suppress
from pathlib import Path


def write_secret(path: Path, content: bytes) -> None:
    """0600. Raises OSError; what stood there before then stands there still."""
    _write(path, content, 0o600)


def write_public(path: Path, content: bytes) -> None:
    """0644. Raises as `write_secret`."""
    _write(path, content, 0o644)


def _write(path: Path, content: bytes, mode: int) -> None:
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            os.fchmod(file.fileno(), mode)  # whatever the umask takes away
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError:
        with suppress(OSError):
            fresh.unlink()
        raise
