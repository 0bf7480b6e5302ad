"""What can be looked up: one ticket, a counter's line and its day, the facts so far. Reads only."""

from typing import Any

from sqlalchemy import Connection, Engine, case, func, select

from office.acts.issuing import late_view
from office.acts.showing import LineNow, shown
from office.acts.undoing import offered
from office.acts.visiting import notes_about
from office.clerk_day import own_day
from office.clock import Clock
from office.domain import numbers
from office.domain.line import calling_order
from office.domain.moment import Moment
from office.domain.people import Actor, Role
from office.domain.refusals import NotYourCounter, UnknownCounter, UnknownTicket
from office.domain.ticket import State, Ticket
from office.domain.waiting import Foresight
from office.journal import FactView, facts_after
from office.performing import Performer
from office.store import days, seats, tickets
from office.store.tables import clerk, counter_session, ticket
from office.views import AbsentView, LineView, OwnDayView, PersonView, StaffView, TicketView, photo_url


class Records:
    """Looks things up on reading connections; every answer is as of the last committed act."""

    def __init__(self, readers: Engine, performer: Performer, clock: Clock) -> None:
        self._readers, self._performer, self._clock = readers, performer, clock

    def ticket(self, ticket_id: int) -> TicketView:
        """Raises `UnknownTicket`."""
        with self._readers.begin() as conn:
            return self._view(conn, tickets.get(conn, ticket_id))

    def ticket_by_number(self, number: str) -> TicketView:
        """A ticket of the running day; raises `UnknownTicket`."""
        read = numbers.read(number)
        with self._readers.begin() as conn:
            day = days.running(conn)
            if read is None or day is None:
                raise UnknownTicket(number=number)
            return self._view(conn, tickets.by_number(conn, day.id, numbers.written(*read)))

    def line(self, counter: int) -> LineView:
        """Who waits for this counter in calling order, and who was parked or missed; raises `UnknownCounter`."""
        house = self._performer.house
        desk = house.counters.get(counter)
        if desk is None:
            raise UnknownCounter(counter=counter)
        with self._readers.begin() as conn:
            day = days.running(conn)
            if day is None:
                return LineView(waiting=[], parked=[], no_show=[], notes=[], undo=None)
            line = LineNow(conn, house, day, Foresight(self._performer.learned, self._clock.now()))
            order = calling_order(line.waiting, [desk], house.calling, line.runs)
            waiting = {one.id: one for one in tickets.in_states(conn, day.id, [State.WAITING], training=day.training)}
            aside = tickets.in_states(conn, day.id, [State.PARKED, State.NO_SHOW], training=day.training)
            mine = [one for one in aside if one.service in desk.services or one.counter == counter]
            here, now = tickets.active_at(conn, counter), self._clock.now()
            shown_here = [*(waiting[pick.waiting.id] for pick in order), *mine, *([] if here is None else [here])]
            seat = seats.at_counter(conn, counter)
            return LineView(
                waiting=[self._view(conn, waiting[pick.waiting.id], line) for pick in order],
                parked=[self._view(conn, one) for one in mine if one.state is State.PARKED],
                no_show=self._absent(conn, [one for one in mine if one.state is State.NO_SHOW], now),
                notes=notes_about(conn, [one.id for one in shown_here if one.noted]),
                undo=offered(conn, seat, now, house.calling.undo_ms),
            )

    def _absent(self, conn: Connection, missed: list[Ticket], now: Moment) -> list[AbsentView]:
        calling = self._performer.house.calling
        calls = {service: days.calls_of(conn, missed[0].day, service) for service in {one.service for one in missed}}
        return [
            AbsentView(**self._view(conn, one), late=late_view(one, calls[one.service], now, calling)) for one in missed
        ]

    def own_day(self, actor: Actor, counter: int) -> OwnDayView:
        """The day of the clerk who sits there, for that clerk alone (`NotYourCounter`); raises `UnknownCounter`."""
        house = self._performer.house
        if counter not in house.counters:
            raise UnknownCounter(counter=counter)
        with self._readers.begin() as conn:
            seat = seats.at_counter(conn, counter)
            if seat is None or not actor.is_person or seat.clerk != actor.id:
                raise NotYourCounter(counter=counter)
            return own_day(conn, house, actor.id, self._clock.now())

    def counter_day(self, counter: int) -> dict[str, int | None]:
        """Today at this counter: served, mean service time in ms (None: nobody yet), parked, no-shows."""
        with self._readers.begin() as conn:
            day = days.running(conn)
            if day is None:
                return {"served": 0, "mean_ms": None, "parked": 0, "no_show": 0}
            done = ticket.c.state == "done"
            exact = done & ~ticket.c.inexact
            row = conn.execute(
                select(
                    func.count(case((done, 1))).label("served"),
                    func.avg(case((exact, ticket.c.served_ms))).label("mean"),
                    func.count(case((ticket.c.state == "parked", 1))).label("parked"),
                    func.count(case((ticket.c.state == "no_show", 1))).label("no_show"),
                ).where(ticket.c.day == day.id, ticket.c.counter == counter, ticket.c.training == day.training)
            ).one()
        mean = None if row.mean is None else round(row.mean)
        return {"served": row.served, "mean_ms": mean, "parked": row.parked, "no_show": row.no_show}

    def people_at_the_door(self) -> list[PersonView]:
        """Everybody who can sign in (has a PIN and is not disabled), by name; `counter` is where they sat last."""
        with self._readers.begin() as conn:
            able = select(clerk).where(~clerk.c.disabled, clerk.c.pin_hash.is_not(None)).order_by(clerk.c.name)
            sat = select(counter_session.c.clerk, counter_session.c.counter).order_by(counter_session.c.id)
            last = {row.clerk: row.counter for row in conn.execute(sat)}
            return [
                PersonView(
                    id=r.id, name=r.name, title=r.title, role=r.role, photo_url=photo_url(r), counter=last.get(r.id)
                )
                for r in conn.execute(able)
            ]

    def staff(self) -> list[StaffView]:
        """The heads and technicians who can sign in, by name."""
        return [
            StaffView(id=one["id"], name=one["name"], title=one["title"], role=one["role"])
            for one in self.people_at_the_door()
            if one["role"] in (Role.HEAD, Role.TECHNICIAN)
        ]

    def facts_after(self, seq: int, limit: int) -> list[FactView]:
        """Facts of the present stream after `seq`, at most `limit`."""
        journal = self._performer.journal
        with self._readers.begin() as conn:
            return facts_after(conn, journal.stream_no, journal.stream, seq, limit)

    def _view(self, conn: Connection, one: Any, line: LineNow | None = None) -> TicketView:
        foresight = Foresight(self._performer.learned, self._clock.now())
        view: TicketView = shown(conn, self._performer.house, one, line, foresight)  # type: ignore[assignment]
        return view
