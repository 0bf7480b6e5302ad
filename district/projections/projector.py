"""Makes rows of the facts that have arrived, in a thread of its own, a moment behind the collector.

Whoever adds facts also writes down, in the same transaction, which ranges are still to be projected; a projector takes
some of these notes away, again in one transaction with what it makes of them. So nothing is passed over however many
collectors commit in whatever order, several projectors share the work, and a crash repeats at most one round.
"""

import threading
import time
from collections.abc import Collection, Iterable, Sequence

import structlog
from sqlalchemy import Connection, Engine, bindparam, delete, func, insert, select
from sqlalchemy.exc import DBAPIError

from district.projections.merging import Merged
from district.projections.reading import Reading
from district.projections.rules import RULES
from district.projections.writing import write
from district.store import raw
from district.store.engine import is_postgres
from district.store.projected import SHAPES
from district.store.tables import fact, head, unprojected

RANGES_A_ROUND = 64
FACTS_A_RANGE = 500
MOST_SEQ = 2**63 - 1
HELPING, HELPING_EVERY_S, QUIET_S = 4, 0.5, 1.5
"""While backlogs arrive, so many of their ranges so often; they count as arrived when nothing came for so long."""
_IDLE_S = 1.0
_BACKOFF_S = 2.0
_log = structlog.get_logger()

_FACT = (fact.c.stream_no, fact.c.seq, fact.c.kind, fact.c.version, fact.c.at, fact.c.subject, fact.c.body)
_RANGE = select(*_FACT).where(
    fact.c.stream_no == bindparam("of_stream"),
    fact.c.seq.between(bindparam("first"), bindparam("last")),
)
_NEWEST = select(func.max(unprojected.c.id)).where(unprojected.c.live.is_(False))
_RANGES = """SELECT f.* FROM unnest(%s::int4[], %s::int8[], %s::int8[]) AS r (stream_no, first, last)
CROSS JOIN LATERAL (
    SELECT fact.stream_no, seq, kind, version, at, subject, body FROM fact
    WHERE fact.stream_no = r.stream_no AND seq BETWEEN r.first AND r.last AND kind = ANY(%s) OFFSET 0
) AS f"""  # OFFSET 0: each range by the key. A join over all ranges is planned as a walk through the whole table.


def drain(
    conn: Connection,
    limit: int = RANGES_A_ROUND,
    *,
    only: Collection[int] | None = None,
    live: bool | None = None,
) -> int:
    """Projects up to `limit` ranges and takes their notes away; how many. The caller commits.

    `only`: of these streams, and waits for whoever is at work on them, so that afterwards nothing of them is left.
    `live`: only what came by that lane, or only what did not.
    """
    ranges = _taken(conn, limit, only, live)
    if ranges:
        merged = Merged()
        merged.add(_facts(conn, ranges))
        write(conn, merged)
    return len(ranges)


def rebuild(engine: Engine) -> int:
    """Throws all projections away and makes them again from the raw facts; how many ranges that took."""
    with engine.begin() as conn:
        for shape in SHAPES:
            conn.execute(delete(shape.table))
        conn.execute(delete(unprojected))
        for row in conn.execute(select(head.c.stream_no)).all():
            _note_all(conn, row.stream_no)
    done = 0
    while True:
        with engine.begin() as conn:
            count = drain(conn)
        if not count:
            return done
        done += count


class Projector:
    """`start` to `stop`; `wake` says that facts have arrived.

    Live facts go first. While backlogs arrive their rows wait, for the processor is better used for taking them in; a
    small helping now and then keeps a backlog that never ends from being put off for ever.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._newest, self._moved_s, self._next_s = 0, float("-inf"), float("-inf")
        self.busy_since: float | None = None
        self._woken, self._stopping = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._work, name="projector", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        self._woken.set()

    def stop(self, deadline_s: float = 5.0) -> None:
        self._stopping.set()
        self._woken.set()
        self._thread.join(deadline_s)

    def _work(self) -> None:
        while not self._stopping.is_set():
            self.busy_since = time.monotonic()
            try:
                self._round()
            except DBAPIError as error:
                _log.warning("projector.no_database", why=type(error.orig).__name__)
                self._stopping.wait(_BACKOFF_S)
            except Exception:  # noqa: BLE001 - the outer loop: one round's mishap must not end the projecting
                _log.exception("projector.stumbled")
                self._stopping.wait(_BACKOFF_S)

    def _round(self) -> None:
        self._woken.clear()
        with self._engine.begin() as conn:
            done = drain(conn, live=True) or self._help(conn, time.monotonic())
        if not done:
            self._woken.wait(HELPING_EVERY_S if self._next_s > float("-inf") else _IDLE_S)

    def _help(self, conn: Connection, now: float) -> int:
        """What came as a backlog: all of it once nothing more arrives, until then a helping when it is time."""
        if not self._is_arriving(conn, now):
            self._next_s = float("-inf")
            return drain(conn, live=False)
        if now < self._next_s:
            return 0
        self._next_s = now + HELPING_EVERY_S
        return drain(conn, HELPING, live=False)

    def _is_arriving(self, conn: Connection, now: float) -> bool:
        """By the notes themselves, whichever collector took the backlog in."""
        newest = conn.execute(_NEWEST).scalar() or 0
        if newest > self._newest:
            self._newest, self._moved_s = newest, now
        return now - self._moved_s < QUIET_S


def _taken(conn: Connection, limit: int, only: Collection[int] | None, live: bool | None) -> list[tuple[int, int, int]]:
    wanted = select(unprojected.c.id).order_by(unprojected.c.id).limit(limit)
    if live is not None:
        wanted = wanted.where(unprojected.c.live.is_(live))
    if only is not None:
        wanted = wanted.where(unprojected.c.stream_no.in_(list(only)))
    if is_postgres(conn):
        wanted = wanted.with_for_update(skip_locked=only is None)
    ids = conn.execute(wanted).scalars().all()
    if not ids:
        return []
    gone = delete(unprojected).where(unprojected.c.id.in_(ids))
    rows = conn.execute(gone.returning(unprojected.c.stream_no, unprojected.c.first, unprojected.c.last))
    return [(row.stream_no, row.first, row.last) for row in rows]


def _facts(conn: Connection, ranges: Sequence[tuple[int, int, int]]) -> Iterable[Reading]:
    if is_postgres(conn):
        with raw.cursor(conn) as cursor:
            cursor.execute(_RANGES, [*(list(column) for column in zip(*ranges, strict=True)), list(RULES)])
            return map(Reading._make, cursor.fetchall())
    return (
        Reading._make(row)
        for number, first, last in ranges
        for row in conn.execute(_RANGE, {"of_stream": number, "first": first, "last": last})
    )


def _note_all(conn: Connection, stream_no: int) -> None:
    """Notes for every fact of a stream. Between two facts there may be more numbers than anybody can count."""
    of, last = fact.c.stream_no == stream_no, 0
    while (first := conn.execute(select(func.min(fact.c.seq)).where(of, fact.c.seq > last)).scalar()) is not None:
        last = min(first + FACTS_A_RANGE - 1, MOST_SEQ)
        conn.execute(insert(unprojected).values(stream_no=stream_no, first=first, last=last))
