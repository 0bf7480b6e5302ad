"""Whose signature counts: the public keys that lie in one folder of the machine, and signing with a private one.

Ed25519 keys as PEM files, as `openssl genpkey -algorithm ed25519` makes them. A key that anybody but its owner could
have put there or changed is not believed.
"""

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.updates.manifest import NotAnUpdate

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

SIZE = 64
"""Bytes of a signature."""
_LARGEST = 4_096


class KeyUnusable(Exception):
    """A file is no Ed25519 key; `path` and `why` name it."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path}: {why}")
        self.path, self.why = path, why


def check(folder: Path, signed: bytes, signature: bytes) -> str:
    """The name of the key that signed it. Raises NotAnUpdate when none of the keys in `folder` did, or KeyUnusable."""
    from cryptography.exceptions import InvalidSignature

    known = dict(trusted(folder))
    if not known:
        raise NotAnUpdate(f"nobody may update this machine: there is no key in {folder}")
    for name, key in known.items():
        try:
            key.verify(signature, signed)
        except InvalidSignature:
            continue
        return name
    raise NotAnUpdate(f"it was not signed with a key of {folder} ({', '.join(known)})")


def trusted(folder: Path) -> "Iterator[tuple[str, Ed25519PublicKey]]":
    """Name of the file and key. Raises KeyUnusable."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    for path in sorted(folder.glob("*.pub")):
        try:
            key = load_pem_public_key(_believed(path))
        except ValueError:
            raise KeyUnusable(path, "this is not a public key (PEM)") from None
        if not isinstance(key, Ed25519PublicKey):
            raise KeyUnusable(path, "this is not an Ed25519 key")
        yield path.name, key


def sign(key: Path, what: bytes) -> bytes:
    """With the private key of that file. Raises KeyUnusable."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        found = load_pem_private_key(key.read_bytes()[:_LARGEST], password=None)
    except (ValueError, TypeError):
        raise KeyUnusable(key, "this is not a private key (PEM, without a password)") from None
    if not isinstance(found, Ed25519PrivateKey):
        raise KeyUnusable(key, "this is not an Ed25519 key")
    return found.sign(what)


def _believed(path: Path) -> bytes:
    """The content of a key's file; looked at and read through one descriptor, so that nobody changes it in between."""
    try:
        opened = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise KeyUnusable(path, "this is not a plain file") from None
        raise
    with open(opened, "rb") as file:  # noqa: PTH123 -- a descriptor has no path
        about = os.fstat(file.fileno())
        if not stat.S_ISREG(about.st_mode):
            raise KeyUnusable(path, "this is not a plain file")
        if about.st_uid not in (0, os.geteuid()) or about.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
            raise KeyUnusable(path, "somebody else than root may change this key (wanted: root, 0644)")
        return file.read(_LARGEST)
