"""Numbers are given, cancelled, put back, entered by hand, printed again."""

from typing import Any

from look.words import N_
from office.acts.admitting import Door
from office.acts.showing import LineNow, day_view, seen, ticket_view
from office.acts.undoing import Undo, offered, remember
from office.answers import Answer
from office.domain import numbers
from office.domain.facts import subject_of, ticket_body
from office.domain.house import Calling, Service
from office.domain.moment import Moment, local, utc_text
from office.domain.refusals import (
    AlreadyReprinted,
    Closed,
    DayClosed,
    Invalid,
    NotToday,
    NumberTaken,
    QuotaReached,
    TooLate,
    UnknownService,
    UnknownTicket,
    WrongState,
)
from office.domain.ticket import State, Ticket, after
from office.domain.waiting import Foresight, Told
from office.performing import Act
from office.store import days, seats, tickets
from office.store.days import Day
from office.views import LateView

_REFUSALS = {"closed": Closed, "quota_reached": QuotaReached, "not_today": NotToday, "day_closed": DayClosed}


def service_of(act: Act, service_id: str) -> Service:
    found = act.house.services.get(service_id)
    if found is None:
        raise UnknownService(service=service_id)
    return found


def issue(act: Act, service_id: str, priority: bool, channel: str, prints: bool) -> Answer:
    """Gives the next number of the service; `prints`: there is a printer to ask."""
    service = service_of(act, service_id)
    day = _admit(act, service)
    place = days.next_place(act.conn, day, service.prefix, counts=not day.training)
    arrival = days.next_arrival(act.conn, day, act.now.wall)
    line = LineNow(act.conn, act.house, day, Foresight(act.learned, act.now))
    ahead = line.ahead_of_newcomer(service.id, priority, arrival)
    wait = line.wait_of_newcomer(service.id, priority)
    made = tickets.insert_ticket(
        act.conn,
        {
            "day": day.id,
            "number": numbers.written(service.prefix, place),
            "service": service.id,
            "priority": priority,
            "state": State.WAITING,
            "channel": channel,
            "arrival": arrival,
            "first_arrival": arrival,
            "issued_at": act.now.wall,
            "issued": act.now,
            "training": day.training,
            "ahead_at_issue": ahead,
            **_kept(wait),
            "print_state": "queued" if prints else "off",
        },
    )
    told = {"wait": None if wait is None else [wait.low, wait.high], "wait_ms": made.wait_ms}
    body = ticket_body(made, date=day.date, ahead=ahead, channel=channel, **told)
    act.record("ticket.issued", subject_of(made), body)
    return Answer(dict(ticket_view(made, ahead, wait)), created=True)


def _kept(wait: Told | None) -> dict[str, Any]:
    """What was promised stays with the ticket, to be held against what came true."""
    if wait is None:
        return {}
    return {"wait_low": wait.low, "wait_high": wait.high, "wait_ms": wait.point_ms, "wait_kind": wait.kind}


def _admit(act: Act, service: Service) -> Day:
    day = days.running(act.conn)
    at = local(act.now.wall, act.house.zone)
    verdict = Door(act.conn, act.house, day, at).admission(service, staffed=True)
    if verdict.open and day is not None:
        return day
    name = act.house.name_of(at.date())
    more = {"day_name": name} if name and verdict.why == "closed" else {}
    raise _REFUSALS[verdict.why or "day_closed"](service=service.id, opens_at=verdict.opens_at, **more)


def cancel(act: Act, ticket_id: int) -> Answer:
    """A waiting person gives the place up; a clerk who sits at a counter can take it back there."""
    before = of_today(act, ticket_id)
    now = tickets.save(act.conn, before, state=after("cancel", before.state))
    act.record("ticket.cancelled", subject_of(now), ticket_body(now))
    seat = seats.of_clerk(act.conn, act.actor.id) if act.actor.is_person else None
    offer = None
    if seat is not None:
        undo = Undo()
        undo.changed(before, now)
        remember(act, seat.counter, "cancel", undo)
        offer = offered(act.conn, seat, act.now, act.house.calling.undo_ms)  # none while the counter has a break
    return Answer({**seen(act, now), "undo": offer})


def set_priority(act: Act, ticket_id: int, priority: bool) -> Answer:
    before = of_today(act, ticket_id)
    if before.state is not State.WAITING:
        raise WrongState(state=str(before.state))
    if before.priority == priority:
        return Answer(seen(act, before))
    now = tickets.save(act.conn, before, priority=priority)
    act.record("ticket.prioritised", subject_of(now), ticket_body(now, priority=priority))
    return Answer(seen(act, now))


def bring_back(act: Act, before: Ticket) -> Ticket:
    """A parked or missed person comes back: behind those already returned, before the others."""
    state = after("return", before.state)
    if before.state is State.NO_SHOW:
        _check_late(act, before)
    place = days.next_return(act.conn, days.required(act.conn))
    now = tickets.save(
        act.conn,
        before,
        state=state,
        returned=place,
        counter=None,
        clerk=None,
        first_call=None,
        park_reason=None,
        left=None,
    )
    act.record("ticket.returned", subject_of(now), ticket_body(now))
    return now


def _check_late(act: Act, one: Ticket) -> None:
    """Late tolerance: some later calls of the service or some minutes, whichever is longer."""
    calls = days.calls_of(act.conn, one.day, one.service)
    if late_view(one, calls, act.now, act.house.calling)["over"] and one.left is not None:
        later = calls - (one.calls_at_left or 0)
        raise TooLate(number=one.number, calls_since=later, minutes_since=act.now.since(one.left) // 60_000)


def late_view(one: Ticket, calls: int, now: Moment, calling: Calling) -> LateView:
    """How long a missed person may still come back; `calls` of the service so far."""
    left, later = one.left or now, calls - (one.calls_at_left or 0)
    over = now.since(left) > calling.late_ms and later > calling.late_calls
    until = utc_text(left.wall + calling.late_ms)
    return LateView(until=until, calls_left=max(0, calling.late_calls - later), over=over)


def return_ticket(act: Act, ticket_id: int) -> Answer:
    return Answer(seen(act, bring_back(act, of_today(act, ticket_id))))


def reprint(act: Act, ticket_id: int, prints: bool) -> Answer:
    """Asks for the paper again, marked "IN LẠI". A screen may do so once, and only when the first paper failed."""
    before = of_today(act, ticket_id)
    if not prints:
        raise WrongState(state="off")
    if act.actor.kind == "device" and (before.print_state not in ("failed", "unknown") or before.reprints):
        raise AlreadyReprinted(state=before.print_state)
    tickets.save_print(
        act.conn,
        before.id,
        print_state="queued",
        print_reason=None,
        print_job=None,
        reprints=before.reprints + 1,
    )
    now = tickets.get(act.conn, before.id)
    act.record("ticket.reprint_asked", subject_of(now), ticket_body(now, reprints=now.reprints))
    return Answer(seen(act, now))


def of_today(act: Act, ticket_id: int) -> Ticket:
    """A ticket of the running day; `UnknownTicket` when it is of another."""
    one = tickets.get(act.conn, ticket_id)
    if one.day != days.required(act.conn).id:
        raise UnknownTicket(ticket=ticket_id)
    return one


def enter_by_hand(act: Act, entries: list[dict[str, Any]]) -> Answer:
    """Numbers that were written by hand during an outage, with their times; all of them or none."""
    day = days.required(act.conn)
    _refuse_taken(act, day, entries)
    made = [_enter(act, day, entry, place) for place, entry in enumerate(entries)]
    return Answer({"day": day_view(act.conn), "tickets": [seen(act, one) for one in made]})


def _refuse_taken(act: Act, day: Day, entries: list[dict[str, Any]]) -> None:
    taken, seen = [], set[str]()
    for entry in entries:
        read = numbers.read(entry["number"])
        if read is None:
            continue  # refused with its field later
        number = numbers.written(*read)
        try:
            tickets.by_number(act.conn, day.id, number)
        except UnknownTicket:
            if number not in seen:
                seen.add(number)
                continue
        taken.append(number)
    if taken:
        raise NumberTaken(numbers=taken)


def _enter(act: Act, day: Day, entry: dict[str, Any], index: int) -> Ticket:
    service = service_of(act, entry["service"])
    place = _check_entry(act, day, service, entry, f"tickets.{index}")
    last = max(place, days.floor_of(act.conn, day.date, service.prefix))
    days.lift_series(act.conn, day.id, service.prefix, last, given=0 if day.training else 1)
    done = entry["called_at"] is not None or entry["finished_at"] is not None
    made = tickets.insert_ticket(
        act.conn,
        {
            "day": day.id,
            "number": numbers.written(service.prefix, place),
            "service": service.id,
            "priority": False,
            "state": State.DONE if done else State.WAITING,
            "channel": "by_hand",
            "arrival": entry["issued_at"],
            "first_arrival": entry["issued_at"],
            "issued_at": entry["issued_at"],
            "called_at": entry["called_at"],
            "started_at": entry["called_at"],
            "finished_at": entry["finished_at"],
            "training": day.training,
            "by_hand": True,
        },
    )
    times = {key: entry[key] for key in ("issued_at", "called_at", "finished_at")}
    act.record("ticket.entered_by_hand", subject_of(made), ticket_body(made, date=day.date, **times))
    return made


def _check_entry(act: Act, day: Day, service: Service, entry: dict[str, Any], field: str) -> int:
    """The place of the number within its series; `Invalid` names the field."""
    read = numbers.read(entry["number"])
    if read is None or read[0] != service.prefix or read[1] > numbers.HIGHEST_BY_HAND:
        raise Invalid(field=f"{field}.number", why=N_("The number does not belong to this service."))
    issued, called, finished = entry["issued_at"], entry["called_at"], entry["finished_at"]
    if local(issued, act.house.zone).date().isoformat() != day.date or issued > act.now.wall:
        raise Invalid(field=f"{field}.issued_at", why=N_("The time is not on this day, or lies in the future."))
    if called is not None and not issued <= called <= act.now.wall:
        raise Invalid(field=f"{field}.called_at", why=N_("The call cannot be before the issue or in the future."))
    if finished is not None and not (called or issued) <= finished <= act.now.wall:
        raise Invalid(field=f"{field}.finished_at", why=N_("The end cannot be before the call or in the future."))
    return read[1]
