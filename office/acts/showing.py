"""How a ticket is shown in an answer: its view, with the people ahead as the rule counts them."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from office.domain.house import Counter, House
from office.domain.line import Waiting, ahead_of, place_of
from office.domain.ticket import State, Ticket
from office.store import days, seats, tickets
from office.store.days import Day
from office.views import DayView, PrintView, TicketView, optional_time

_BEHIND_ALL = 2**62
"""The id of somebody who has none yet."""


class LineNow:
    """The line as it stands, with what the rule needs; counts `ahead` once a service, however many tickets ask."""

    def __init__(self, conn: Connection, house: House, day: Day) -> None:
        self._house = house
        self.waiting = tickets.waiting(conn, day.id, training=day.training)
        self._runs = seats.runs(conn)
        self._seats = seats.all_open(conn)
        self._ahead: dict[tuple[int, ...], dict[int, int]] = {}

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
        serving = self._house.counters_of(one.service)
        return [c for c in serving if self._is_open(c.number)] or serving

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


def shown(conn: Connection, house: House, one: Ticket, line: LineNow | None = None) -> dict[str, Any]:
    """The view of a ticket as a plain dict; `ahead` only for those who wait."""
    if one.state is not State.WAITING:
        return dict(ticket_view(one, None))
    day = days.running(conn)
    if day is None or day.id != one.day:
        return dict(ticket_view(one, None))
    return dict(ticket_view(one, (line or LineNow(conn, house, day)).ahead(tickets.as_waiting(one))))


def ticket_view(one: Ticket, ahead: int | None) -> TicketView:
    return {
        "id": one.id,
        "number": one.number,
        "service": one.service,
        "priority": one.priority,
        "state": str(one.state),
        "ahead": ahead,
        "wait": None,
        "counter": one.counter,
        "calls": one.calls,
        "issued_at": optional_time(one.issued_at) or "",
        "called_at": optional_time(one.called_at),
        "started_at": optional_time(one.started_at),
        "finished_at": optional_time(one.finished_at),
        "training": one.training,
        "by_hand": one.by_hand,
        "rule": one.rule,
        "called_because": one.because,
        "for_counter": one.for_counter,
        "park_reason": one.park_reason,
        "no_show_at": None if one.left is None else optional_time(one.left.wall),
        "print": PrintView(state=one.print_state, reason=one.print_reason, job=one.print_job),
    }
