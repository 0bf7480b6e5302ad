"""The frames of the loopback pipe: a length, a short JSON head, and the bytes of a letter. Bounded on both sides."""

import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

LARGEST_FRAME = 128 * 1024
LARGEST_HEAD = 4 * 1024
_LENGTHS = struct.Struct(">IH")


class BadFrame(Exception):
    """The other end does not keep to the frames; the connection has no sense any more."""


@dataclass(frozen=True, slots=True)
class Frame:
    """`head` has a key `is`: hello | welcome | refused | post | settled | letter | taken | bye."""

    head: dict[str, Any]
    body: bytes = b""

    @property
    def word(self) -> str:
        return str(self.head.get("is"))

    def pack(self) -> bytes:
        head = json.dumps(self.head, ensure_ascii=False, separators=(",", ":")).encode()
        return _LENGTHS.pack(len(head) + len(self.body), len(head)) + head + self.body


class Frames:
    """Bytes in, frames out."""

    def __init__(self) -> None:
        self._waiting = bytearray()

    def feed(self, data: bytes) -> Iterator[Frame]:
        self._waiting += data
        while (frame := self._next()) is not None:
            yield frame

    def _next(self) -> Frame | None:
        if len(self._waiting) < _LENGTHS.size:
            return None
        total, head = _LENGTHS.unpack_from(self._waiting)
        if total > LARGEST_FRAME or head > min(total, LARGEST_HEAD):
            raise BadFrame("a frame is too large")
        end = _LENGTHS.size + total
        if len(self._waiting) < end:
            return None
        whole = bytes(self._waiting[_LENGTHS.size : end])
        del self._waiting[:end]
        return Frame(_head(whole[:head]), whole[head:])


def _head(text: bytes) -> dict[str, Any]:
    try:
        head = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadFrame("a frame has no head") from error
    if not isinstance(head, dict):
        raise BadFrame("a frame has no head")
    return head
