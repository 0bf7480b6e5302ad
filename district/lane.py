"""One lane of a collector: a pipe, a connection to the database, and the thread that carries letters between them.

In this order and no other: write, commit, answer the office, tell the pipe that its letter is safe. Whatever dies in
between, the office sends again what was not answered, and what is there already changes nothing. While the database is
away nothing is taken from the pipe: the letters in hand are kept and tried again, the rest waits at the other end.
"""

import queue
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import structlog
from sqlalchemy import Engine, event
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError

from district import mail
from district.greeting import behind, settle
from district.inbox import Inbox
from district.mail import Outcome
from district.store.places import Places
from district.store.refused import Refused
from sync import topics
from sync.transport.port import Arrived, Connected, Event, Letter, Lost, Transport
from sync.transport.tries import Pace, Tries
from sync.wire.refusing import RejectCode, Undecodable

T = TypeVar("T")
_IDLE_S = 0.5
_LIMITS = "54"
"""SQLSTATE "program limit exceeded", e.g. a text that is longer than an index takes."""
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Rounds:
    """`most`: letters in one transaction; `gather_s`: how long to wait for so many once the first is there."""

    most: int
    gather_s: float


LIVE = Rounds(32, 0.0)
BACKLOG = Rounds(8, 0.02)


@dataclass(slots=True)
class Counts:
    """Since the start."""

    rounds: int = 0
    facts: int = 0
    refused: int = 0
    shed: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.rounds + other.rounds,
            self.facts + other.facts,
            self.refused + other.refused,
            self.shed + other.shed,
        )


@dataclass(frozen=True, slots=True)
class Watch:
    """What a lane tells its collector: `standing(lane, works)` about its database, `connected` and `committed`."""

    standing: Callable[[str, bool], None]
    connected: Callable[[], None]
    committed: Callable[[], None]


class Lane:
    """`start` to `stop`."""

    def __init__(
        self,
        name: str,
        engine: Engine,
        transport: Transport,
        rounds: Rounds,
        watch: Watch,
        clock: Callable[[], int],
        pace: Pace,
    ) -> None:
        self.name, self.counts, self.connected = name, Counts(), False
        self._engine, self._transport, self._rounds, self._watch = engine, transport, rounds, watch
        self._clock, self._pace, self._tries = clock, pace, Tries(pace)
        self._events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self._inbox, self._places = Inbox(), Places()
        self.busy_since: float | None = None
        self._stopping, self._renewed = threading.Event(), threading.Event()
        event.listen(engine, "connect", lambda *_: self._renewed.set())
        self._thread = threading.Thread(target=self._work, name=f"lane-{name}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, deadline_s: float = 5.0) -> None:
        self._stopping.set()
        self._thread.join(deadline_s)

    def _work(self) -> None:
        self._until_it_works(self._reach)
        self._transport.open(self._events)
        while not self._stopping.is_set():
            self.busy_since = time.monotonic()
            try:
                self._round()
            except Exception:  # noqa: BLE001 - the outer loop: one round's mishap must not end the collecting
                _log.exception("lane.stumbled", lane=self.name)
                self._begin_anew()
        self._transport.close()

    def _begin_anew(self) -> None:
        """The letters in hand will never be acknowledged, and the pipe holds only so many: it is laid again."""
        self._inbox = Inbox()
        self._transport.rebuild()
        self._stopping.wait(_IDLE_S)

    def _reach(self) -> None:
        with self._engine.connect() as conn:
            conn.exec_driver_sql("SELECT 1")

    # --- hearing ---------------------------------------------------------------------------------------------------
    def _round(self) -> None:
        self._hear(_IDLE_S if not len(self._inbox) else 0.0)
        if len(self._inbox):
            self._gather()
        letters = self._inbox.take(self._rounds.most)
        if letters:
            self._carry(letters)

    def _gather(self) -> None:
        until = time.monotonic() + self._rounds.gather_s
        while len(self._inbox) < self._rounds.most and (left := until - time.monotonic()) > 0:
            self._hear(left)

    def _hear(self, wait_s: float) -> None:
        """Everything that has happened; waits for the first only."""
        try:
            happened = self._events.get(timeout=wait_s) if wait_s > 0 else self._events.get_nowait()
            while True:
                self._heard(happened)
                happened = self._events.get_nowait()
        except queue.Empty:
            return

    def _heard(self, happened: Event) -> None:
        if isinstance(happened, Connected):
            self.connected = True
            self._watch.connected()
        elif isinstance(happened, Lost):
            self.connected = False
        elif isinstance(happened, Arrived):
            self._arrived(happened.letter)

    def _arrived(self, letter: Letter) -> None:
        addressed = topics.read_up(letter.topic)
        if addressed is None or not self._inbox.put(addressed[0], letter):
            self._transport.acknowledge(letter)  # dropped: nobody was told that it arrived, so it will come again

    # --- carrying --------------------------------------------------------------------------------------------------
    def _carry(self, letters: Sequence[Letter]) -> None:
        outcome = self._until_it_works(lambda: self._write(letters))
        if outcome is None:
            return  # stopping: the letters were not acknowledged
        self._watch.committed()
        for office, ack in outcome.answers:
            self._transport.post(topics.down(office, topics.ACK), ack.pack())
        for office, payload in outcome.returned:
            self._transport.post(topics.down(office, topics.FACTS), payload)
        for letter in letters:
            self._transport.acknowledge(letter)
        self.counts.rounds += 1
        self.counts.facts += outcome.facts
        self.counts.refused += outcome.refused

    def _write(self, letters: Sequence[Letter]) -> Outcome:
        """All letters in one transaction; when the database objects to one of them, each in its own."""
        try:
            return self._commit(mail.sort(letters))
        except DBAPIError as error:
            if not _objects(error):
                raise
            _log.warning("lane.apart", lane=self.name, letters=len(letters), why=type(error.orig).__name__)
        outcomes = [self._write_alone(letter) for letter in letters]
        answers = [answer for outcome in outcomes for answer in outcome.answers]
        returned = [one for outcome in outcomes for one in outcome.returned]
        return Outcome(answers, sum(one.facts for one in outcomes), sum(one.refused for one in outcomes), returned)

    def _write_alone(self, letter: Letter) -> Outcome:
        made = mail.sort([letter])
        try:
            return self._commit(made, aside=True)
        except DBAPIError as error:
            if not _objects(error):
                raise
            _log.warning("lane.indigestible", lane=self.name, topic=letter.topic, why=type(error.orig).__name__)
        addressed = topics.read_up(letter.topic)
        assert addressed is not None
        office, box = addressed
        fault = Undecodable(RejectCode.BAD_FACT)
        return self._commit(mail.Sorted(refused=[(office, Refused(box, str(fault.code), letter.payload), fault)]))

    def _commit(self, made: mail.Sorted, *, aside: bool = False) -> Outcome:
        now, shed = self._clock(), self._inbox.take_shed()
        try:
            if lagging := behind(self._engine, made.hellos) if made.hellos else None:
                settle(self._engine, lagging)
            with self._engine.begin() as conn:
                self._distrust()
                mail.note_shed(conn, self._places, shed, now)
                outcome = mail.handle(conn, self._places, made, now, aside=aside)
        except BaseException:
            self._places.forget()  # what was new in it was undone
            self._inbox.shed.update(shed)
            raise
        self.counts.shed += shed.total()
        return outcome

    def _distrust(self) -> None:
        """A new connection may lead to another database, one from a backup: numbers are looked up anew."""
        if self._renewed.is_set():
            self._renewed.clear()
            self._places.forget()

    # --- when the database is away -----------------------------------------------------------------------------------
    def _until_it_works(self, act: Callable[[], T]) -> T | None:
        """Tries until the database takes it; None when stopping. The first failure may be a passing one."""
        failures = 0
        while not self._stopping.is_set():
            self.busy_since = time.monotonic()  # a database that is away is no reason to begin anew
            try:
                done = act()
            except DBAPIError as error:
                if _objects(error):
                    raise
                failures += 1
                self._failed(error, failures)
            else:
                self._watch.standing(self.name, True)
                return done
        return None

    def _failed(self, error: DBAPIError, failures: int) -> None:
        if failures == 1:
            self._tries = Tries(self._pace)
            return
        _log.warning("lane.no_database", lane=self.name, why=type(error.orig).__name__, failures=failures)
        self._watch.standing(self.name, False)
        self._stopping.wait(self._tries.failed(0.0))


def _objects(error: DBAPIError) -> bool:
    """Whether it is there and does not want this letter: it contradicts, fits into no column, or into no index."""
    limit = str(getattr(error.orig, "sqlstate", None)).startswith(_LIMITS)
    return limit or isinstance(error, IntegrityError | DataError)
