"""What the tier above wants of an office: commands with their results, and signed bodies in chunks."""

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Self

from sync.wire import jsontext
from sync.wire.fields import Fields
from sync.wire.letter import LETTER_LIMIT, Letter
from sync.wire.refusing import RejectCode, Undecodable

CHUNK_SIZE = 32 * 1024
"""Bytes of a body in one chunk."""


@dataclass(frozen=True, slots=True)
class Command(Letter):
    """Something to do at an office, once: `id` is the idempotency key; after `expires` it is not done any more."""

    id: str
    name: str
    args: Mapping[str, Any]
    expires: int

    def to_json(self) -> dict[str, Any]:
        return {"id": self.id, "name": self.name, "args": dict(self.args), "expires": self.expires}

    @classmethod
    def from_fields(cls, fields: Fields) -> Self:
        return cls(fields.name("id"), fields.text("name"), fields.object("args").clean(), fields.number("expires"))


class Outcome(StrEnum):
    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Result(Letter):
    """What became of a command; `detail` is for people and holds nothing about citizens."""

    id: str
    name: str
    outcome: Outcome
    detail: str

    def to_json(self) -> dict[str, Any]:
        return {"id": self.id, "name": self.name, "outcome": str(self.outcome), "detail": self.detail}

    @classmethod
    def from_fields(cls, fields: Fields) -> Self:
        try:
            outcome = Outcome(fields.text("outcome"))
        except ValueError as error:
            raise Undecodable(RejectCode.NOT_AN_EVENT) from error
        return cls(fields.name("id"), fields.text("name"), outcome, fields.text("detail", 32_000))


@dataclass(frozen=True, slots=True)
class Manifest(Letter):
    """Retained: the body of version `version` lies in `chunks` letters beside it.

    `sha256`: hex digest of the whole body of `size` bytes; `signature`: Ed25519 over `signed_bytes`, so that neither
    the broker nor another office can slip one in.
    """

    name: str
    version: int
    sha256: str
    size: int
    chunks: int
    signature: bytes = b""

    def signed_bytes(self) -> bytes:
        """Canonical JSON of everything but the signature."""
        return jsontext.write({name: value for name, value in self.to_json().items() if name != "signature"})

    def signed(self, signature: bytes) -> "Manifest":
        return replace(self, signature=signature)

    def to_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "version": self.version,
            "sha256": self.sha256,
            "size": self.size,
            "chunks": self.chunks,
            "signature": base64.b64encode(self.signature).decode(),
        }

    @classmethod
    def from_fields(cls, fields: Fields) -> Self:
        return cls(
            fields.name("name"),
            fields.number("version", 1),
            fields.digest("sha256"),
            fields.number("size"),
            fields.number("chunks", 0, 1_000),
            _decoded(fields.text("signature")),
        )


@dataclass(frozen=True, slots=True)
class Chunk(Letter):
    """Retained at `down/config/{name}/{part}`: a part (from 0) of the body of `version`, at most CHUNK_SIZE bytes."""

    version: int
    part: int
    body: bytes

    def to_json(self) -> dict[str, Any]:
        return {"version": self.version, "part": self.part, "body": base64.b64encode(self.body).decode()}

    @classmethod
    def from_fields(cls, fields: Fields) -> Self:
        return cls(fields.number("version", 1), fields.number("part"), _decoded(fields.text("body", LETTER_LIMIT)))


def chunked(version: int, body: bytes) -> Sequence[Chunk]:
    """The body in letters; an empty body has none."""
    parts = range(0, len(body), CHUNK_SIZE)
    return [Chunk(version, part, body[start : start + CHUNK_SIZE]) for part, start in enumerate(parts)]


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise Undecodable(RejectCode.NOT_AN_EVENT) from error
