"""Clerks sit down at counters, pause, and leave."""

from typing import Any

from sqlalchemy import delete, insert, select

from office.answers import Answer
from office.domain.moment import HOUR
from office.domain.people import Role
from office.domain.refusals import (
    CounterTaken,
    NotYourCounter,
    TicketActive,
    UnknownClerk,
    UnknownCounter,
    WrongState,
)
from office.performing import Act
from office.store import seats, tickets
from office.store.seats import Seat
from office.store.tables import clerk, ended_session, web_session

SESSION_MS = 14 * HOUR
"""How long a sign-in lasts when nobody signs out: longer than any working day, shorter than a night and a day."""


def seat_of(act: Act, number: int) -> Seat:
    """The actor's own open session at that counter; `UnknownCounter`, `NotYourCounter`."""
    if number not in act.house.counters:
        raise UnknownCounter(counter=number)
    seat = seats.at_counter(act.conn, number)
    if seat is None or seat.clerk != act.actor.id or not act.actor.is_person:
        raise NotYourCounter(counter=number)
    return seat


def working_seat(act: Act, number: int) -> Seat:
    """As `seat_of`, and not on a pause (`WrongState`)."""
    seat = seat_of(act, number)
    if seat.paused_at is not None:
        raise WrongState(state="paused")
    return seat


def sign_in(act: Act, clerk_id: str, number: int | None, session: dict[str, Any]) -> Answer:
    """The PIN was right. Opens the counter (`number` None: no counter) and the web session with its `session` row."""
    person = act.conn.execute(select(clerk).where(clerk.c.id == clerk_id, ~clerk.c.disabled)).first()
    if person is None:
        raise UnknownClerk
    if number is not None:
        _sit_down(act, clerk_id, number, str(person.role))
    act.conn.execute(
        insert(web_session).values(
            clerk=clerk_id,
            counter=number,
            made=act.now,
            expires_at=act.now.wall + SESSION_MS,
            **session,
        )
    )
    return Answer({"clerk": clerk_id, "role": str(person.role), "counter": number})


def _sit_down(act: Act, clerk_id: str, number: int, role: str) -> None:
    if number not in act.house.counters:
        raise UnknownCounter(counter=number)
    if role not in (Role.CLERK, Role.HEAD):
        raise NotYourCounter(counter=number)
    _check_area(act, clerk_id, number)
    here, before = seats.at_counter(act.conn, number), seats.of_clerk(act.conn, clerk_id)
    if here is not None and here.clerk != clerk_id:
        raise CounterTaken(counter=number, clerk=here.clerk)
    _take_over(act, clerk_id, number)
    if before is not None and before.counter != number:
        leave_counter(act, before, moved_to=number)
    if before is None or before.counter != number:
        seats.take(act.conn, number, clerk_id, act.now)
        act.record("counter.opened", f"counter:{number}", {"counter": number, "clerk": clerk_id})


def _take_over(act: Act, clerk_id: str, number: int) -> None:
    """The newest sign-in counts: the session of an earlier page at a counter ends, and that page will be told."""
    at_a_counter = (web_session.c.clerk == clerk_id) & web_session.c.counter.is_not(None)
    ended = act.conn.execute(delete(web_session).where(at_a_counter).returning(web_session)).all()
    if not ended:
        return
    notes = [{"hash": row.hash, "counter": row.counter, "moved_to": number, "at": act.now.wall} for row in ended]
    act.conn.execute(insert(ended_session), notes)
    act.record("counter.taken_over", f"counter:{number}", {"counter": number, "clerk": clerk_id})


def _check_area(act: Act, clerk_id: str, number: int) -> None:
    area = act.conn.execute(select(clerk.c.area).where(clerk.c.id == clerk_id)).scalar_one()
    if area is not None and number not in area:
        raise NotYourCounter(counter=number)


def leave_counter(act: Act, seat: Seat, *, moved_to: int | None = None) -> None:
    """Ends the open session there; `TicketActive` while somebody stands at the counter."""
    active = tickets.active_at(act.conn, seat.counter)
    if active is not None:
        raise TicketActive(counter=seat.counter, number=active.number)
    seats.leave(act.conn, seat, act.now)
    body = {"counter": seat.counter, "clerk": seat.clerk}
    act.record(
        "counter.closed",
        f"counter:{seat.counter}",
        body if moved_to is None else {**body, "moved_to": moved_to},
    )


def sign_out(act: Act, session_hash: bytes) -> Answer:
    """Ends the session, and closes the counter when this session sat at one."""
    row = act.conn.execute(select(web_session.c.counter).where(web_session.c.hash == session_hash)).first()
    if row is not None and row.counter is not None:
        seat = seats.at_counter(act.conn, row.counter)
        if seat is not None and seat.clerk == act.actor.id:
            leave_counter(act, seat)
    act.conn.execute(delete(web_session).where(web_session.c.hash == session_hash))
    return Answer({})


def pause(act: Act, number: int, reason: str) -> Answer:
    seat = working_seat(act, number)
    active = tickets.active_at(act.conn, number)
    if active is not None:
        raise TicketActive(counter=number, number=active.number)
    seats.pause(act.conn, seat, reason, act.now)
    act.record("counter.paused", f"counter:{number}", {"counter": number, "clerk": seat.clerk, "reason": reason})
    return Answer({"counter": number, "status": "paused"})


def resume(act: Act, number: int) -> Answer:
    seat = seat_of(act, number)
    if seat.paused_at is None:
        raise WrongState(state="open")
    seats.resume(act.conn, seat, act.now)
    act.record("counter.resumed", f"counter:{number}", {"counter": number, "clerk": seat.clerk})
    return Answer({"counter": number, "status": "open"})
