"""Signed bodies from the tier above, put together from letters that come in any order, twice, or not at all.

Decides and touches nothing: no disk, no pipe. What it gives out is whole, signed by the tier above and newer than what
is in force; whether the office can use it is another matter. Bounded: nobody can fill the memory with chunks, and what
was dropped comes again with the next connection, for everything lies retained at the broker.
"""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from sync import topics
from sync.wire.letters import CHUNK_SIZE, Chunk, Manifest
from sync.wire.refusing import Undecodable

LARGEST = 512 * 1024
"""Bytes of one body."""
MOST_HELD = 4 * LARGEST
MOST_CHUNKS = 64
_UNREADABLE = 0
_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z_.:-]{0,63}")


class Fault(StrEnum):
    """Why a manifest is not even looked into."""

    UNREADABLE = "unreadable"
    OTHER_NAME = "other_name"
    BAD_SIGNATURE = "bad_signature"
    TOO_LARGE = "too_large"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class Whole:
    """All of it is there, and it is what was signed."""

    name: str
    version: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Faulty:
    """`signed`: the tier above did say this; else anybody may have."""

    name: str
    version: int
    fault: Fault
    signed: bool


@dataclass(slots=True)
class Parts:
    """Chunks of one version of one name."""

    bodies: dict[int, bytes] = field(default_factory=dict)

    @property
    def size(self) -> int:
        return sum(len(body) for body in self.bodies.values())


class Gathering:
    """`is_ours`: whether the signature over these bytes is the tier's; `in_force`: name → version, 0 = none."""

    def __init__(self, is_ours: Callable[[bytes, bytes], bool], in_force: Callable[[str], int]) -> None:
        self._is_ours, self._in_force = is_ours, in_force
        self._manifests: dict[str, Manifest] = {}
        self._parts: dict[tuple[str, int], Parts] = {}

    def take(self, box: str, payload: bytes) -> Whole | Faulty | None:
        """A letter of `down/config/…`; `box` is what stands behind `down/`. None: nothing to do (yet)."""
        _, *levels = box.split("/")
        if not payload or not box.startswith(topics.CONFIG + "/") or len(levels) > 2:
            return None  # the broker forgets it; what is in force stays
        name = levels[0]
        if not _NAME.fullmatch(name):
            return None
        try:
            if len(levels) == 1:
                return self._take_manifest(name, Manifest.unpack(payload))
            return self._take_chunk(name, levels[1], Chunk.unpack(payload))
        except Undecodable:
            return Faulty(name, _UNREADABLE, Fault.UNREADABLE, signed=False)

    def held(self) -> int:
        """Bytes of chunks in memory."""
        return sum(parts.size for parts in self._parts.values())

    def _take_manifest(self, name: str, manifest: Manifest) -> Whole | Faulty | None:
        if manifest.name != name:
            return Faulty(name, manifest.version, Fault.OTHER_NAME, signed=False)
        if not self._is_ours(manifest.signed_bytes(), manifest.signature):
            return Faulty(name, manifest.version, Fault.BAD_SIGNATURE, signed=False)
        if manifest.version <= self._in_force(name):
            return None
        if manifest.size > LARGEST or manifest.chunks > MOST_CHUNKS:
            return Faulty(name, manifest.version, Fault.TOO_LARGE, signed=True)
        waiting = self._manifests.get(name)
        if waiting is None or waiting.version <= manifest.version:
            self._manifests[name] = manifest
        return self._look(name)

    def _take_chunk(self, name: str, part: str, chunk: Chunk) -> Whole | Faulty | None:
        if part != str(chunk.part) or chunk.part >= MOST_CHUNKS or len(chunk.body) > CHUNK_SIZE:
            return Faulty(name, chunk.version, Fault.UNREADABLE, signed=False)
        if chunk.version <= self._in_force(name):
            return None
        self._make_room(len(chunk.body))
        self._parts.setdefault((name, chunk.version), Parts()).bodies[chunk.part] = chunk.body
        return self._look(name)

    def _make_room(self, size: int) -> None:
        """Chunks that no manifest names go first, the oldest before the others."""
        while self._parts and self.held() + size > MOST_HELD:
            nameless = (key for key in self._parts if not self._is_awaited(key))
            del self._parts[next(nameless, next(iter(self._parts)))]

    def _is_awaited(self, key: tuple[str, int]) -> bool:
        manifest = self._manifests.get(key[0])
        return manifest is not None and manifest.version == key[1]

    def _look(self, name: str) -> Whole | Faulty | None:
        manifest = self._manifests.get(name)
        if manifest is None:
            return None
        parts = self._parts.get((name, manifest.version), Parts()).bodies
        if any(part not in parts for part in range(manifest.chunks)):
            return None
        body = b"".join(parts[part] for part in range(manifest.chunks))
        self._forget(name, manifest.version)
        if len(body) != manifest.size or hashlib.sha256(body).hexdigest() != manifest.sha256:
            self._manifests[name] = manifest  # chunks that are right may still come
            return Faulty(name, manifest.version, Fault.DAMAGED, signed=True)
        return Whole(name, manifest.version, body)

    def _forget(self, name: str, upto: int) -> None:
        self._manifests.pop(name, None)
        for key in [key for key in self._parts if key[0] == name and key[1] <= upto]:
            del self._parts[key]
