"""What a day was, service by service, for the slip at its end: numbers given, served, and absent. Reading only.

Absent is who was called and never came, also when the day's end put the number aside; practice counts in nothing.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, and_, case, func, or_, select

from office.domain.ticket import State
from office.store.tables import day, service, ticket


@dataclass(frozen=True, slots=True)
class ServiceTotal:
    """One service's numbers of the day."""

    prefix: str
    name: str
    given: int
    served: int
    absent: int


@dataclass(frozen=True, slots=True)
class DayTotals:
    """`date`: "2026-11-23"; `services` in the order of the tiles, without those that gave no number."""

    date: str
    closed: bool
    services: tuple[ServiceTotal, ...]


_MISSED = or_(
    ticket.c.state == State.NO_SHOW,
    and_(ticket.c.state == State.EXPIRED, ticket.c.left.is_not(None), ticket.c.park_reason.is_(None)),
)


def day_totals(conn: Connection) -> DayTotals | None:
    """Of the running day, else of the last one; None before the first."""
    last = conn.execute(select(day.c.id, day.c.date, day.c.status).order_by(day.c.id.desc()).limit(1)).first()
    if last is None:
        return None
    query = (
        select(
            service.c.prefix,
            service.c.name,
            func.count().label("given"),
            func.sum(case((ticket.c.state == State.DONE, 1), else_=0)).label("served"),
            func.sum(case((_MISSED, 1), else_=0)).label("absent"),
        )
        .join(service, service.c.id == ticket.c.service)
        .where(ticket.c.day == last.id, ~ticket.c.training)
        .group_by(service.c.id)
        .order_by(service.c.position, service.c.id)
    )
    rows = conn.execute(query)
    found = tuple(ServiceTotal(row.prefix, row.name, row.given, int(row.served), int(row.absent)) for row in rows)
    return DayTotals(last.date, last.status == "closed", found)
