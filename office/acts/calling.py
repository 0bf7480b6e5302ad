"""The counter's work: call, recall, start, finish, no-show, park, transfer; each says whether it can be undone."""

from typing import Any

from sqlalchemy import insert

from office.acts import learning, rating
from office.acts.issuing import bring_back, of_today, service_of
from office.acts.showing import LineNow, seen
from office.acts.standing import Expect, current, required
from office.acts.undoing import Undo, offered, remember
from office.answers import Answer
from office.domain import numbers
from office.domain.facts import subject_of, ticket_body
from office.domain.house import Counter
from office.domain.line import Line, run_after
from office.domain.moment import Moment
from office.domain.people import Role
from office.domain.refusals import (
    NotServedHere,
    NotYourCounter,
    TooEarly,
    UnknownCounter,
    UnknownTicket,
    WrongState,
)
from office.domain.ticket import State, Ticket, after, ended_part, served_ms, waited_ms
from office.performing import Act
from office.store import days, seats, tickets
from office.store.days import Day
from office.store.tables import call
from office.views import OfferView

_LOG_CALL = insert(call).returning(call.c.id)


def call_next(act: Act, number: int, expect: Expect) -> Answer:
    day = days.required(act.conn)
    one, undo = current(act, number, expect), Undo()
    finished = None if one is None else _conclude(act, number, one, undo)
    line, run = LineNow(act.conn, act.house, day), seats.runs(act.conn)[number]
    picked = Line(line.waiting).take(act.house.counters[number], act.house.calling, run)
    if picked is None:
        if finished is None:  # nothing happened, and what the clerk did before can still be undone
            before = offered(act.conn, seats.at_counter(act.conn, number), act.now, act.house.calling.undo_ms)
            return _next_answer(act, None, None, "nobody_waiting", before)
        return _next_answer(act, finished, None, "nobody_waiting", remember(act, number, "next", undo))
    called = _call(act, day, tickets.get(act.conn, picked.waiting.id), number, picked.because, undo)
    return _next_answer(act, finished, called, picked.because, remember(act, number, "next", undo))


def call_ticket(act: Act, number: int, wanted: str, expect: Expect) -> Answer:
    """Calls one by its number; who was parked or missed is returned and called in one act."""
    day = days.required(act.conn)
    one, undo = current(act, number, expect), Undo()
    target = _callable(act, act.house.counters[number], day, wanted)
    finished = None if one is None else _conclude(act, number, one, undo)
    if target.state is not State.WAITING:
        back = bring_back(act, target)
        undo.changed(target, back)
        target = back
    called = _call(act, day, target, number, "by_number", undo)
    return _next_answer(act, finished, called, "by_number", remember(act, number, "call", undo))


def _callable(act: Act, counter: Counter, day: Day, wanted: str) -> Ticket:
    """The ticket with that number; people of the real line do not exist in practice, nor the other way round."""
    read = numbers.read(wanted)
    if read is None:
        raise UnknownTicket(number=wanted)
    target = tickets.by_number(act.conn, day.id, numbers.written(*read))
    if target.training != day.training:
        raise UnknownTicket(number=target.number)
    if target.service not in counter.services and target.for_counter != counter.number:
        raise NotServedHere(number=target.number, service=target.service)
    if target.state not in (State.WAITING, State.PARKED, State.NO_SHOW):
        raise WrongState(state=str(target.state), number=target.number, counter=target.counter)
    return target


def recall(act: Act, number: int, expect: Expect) -> Answer:
    one = required(act, number, expect)
    now = tickets.save(act.conn, one, state=after("recall", one.state), calls=one.calls + 1)
    _log_call(act, now, recall=True)
    act.record("ticket.recalled", subject_of(now), ticket_body(now))
    return standing(act, now, remember(act, number, "recall", None))


def start(act: Act, number: int, expect: Expect) -> Answer:
    one = required(act, number, expect)
    now = begin_service(act, one, act.now)
    rating.cut_short(act, number)
    return standing(act, now, remember(act, number, "start", None))


def finish(act: Act, number: int, expect: Expect) -> Answer:
    one, undo = required(act, number, expect), Undo()
    now = _finish(act, one, undo)
    return standing(act, now, remember(act, number, "finish", undo))


def no_show(act: Act, number: int, expect: Expect) -> Answer:
    one = required(act, number, expect)
    state = after("no_show", one.state)
    _check_patience(act, one)
    gone = days.calls_of(act.conn, one.day, one.service)
    now = tickets.save(act.conn, one, state=state, left=act.now, calls_at_left=gone)
    learning.did_not_come(act, one)
    act.record("ticket.no_show", subject_of(now), ticket_body(now))
    undo = Undo()
    undo.changed(one, now)
    return standing(act, now, remember(act, number, "no_show", undo))


def _check_patience(act: Act, one: Ticket) -> None:
    calling, first = act.house.calling, one.first_call or act.now
    waited = act.now.since(first)
    if one.calls < calling.no_show_calls or waited < calling.no_show_ms:
        raise TooEarly(
            calls=one.calls,
            calls_needed=calling.no_show_calls,
            seconds_left=max(0, -(-(calling.no_show_ms - waited) // 1000)),
        )


def park(act: Act, number: int, reason: str, expect: Expect) -> Answer:
    one = required(act, number, expect)
    parts = ended_part(one, act.now)
    ended = {"parts": parts, "started_at": None, "started": None}
    now = tickets.save(act.conn, one, state=after("park", one.state), park_reason=reason, **ended)
    learning.part_ended(act, one, now)
    act.record("ticket.parked", subject_of(now), ticket_body(now, reason=reason, **part_of(one, now)))
    return standing(act, now, remember(act, number, "park", None))


def transfer(act: Act, ticket_id: int, service: str | None, counter: int | None, position: str) -> Answer:
    """Sends the person on to another service or counter; the number is kept."""
    one = of_today(act, ticket_id)
    state = after("transfer", one.state)
    _check_mine(act, one)
    if service is not None:
        service_of(act, service)
    if counter is not None and counter not in act.house.counters:
        raise UnknownCounter(counter=counter)
    now = tickets.save(act.conn, one, state=state, **_onwards(act, one, service, counter, position))
    learning.part_ended(act, one, now)
    act.record(
        "ticket.transferred",
        subject_of(now),
        ticket_body(now, from_counter=one.counter, to=counter, position=position, **part_of(one, now)),
    )
    undo = Undo()
    undo.changed(one, now)
    assert one.counter is not None  # called or served, or the table of states would have refused
    offer = remember(act, one.counter, "transfer", undo)
    return Answer({**seen(act, now), "undo": offer})


def part_of(before: Ticket, now: Ticket) -> dict[str, Any]:
    """What a fact says of the service that ended with it: the how manieth of this visit, which, and how long."""
    if len(now.parts) <= len(before.parts):
        return {}
    ended = now.parts[-1]
    return {"part": len(now.parts), "from_service": ended.service, "served_ms": ended.served_ms}


def _check_mine(act: Act, one: Ticket) -> None:
    """A clerk moves only whom the own counter serves; the head may move anybody."""
    if act.actor.role == Role.HEAD:
        return
    seat = seats.of_clerk(act.conn, act.actor.id)
    if seat is None or seat.counter != one.counter:
        raise NotYourCounter(counter=one.counter)


def _onwards(act: Act, one: Ticket, service: str | None, counter: int | None, position: str) -> dict[str, Any]:
    changes: dict[str, Any] = {
        "service": one.service if service is None else service,
        "for_counter": counter,
        "counter": None,
        "clerk": None,
        "first_call": None,
        "parts": ended_part(one, act.now),
        "started_at": None,
        "started": None,
        "returned": None,
        "arrival": one.first_arrival,  # also for who was sent to the back before
    }
    day = days.required(act.conn)
    if position == "front":
        changes["returned"] = days.next_return(act.conn, day)
    if position == "back":
        changes["arrival"] = days.next_arrival(act.conn, day, act.now.wall)
    return changes


def _conclude(act: Act, number: int, one: Ticket, undo: Undo) -> Ticket:
    """`next` ends with the person at the counter: one who was only called counts as started at the call."""
    implied = one.state is State.CALLED
    if implied:
        started = begin_service(act, one, one.first_call or act.now, implied=True)
        undo.changed(one, started)
        undo.cut = rating.cut_short(act, number)
        one = started
    return _finish(act, one, undo, implied=implied)


def begin_service(act: Act, one: Ticket, at: Moment, *, implied: bool = False) -> Ticket:
    now = tickets.save(act.conn, one, state=after("start", one.state), started_at=at.wall, started=at)
    learning.came(act, one, at.since(one.first_call or at))
    act.record("ticket.started", subject_of(now), ticket_body(now, implied_start=implied or None))
    return now


def _finish(act: Act, one: Ticket, undo: Undo, *, implied: bool = False) -> Ticket:
    served = served_ms(one, act.now)
    now = tickets.save(act.conn, one, state=after("finish", one.state), finished_at=act.now.wall, served_ms=served)
    undo.changed(one, now)
    learning.served(act, one, one.service, served)
    act.record("ticket.finished", subject_of(now), ticket_body(now, served_ms=served, implied_start=implied or None))
    undo.window = rating.open_window(act, now)
    return now


def _call(act: Act, day: Day, one: Ticket, number: int, because: str, undo: Undo) -> Ticket:
    undo.run = run = seats.runs(act.conn)[number]
    waited = waited_ms(one, act.now)
    now = tickets.save(
        act.conn,
        one,
        state=after("call", one.state),
        counter=number,
        clerk=act.actor.id,
        calls=1,
        called_at=act.now.wall,
        started_at=None,
        started=None,
        first_call=act.now,
        rule=act.house.calling.rule,
        because=because,
        waited_ms=waited if one.waited_ms is None else one.waited_ms,
    )
    undo.changed(one, now)
    learning.called(act, one, waited, because)
    if not day.training:  # practice leaves no trace in the order of the real line
        seats.set_run(act.conn, number, run_after(run, one.priority))
    days.count_call(act.conn, day, one.service)
    undo.call = _log_call(act, now, recall=False)
    act.record("ticket.called", subject_of(now), ticket_body(now, rule=now.rule, because=because, waited_ms=waited))
    return now


def _log_call(act: Act, one: Ticket, *, recall: bool) -> int:
    values = {"day": one.day, "ticket": one.id, "counter": one.counter, "at": act.now.wall, "recall": recall}
    return int(act.conn.execute(_LOG_CALL, values).scalar_one())


def standing(act: Act, one: Ticket, undo: OfferView | None, **more: Any) -> Answer:
    return Answer({"ticket": seen(act, one), "undo": undo, **more})


def _next_answer(
    act: Act, finished: Ticket | None, called: Ticket | None, reason: str, undo: OfferView | None
) -> Answer:
    views = [None if one is None else seen(act, one) for one in (finished, called)]
    return Answer({"finished": views[0], "ticket": views[1], "reason": reason, "undo": undo})
