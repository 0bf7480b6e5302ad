"""How an act is performed: one transaction that checks, changes the state and appends the facts, or changes nothing.

The same `request_id` with the same act, actor and arguments gets the first answer again; with others it is refused.
Only answers are kept, never refusals. Listeners hear of the facts right after the commit, in order.
"""

import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, tzinfo
from typing import Any

import structlog
from sqlalchemy import Connection, Engine, bindparam, insert, select
from sqlalchemy.exc import DatabaseError, OperationalError

from office.answers import Answer
from office.clock import Clock
from office.domain.chain import canonical
from office.domain.day import DayHours
from office.domain.house import ALL_DAY, House
from office.domain.moment import Moment
from office.domain.people import Actor
from office.domain.refusals import Refusal, RequestIdReused, StoreUnavailable
from office.domain.waiting import Learned
from office.journal import Fact, FactView, Journal, view
from office.store.house import read_house
from office.store.kept_line import keep_line
from office.store.learned import read_learned, write_learned
from office.store.tables import kept_answer

# Built once, because they run at every act (see `office.store.tickets`).
_KEPT = select(kept_answer).where(kept_answer.c.request_id == bindparam("asked"))
_KEEP = insert(kept_answer)

Listener = Callable[[Sequence[FactView]], None]
PATIENCE_S = 10.0
"""How long an act waits for the one before it, which may hang on a dying disk, until it is refused."""

_log = structlog.get_logger()


class Act:
    """What is at hand inside a transaction. `record` appends a fact when the transaction is committed.

    `learned` may be replaced by a newer one; it holds when the transaction is committed.
    """

    def __init__(self, conn: Connection, now: Moment, actor: Actor, house: House, learned: Learned) -> None:
        self.conn, self.now, self.actor, self.house = conn, now, actor, house
        self.learned = learned
        self.drafts: list[tuple[str, str, dict[str, Any]]] = []
        self.house_changed = False
        self.stream_begun = False
        self.refusal: Refusal | None = None

    def record(self, kind: str, subject: str, body: dict[str, Any]) -> None:
        """Appends a fact; who did it goes into the body as `by`."""
        self.drafts.append((kind, subject, {**body, "by": self.actor.word}))

    def change_house(self) -> None:
        """Says that services, counters or settings were changed: the next act reads them anew."""
        self.house_changed = True

    def begin_stream(self) -> None:
        """Says that a new stream was begun: what this act records is already its first fact."""
        self.stream_begun = True

    def refuse_but_keep_facts(self, refusal: Refusal) -> None:
        """The act is refused, yet what it recorded so far is kept (a press that came too early)."""
        self.refusal = refusal


class Performer:
    """Owns the writing connection and the end of the journal; every act passes through `perform`, one at a time."""

    def __init__(self, writer: Engine, clock: Clock, zone: tzinfo, day_hours: DayHours = ALL_DAY) -> None:
        self._writer, self._clock, self._zone, self._day_hours = writer, clock, zone, day_hours
        self._lock = threading.RLock()
        self._closed = False
        self.busy_since: float | None = None
        """Since when (time.monotonic) the act in hand has been at it; None between two acts."""

        self._listeners: list[Listener] = []
        with writer.begin() as conn:
            self.journal = Journal(conn)
            self.house = read_house(conn, zone, day_hours)
            self.learned = read_learned(conn)
            self._line = keep_line(conn)

    def perform(
        self,
        name: str,
        actor: Actor,
        request_id: str | None,
        args: dict[str, Any],
        work: Callable[[Act], Answer],
    ) -> Answer:
        """Runs `work` in one transaction. Raises its `Refusal`, `RequestIdReused` or `StoreUnavailable`."""
        asked = None if request_id is None else (request_id, _digest(name, actor, args))
        with self._turn():
            try:
                return self._transact(actor, asked, work)
            except DatabaseError as error:
                # OperationalError: full, read-only, locked. DatabaseError itself: the file is damaged.
                if type(error) not in (OperationalError, DatabaseError):
                    raise
                raise StoreUnavailable from error

    def on_facts(self, listener: Listener) -> Callable[[], None]:
        """Calls `listener` after each commit; it must only put into a queue. Returns what ends it."""
        with self._turn():
            self._listeners.append(listener)

        def stop() -> None:
            with suppress(ValueError):
                self._listeners.remove(listener)

        return stop

    def today(self) -> date:
        """The calendar day of the office."""
        return self._clock.now().date(self._zone)

    def close(self) -> None:
        """Waits for the act in hand and refuses all others: after this nobody opens the file again from here."""
        self._closed = True
        if self._lock.acquire(timeout=PATIENCE_S):
            self._lock.release()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._lock.acquire(timeout=PATIENCE_S):
            raise StoreUnavailable
        try:
            if self._closed:
                raise StoreUnavailable
            self.busy_since = time.monotonic()
            yield
        finally:
            self.busy_since = None
            self._lock.release()

    def _transact(self, actor: Actor, asked: tuple[str, bytes] | None, work: Callable[[Act], Answer]) -> Answer:
        now = self._clock.now()
        with self._line, self._writer.begin() as conn:
            if asked is not None and (kept := _kept(conn, *asked)) is not None:
                return kept
            act = Act(conn, now, actor, self.house, self.learned)
            answer = work(act)
            if act.learned is not self.learned:
                write_learned(conn, self.learned, act.learned, now.wall)
            journal = Journal(conn) if act.stream_begun else self.journal
            written = journal.write(conn, now, act.drafts)
            if asked is not None and act.refusal is None:
                _keep(conn, *asked, answer, now)
            house = read_house(conn, self._zone, self._day_hours) if act.house_changed else self.house
        self.journal, self.learned = journal, act.learned
        self._settle(written, house)
        if act.refusal is not None:
            raise act.refusal
        return answer

    def _settle(self, written: list[Fact], house: House) -> None:
        self.house = house
        self.journal.committed(written)
        if written:
            views = [view(self.journal.stream, made) for made in written]
            for listener in tuple(self._listeners):
                _tell(listener, views)


def _tell(listener: Listener, facts: Sequence[FactView]) -> None:
    try:
        listener(facts)
    except Exception:  # noqa: BLE001 - see below
        # The facts are committed: a listener's mishap must not look like a refusal, nor keep them from the others.
        _log.exception("listener.stumbled", seq=facts[-1]["seq"])


def _digest(name: str, actor: Actor, args: dict[str, Any]) -> bytes:
    return hashlib.sha256(canonical({"act": name, "by": actor.word, "args": args}).encode()).digest()


def _kept(conn: Connection, request_id: str, digest: bytes) -> Answer | None:
    row = conn.execute(_KEPT, {"asked": request_id}).first()
    if row is None:
        return None
    if row.digest != digest:
        raise RequestIdReused
    return Answer(json.loads(row.body), row.created)


def _keep(conn: Connection, request_id: str, digest: bytes, answer: Answer, now: Moment) -> None:
    body = json.dumps(answer.body, ensure_ascii=False, separators=(",", ":"))
    kept = {"request_id": request_id, "digest": digest, "created": answer.created, "body": body, "at": now.wall}
    conn.execute(_KEEP, kept)
