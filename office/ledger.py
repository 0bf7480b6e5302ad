"""The journal as the courier reads it: streams with their places, facts as they were written, and what it writes back.

Reads on connections that cannot change anything, so nobody at a counter waits for a backlog. What it writes goes
through the performer like every act: the places (no fact of their own), the day's counts, a pause, a new stream.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.dialects.sqlite import insert as upsert

from office.answers import Answer
from office.domain import numbers
from office.domain.chain import text_hash
from office.domain.facts import WORDS_GO_UP
from office.domain.people import SYSTEM, Actor
from office.identity import Given, begin_after_rollback
from office.journal import Fact, digest_at, facts_between, head_of
from office.performing import Act, Listener, Performer
from office.readers import LedgerReader
from office.refill.refiller import Refiller
from office.store.tables import anchor, device_condition, fact, free_text, setting, stream

READER = "district"
_PAUSE = "district_pause"
_COUNTED, _CLOSED = "journal.counted", "day.closed"


@dataclass(frozen=True, slots=True)
class StreamEnds:
    """A stream: its first fact that is still kept, its last, and up to where the far end has acknowledged it."""

    no: int
    id: str
    kept_from: int
    head: int
    place: int


class Ledger:
    """One ledger reader's view of the journal. Raises `StoreUnavailable` or `DatabaseError` when the disk does not."""

    def __init__(self, performer: Performer, readers: Engine, zone: tzinfo, name: str = READER) -> None:
        self._performer, self._readers, self._zone, self._name = performer, readers, zone, name
        self.refiller = Refiller(performer, readers, name)

    # --- reading ------------------------------------------------------------------------------------------------
    def streams(self) -> list[StreamEnds]:
        """All of them, the present one last."""
        with self._readers.begin() as conn:
            rows = conn.execute(select(stream.c.no, stream.c.id).order_by(stream.c.no)).all()
            return [self._ends(conn, row.no, row.id) for row in rows]

    def facts(self, stream_no: int, first: int, last: int) -> list[Fact]:
        with self._readers.begin() as conn:
            return facts_between(conn, stream_no, first, last)

    def digest_before(self, stream_no: int, stream_id: str, first: int) -> bytes | None:
        """The chain's digest ahead of a fact; None when that part of the journal is not kept any more."""
        with self._readers.begin() as conn:
            return digest_at(conn, stream_no, stream_id, first - 1)

    def words(self, facts: Sequence[Fact]) -> dict[int, tuple[bytes, str]]:
        """seq → salt and text of what people wrote, where it is for the tier above and was not erased.

        By its hash: after a restore the id in an older fact may be that of something that nobody above may read.
        """
        bodies = {one.seq: json.loads(one.text) for one in facts if one.kind in WORDS_GO_UP}
        named = {seq: (body["text"], body.get("text_hash")) for seq, body in bodies.items() if body.get("text")}
        if not named:
            return {}
        query = select(free_text).where(
            free_text.c.id.in_({one for one, _ in named.values()}), free_text.c.text.is_not(None)
        )
        with self._readers.begin() as conn:
            kept = {(row.id, text_hash(row.salt, row.text)): (bytes(row.salt), row.text) for row in conn.execute(query)}
        return {seq: kept[text] for seq, text in named.items() if text in kept}

    def devices(self) -> dict[str, str]:
        """Device → condition."""
        with self._readers.begin() as conn:
            rows = conn.execute(select(device_condition.c.device, device_condition.c.condition))
            return {row.device: row.condition for row in rows}

    def paused(self) -> bool:
        with self._readers.begin() as conn:
            return conn.execute(select(setting.c.value).where(setting.c.key == _PAUSE)).scalar() is True

    def counts(self, stream_no: int, first: int, last: int) -> dict[str, int]:
        """How many facts of each kind lie between the two."""
        with self._readers.begin() as conn:
            return _counts(conn, stream_no, first, last)

    def on_facts(self, listener: Listener) -> Callable[[], None]:
        return self._performer.on_facts(listener)

    # --- writing ------------------------------------------------------------------------------------------------
    def write_down(self, places: Mapping[int, int]) -> None:
        """Stream number → place. Leaves no fact: it happens after every few batches."""

        def work(act: Act) -> Answer:
            for stream_no, place in places.items():
                LedgerReader(self._name, stream_no).acknowledge(act.conn, place)
            return Answer({})

        self._performer.perform("district.place", SYSTEM, None, {}, work)

    def pause(self, actor: Actor, request_id: str | None, *, on: bool) -> Answer:
        """Nothing is sent, also after a restart, until it is switched off again."""

        def work(act: Act) -> Answer:
            row = {"key": _PAUSE, "value": on}
            act.conn.execute(upsert(setting).values(row).on_conflict_do_update(index_elements=["key"], set_=row))
            act.record("setting.changed", f"setting:{_PAUSE}", row)
            return Answer({"paused": on})

        return self._performer.perform("district.pause", actor, request_id, {"on": on}, work)

    def begin_restored(self, given: Given | None) -> None:
        """The far end knows facts that were never written here: a new stream, above the numbers that it knows."""

        def work(act: Act) -> Answer:
            begin_after_rollback(act.conn, given and _sensible(given), act.now, act.now.date(self._zone).isoformat())
            act.begin_stream()
            row = act.conn.execute(select(stream).order_by(stream.c.no.desc()).limit(1)).one()
            act.record("stream.begun", f"stream:{row.id}", {"reason": row.reason, "machine": row.machine})
            return Answer({})

        self._performer.perform("stream", SYSTEM, None, {}, work)

    def count_closed_day(self) -> bool:
        """Once after a day was closed: how many facts of each kind there were since the last count, as a fact."""

        def work(act: Act) -> Answer:
            no = self._performer.journal.stream_no
            due = _uncounted(act.conn, no)
            if due is not None:
                date, first, last = due
                counts = _counts(act.conn, no, first, last)
                act.record(_COUNTED, "journal", {"date": date, "first": first, "last": last, "counts": counts})
            return Answer({"counted": due is not None})

        return bool(self._performer.perform("journal.count", SYSTEM, None, {}, work).body["counted"])

    def _ends(self, conn: Connection, no: int, stream_id: str) -> StreamEnds:
        pruned = conn.execute(select(anchor.c.seq).where(anchor.c.stream_no == no)).scalar() or 0
        place = LedgerReader(self._name, no).place(conn)
        return StreamEnds(no, stream_id, int(pruned) + 1, head_of(conn, no, stream_id).seq, max(place, int(pruned)))


def _counts(conn: Connection, stream_no: int, first: int, last: int) -> dict[str, int]:
    mine = (fact.c.stream_no == stream_no) & fact.c.seq.between(first, last)
    rows = conn.execute(select(fact.c.kind, func.count()).where(mine).group_by(fact.c.kind).order_by(fact.c.kind))
    return {kind: int(count) for kind, count in rows}


def _uncounted(conn: Connection, stream_no: int) -> tuple[str, int, int] | None:
    """(date of the closed day, first, last) of the facts since the last count, None when no day was closed since."""
    counted, closed = _newest(conn, stream_no, _COUNTED), _newest(conn, stream_no, _CLOSED)
    if closed <= counted:
        return None
    date = select(func.json_extract(fact.c.fact, "$.date")).where(fact.c.stream_no == stream_no, fact.c.seq == closed)
    last = conn.execute(select(func.max(fact.c.seq)).where(fact.c.stream_no == stream_no)).scalar_one()
    return str(conn.execute(date).scalar_one()), counted + 1, int(last)


def _newest(conn: Connection, stream_no: int, kind: str) -> int:
    mine = (fact.c.stream_no == stream_no) & (fact.c.kind == kind)
    return int(conn.execute(select(func.max(fact.c.seq)).where(mine)).scalar() or 0)


def _sensible(given: Given) -> Given | None:
    """A letter from outside must not lift a series beyond what can be read out; then it counts as no word at all."""
    possible = all(numbers.read(f"{prefix}{last}") for prefix, last in given.series.items())
    return given if possible and max(given.series.values(), default=0) <= numbers.HIGHEST_BY_HAND else None
