"""Letters in a file: for an office without a network, whose facts travel on a stick.

The letters are the very bytes that would go through the pipe. Layout: the line `motcua-parcel 1`, then frames of one
byte (what it is), four bytes (length, big-endian) and the letter; first the head (JSON: office, made_at in ms of UTC),
last the SHA-256 of everything before. A parcel is read only when it is whole: nothing is given out before the end was
seen. It proves nothing about its sender; who takes it in decides whether to believe the office's name.
"""

import hashlib
import json
import os
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from sync import topics

MAGIC = b"motcua-parcel 1\n"
LARGEST_LETTER = 64 * 1024
_FRAME = struct.Struct(">BI")
_END, _HEAD = 0, 1
_BOXES = {2: topics.HELLO, 3: topics.BACK, 4: topics.ACK}
_MARKS = {box: mark for mark, box in _BOXES.items()}

Letter = tuple[str, bytes]
"""(mailbox: hello | back | ack, payload)"""


class ParcelDamaged(Exception):
    """The file is no parcel, is cut off, or was changed; `why` says which."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path}: {why}")
        self.path, self.why = path, why


@dataclass(frozen=True, slots=True)
class Parcel:
    """A whole parcel; `made_at` in ms of UTC."""

    path: Path
    office: str
    made_at: int

    def letters(self) -> Iterator[Letter]:
        """In order; may be read again and again."""
        with self.path.open("rb") as file:
            file.seek(len(MAGIC))
            for mark, payload in _frames(self.path, file):
                if mark in _BOXES:
                    yield _BOXES[mark], payload


def packed(office: str, made_at: int, letters: Iterable[Letter]) -> Iterator[bytes]:
    """The bytes of a parcel, piece by piece."""
    digest = hashlib.sha256()
    head = json.dumps({"office": office, "made_at": made_at}, separators=(",", ":")).encode()
    framed = (_framed(_MARKS[box], payload) for box, payload in letters)
    for piece in (MAGIC, _framed(_HEAD, head)):
        digest.update(piece)
        yield piece
    for piece in framed:
        digest.update(piece)
        yield piece
    yield _framed(_END, digest.digest())


def write_parcel(path: Path, pieces: Iterable[bytes]) -> int:
    """Puts the bytes of `packed` on the stick: the file has its name only when it is whole. How many bytes."""
    unfinished = path.with_name(f"{path.name}.part")
    size = 0
    try:
        with unfinished.open("wb") as file:
            for piece in pieces:
                size += file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return size


def read_parcel(path: Path) -> Parcel:
    """Checks the whole file. Raises `ParcelDamaged`, OSError."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            raise ParcelDamaged(path, "this is not a parcel of motcua")
        digest.update(MAGIC)
        head: bytes | None = None
        for mark, payload in _frames(path, file):
            if mark == _END:
                if payload != digest.digest() or file.read(1):
                    raise ParcelDamaged(path, "it was changed or damaged")
                return _parcel(path, head)
            head = payload if head is None and mark == _HEAD else head
            digest.update(_framed(mark, payload))
    raise ParcelDamaged(path, "it is cut off")


def _framed(mark: int, payload: bytes) -> bytes:
    return _FRAME.pack(mark, len(payload)) + payload


def _frames(path: Path, file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    while start := file.read(_FRAME.size):
        if len(start) < _FRAME.size:
            raise ParcelDamaged(path, "it is cut off")
        mark, length = _FRAME.unpack(start)
        if length > LARGEST_LETTER:
            raise ParcelDamaged(path, "it was changed or damaged")
        payload = file.read(length)
        if len(payload) < length:
            raise ParcelDamaged(path, "it is cut off")
        yield mark, payload


def _parcel(path: Path, head: bytes | None) -> Parcel:
    try:
        fields = json.loads(head or b"")
        office, made_at = fields["office"], fields["made_at"]
    except (ValueError, KeyError, TypeError) as error:
        raise ParcelDamaged(path, "its head cannot be read") from error
    if not (isinstance(office, str) and topics.OFFICE_ID.fullmatch(office) and isinstance(made_at, int)):
        raise ParcelDamaged(path, "its head cannot be read")
    return Parcel(path, office, made_at)
