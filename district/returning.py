"""An office gets its own facts back: one batch for each question, exactly as it once came up.

For an office whose database was lost or put back to an older copy. Only what the named office sent itself is given,
and only from a fact that is here; where none is, the answer says so. Nothing is changed by asking. The rule that
surprises: what came in need not fit into a letter back. The limit is of packed bytes, here a fact lies with its keys in
order, and a stranger may have had them in one that packs better; such a fact counts as not here.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from district.store.tables import boot, fact, head, office, stream
from district.store.words import words
from office.domain.chain import start_of
from office.domain.facts import WORDS_GO_UP
from sync.wire import batch as wire
from sync.wire.batch import MOST_FACTS, RAW_LIMIT, Batch, WireFact
from sync.wire.letters import Want
from sync.wire.texts import WireText

MOST_OTHERS = 8
"""Streams that an office is told of; an honest one has a handful."""
_AROUND = 300
"""More than the envelope of a fact needs beside subject and body."""


def others(conn: Connection, office_no: int, stream_no: int) -> tuple[tuple[str, int], ...]:
    """The office's further streams, the oldest first, each with up to where it is whole here."""
    query = (
        select(stream.c.id, head.c.complete_to)
        .join(head, head.c.stream_no == stream.c.no)
        .where(stream.c.office_no == office_no, stream.c.no != stream_no, head.c.complete_to > 0)
        .order_by(stream.c.no.desc())
        .limit(MOST_OTHERS)
    )
    return tuple((row.id, row.complete_to) for row in reversed(conn.execute(query).all()))


def given_back(conn: Connection, office_id: str, want: Want) -> bytes | None:
    """The batch that begins with the wanted fact; None when that fact, or what it is chained to, is not here, and when
    no letter can hold it."""
    row = conn.execute(
        select(stream.c.no, head.c.pruned_to, head.c.pruned_digest)
        .join(office, office.c.no == stream.c.office_no)
        .join(head, head.c.stream_no == stream.c.no)
        .where(office.c.id == office_id, stream.c.id == want.stream)
    ).first()
    if row is None:
        return None
    found = _facts(conn, row.no, want)
    before = _before(conn, row, want)
    if not found or before is None:
        return None
    return _packed(conn, office_id, want.stream, before, found)


def _facts(conn: Connection, stream_no: int, want: Want) -> Sequence[Row[Any]]:
    """Without a gap, of one start of the machine and one step of its clock, and no more than a letter holds."""
    last = min(want.last, want.first + MOST_FACTS - 1)
    query = select(fact, boot.c.id.label("boot")).join(boot, boot.c.no == fact.c.boot_no)
    rows = conn.execute(
        query.where(fact.c.stream_no == stream_no, fact.c.seq.between(want.first, last)).order_by(fact.c.seq)
    ).all()
    size, end = 0, 0
    for at, row in enumerate(rows):
        size += len(row.body.encode()) + len(row.subject) + _AROUND
        if row.seq != want.first + at or _start(row) != _start(rows[0]) or (size > RAW_LIMIT and at):
            break
        end = at + 1
    return rows[:end]


def _start(row: Row[Any]) -> tuple[str, int]:
    return row.boot, row.at - row.mono


def _before(conn: Connection, row: Row[Any, Any, Any], want: Want) -> bytes | None:
    """The chain's digest ahead of the wanted fact."""
    if want.first == 1:
        return start_of(want.stream)
    if want.first == row.pruned_to + 1:
        return None if row.pruned_digest is None else bytes(row.pruned_digest)
    mine = (fact.c.stream_no == row.no) & (fact.c.seq == want.first - 1)
    digest = conn.execute(select(fact.c.digest).where(mine)).scalar()
    return None if digest is None else bytes(digest)


def _packed(conn: Connection, office_id: str, stream_id: str, before: bytes, found: Sequence[Row[Any]]) -> bytes | None:
    """As many of the facts as one letter holds."""
    texts = _words(conn, found)
    while (payload := wire.fitted(_batch(office_id, stream_id, before, found, texts))) is None:
        if len(found) > 1:
            found = found[: len(found) // 2]
        elif texts:
            texts = {}  # a fact comes back whatever becomes of its words
        else:
            return None
    return payload


def _batch(
    office_id: str, stream_id: str, before: bytes, found: Sequence[Row[Any]], texts: dict[int, WireText]
) -> Batch:
    facts = tuple(
        WireFact(row.seq, row.kind, row.version, row.at, row.subject, row.body, bytes(row.digest)) for row in found
    )
    beside = tuple(texts[one.seq] for one in facts if one.seq in texts)
    first = found[0]
    return Batch(office_id, stream_id, first.boot, first.at - first.mono, before, facts[-1].digest, facts, beside)


def _words(conn: Connection, found: Sequence[Row[Any]]) -> dict[int, WireText]:
    """What people wrote and nobody erased."""
    if not any(row.kind in WORDS_GO_UP for row in found):
        return {}
    mine = (words.c.stream_no == found[0].stream_no) & words.c.seq.between(found[0].seq, found[-1].seq)
    rows = conn.execute(select(words).where(mine, words.c.text.is_not(None), words.c.salt.is_not(None)))
    return {row.seq: WireText(row.seq, bytes(row.salt), row.text) for row in rows}
