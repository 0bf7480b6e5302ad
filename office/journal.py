"""The journal: every fact of this office, in order, chained so that any later edit shows.

A fact is (stream, seq); seq has no gaps within a stream. Its digest is SHA-256(previous digest ‖ canonical JSON of
{q,k,v,t,s,d}): exactly what goes on the wire, so that the district's copy is a witness. The first digest of a stream
follows the SHA-256 of the stream's id. `mono` and `boot` stand beside the fact, outside the digest.
"""

import json
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict

from sqlalchemy import Connection, delete, func, insert, select

from office.domain.chain import canonical, digest_after, start_of, text_hash
from office.domain.facts import KINDS
from office.domain.moment import Moment, utc_text
from office.store.tables import anchor, fact, stream

_APPEND = insert(fact)


class FactView(TypedDict):
    seq: int
    stream: str
    at: str
    kind: str
    version: int
    subject: str
    fact: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of the journal; `text` is the canonical JSON of the body."""

    seq: int
    moment: Moment
    kind: str
    version: int
    subject: str
    text: str
    digest: bytes


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a stream: the last seq and its digest (seq 0: the digest of the stream's id)."""

    seq: int
    digest: bytes


@dataclass(frozen=True, slots=True)
class Break:
    """Where a chain does not hold: the first fact whose digest is not what it must be, or that is missing."""

    stream: str
    seq: int
    why: str


class Journal:
    """The end of the present stream. Facts are written inside a transaction; the head moves when it is committed."""

    def __init__(self, conn: Connection) -> None:
        row = conn.execute(select(stream).order_by(stream.c.no.desc()).limit(1)).one()
        self.stream_no: int = row.no
        self.stream: str = row.id
        self.head = head_of(conn, row.no, row.id)
        self.last_moment = _last_moment(conn)

    def write(self, conn: Connection, now: Moment, drafts: Sequence[tuple[str, str, dict[str, Any]]]) -> list[Fact]:
        """Appends (kind, subject, body) in order; the caller commits and then calls `committed`."""
        head, rows, written = self.head, list[dict[str, Any]](), list[Fact]()
        for kind, subject, body in drafts:
            made = _next(head, now, kind, subject, canonical(body))
            head = Head(made.seq, made.digest)
            written.append(made)
            rows.append(row_of(self.stream_no, made))
        if rows:
            conn.execute(_APPEND, rows)
        return written

    def committed(self, written: Sequence[Fact]) -> None:
        if written:
            self.head = Head(written[-1].seq, written[-1].digest)
            self.last_moment = written[-1].moment


def row_of(stream_no: int, made: Fact) -> dict[str, Any]:
    """The fact as the table `fact` has it."""
    moment = made.moment
    return {
        "stream_no": stream_no,
        "seq": made.seq,
        "at": moment.wall,
        "mono": moment.mono,
        "boot": moment.boot,
        "kind": made.kind,
        "version": made.version,
        "subject": made.subject,
        "fact": made.text,
        "digest": made.digest,
    }


def view(stream_id: str, made: Fact) -> FactView:
    return FactView(
        seq=made.seq,
        stream=stream_id,
        at=utc_text(made.moment.wall),
        kind=made.kind,
        version=made.version,
        subject=made.subject,
        fact=json.loads(made.text),
    )


def begin_stream(conn: Connection, now: Moment, reason: str, machine: str) -> str:
    """Mints a new stream; `reason`: created | restored | cloned. The older streams stay readable."""
    new = secrets.token_hex(8)
    conn.execute(insert(stream).values(id=new, made_at=now.wall, reason=reason, machine=machine))
    return new


def facts_after(conn: Connection, stream_no: int, stream_id: str, seq: int, limit: int) -> list[FactView]:
    rows = conn.execute(
        select(fact).where(fact.c.stream_no == stream_no, fact.c.seq > seq).order_by(fact.c.seq).limit(limit)
    )
    return [view(stream_id, _fact(row)) for row in rows]


def facts_between(conn: Connection, stream_no: int, first: int, last: int) -> list[Fact]:
    """As they were written: nothing of the body is read."""
    mine = (fact.c.stream_no == stream_no) & fact.c.seq.between(first, last)
    return [_fact(row) for row in conn.execute(select(fact).where(mine).order_by(fact.c.seq))]


def digest_at(conn: Connection, stream_no: int, stream_id: str, seq: int) -> bytes | None:
    """The chain's digest after that fact, also where the kept facts begin; None when it is not known any more."""
    row = conn.execute(select(fact.c.digest).where(fact.c.stream_no == stream_no, fact.c.seq == seq)).first()
    if row is not None:
        return bytes(row.digest)
    start = _start(conn, stream_no, stream_id)
    return start.digest if start.seq == seq else None


def head_of(conn: Connection, stream_no: int, stream_id: str) -> Head:
    row = conn.execute(
        select(fact.c.seq, fact.c.digest).where(fact.c.stream_no == stream_no).order_by(fact.c.seq.desc()).limit(1)
    ).first()
    return _start(conn, stream_no, stream_id) if row is None else Head(row.seq, row.digest)


def verify(conn: Connection) -> Iterator[tuple[str, int, Break | None]]:
    """Recomputes every chain: (stream id, facts checked, the first break or None), one for each stream."""
    for row in conn.execute(select(stream.c.no, stream.c.id).order_by(stream.c.no)).all():
        yield _verify_stream(conn, row.no, row.id, _start(conn, row.no, row.id))


def verify_end(conn: Connection, most: int) -> tuple[str, int, Break | None]:
    """The same of the present stream alone, and only of its last `most` facts: for a look while people are served."""
    row = conn.execute(select(stream.c.no, stream.c.id).order_by(stream.c.no.desc()).limit(1)).one()
    before = head_of(conn, row.no, row.id).seq - most
    found = conn.execute(select(fact.c.digest).where(fact.c.stream_no == row.no, fact.c.seq == before)).first()
    start = _start(conn, row.no, row.id) if found is None else Head(before, found.digest)
    return _verify_stream(conn, row.no, row.id, start)


def prune(conn: Connection, stream_no: int, upto: int, now: Moment) -> int:
    """Removes the facts up to `upto` and leaves an anchor; how many went. The chain still verifies from there."""
    row = conn.execute(select(fact.c.digest).where(fact.c.stream_no == stream_no, fact.c.seq == upto)).first()
    if row is None:
        return 0
    conn.execute(delete(anchor).where(anchor.c.stream_no == stream_no))
    conn.execute(insert(anchor).values(stream_no=stream_no, seq=upto, digest=row.digest, at=now.wall))
    return conn.execute(delete(fact).where(fact.c.stream_no == stream_no, fact.c.seq <= upto)).rowcount


def salted_hash(text: str) -> tuple[bytes, str]:
    """(salt, hex digest): what a fact keeps of a free text that may be erased one day."""
    salt = secrets.token_bytes(16)
    return salt, text_hash(salt, text)


def _next(head: Head, now: Moment, kind: str, subject: str, text: str) -> Fact:
    version, seq = KINDS[kind], head.seq + 1
    digest = digest_after(head.digest, seq, now.wall, kind, version, subject, text)
    return Fact(seq, now, kind, version, subject, text, digest)


def _start(conn: Connection, stream_no: int, stream_id: str) -> Head:
    row = conn.execute(select(anchor).where(anchor.c.stream_no == stream_no)).first()
    return Head(0, start_of(stream_id)) if row is None else Head(row.seq, row.digest)


def _verify_stream(conn: Connection, stream_no: int, stream_id: str, head: Head) -> tuple[str, int, Break | None]:
    """From `head` on, which is believed."""
    checked = 0
    rows = select(fact).where(fact.c.stream_no == stream_no, fact.c.seq > head.seq).order_by(fact.c.seq)
    for row in conn.execute(rows):
        if row.seq != head.seq + 1:
            return stream_id, checked, Break(stream_id, head.seq + 1, "missing")
        expected = digest_after(head.digest, row.seq, row.at, row.kind, row.version, row.subject, row.fact)
        if expected != row.digest:
            return stream_id, checked, Break(stream_id, row.seq, "changed")
        head, checked = Head(row.seq, row.digest), checked + 1
    return stream_id, checked, None


def _fact(row: Any) -> Fact:
    moment = Moment(row.at, row.mono, row.boot)
    return Fact(row.seq, moment, row.kind, row.version, row.subject, row.fact, row.digest)


def _last_moment(conn: Connection) -> Moment | None:
    """The youngest fact of any stream: what the clock is compared with at a start."""
    newest = select(func.max(fact.c.stream_no)).scalar_subquery()
    row = conn.execute(
        select(fact.c.at, fact.c.mono, fact.c.boot)
        .where(fact.c.stream_no == newest)
        .order_by(fact.c.seq.desc())
        .limit(1)
    ).first()
    return None if row is None else Moment(row.at, row.mono, row.boot)
