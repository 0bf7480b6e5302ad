"""The file of an update (`.motcua`): one version with its manifest and a signature, written and unpacked.

A plain tar in this order: `manifest.json`, `manifest.sig`, then every file of the manifest under its digest, for wheels
have names too long for a plain tar. The signature is of the manifest's bytes, so nothing is written down before it
holds, and every byte is compared on its way. The headers are read here, because only ordinary files of bounded size are
wanted: no links, no folders, no paths, no extensions.
"""

import hashlib
import shutil
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from kiosk.updates import keys, manifest
from kiosk.updates.manifest import Manifest, NotAnUpdate

SIGNATURE = "manifest.sig"
LARGEST_FILE, LARGEST = 200_000_000, 600_000_000
"""Bytes of one file, and of all together."""
_BLOCK = tarfile.BLOCKSIZE
_PIECE = 1 << 18


@dataclass(frozen=True, slots=True)
class Update:
    """An update whose signature holds; `signed_by`: the name of the key's file."""

    manifest: Manifest
    signed_by: str


def write(release: Path, key: Path, out: Path) -> None:
    """Signs the version in the folder `release` and packs it. Raises NotAnUpdate, KeyUnusable, OSError."""
    raw = (release / manifest.NAME).read_bytes()
    said = manifest.read(raw)
    parts = {manifest.NAME: raw, SIGNATURE: keys.sign(key, raw)}
    beside = out.with_name(f".{out.name}.new")
    with tarfile.open(beside, "w", format=tarfile.USTAR_FORMAT) as tar:
        for name, content in parts.items():
            _add(tar, name, content)
        for digest, names in sorted(_by_digest(said).items()):
            _add(tar, digest, _checked(release, names[0], digest))
    beside.replace(out)


def _by_digest(said: Manifest) -> dict[str, list[str]]:
    """The names of each content; two wheels are hardly ever the same, but empty files are."""
    found: dict[str, list[str]] = {}
    for name, digest in said.files.items():
        found.setdefault(digest, []).append(name)
    return found


def _checked(release: Path, name: str, digest: str) -> bytes:
    content = (release / name).read_bytes()
    if len(content) > LARGEST_FILE or hashlib.sha256(content).hexdigest() != digest:
        raise NotAnUpdate(f"{name} is not the file of its manifest")
    return content


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    """Nothing of the machine that packs it: the same version gives the same bytes."""
    from io import BytesIO

    about = tarfile.TarInfo(name)
    about.size, about.mode = len(content), 0o644
    tar.addfile(about, BytesIO(content))


@contextmanager
def opened(path: Path, trusted: Path) -> Iterator[tuple[Update, Callable[[Path], None]]]:
    """The update in a file, and how to unpack it into a new folder. Raises NotAnUpdate, KeyUnusable, OSError.

    Whoever may write to the file meanwhile changes nothing: it is read once, and every byte is compared.
    """
    with path.open("rb") as file:
        raw = _whole(file, manifest.NAME, manifest.LARGEST)
        signature = _whole(file, SIGNATURE, keys.SIZE)
        signed_by = keys.check(trusted, raw, signature)
        said = manifest.read(raw)

        def unpack(folder: Path) -> None:
            _unpack(file, said, folder)
            (folder / manifest.NAME).write_bytes(raw)

        yield Update(said, signed_by), unpack


def _whole(file: BinaryIO, name: str, largest: int) -> bytes:
    found, size = _header(file)
    if found != name or size > largest:
        raise NotAnUpdate("it does not begin like one")
    return b"".join(_content(file, size))


def _unpack(file: BinaryIO, said: Manifest, folder: Path) -> None:
    (folder / "wheels").mkdir(parents=True)
    left, room = _by_digest(said), LARGEST
    while left:
        digest, size = _header(file)
        names, room = left.pop(digest, None), room - size
        if names is None:
            raise NotAnUpdate(f"it has a file that its manifest does not name, or twice: {digest[:40]!r}")
        if size > LARGEST_FILE or room < 0:
            raise NotAnUpdate("it is larger than an update can be")
        _write(folder / names[0], _content(file, size), digest)
        for same in names[1:]:
            shutil.copyfile(folder / names[0], folder / same)


def _write(path: Path, pieces: Iterator[bytes], digest: str) -> None:
    found = hashlib.sha256()
    with path.open("xb") as out:
        for piece in pieces:
            found.update(piece)
            out.write(piece)
    if found.hexdigest() != digest:
        raise NotAnUpdate(f"{path.name} is not the file that its manifest means; was it copied whole?")


def _header(file: BinaryIO) -> tuple[str, int]:
    block = file.read(_BLOCK)
    try:
        about = tarfile.TarInfo.frombuf(block, "ascii", "strict")
    except (tarfile.HeaderError, UnicodeDecodeError):
        raise NotAnUpdate("it ends too early, or it is something else") from None
    if about.type != tarfile.REGTYPE or about.size < 0:
        raise NotAnUpdate("it has something that is not an ordinary file")
    return about.name, about.size


def _content(file: BinaryIO, size: int) -> Iterator[bytes]:
    """Piece by piece, and past the rest of its last block."""
    left = size
    while left:
        piece = file.read(min(left, _PIECE))
        if not piece:
            raise NotAnUpdate("it ends too early; was it copied whole?")
        left -= len(piece)
        yield piece
    file.read(-size % _BLOCK)
