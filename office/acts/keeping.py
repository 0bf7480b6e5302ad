"""The day is opened and closed, training is switched, the clock is judged: by people, and by the timer."""

from datetime import date
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.dialects.sqlite import insert as upsert

from office.acts import lookups, rating
from office.acts.showing import day_view
from office.acts.suggesting import erase_old_words
from office.acts.undoing import forget_all
from office.acts.visiting import erase_old_notes
from office.answers import Answer
from office.domain import day as rules
from office.domain.day import DayHours
from office.domain.facts import subject_of, ticket_body
from office.domain.moment import HOUR, Moment, local
from office.domain.refusals import ClockSuspect, DayOpen, StillServing, WrongState
from office.domain.ticket import ACTIVE, State, Ticket, after, served_ms
from office.performing import Act
from office.store import days, seats, tickets
from office.store.days import Day
from office.store.tables import ended_session, kept_answer, one_time_key, service, setting, web_session

KEEP_ANSWERS_MS = 7 * 24 * HOUR
FAR_MS = 7 * 24 * HOUR
"""A clock given by hand so far from the last believed time deletes nothing before it has stood for some nights."""
TELL_OLD_PAGES_MS = 14 * HOUR
"""How long a page is remembered whose person signed in elsewhere: as long as its session would have lasted."""


def open_day(act: Act) -> Answer:
    """By hand, also outside the hours; never under a wrong date: a suspect clock has to be confirmed first."""
    if days.running(act.conn) is not None:
        raise DayOpen
    if days.suspected_since(act.conn) is not None:
        raise ClockSuspect
    _open(act)
    return _day_answer(act)


def close_day(act: Act) -> Answer:
    """By hand: only when nobody stands at a counter (`StillServing` with the list)."""
    day = _without_anybody_at_a_counter(act)
    _close(act, day)
    return _day_answer(act)


def set_training(act: Act, on: bool) -> Answer:
    """Practice tickets are marked and never counted; nobody may stand at a counter while the mode changes."""
    day = _without_anybody_at_a_counter(act)
    if day.training != on:
        if day.training:
            _expire(act, day, training=True)
        forget_all(act)
        days.set_training(act.conn, day, on)
        act.record("day.training", f"day:{day.id}", {"date": day.date, "training": on})
    return _day_answer(act)


def _without_anybody_at_a_counter(act: Act) -> Day:
    """The running day; `StillServing` with the list while somebody was called or is being served."""
    day = days.required(act.conn)
    active = tickets.in_states(act.conn, day.id, ACTIVE)
    if active:
        raise StillServing(counters=[{"counter": one.counter, "number": one.number} for one in active])
    return day


def confirm_clock(act: Act) -> Answer:
    """The head says that the clock is right."""
    trusted = days.suspected_since(act.conn)
    if trusted is None:
        raise WrongState(state="trusted")
    _trust(act)
    _given_by_hand(act, trusted.wall)
    return _day_answer(act)


def clock_was_set(act: Act, was: int) -> Answer:
    """Somebody who may has set the clock by hand, so it is right. `was`: what it said before, ms of UTC."""
    trusted = days.suspected_since(act.conn)
    act.record("clock.set", "clock", {"was": was, "now": act.now.wall})
    if trusted is not None:
        _trust(act)
    _given_by_hand(act, was if trusted is None else trusted.wall)
    return Answer({"was": was, "now": act.now.wall})


def ask_machine(act: Act, what: str) -> Answer:
    """Somebody asks the machine itself for something; `what`: power-off | restart | restart-windows."""
    act.record("machine.asked", "machine", {"what": what})
    return Answer({"what": what, "at": act.now.wall})


def judge_clock(act: Act, trusted: Moment | None, synced: bool) -> bool:
    """Raises or clears the suspicion; True when the clock can be believed now. `trusted`: the last believed moment."""
    if days.suspected_since(act.conn) is not None:
        if synced:
            _trust(act)
        return synced
    running = days.running(act.conn) is not None
    if not rules.is_suspect(trusted, act.now, synced=synced, day_running=running):
        return True
    assert trusted is not None
    statement = upsert(setting).values(key=days.SUSPECT, value=trusted.written())
    act.conn.execute(statement.on_conflict_do_nothing())
    act.record("clock.suspect", "clock", {"trusted": trusted.wall, "now": act.now.wall})
    return False


def keep_hours(act: Act, hours: DayHours) -> None:
    """Opens and closes the day by itself; call only while the clock is believed."""
    at, day = local(act.now.wall, act.house.zone), days.running(act.conn)
    if day is not None:
        opened = local(day.opened.wall, act.house.zone)
        if not rules.should_close(hours, date.fromisoformat(day.date), opened, at):
            return
        _close(act, day)
    if rules.should_open(hours, at, had_today=days.had(act.conn, at.date().isoformat())):
        _open(act)


def sweep(act: Act) -> None:
    """Removes what is only kept for a while: answers to requests, ended sessions, used-up keys."""
    conn, wall = act.conn, act.now.wall
    conn.execute(delete(kept_answer).where(kept_answer.c.at < wall - KEEP_ANSWERS_MS))
    conn.execute(delete(one_time_key).where(one_time_key.c.expires_at < wall))
    conn.execute(delete(web_session).where(web_session.c.expires_at < wall))
    conn.execute(delete(ended_session).where(ended_session.c.at < wall - TELL_OLD_PAGES_MS))
    if not days.is_doubtful(conn):
        erase_old_notes(act)
        lookups.sweep(act)
        erase_old_words(act)


def _open(act: Act) -> None:
    today = act.now.date(act.house.zone).isoformat()
    day = days.open_new(act.conn, today, act.now)
    seats.reset_runs(act.conn)
    act.record("day.opened", f"day:{day.id}", {"date": today})
    _offer_again(act, today)


def _offer_again(act: Act, today: str) -> None:
    """Services that were switched off until today, or until a day on which nobody opened, are back."""
    back = [one.id for one in act.house.services.values() if one.off_until is not None and one.off_until <= today]
    for key in back:
        act.conn.execute(update(service).where(service.c.id == key).values(switched_on=True, off_until=None))
        act.record("service.changed", f"service:{key}", {"switched_on": True})
    if back:
        act.change_house()


def _close(act: Act, day: Day) -> None:
    counts = _expire(act, day, training=None)
    for one in tickets.in_states(act.conn, day.id, ACTIVE):
        kind = "ticket.finished" if one.state is State.SERVING else "ticket.no_show"
        now = tickets.save(act.conn, one, state=after("close", one.state), **_ending(act, one))
        act.record(kind, subject_of(now), ticket_body(now, closing=True))
    rating.time_out(act, all_of_them=True)
    for seat in seats.all_open(act.conn).values():
        seats.leave(act.conn, seat, act.now)
        act.record("counter.closed", f"counter:{seat.counter}", {"counter": seat.counter, "clerk": seat.clerk})
    forget_all(act)
    days.close(act.conn, day, act.now, act.actor.word)
    lookups.close_day(act, day.date)
    act.record("day.closed", f"day:{day.id}", {"date": day.date, "expired": counts})


def _ending(act: Act, one: Ticket) -> dict[str, Any]:
    if one.state is not State.SERVING:
        return {"left": act.now}
    return {"finished_at": act.now.wall, "served_ms": served_ms(one, act.now)}


def _expire(act: Act, day: Day, *, training: bool | None) -> int:
    """Those who still wait, were parked or missed go home."""
    left = tickets.in_states(act.conn, day.id, (State.WAITING, State.PARKED, State.NO_SHOW), training=training)
    for one in left:
        now = tickets.save(act.conn, one, state=after("close", one.state))
        act.record("ticket.expired", subject_of(now), ticket_body(now))
    return len(left)


def _given_by_hand(act: Act, believed: int) -> None:
    """`believed`: the last time that was known to be right, ms of UTC."""
    if abs(act.now.wall - believed) > FAR_MS:
        days.clock_was_given(act.conn)


def _trust(act: Act) -> None:
    act.conn.execute(delete(setting).where(setting.c.key == days.SUSPECT))
    act.record("clock.trusted", "clock", {"now": act.now.wall})


def _day_answer(act: Act) -> Answer:
    return Answer({"day": day_view(act.conn)})
