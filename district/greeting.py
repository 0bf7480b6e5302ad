"""An office says hello, and hears what the district has of it: everything up to a fact, what it lacks, which numbers.

A hello is also how machines are told apart: two that say hello in turn under one name are copies of one another. And it
compares the clocks: our time minus the machine's own counter is one number for as long as the machine runs, so that all
its facts can be dated by our clock, whatever its wall clock said at the time.
"""

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import Connection, Engine, func, select, update

from district import spans
from district.projections.projector import drain
from district.returning import others
from district.store import alarms, heads
from district.store.alarms import Alarm
from district.store.heads import Head
from district.store.places import Places
from district.store.projected import ticket
from district.store.tables import boot, office, stream
from district.store.tables import head as head_row
from office.domain import numbers
from office.domain.moment import HOUR
from sync.wire.letters import Ack, Hello, Known

MOST_RANGES = 100
"""In one acknowledgement; the rest is asked for at the next hello."""
RETURNS = 2
"""Hellos from a start of the machine that had been followed by another one: the first may be a letter that was late."""
_RECENT_MS = HOUR


def greet(conn: Connection, places: Places, office_id: str, hello: Hello, now: int, *, delayed: bool = False) -> Ack:
    """Writes the hello down and answers it; the caller commits before the answer goes out.

    `delayed`: it travelled on a stick, for nobody knows how long, and says nothing about clocks and machines.
    """
    office_no = places.offices(conn, [office_id], now)[office_id]
    if not delayed:
        _compare_clocks(conn, office_no, hello, now)
        _meet(conn, places, office_id, hello, now)
    number = places.streams(conn, [(office_id, hello.stream)], now)[office_id, hello.stream]
    head = heads.locked(conn, [number])[number].knowing(hello.next - 1)
    heads.save(conn, {number: head if delayed else replace(head, live_at=now)})
    said = answer(hello.stream, head, now, need=_lacking(head, hello), known=known_numbers(conn, office_no))
    return replace(said, others=others(conn, office_no, number))


def answer(
    stream_id: str, head: Head, now: int, *, need: tuple[tuple[int, int], ...] = (), known: Known | None = None
) -> Ack:
    """What the office may count as delivered."""
    have = tuple(spans.beyond(head.spans)[:MOST_RANGES])
    return Ack(stream_id, head.complete_to, now, have=have, need=need, known=known)


def known_numbers(conn: Connection, office_no: int) -> Known:
    """The highest number of each series on the last day on which the office gave any, over all its streams."""
    mine = list(conn.execute(select(stream.c.no).where(stream.c.office_no == office_no)).scalars())
    date = max((found for found in (_last_date(conn, one) for one in mine) if found), default=None)
    given = select(ticket.c.number).where(ticket.c.stream_no.in_(mine), ticket.c.date == date)
    highest: dict[str, int] = {}
    for text in conn.execute(given).scalars():
        read = numbers.read(text or "")
        if read is not None:
            highest[read[0]] = max(read[1], highest.get(read[0], 0))
    return Known(date or "", highest)


def _last_date(conn: Connection, stream_no: int) -> str | None:
    """The business day of the newest ticket."""
    dated = select(ticket.c.date).where(ticket.c.stream_no == stream_no, ticket.c.date.is_not(None))
    return conn.execute(dated.order_by(ticket.c.ticket.desc()).limit(1)).scalar()


def behind(engine: Engine, hellos: Iterable[tuple[str, Hello]]) -> set[str]:
    """Offices that say hello behind what we have of them: they were rolled back, and need to know their numbers."""
    with engine.connect() as conn:
        return {office_id for office_id, hello in hellos if _is_behind(conn, office_id, hello)}


def _is_behind(conn: Connection, office_id: str, hello: Hello) -> bool:
    named = (office.c.id == office_id) & (stream.c.id == hello.stream) & (head_row.c.known_to >= hello.next)
    joined = select(head_row.c.stream_no).join(stream, stream.c.no == head_row.c.stream_no)
    return conn.execute(joined.join(office, office.c.no == stream.c.office_no).where(named)).first() is not None


def settle(engine: Engine, office_ids: Iterable[str]) -> None:
    """Projects what of these offices still waits for it, so that the numbers in the answer to a hello are the last.

    In transactions of its own: a projector at work may hold rows that it needs, and waits for nobody while it does.
    """
    wanted = select(stream.c.no).join(office, office.c.no == stream.c.office_no)
    with engine.connect() as conn:
        mine = list(conn.execute(wanted.where(office.c.id.in_(sorted(set(office_ids))))).scalars())
    left = bool(mine)
    while left:
        with engine.begin() as conn:
            left = drain(conn, only=mine) > 0


def _lacking(head: Head, hello: Hello) -> tuple[tuple[int, int], ...]:
    if hello.next == 1:
        return ()
    first = max(head.complete_to, head.pruned_to) + 1
    return tuple(spans.missing(head.spans, first, hello.next - 1)[:MOST_RANGES])


def _compare_clocks(conn: Connection, office_no: int, hello: Hello, now: int) -> None:
    values = {"hello_at": now, "clock_offset_ms": hello.now - now, "clock_trusted": hello.trusted}
    conn.execute(update(office).where(office.c.no == office_no).values(values))


def _meet(conn: Connection, places: Places, office_id: str, hello: Hello, now: int) -> None:
    """Notes the start of the machine, and whether it had been followed by another one already."""
    number = places.boots(conn, [(office_id, hello.boot)], now)[office_id, hello.boot]
    office_no = places.offices(conn, [office_id], now)[office_id]
    mine = boot.c.office_no == office_no
    latest = (
        select(boot.c.no)
        .where(mine, boot.c.greeted_at.is_not(None))
        .order_by(boot.c.greeted_at.desc(), boot.c.no.desc())
    )
    before = conn.execute(latest.limit(1)).scalar()
    this = conn.execute(select(boot.c.epoch, boot.c.greeted_at).where(boot.c.no == number)).one()
    came_back = this.greeted_at is not None and before != number
    epoch = now - hello.now + hello.offset
    values = {
        "epoch": epoch if this.epoch is None else min(epoch, this.epoch),
        "greeted_at": now,
        "returns": boot.c.returns + int(came_back),
    }
    conn.execute(update(boot).where(boot.c.no == number).values(values))
    if came_back:
        _suspect_a_clone(conn, office_no, now)


def _suspect_a_clone(conn: Connection, office_no: int, now: int) -> None:
    recent = (boot.c.office_no == office_no) & (boot.c.greeted_at > now - _RECENT_MS)
    returns = conn.execute(select(func.sum(boot.c.returns)).where(recent)).scalar() or 0
    if returns >= RETURNS:
        alarms.sound(conn, office_no, Alarm.CLONED, now, f"two machines speak in turn, {returns} returns")
