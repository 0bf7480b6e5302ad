"""What the courier holds of a refill: it gives in what came back, and lets it be told.

Every method is one short transaction through the performer, as any act; reading happens beside it.
"""

import json
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Engine, Row, func, select
from sqlalchemy.exc import IntegrityError

from office.answers import Answer
from office.domain.people import SYSTEM
from office.journal import head_of
from office.performing import Act, Performer
from office.refill import keeping, telling, writing
from office.refill.keeping import Refill, Stage
from office.refill.taking import Returned, take
from office.store.tables import fact, stream

UNTELLABLE = "untellable"


class Refiller:
    """`reader`: who counts as having what comes back. Raises `StoreUnavailable` when the disk does not."""

    def __init__(self, performer: Performer, readers: Engine, reader: str) -> None:
        self._performer, self._readers, self._reader = performer, readers, reader

    def standing(self) -> dict[str, Refill]:
        """Stream → how far it has come, of all that were begun."""
        with self._readers.begin() as conn:
            return keeping.kept(conn)

    def take(self, one: Returned, wanted: int) -> int:
        """Facts of a batch; up to where the stream is here now. Raises `office.refill.taking.Unfitting`."""
        last = 0

        def work(act: Act) -> Answer:
            nonlocal last
            begun = self._begun(act.conn, one.stream, wanted, one.facts[0].seq - 1)
            last = take(act, one, self._reader)
            keeping.keep(act.conn, begun)
            return Answer({})

        self._performer.perform("refill.take", SYSTEM, None, {}, work)
        return last

    def stop(self, stream_id: str, stage: Stage, why: str | None = None) -> None:
        """No more of this stream comes. What is here is told; `refused` leaves a fact that says so."""

        def work(act: Act) -> Answer:
            row = _row(act.conn, stream_id)
            here = 0 if row is None else head_of(act.conn, row.no, stream_id).seq
            one = replace(self._begun(act.conn, stream_id, here, here), wanted=here)
            if stage is Stage.REFUSED:
                body = {"stream": stream_id, "first": here + 1, "why": why or ""}
                act.record("stream.refill_refused", f"stream:{stream_id}", body)
            is_over = one.told >= here or why == UNTELLABLE or not _is_kept(act.conn, row, one.told)
            keeping.keep(act.conn, one.ended(stage) if is_over else one)
            return Answer({})

        self._performer.perform("refill.stop", SYSTEM, None, {}, work)

    def tell(self, stream_id: str) -> bool:
        """The next stretch into the tables of people and counters; whether there is more of it."""
        with self._readers.begin() as conn:
            one, row = keeping.kept(conn)[stream_id], _row(conn, stream_id)
            if row is None or head_of(conn, row.no, stream_id).seq < one.wanted:
                return False  # not all of it is here yet
            made = telling.read(conn, row.no, one.told + 1, one.wanted, known=one.known)
        if made is None:
            self.stop(stream_id, Stage.DONE)
            return False

        def work(act: Act) -> Answer:
            done = made.last >= one.wanted
            written = writing.write(act, made)
            now = replace(one, told=made.last)
            keeping.keep(act.conn, now.ended(Stage.DONE) if done else now)
            lost = self._lost(act.conn, one) if done else None
            act.record("stream.refilled", f"stream:{stream_id}", _said(stream_id, made, written, lost, done=done))
            return Answer({})

        try:
            self._performer.perform("refill.tell", SYSTEM, None, {}, work)
        except IntegrityError:  # no office of ours ever wrote such facts
            self.stop(stream_id, Stage.REFUSED, UNTELLABLE)
            return False
        return made.last < one.wanted

    def _begun(self, conn: Connection, stream_id: str, wanted: int, before: int) -> Refill:
        """As it is kept; else its beginning: the tables tell all that this journal had, and no more."""
        present, found = self._performer.journal.stream, keeping.kept(conn).get(stream_id)
        if found is not None and found.stage is Stage.FETCHING:
            return replace(found, wanted=wanted, present=present)
        row = _row(conn, stream_id)
        told = before if row is None else head_of(conn, row.no, stream_id).seq
        known = row is not None and (found is None or found.known)
        return Refill(stream_id, wanted, told, present, known)

    def _lost(self, conn: Connection, one: Refill) -> int | None:
        """Facts that were written here and never came up; None: nobody knows how many were written."""
        newest = conn.execute(select(func.max(stream.c.no))).scalar_one()
        begun = select(fact.c.fact).where(fact.c.stream_no == newest, fact.c.kind == "stream.begun")
        body: dict[str, Any] = json.loads(conn.execute(begun.order_by(fact.c.seq).limit(1)).scalar() or "{}")
        if body.get("of") != one.stream:
            return None
        return max(0, int(body.get("written", 0)) - one.wanted)


def _row(conn: Connection, stream_id: str) -> Row[Any] | None:
    return conn.execute(select(stream).where(stream.c.id == stream_id)).first()


def _is_kept(conn: Connection, row: Row[Any] | None, after: int) -> bool:
    if row is None:
        return False
    later = select(fact.c.seq).where(fact.c.stream_no == row.no, fact.c.seq > after).limit(1)
    return conn.execute(later).first() is not None


def _said(
    stream_id: str, made: telling.Stretch, written: writing.Written, lost: int | None, *, done: bool
) -> dict[str, Any]:
    """`passed`: tickets left as they are; `house`: changes of services, people and settings that are not put back."""
    body = {
        "stream": stream_id,
        "first": made.first,
        "last": made.last,
        "tickets": written.tickets,
        "waiting": written.waiting,
        "passed": written.passed or None,
        "house": written.house or None,
        "lost": lost,
        "done": done,
    }
    return {key: value for key, value in body.items() if value is not None}
