"""How a ticket is shown in an answer: its view, with the people ahead as the rule counts them."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from sqlalchemy import Connection

from office.acts.expecting import Forecast, wait_view
from office.domain.house import Choice, Counter, House
from office.domain.line import Waiting, ahead_of, place_of
from office.domain.moment import utc_text
from office.domain.ticket import Part, State, Ticket
from office.domain.waiting import Foresight, Told
from office.performing import Act
from office.store import days, seats, tickets
from office.store.days import Day
from office.views import ChoiceView, DayView, PartView, PrintView, ReasonsView, TicketView, optional_time

_BEHIND_ALL = 2**62
"""The id of somebody who has none yet."""


class LineNow:
    """The line as it stands, with what the rule needs; counts `ahead` once a service, however many tickets ask."""

    def __init__(self, conn: Connection, house: House, day: Day, foresight: Foresight | None = None) -> None:
        self._conn, self._house, self._foresight = conn, house, foresight
        self.day = day.id
        self.waiting = tickets.waiting(conn, day.id, training=day.training)
        self._runs = seats.runs(conn)
        self._seats = seats.all_open(conn)
        self._ahead: dict[tuple[int, ...], dict[int, int]] = {}
        self._serving: dict[str, list[Counter]] = {}

    def ahead(self, one: Waiting) -> int | None:
        """How many would be called before `one` if nobody else came; None when no counter could ever call it."""
        counters = self._counters_for(one)
        if not counters:
            return None
        key = tuple(c.number for c in counters)
        if key not in self._ahead:
            self._ahead[key] = ahead_of(self.waiting, counters, self._house.calling, self._runs)
        return self._ahead[key].get(one.id)

    def ahead_of_newcomer(self, service: str, priority: bool, arrival: int) -> int | None:
        """How many would be called before somebody who comes now, behind everybody else."""
        newcomer = Waiting(arrival, _BEHIND_ALL, service, priority)
        counters = self._counters_for(newcomer)
        if not counters:
            return None
        return place_of(newcomer, [*self.waiting, newcomer], counters, self._house.calling, self._runs)

    def wait_of_newcomer(self, service: str, priority: bool) -> Told | None:
        return None if self.forecast is None else self.forecast.of_newcomer(service, priority)

    def wait(self, one: Waiting) -> Told | None:
        """How long it may take until `one` is called; None without foresight as well."""
        return None if self.forecast is None else self.forecast.of(one)

    @cached_property
    def forecast(self) -> Forecast | None:
        if self._foresight is None:
            return None
        return Forecast(self._conn, self._house, self.waiting, self._seats, self._runs, self._foresight)

    def is_staffed(self, service: str) -> bool:
        """One of the service's counters is open (a pause counts as away)."""
        return any(self._is_open(c.number) for c in self._house.counters_of(service))

    @property
    def runs(self) -> Mapping[int, int]:
        return self._runs

    def _counters_for(self, one: Waiting) -> list[Counter]:
        if one.for_counter is not None:
            counter = self._house.counters.get(one.for_counter)
            return [] if counter is None else [counter]
        found = self._serving.get(one.service)
        if found is None:
            serving = self._house.counters_of(one.service)
            found = self._serving[one.service] = [c for c in serving if self._is_open(c.number)] or serving
        return found

    def _is_open(self, number: int) -> bool:
        seat = self._seats.get(number)
        return seat is not None and seat.paused_at is None


def day_view(conn: Connection) -> DayView:
    """The running day, else the last one, else none."""
    suspect = days.suspected_since(conn) is not None
    running = days.running(conn)
    if running is not None:
        return DayView(
            id=running.id, date=running.date, status="open", training=running.training, clock_suspect=suspect
        )
    last = days.latest(conn)
    if last is None:
        return DayView(id=None, date=None, status="none", training=False, clock_suspect=suspect)
    return DayView(id=last.id, date=last.date, status="closed", training=False, clock_suspect=suspect)


def seen(act: Act, one: Ticket) -> dict[str, Any]:
    """The view of a ticket in the answer of an act."""
    return shown(act.conn, act.house, one, foresight=Foresight(act.learned, act.now))


def shown(
    conn: Connection, house: House, one: Ticket, line: LineNow | None = None, foresight: Foresight | None = None
) -> dict[str, Any]:
    """The view of a ticket as a plain dict; `ahead` and `wait` only for those who wait."""
    if one.state is not State.WAITING:
        return dict(ticket_view(one, None))
    if line is None:
        day = days.running(conn)
        if day is None:
            return dict(ticket_view(one, None))
        line = LineNow(conn, house, day, foresight)
    if line.day != one.day:
        return dict(ticket_view(one, None))
    person = tickets.as_waiting(one)
    return dict(ticket_view(one, line.ahead(person), line.wait(person)))


def reasons_view(house: House) -> ReasonsView:
    park, pause = ([choice_view(one) for one in some] for some in (house.reasons.park, house.reasons.pause))
    return ReasonsView(park=park, pause=pause)


def choice_view(one: Choice) -> ChoiceView:
    return ChoiceView(id=one.id, label=one.label, label_en=one.label_en)


def part_view(one: Part) -> PartView:
    return {
        "service": one.service,
        "counter": one.counter,
        "started_at": utc_text(one.started_at),
        "ended_at": utc_text(one.ended_at),
        "served_ms": one.served_ms,
    }


def ticket_view(one: Ticket, ahead: int | None, wait: Told | None = None) -> TicketView:
    return {
        "id": one.id,
        "number": one.number,
        "service": one.service,
        "priority": one.priority,
        "state": str(one.state),
        "ahead": ahead,
        "wait": wait_view(wait),
        "counter": one.counter,
        "calls": one.calls,
        "issued_at": optional_time(one.issued_at) or "",
        "called_at": optional_time(one.called_at),
        "started_at": optional_time(one.started_at),
        "finished_at": optional_time(one.finished_at),
        "training": one.training,
        "by_hand": one.by_hand,
        "parts": [part_view(part) for part in one.parts],
        "noted": one.noted,
        "inexact": one.inexact,
        "rule": one.rule,
        "called_because": one.because,
        "for_counter": one.for_counter,
        "park_reason": one.park_reason,
        "no_show_at": None if one.left is None else optional_time(one.left.wall),
        "print": PrintView(state=one.print_state, reason=one.print_reason, job=one.print_job),
    }
