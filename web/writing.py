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


def keep_folder(folder: Path) -> None:
    """What was renamed in it stays renamed, also after a power cut. Raises OSError."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_as(path: Path, content: bytes, mode: int, owner: tuple[int, int]) -> None:
    """With these rights, user and group (-1: as they come) from the first byte on.

    For root in a folder that is not root's: a link that stands there is replaced, never followed. Raises as
    `write_secret`.
    """
    _write(path, content, mode, owner)


def _write(path: Path, content: bytes, mode: int, owner: tuple[int, int] | None = None) -> None:
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            if owner is not None:
                os.fchown(file.fileno(), *owner)
            os.fchmod(file.fileno(), mode)  # whatever the umask takes away
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError:
        with suppress(OSError):
            fresh.unlink()
        raise
