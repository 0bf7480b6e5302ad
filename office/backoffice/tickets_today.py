"""Today's tickets for the back office: found by number, state or service, newest first.

"Today" is the running day, else the last one, so that a question after closing time still has its answer.
Reading only.
"""

from typing import Any, TypedDict

from sqlalchemy import ColumnElement, Connection, Row, and_, func, select

from office.backoffice.views import FoundTicketView
from office.domain.numbers import read, written
from office.domain.ticket import State
from office.store.tables import day, service, ticket
from office.views import optional_time

PAGE = 50
"""Tickets in one answer."""


class FoundView(TypedDict):
    """`count`: how many there are altogether; `states`: how many of the whole day stand where."""

    date: str | None
    count: int
    states: dict[str, int]
    tickets: list[FoundTicketView]


def find(conn: Connection, *, number: str = "", state: str = "", service_id: str = "", offset: int = 0) -> FoundView:
    """At most `PAGE` tickets from `offset` on. An unknown state or service finds nothing."""
    last = conn.execute(select(day.c.id, day.c.date).order_by(day.c.id.desc()).limit(1)).first()
    if last is None:
        return FoundView(date=None, count=0, states={}, tickets=[])
    wanted = and_(ticket.c.day == last.id, *_conditions(conn, number, state, service_id))
    count = conn.execute(select(func.count()).select_from(ticket).where(wanted)).scalar_one()
    rows = conn.execute(select(ticket).where(wanted).order_by(ticket.c.id.desc()).limit(PAGE).offset(max(0, offset)))
    tally = select(ticket.c.state, func.count()).where(ticket.c.day == last.id).group_by(ticket.c.state)
    states = {str(name): int(many) for name, many in conn.execute(tally)}
    return FoundView(date=last.date, count=count, states=states, tickets=[_view(row) for row in rows])


def _conditions(conn: Connection, number: str, state: str, service_id: str) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if number.strip():
        found.append(ticket.c.number.in_(_numbers(conn, number.strip())))
    if state:
        found.append(ticket.c.state == (state if state in set(State) else ""))
    if service_id:
        found.append(ticket.c.service == service_id)
    return found


def _numbers(conn: Connection, typed: str) -> list[str]:
    """ "a23" is A023; "23" is every service's 023."""
    exact = read(typed)
    if exact is not None:
        return [written(*exact)]
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 5):
        return []
    letters = conn.execute(select(service.c.prefix).distinct()).scalars()
    return [written(letter, int(typed)) for letter in letters]


def _view(row: Row[Any]) -> FoundTicketView:
    return FoundTicketView(
        id=row.id,
        number=row.number,
        service=row.service,
        state=row.state,
        priority=row.priority,
        counter=row.counter,
        issued_at=optional_time(row.issued_at) or "",
        called_at=optional_time(row.called_at),
        finished_at=optional_time(row.finished_at),
        training=row.training,
        by_hand=row.by_hand,
        print_state=row.print_state,
        reprints=row.reprints,
    )
