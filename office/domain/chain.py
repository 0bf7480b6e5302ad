"""What makes the facts of a stream a chain: each digest holds the one before it, so that any later edit shows.

Office and district reckon it from the same bytes: SHA-256(previous digest ‖ canonical JSON of {q,k,v,t,s,d}), exactly
what goes on the wire. The first digest of a stream follows the SHA-256 of the stream's id.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def canonical(body: Mapping[str, Any]) -> str:
    """JSON with sorted keys and no spaces; a float has no canonical form and is refused with TypeError."""
    _refuse_floats(body)
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def start_of(stream: str) -> bytes:
    """What stands before the first fact of a stream."""
    return hashlib.sha256(stream.encode()).digest()


def envelope(seq: int, at: int, kind: str, version: int, subject: str, text: str) -> str:
    """The canonical JSON of a fact whose body is the canonical JSON `text`; `at` in ms of UTC."""
    kind_text, subject_text = json.dumps(kind), json.dumps(subject, ensure_ascii=False)
    return f'{{"d":{text},"k":{kind_text},"q":{seq},"s":{subject_text},"t":{at},"v":{version}}}'


def digest_after(previous: bytes, seq: int, at: int, kind: str, version: int, subject: str, text: str) -> bytes:
    """The digest of a fact whose body is the canonical JSON `text`; `at` in ms of UTC."""
    return hashlib.sha256(previous + envelope(seq, at, kind, version, subject, text).encode()).digest()


def text_hash(salt: bytes, text: str) -> str:
    """What a fact keeps of a free text that may be erased one day, in hex."""
    return hashlib.sha256(salt + text.encode()).hexdigest()


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError("a fact holds no floats")
    if isinstance(value, Mapping):
        for inner in value.values():
            _refuse_floats(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _refuse_floats(inner)
