"""A batch: up to 500 facts of one stream as one CloudEvents 1.0 event, deflated.

The facts stand on the wire exactly as their digests were reckoned, and whoever reads a batch reckons them again from
what it read: a batch that `unpack` gives back is whole and unaltered between its `before` and its `after`. Whether
`before` joins what came earlier, only who holds the stream can say. People's words travel beside the facts (`texts`);
only those that prove to be a fact's are read, and the others are no reason to refuse it.
"""

import hashlib
import re
import zlib
from dataclasses import dataclass
from typing import Any

from office.domain.chain import envelope
from sync.wire import jsontext, texts
from sync.wire.refusing import RejectCode, Undecodable
from sync.wire.texts import WireText

CONTENT_TYPE = "application/cloudevents+json"
EVENT_TYPE = "vn.motcua.batch.v1"
MOST_FACTS = 500
RAW_LIMIT = 256 * 1024
PACKED_LIMIT = 64 * 1024
LAST_MOMENT = 253_402_300_799_999
"""The end of the year 9999 in ms of UTC."""
_LEVEL = 9
_NAME = re.compile(r"[0-9A-Za-z-]{1,40}")
_ID, _HEAD = re.compile(rb'"id"\s*:\s*"([0-9A-Za-z-]{1,40}):(\d{1,18})-(\d{1,18})"'), 1_024
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class WireFact:
    """A fact; `at` in ms of UTC, `text` is the canonical JSON of its body, `digest` the chain's after it."""

    seq: int
    kind: str
    version: int
    at: int
    subject: str
    text: str
    digest: bytes


@dataclass(frozen=True, slots=True)
class Batch:
    """Facts of one boot without a gap; `offset` is wall − mono in ms. `before` and `after`: the chain around them.

    `strayed`: texts that came along and were none of these facts'.
    """

    office: str
    stream: str
    boot: str
    offset: int
    before: bytes
    after: bytes
    facts: tuple[WireFact, ...]
    texts: tuple[WireText, ...] = ()
    strayed: int = 0

    @property
    def first(self) -> int:
        return self.facts[0].seq

    @property
    def last(self) -> int:
        return self.facts[-1].seq

    @property
    def id(self) -> str:
        return f"{self.stream}:{self.first}-{self.last}"


def write(batch: Batch) -> bytes:
    """The event as JSON text."""
    events = ",".join(envelope(f.seq, f.at, f.kind, f.version, f.subject, f.text) for f in batch.facts)
    head = (
        f'{{"specversion":"1.0","type":"{EVENT_TYPE}","source":"/office/{batch.office}","id":"{batch.id}","data":'
        f'{{"stream":"{batch.stream}","first":{batch.first},"last":{batch.last},"boot":"{batch.boot}",'
        f'"mono":{batch.offset},"before":"{batch.before.hex()}","after":"{batch.after.hex()}","events":['
    )
    beside = f',"texts":{texts.written(batch.texts)}' if batch.texts else ""
    return f"{head}{events}]{beside}}}}}".encode()


def pack(batch: Batch) -> bytes:
    """The payload of a letter; the limits are kept by who cuts the batch (`cutting`)."""
    return zlib.compress(write(batch), _LEVEL)


def fitted(batch: Batch) -> bytes | None:
    """The same; None when no letter can hold so much, or nobody would unpack it."""
    raw = write(batch)
    if len(raw) > RAW_LIMIT:
        return None
    payload = zlib.compress(raw, _LEVEL)
    return payload if len(payload) <= PACKED_LIMIT else None


def unpack(payload: bytes, office: str) -> Batch:
    """The batch in a letter from `office`, which the broker vouches for. Raises Undecodable."""
    raw = jsontext.inflate(payload, PACKED_LIMIT, RAW_LIMIT)
    try:
        event = jsontext.read(raw)
    except Undecodable as error:
        stream, span = _claimed(raw)
        alone = span[0] if span and span[0] == span[1] else None
        raise Undecodable(error.code, alone, stream, span) from error
    data = _opened(event, office)
    stream, first, last = _span(event, data)
    try:
        return _read(office, stream, first, last, data)
    except Undecodable as error:
        raise Undecodable(error.code, error.seq, stream, (first, last)) from error


def _claimed(raw: bytes) -> tuple[str | None, tuple[int, int] | None]:
    """Which facts a text that cannot be read says it holds, so that its sender hears of them; it names only its own."""
    found = _ID.search(raw[:_HEAD])
    if found is None:
        return None, None
    first, last = int(found[2]), int(found[3])
    if not (1 <= first <= last and last - first < MOST_FACTS):
        return None, None
    return found[1].decode(), (first, last)


def _opened(event: Any, office: str) -> dict[str, Any]:
    if type(event) is not dict or event.get("specversion") != "1.0" or event.get("type") != EVENT_TYPE:
        raise Undecodable(RejectCode.NOT_AN_EVENT)
    if event.get("source") != f"/office/{office}":
        raise Undecodable(RejectCode.WRONG_SOURCE)
    data = event.get("data")
    if type(data) is not dict:
        raise Undecodable(RejectCode.NOT_AN_EVENT)
    return data


def _span(event: dict[str, Any], data: dict[str, Any]) -> tuple[str, int, int]:
    stream, first, last = data.get("stream"), data.get("first"), data.get("last")
    if not (type(stream) is str and _NAME.fullmatch(stream) and type(first) is int and type(last) is int):
        raise Undecodable(RejectCode.NOT_AN_EVENT)
    if not 1 <= first <= last <= jsontext.MOST or event.get("id") != f"{stream}:{first}-{last}":
        raise Undecodable(RejectCode.WRONG_ORDER)
    if last - first >= MOST_FACTS:
        raise Undecodable(RejectCode.TOO_LARGE)
    return stream, first, last


def _read(office: str, stream: str, first: int, last: int, data: dict[str, Any]) -> Batch:
    boot, offset, events = data.get("boot"), data.get("mono"), data.get("events")
    if not (type(boot) is str and _NAME.fullmatch(boot) and type(offset) is int and type(events) is list):
        raise Undecodable(RejectCode.NOT_AN_EVENT)
    if abs(offset) > LAST_MOMENT:
        raise Undecodable(RejectCode.NOT_AN_EVENT)
    before, after = _digest(data.get("before")), _digest(data.get("after"))
    if len(events) != last - first + 1:
        raise Undecodable(RejectCode.WRONG_ORDER)
    facts = _chained(events, first, before)
    if facts[-1].digest != after:
        raise Undecodable(RejectCode.CHAIN_BROKEN)
    return Batch(office, stream, boot, offset, before, after, facts, *texts.read(data.get("texts"), facts))


def _digest(text: Any) -> bytes:
    if type(text) is not str or not _DIGEST.fullmatch(text):
        raise Undecodable(RejectCode.NOT_AN_EVENT)
    return bytes.fromhex(text)


def _chained(events: list[Any], first: int, digest: bytes) -> tuple[WireFact, ...]:
    """Read and chained in one go: this runs once for every fact that the tier above receives."""
    sha256, write, facts = hashlib.sha256, jsontext.write, list[WireFact]()
    for seq, event in enumerate(events, first):
        kind, version, at, subject, body = _parts(event, seq)
        text = write(body)
        line = b'{"d":%b,"k":%b,"q":%d,"s":%b,"t":%d,"v":%d}' % (text, write(kind), seq, write(subject), at, version)
        digest = sha256(digest + line).digest()
        facts.append(WireFact(seq, kind, version, at, subject, text.decode(), digest))
    return tuple(facts)


def _parts(event: Any, seq: int) -> tuple[str, int, int, str, dict[str, Any]]:
    if type(event) is not dict or len(event) != 6:
        raise Undecodable(RejectCode.BAD_FACT, seq)
    get = event.get
    kind, version, at, subject, body = get("k"), get("v"), get("t"), get("s"), get("d")
    if type(get("q")) is not int or get("q") != seq:
        raise Undecodable(RejectCode.WRONG_ORDER, seq)
    if not (
        type(kind) is str
        and type(subject) is str
        and type(version) is int
        and type(at) is int
        and type(body) is dict
        and 0 < len(kind) <= 64
        and len(subject) <= 200
        and 0 < version < 32_768
        and 0 <= at <= LAST_MOMENT
        and _is_clean(body, seq)
    ):
        raise Undecodable(RejectCode.BAD_FACT, seq)
    return kind, version, at, subject, body


def _is_clean(body: dict[str, Any], seq: int) -> bool:
    try:
        return jsontext.is_clean(body)
    except Undecodable as error:
        raise Undecodable(error.code, seq) from error
