"""The rating window opens at finish and takes one rating; nobody at the counter can open or suppress it."""

from typing import Any

from sqlalchemy import insert, select

from look.words import N_
from office.acts import texts
from office.answers import Answer
from office.domain import rating as rules
from office.domain.facts import subject_of
from office.domain.house import RatingRules
from office.domain.moment import Moment, utc_text
from office.domain.rating import Given, Window
from office.domain.refusals import AlreadyRated, Forbidden, Invalid, NoWindow, TooEarly
from office.domain.ticket import Ticket
from office.performing import Act
from office.store import tickets, windows
from office.store.tables import rating_reasons


def open_window(act: Act, one: Ticket) -> int | None:
    """At finish: the window's id, or None when this ticket had its chance already (an undone finish)."""
    assert one.counter is not None
    if windows.latest_of(act.conn, one.id) is not None or windows.given(act.conn, one.id):
        return None
    house = act.house.rating
    window = windows.insert_window(
        act.conn,
        {
            "ticket": one.id,
            "counter": one.counter,
            "clerk": one.clerk,
            "service": one.service,
            "opened": act.now,
            "closes_at": act.now.wall + house.window_ms,
            "scale": house.scale,
        },
    )
    act.record("rating.opened", subject_of(one), _body(act, window, number=one.number))
    return window.id


def cut_short(act: Act, counter: int) -> int | None:
    """The next person starts: whoever has not rated by now will not. The window's id, None when none was open."""
    window = windows.open_at(act.conn, counter)
    if window is None:
        return None
    _close(act, window, rules.CUT_SHORT)
    return window.id


def reopen(act: Act, window_id: int) -> None:
    """The start that cut it short was undone: whoever stood there may rate for the rest of the time."""
    window = windows.get(act.conn, window_id)
    if window is not None and act.now.since(window.opened) < act.house.rating.window_ms:
        windows.reopen(act.conn, window)
        act.record("rating.reopened", f"ticket:{window.ticket}", _body(act, window))


def time_out(act: Act, *, all_of_them: bool = False) -> None:
    """Ends the windows whose time is over, or at the end of the day every one."""
    for window in windows.all_open(act.conn):
        if all_of_them or act.now.since(window.opened) >= act.house.rating.window_ms:
            _close(act, window, rules.TIMEOUT)


def withdraw(act: Act, window_id: int) -> None:
    """The finish was undone: an open window is taken back and not part of the denominator.

    Unless one of several questions was answered: that rating stays, so its window stays in the denominator too.
    """
    window = windows.get(act.conn, window_id)
    if window is None or window.outcome is not None:
        return
    if windows.given(act.conn, window.ticket):
        _close(act, window, rules.RATED)
    else:
        windows.close(act.conn, window, rules.WITHDRAWN, act.now)
        act.record("rating.withdrawn", f"ticket:{window.ticket}", _body(act, window))


def rate(act: Act, ticket_id: int, level: int, channel: str, age_ms: int | None, question: str) -> Answer:
    window, house = _window_for(act, ticket_id), act.house.rating
    _check_values(level, question, window, house)
    given = windows.given(act.conn, ticket_id)
    if question in given:
        return _change(act, window, given[question], level)
    rules.check_open(window, act.now, house)
    if rules.is_too_early(window, act.now, age_ms, house):
        return _keep_too_early(act, window, level, age_ms)
    windows.give(act.conn, window, question, level, channel, act.now)
    body = _body(act, window, question=question, level=level, channel=channel)
    act.record("rating.given", f"ticket:{ticket_id}", body)
    if len(given) + 1 >= len(house.questions):
        _close(act, window, rules.RATED)
    return Answer(_view(act, ticket_id, question), created=True)


def _keep_too_early(act: Act, window: Window, level: int, age_ms: int | None) -> Answer:
    age = rules.press_age(window, act.now, age_ms)
    act.record("rating.too_early", f"ticket:{window.ticket}", _body(act, window, level=level, age_ms=age))
    act.refuse_but_keep_facts(TooEarly(age_ms=age))
    return Answer({})


def _change(act: Act, window: Window, given: Given, level: int) -> Answer:
    rules.check_change(given, act.now, act.house.rating)
    if level != given.level:
        windows.change(act.conn, given, level)
        act.record(
            "rating.changed",
            f"ticket:{given.ticket}",
            _body(act, window, question=given.question, level=level, level_before=given.level),
        )
    return Answer(_view(act, given.ticket, given.question))


def decline(act: Act, ticket_id: int) -> Answer:
    window = _window_for(act, ticket_id)
    if windows.given(act.conn, ticket_id):
        raise AlreadyRated(ticket=ticket_id)
    _close(act, rules.check_open(window, act.now, act.house.rating), rules.DECLINED)
    return Answer(_view(act, ticket_id, act.house.rating.questions[0].id))


def give_reasons(act: Act, ticket_id: int, reasons: list[str], comment: str | None) -> Answer:
    """Why the level was low; the rating itself is stored already."""
    window, house = _window_for(act, ticket_id), act.house.rating
    given = windows.given(act.conn, ticket_id)
    low = [g for g in given.values() if rules.is_low(g.level, window.scale)]
    _check_reasons(reasons, house)
    if not low or _is_over(window, act.now, house) or _has_reasons(act, ticket_id):
        raise NoWindow(outcome=window.outcome)
    text_id, hashed = texts.keep(act, comment)
    act.conn.execute(insert(rating_reasons).values(ticket=ticket_id, reasons=reasons, text=text_id, at=act.now.wall))
    act.record(
        "rating.reasons",
        f"ticket:{ticket_id}",
        _body(act, window, reasons=reasons, text=text_id, text_hash=hashed),
    )
    return Answer(_view(act, ticket_id, low[0].question))


def _is_over(window: Window, now: Moment, house: RatingRules) -> bool:
    return window.closed is not None and now.since(window.closed) > house.reasons_ms


def _has_reasons(act: Act, ticket_id: int) -> bool:
    query = select(rating_reasons.c.ticket).where(rating_reasons.c.ticket == ticket_id)
    return act.conn.execute(query).first() is not None


def _window_for(act: Act, ticket_id: int) -> Window:
    """The ticket's last window; a screen or box of another counter is `Forbidden`, none at all is `NoWindow`."""
    tickets.get(act.conn, ticket_id)
    window = windows.latest_of(act.conn, ticket_id)
    if window is None:
        _check_counter(act, None)
        raise NoWindow(outcome=None)
    _check_counter(act, window.counter)
    return window


def _check_counter(act: Act, counter: int | None) -> None:
    role = act.actor.role
    if role == "screen" or (role.startswith("rate:") and counter in (None, int(role.removeprefix("rate:")))):
        return
    raise Forbidden(counter=counter)


def _check_values(level: int, question: str, window: Window, house: RatingRules) -> None:
    if not 1 <= level <= window.scale:
        raise Invalid(field="level", why=N_("The level is not on the scale."), scale=window.scale)
    if question not in {q.id for q in house.questions}:
        raise Invalid(field="question", why=N_("There is no such question."))


def _check_reasons(reasons: list[str], house: RatingRules) -> None:
    known = {r.id for r in house.reasons}
    if len(set(reasons)) != len(reasons) or not known.issuperset(reasons):
        raise Invalid(field="reasons", why=N_("There is no such reason, or it is given twice."))


def _close(act: Act, window: Window, outcome: str) -> None:
    windows.close(act.conn, window, outcome, act.now)
    act.record("rating.closed", f"ticket:{window.ticket}", _body(act, window, outcome=outcome))


def _body(act: Act, window: Window, **more: Any) -> dict[str, Any]:
    """What every fact about a rating carries; one of the training mode says so, to be left out of all figures."""
    body = {
        "counter": window.counter,
        "clerk": window.clerk,
        "service": window.service,
        "scale": window.scale,
        "training": tickets.get(act.conn, window.ticket).training or None,
        **more,
    }
    return {key: value for key, value in body.items() if value is not None}


def _view(act: Act, ticket_id: int, question: str) -> dict[str, Any]:
    window = windows.latest_of(act.conn, ticket_id)
    given = windows.given(act.conn, ticket_id).get(question)
    assert window is not None
    until = None if given is None else utc_text(given.first.wall + act.house.rating.change_ms)
    return {
        "ticket": ticket_id,
        "scale": window.scale,
        "question": question,
        "level": None if given is None else given.level,
        "outcome": window.outcome,
        "change_until": until,
    }
