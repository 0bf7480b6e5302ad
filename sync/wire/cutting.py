"""Cuts a stretch of the journal into batches that fit: for the office, which keeps its facts with moments and digests.

A batch never spans two boots, nor a step of the wall clock: within one batch wall − mono is one number.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from office.journal import Fact
from sync.wire import batch as wire
from sync.wire import texts
from sync.wire.batch import MOST_FACTS, RAW_LIMIT, Batch, WireFact
from sync.wire.refusing import Unsendable
from sync.wire.texts import WireText

STEP_MS = 500
"""A greater change of wall − mono is a step of the clock; less is drift and rounding."""
_HEAD = 1_024
"""More than the event around the facts ever needs."""
_AROUND = 200
"""More than the envelope of a fact needs beside kind, subject and body."""


def cut(
    office: str,
    stream: str,
    before: bytes,
    facts: Sequence[Fact],
    barred: Callable[[int], bool] | None = None,
    words: Mapping[int, tuple[bytes, str]] | None = None,
) -> tuple[Batch, bytes]:
    """The first batch of these facts (consecutive, at least one) and its packed bytes; go on behind `batch.last`.

    `before` is the digest ahead of the first of them; `barred(seq)`: a fact that the far end refused, where the batch
    must end; `words`: salt and text of facts that have some. Raises Unsendable when the first fact alone is too large.
    """
    beside = texts.made(words or {})
    try:
        return _cut(office, stream, before, facts, barred, beside)
    except Unsendable as error:
        if error.seq not in beside:
            raise
    del beside[facts[0].seq]  # a fact arrives whatever becomes of its words
    return _cut(office, stream, before, facts, barred, beside)


def _cut(
    office: str,
    stream: str,
    before: bytes,
    facts: Sequence[Fact],
    barred: Callable[[int], bool] | None,
    beside: Mapping[int, WireText],
) -> tuple[Batch, bytes]:
    chosen = _fitting(facts, barred, beside)
    while True:
        batch = _made(office, stream, before, chosen, beside)
        payload = wire.fitted(batch)
        if payload is not None:
            return batch, payload
        if len(chosen) == 1:
            raise Unsendable(chosen[0].seq, _size(chosen[0]))
        chosen = chosen[: len(chosen) // 2]


def _fitting(
    facts: Sequence[Fact], barred: Callable[[int], bool] | None, beside: Mapping[int, WireText]
) -> Sequence[Fact]:
    raw = _HEAD
    for count, fact in enumerate(facts[:MOST_FACTS]):
        raw += _size(fact) + (texts.size(beside[fact.seq]) if fact.seq in beside else 0)
        if raw > RAW_LIMIT and count == 0:
            raise Unsendable(fact.seq, raw)
        if raw > RAW_LIMIT or (count and (_parted(facts[0], fact) or (barred is not None and barred(fact.seq)))):
            return facts[:count]
    return facts[:MOST_FACTS]


def _parted(first: Fact, fact: Fact) -> bool:
    return fact.moment.boot != first.moment.boot or abs(_offset(fact) - _offset(first)) > STEP_MS


def _offset(fact: Fact) -> int:
    return fact.moment.wall - fact.moment.mono


def _size(fact: Fact) -> int:
    return len(fact.text.encode()) + 2 * len(fact.subject.encode()) + len(fact.kind) + _AROUND


def _made(office: str, stream: str, before: bytes, facts: Sequence[Fact], beside: Mapping[int, WireText]) -> Batch:
    return Batch(
        office,
        stream,
        facts[0].moment.boot,
        _offset(facts[0]),
        before,
        facts[-1].digest,
        tuple(wire_facts(facts)),
        tuple(beside[fact.seq] for fact in facts if fact.seq in beside),
    )


def wire_facts(facts: Iterable[Fact]) -> Iterable[WireFact]:
    return (
        WireFact(fact.seq, fact.kind, fact.version, fact.moment.wall, fact.subject, fact.text, fact.digest)
        for fact in facts
    )
