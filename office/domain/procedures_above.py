"""The catalogue of procedures as the tier above sends it: one body that both ends speak, packed small. Frozen.

Some hundred procedures are more than a megabyte of JSON, and a broker holds one copy of a body for each office, so the
JSON is deflated and written as text (base64), which every layer below carries like any other body. What an entry means
is not decided here.
"""

import base64
import binascii
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from office.domain.above import Unfit
from office.domain.procedures import SAID_OF

PROCEDURES = "procedures"
"""The name of the body."""
LARGEST = 512 * 1024
"""Letters of a body, as `sync.gathering` takes them: about 1,000 procedures."""
MOST_JSON, MOST_ENTRIES = 8 * 1024 * 1024, 10_000
_LEVEL = 9


@dataclass(frozen=True, slots=True)
class Sent:
    """`whole`: procedures that are not among the entries are in force no more."""

    entries: tuple[dict[str, Any], ...]
    whole: bool = False


def body_of_procedures(entries: Sequence[Mapping[str, Any]], *, whole: bool) -> str:
    """Raises Unfit when no office would take it."""
    if len(entries) > MOST_ENTRIES:
        raise Unfit(f"more than {MOST_ENTRIES} procedures")
    value = {"procedures": [dict(one) for one in entries], "whole": whole}
    raw = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    body = base64.b64encode(zlib.compress(raw, _LEVEL)).decode()
    if len(raw) > MOST_JSON or len(body) > LARGEST:
        raise Unfit(f"{len(entries)} procedures make {len(body)} bytes; at most {LARGEST} can be sent")
    return body


def laid_over(sent: Iterable[Sent]) -> Sent:
    """One catalogue of several, each laid over those before it, field by field; a whole one begins anew.

    Another number takes along what was said of the one before (`SAID_OF`).
    """
    entries, whole = dict[str, dict[str, Any]](), False
    for one in sent:
        if one.whole:
            entries, whole = {}, True
        for entry in one.entries:
            code = str(entry.get("code"))
            entries[code] = _without_old_words(entries.get(code, {}), entry) | entry
    return Sent(tuple(entries[code] for code in sorted(entries)), whole)


def _without_old_words(before: dict[str, Any], entry: Mapping[str, Any]) -> dict[str, Any]:
    others = [said for key, said in SAID_OF.items() if key in entry and entry[key] != before.get(key)]
    old = {name for said in others for name in said}
    return {key: value for key, value in before.items() if key not in old}


def read_procedures(body: str) -> Sent:
    """Raises Unfit."""
    value = _parsed(_inflated(body))
    if not isinstance(value, dict) or value.keys() != {"procedures", "whole"}:
        raise Unfit("must hold procedures and whole")
    entries, whole = value["procedures"], value["whole"]
    if not isinstance(entries, list) or not all(isinstance(one, dict) for one in entries):
        raise Unfit("procedures: must be a list of objects")
    if len(entries) > MOST_ENTRIES:
        raise Unfit(f"more than {MOST_ENTRIES} procedures")
    if not isinstance(whole, bool):
        raise Unfit("whole: must be true or false")
    return Sent(tuple(entries), whole)


def _inflated(body: str) -> bytes:
    try:
        packed = base64.b64decode(body, validate=True)
        stream = zlib.decompressobj()
        raw = stream.decompress(packed, MOST_JSON + 1)
    except (ValueError, binascii.Error, zlib.error):
        raise Unfit("not deflated and in base64") from None
    if len(raw) > MOST_JSON:
        raise Unfit(f"more than {MOST_JSON} bytes when inflated")
    if not stream.eof or stream.unused_data:
        raise Unfit("not deflated and in base64")
    return raw


def _parsed(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        raise Unfit("not JSON") from None
