"""Batches become rows: one transaction for a handful of them, after which everything that is acknowledged is safe.

The head of a stream says what has arrived, and whoever holds its row adds facts, so a fact that the head does not name
goes in without a look at the table. What the head names is compared by its digest: a repetition changes nothing, a
contradiction goes into quarantine. Facts that nobody joins (the chain tears) go there too and do not count as received.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection, insert, select

from district import spans
from district.spans import ChainTorn, Span
from district.store import alarms, facts, heads, words
from district.store.alarms import Alarm
from district.store.facts import FactRow
from district.store.heads import Head
from district.store.places import Named, Places
from district.store.tables import boot, unprojected
from district.store.words import Said
from office.domain.chain import start_of
from sync.wire.batch import Batch, WireFact

MOST_SPANS = 2_000
"""Separate ranges of one stream; an honest office has a handful. What would make more is not taken, and counted."""
SCATTERED = "scattered"
STRAYED = "strayed"
"""The tally of words that were no fact's."""
ERASED = "text.erased"
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(slots=True)
class _Round:
    """One transaction's work."""

    now: int
    live: bool
    streams: dict[Named, int]
    boots: dict[Named, int]
    epochs: dict[int, int | None]
    heads: dict[int, Head]
    offices: dict[str, int]
    rows: list[FactRow] = field(default_factory=list)
    ranges: list[tuple[int, int, int]] = field(default_factory=list)
    torn: set[tuple[int, int]] = field(default_factory=set)
    """(stream, seq) of what contradicts."""
    said: list[Said] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Kept:
    """Where each stream stands after the round, and how many facts were new."""

    heads: dict[Named, Head]
    new: int


def keep(
    conn: Connection, places: Places, batches: Sequence[Batch], now: int, *, live: bool = False, aside: bool = False
) -> Kept:
    """Adds the batches; the caller commits. `aside`: see `district.store.facts.add`."""
    work = _begin(conn, places, batches, now, live)
    for batch in sorted(batches, key=lambda one: (one.office, one.stream, one.first)):
        _merge(conn, work, batch)
    facts.add(conn, work.rows, aside=aside)
    words.keep(conn, work.said, now)
    words.erase(conn, _erased(work), now)
    heads.save(conn, work.heads)
    _announce(conn, work.ranges, live=live)
    named = {(one.office, one.stream): work.heads[work.streams[one.office, one.stream]] for one in batches}
    return Kept(named, len(work.rows))


def standing(conn: Connection, places: Places, office: str, stream: str, now: int) -> Head:
    """Where the stream stands."""
    number = places.streams(conn, [(office, stream)], now)[office, stream]
    return heads.locked(conn, [number])[number]


def park(conn: Connection, places: Places, office: str, stream: str, seq: int, now: int) -> Head:
    """A fact that nobody can read counts as received from now on: it must not hold up all that come after it."""
    head = standing(conn, places, office, stream, now).knowing(seq)
    if spans.missing(head.spans, seq, seq):
        added = spans.with_added(head.spans, Span(seq, seq, None, None), start_of(stream))
        head = replace(head, spans=added)
    heads.save(conn, {head.stream_no: head})
    return head


def _begin(conn: Connection, places: Places, batches: Sequence[Batch], now: int, live: bool) -> _Round:
    streams = places.streams(conn, {(one.office, one.stream) for one in batches}, now)
    boots = places.boots(conn, {(one.office, one.boot) for one in batches}, now)
    epochs = _epochs(conn, {boots[one.office, one.boot] for one in batches})
    locked = heads.locked(conn, {streams[one.office, one.stream] for one in batches})
    offices = places.offices(conn, {one.office for one in batches}, now)
    return _Round(now, live, streams, boots, epochs, locked, offices)


def _epochs(conn: Connection, numbers: Iterable[int]) -> dict[int, int | None]:
    query = select(boot.c.no, boot.c.epoch).where(boot.c.no.in_(list(numbers)))
    return {row.no: row.epoch for row in conn.execute(query)}


def _merge(conn: Connection, work: _Round, batch: Batch) -> None:
    number = work.streams[batch.office, batch.stream]
    head = work.heads[number].knowing(batch.last)
    gaps = spans.missing(head.spans, batch.first, batch.last)
    if gaps != [(batch.first, batch.last)]:
        _compare(conn, work, batch, head, gaps)
    for first, last in gaps:
        head = _take(conn, work, batch, head, first, last)
    if batch.texts or batch.strayed:
        _listen(conn, work, batch, number)
    newest = max(batch.facts[-1].at, head.last_fact_at or 0)
    live_at = max(work.now, head.live_at or 0) if work.live else head.live_at
    work.heads[number] = replace(head, last_fact_at=newest, live_at=live_at)


def _listen(conn: Connection, work: _Round, batch: Batch, number: int) -> None:
    """Words belong to their fact: where that contradicts an earlier one, they have no place here."""
    office_no = work.offices[batch.office]
    for one in batch.texts:
        if (number, one.seq) not in work.torn:
            kind = batch.facts[one.seq - batch.first].kind
            work.said.append(Said(office_no, number, one.seq, kind, one.hash, one.salt, one.text))
    if batch.strayed:
        alarms.count(conn, office_no, {STRAYED: batch.strayed}, work.now)


def _erased(work: _Round) -> list[tuple[int, str]]:
    """(office, hash) of words that these facts say are erased."""
    told = [(row.stream_no, json.loads(row.body).get("text_hash")) for row in work.rows if row.kind == ERASED]
    if not told:
        return []
    offices = {number: work.offices[office] for (office, _), number in work.streams.items()}
    return [(offices[number], found) for number, found in told if type(found) is str and _HASH.fullmatch(found)]


def _take(conn: Connection, work: _Round, batch: Batch, head: Head, first: int, last: int) -> Head:
    """Facts `first` to `last` of the batch, none of which has arrived before."""
    chosen = batch.facts[first - batch.first : last - batch.first + 1]
    before = batch.before if first == batch.first else batch.facts[first - batch.first - 1].digest
    try:
        joined = spans.with_added(head.spans, Span(first, last, before, chosen[-1].digest), start_of(batch.stream))
    except ChainTorn as torn:
        _contradict(conn, work, batch, chosen, f"fact {torn.seq} of stream {batch.stream} continues another history")
        return head
    if len(joined) > MOST_SPANS:
        alarms.count(conn, work.offices[batch.office], {SCATTERED: 1}, work.now)
        return head
    work.rows += _rows(work, batch, head.stream_no, chosen)
    work.ranges.append((head.stream_no, first, last))
    return replace(head, spans=joined, received=head.received + len(chosen))


def _rows(work: _Round, batch: Batch, number: int, chosen: Sequence[WireFact]) -> list[FactRow]:
    boot_no, offset, now = work.boots[batch.office, batch.boot], batch.offset, work.now
    epoch = work.epochs.get(boot_no)
    shift = None if epoch is None else epoch - offset
    return [
        FactRow(
            number,
            one.seq,
            one.kind,
            one.version,
            one.at,
            None if shift is None else one.at + shift,
            boot_no,
            one.at - offset,
            one.subject,
            one.text,
            one.digest,
            now,
        )
        for one in chosen
    ]


def _compare(conn: Connection, work: _Round, batch: Batch, head: Head, gaps: list[tuple[int, int]]) -> None:
    """What has arrived before: the same again, a contradiction, or a fact that was parked and can be read now."""
    absent = {seq for first, last in gaps for seq in range(first, last + 1)}
    stored = _stored(conn, work, head.stream_no, batch)
    again = [one for one in batch.facts if one.seq not in absent and one.seq > head.pruned_to]
    other = [one for one in again if one.seq in stored and stored[one.seq] != one.digest]
    if other:
        _contradict(conn, work, batch, other, f"fact {other[0].seq} of stream {batch.stream} arrived with two contents")
    parked = [one for one in again if one.seq not in stored]
    work.rows += _rows(work, batch, head.stream_no, parked)
    work.ranges += [(head.stream_no, one.seq, one.seq) for one in parked]


def _stored(conn: Connection, work: _Round, number: int, batch: Batch) -> dict[int, bytes]:
    stored = facts.digests(conn, number, batch.first, batch.last)
    mine = {row.seq: row.digest for row in work.rows if row.stream_no == number}
    return {**stored, **mine}


def _contradict(conn: Connection, work: _Round, batch: Batch, chosen: Sequence[WireFact], why: str) -> None:
    number, office_no = work.streams[batch.office, batch.stream], work.offices[batch.office]
    work.torn.update((number, one.seq) for one in chosen)
    room = alarms.room_in_quarantine(conn, number)
    facts.set_aside(
        conn,
        [
            {
                "stream_no": number,
                "seq": one.seq,
                "digest": one.digest,
                "kind": one.kind,
                "version": one.version,
                "at": one.at,
                "subject": one.subject,
                "body": one.text,
                "boot": batch.boot,
                "arrived_at": work.now,
            }
            for one in chosen[:room]
        ],
    )
    alarms.sound(conn, office_no, Alarm.FORK, work.now, why)


def _announce(conn: Connection, ranges: Sequence[tuple[int, int, int]], *, live: bool) -> None:
    """Tells the projector what there is to do; in the same transaction, so nothing is ever passed over."""
    if ranges:
        notes = [{"stream_no": n, "first": a, "last": z, "live": live} for n, a, z in ranges]
        conn.execute(insert(unprojected), notes)
