"""Undo: the last act of a counter, within ten seconds, by the same clerk, while nobody else touched the tickets."""

from typing import Any

from sqlalchemy import delete, select

from office.acts import rating
from office.acts.calling import Expect, Unset
from office.acts.seating import seat_of
from office.acts.showing import shown
from office.answers import Answer
from office.domain.facts import subject_of, ticket_body
from office.domain.refusals import NothingToUndo, Stale
from office.domain.ticket import Ticket
from office.performing import Act
from office.store import days, seats, tickets
from office.store.tables import call, last_act


def undo(act: Act, counter: int, expect: Expect) -> Answer:
    """Puts every ticket of the act back. `NothingToUndo`: too late, or somebody else came between."""
    seat_of(act, counter)
    _check_expect(act, counter, expect)
    row = act.conn.execute(select(last_act).where(last_act.c.counter == counter)).first()
    day = days.running(act.conn)
    if row is None or row.undo is None or day is None or row.day != day.id or row.clerk != act.actor.id:
        raise NothingToUndo
    if act.now.since(row.at) > act.house.calling.undo_ms:
        raise NothingToUndo
    back = _put_back(act, row.act, row.undo)
    _restore_counter(act, counter, row.undo, day.id)
    act.conn.execute(delete(last_act).where(last_act.c.counter == counter))
    standing = tickets.active_at(act.conn, counter)
    return Answer(
        {
            "undone": row.act,
            "ticket": None if standing is None else shown(act.conn, act.house, standing),
            "tickets": [shown(act.conn, act.house, one) for one in back],
        }
    )


def _check_expect(act: Act, counter: int, expect: Expect) -> None:
    if isinstance(expect, Unset):
        return
    standing = tickets.active_at(act.conn, counter)
    current = None if standing is None else standing.id
    if expect != current:
        raise Stale(current=current)


def _put_back(act: Act, name: str, saved: dict[str, Any]) -> list[Ticket]:
    now = [tickets.get(act.conn, int(ticket_id)) for ticket_id in saved["versions"]]
    if any(one.version != saved["versions"][str(one.id)] for one in now):
        raise NothingToUndo
    present = {one.id: one for one in now}
    back = []
    # Whoever was called leaves the counter before the one who stood there comes back: it has one place only.
    for before in reversed(saved["tickets"]):
        one = tickets.put_back(act.conn, present[before["id"]], before)
        act.record("ticket.undone", subject_of(one), ticket_body(one, act=name))
        back.append(one)
    return back


def _restore_counter(act: Act, counter: int, saved: dict[str, Any], day: int) -> None:
    if saved["window"] is not None:
        rating.withdraw(act, saved["window"])
    if saved["call"] is not None:
        row = act.conn.execute(delete(call).where(call.c.id == saved["call"]).returning(call.c.ticket)).one()
        seats.set_run(act.conn, counter, saved["run"])
        days.count_call(act.conn, day, tickets.get(act.conn, row.ticket).number[0], -1)
