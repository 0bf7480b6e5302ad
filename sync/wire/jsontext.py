"""JSON text from a stranger, read within bounds, and the canonical form of what was read.

orjson where it is installed (the tier above, which reads millions of facts), else the standard library: both give the
same canonical text for everything that `is_clean` lets pass.
"""

import json
import re
import zlib
from collections.abc import Callable
from typing import Any

from sync.wire.refusing import RejectCode, Undecodable

try:
    import orjson

    FAST = True
except ImportError:  # an office: it writes facts and reads only short letters
    FAST = False

MOST_DEPTH = 16
"""Objects within objects in a fact. Ours have two."""
LEAST, MOST = -(2**63), 2**63 - 1
_ESCAPE = re.compile(rb"\\(?:u([0-9a-fA-F]{4})|.)", re.DOTALL)
_SHAPE = re.compile(rb'"(?:[^"\\]|\\.)*+"|[\[\]{}]', re.DOTALL)


def inflate(payload: bytes, packed_limit: int, raw_limit: int) -> bytes:
    """The raw bytes of a zlib stream; never makes more than `raw_limit` of them."""
    if len(payload) > packed_limit:
        raise Undecodable(RejectCode.TOO_LARGE)
    stream = zlib.decompressobj()
    try:
        raw = stream.decompress(payload, raw_limit + 1)
    except zlib.error as error:
        raise Undecodable(RejectCode.NOT_DEFLATE) from error
    if len(raw) > raw_limit:
        raise Undecodable(RejectCode.BOMB)
    if not stream.eof or stream.unused_data:
        raise Undecodable(RejectCode.NOT_DEFLATE)
    return raw


def read(raw: bytes) -> Any:
    """The value of a JSON text; NUL and half surrogates are refused, for no database of ours can keep them."""
    _refuse_bad_text(raw)
    try:
        return _parse(raw)
    except RecursionError as error:
        raise Undecodable(RejectCode.TOO_DEEP) from error
    except ValueError as error:
        code = RejectCode.TOO_DEEP if _depth(raw) > MOST_DEPTH else RejectCode.NOT_JSON
        raise Undecodable(code) from error


def _read_plainly(raw: bytes) -> Any:
    return json.loads(raw, parse_constant=_no_constant)


def _write_plainly(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _write_fast(value: Any) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


_parse: Callable[[bytes], Any] = orjson.loads if FAST else _read_plainly
write: Callable[[Any], bytes] = _write_fast if FAST else _write_plainly
"""Canonical JSON of a value that `is_clean`."""


def is_clean(value: Any, depth: int = MOST_DEPTH) -> bool:
    """True if the value holds no floats, no integer beyond 64 bits, and is not too deep (that raises)."""
    if depth == 0:
        raise Undecodable(RejectCode.TOO_DEEP)
    for inner in value.values() if type(value) is dict else value:
        kind = type(inner)
        if kind is int:
            if not LEAST <= inner <= MOST:
                return False
        elif kind is float or ((kind is dict or kind is list) and not is_clean(inner, depth - 1)):
            return False
    return True


def _refuse_bad_text(raw: bytes) -> None:
    try:
        raw.decode()
    except UnicodeDecodeError as error:
        raise Undecodable(RejectCode.BAD_TEXT) from error
    if b"\0" in raw or (b"\\u" in raw and _has_bad_escape(raw)):
        raise Undecodable(RejectCode.BAD_TEXT)


def _has_bad_escape(raw: bytes) -> bool:
    """An escaped NUL, or one half of a surrogate pair without the other right behind it."""
    open_until = -1  # where the second half must begin
    for found in _ESCAPE.finditer(raw):
        if found[1] is None:
            continue
        unit = int(found[1], 16)
        if (open_until >= 0) != (0xDC00 <= unit < 0xE000) or unit == 0 or (0 <= open_until != found.start()):
            return True
        open_until = found.end() if 0xD800 <= unit < 0xDC00 else -1
    return open_until >= 0


def _depth(raw: bytes) -> int:
    depth = deepest = 0
    for found in _SHAPE.finditer(raw):
        depth += {b"[": 1, b"{": 1, b"]": -1, b"}": -1}.get(found[0], 0)
        deepest = max(deepest, depth)
    return deepest


def _no_constant(word: str) -> Any:
    raise ValueError(f"{word} is not JSON")
