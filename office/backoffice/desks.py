"""The counters as furniture: made, named, given their services, taken away.

Who sits there is the desk's matter. Rules:
1. A counter keeps its number for ever; one that was taken away may come back under the same number.
2. A counter where somebody sits, or with a ticket sent to it, is not taken away (`in_use`).
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from look.words import N_
from office.answers import Answer
from office.backoffice.views import DeskView
from office.backoffice.wording import number as bounded
from office.backoffice.wording import text
from office.domain.people import Actor
from office.domain.refusals import AlreadyThere, InUse, Invalid, UnknownCounter
from office.performing import Act, Performer
from office.store.tables import clerk, counter, counter_service, counter_session, day, service, ticket

HIGHEST = 99


class Desks:
    """The acts on counters; each answers {"counter": DeskView}."""

    def __init__(self, performer: Performer) -> None:
        self._performer = performer

    def add(self, actor: Actor, request_id: str | None, number: int, name: str, services: Sequence[str]) -> Answer:
        """A new counter, or one that comes back."""

        def work(act: Act) -> Answer:
            bounded(number, "number", 1, HIGHEST)
            if number in act.house.counters:
                raise AlreadyThere(field="number", what=number)
            values = _checked(act, name, services)
            _put(act.conn, number, values["name"])
            _serve(act.conn, number, values["services"])
            act.record("desk.added", f"counter:{number}", values)
            return _changed(act, number, created=True)

        args = {"number": number, "name": name, "services": list(services)}
        return self._performer.perform("desk.add", actor, request_id, args, work)

    def change(self, actor: Actor, request_id: str | None, number: int, name: str, services: Sequence[str]) -> Answer:
        """Name and services; the next call at the counter goes by the new services."""

        def work(act: Act) -> Answer:
            _known(act, number)
            values = _checked(act, name, services)
            act.conn.execute(update(counter).where(counter.c.number == number).values(name=values["name"]))
            _serve(act.conn, number, values["services"])
            act.record("desk.changed", f"counter:{number}", values)
            return _changed(act, number)

        args = {"number": number, "name": name, "services": list(services)}
        return self._performer.perform("desk.change", actor, request_id, args, work)

    def retire(self, actor: Actor, request_id: str | None, number: int) -> Answer:
        """{"counters": [DeskView]}"""

        def work(act: Act) -> Answer:
            _known(act, number)
            _refuse_while_used(act.conn, number)
            act.conn.execute(update(counter).where(counter.c.number == number).values(retired=True))
            act.conn.execute(delete(counter_service).where(counter_service.c.counter == number))
            act.record("desk.retired", f"counter:{number}", {})
            act.change_house()
            return Answer({"counters": desks(act.conn)})

        return self._performer.perform("desk.retire", actor, request_id, {"number": number}, work)


def desks(conn: Connection) -> list[DeskView]:
    """All counters that are not retired, by number."""
    served: dict[int, list[str]] = {}
    in_order = (
        select(counter_service)
        .join(service, service.c.id == counter_service.c.service)
        .where(~service.c.retired)
        .order_by(service.c.position)
    )
    for row in conn.execute(in_order):
        served.setdefault(row.counter, []).append(row.service)
    seated = (
        select(counter_session.c.counter, clerk.c.name)
        .join(clerk, clerk.c.id == counter_session.c.clerk)
        .where(counter_session.c.closed_at.is_(None))
    )
    sitting: dict[int, str] = {row.counter: row.name for row in conn.execute(seated)}
    rows = conn.execute(select(counter).where(~counter.c.retired).order_by(counter.c.number))
    return [
        DeskView(
            number=row.number,
            name=row.name,
            services=served.get(row.number, []),
            clerk=sitting.get(row.number),
        )
        for row in rows
    ]


def _changed(act: Act, number: int, *, created: bool = False) -> Answer:
    act.change_house()
    found = next(one for one in desks(act.conn) if one["number"] == number)
    return Answer({"counter": found}, created=created)


def _known(act: Act, number: int) -> None:
    if number not in act.house.counters:
        raise UnknownCounter(counter=number)


def _checked(act: Act, name: str, services: Sequence[str]) -> dict[str, Any]:
    unknown = [one for one in services if one not in act.house.services]
    if unknown:
        raise Invalid(field="services", why=N_("There is no service {service}."), service=unknown[0])
    if not services:
        raise Invalid(field="services", why=N_("Choose at least one service."))
    return {"name": text(name, "name", longest=40), "services": list(dict.fromkeys(services))}


def _put(conn: Connection, number: int, name: str) -> None:
    back = update(counter).where(counter.c.number == number).values(name=name, retired=False, run=0)
    if conn.execute(back).rowcount == 0:
        conn.execute(insert(counter).values(number=number, name=name))


def _serve(conn: Connection, number: int, services: Sequence[str]) -> None:
    conn.execute(delete(counter_service).where(counter_service.c.counter == number))
    conn.execute(insert(counter_service), [{"counter": number, "service": one} for one in services])


def _refuse_while_used(conn: Connection, number: int) -> None:
    is_open = counter_session.c.closed_at.is_(None)
    sits = select(func.count()).where(counter_session.c.counter == number, is_open)
    if conn.execute(sits).scalar_one():
        raise InUse(what="counter_open", counter=number)
    running = select(day.c.id).where(day.c.status == "open").scalar_subquery()
    sent = select(func.count()).where(
        ticket.c.day == running, ticket.c.for_counter == number, ticket.c.state.in_(("waiting", "parked"))
    )
    if conn.execute(sent).scalar_one():
        raise InUse(what="counter_waiting", counter=number)
