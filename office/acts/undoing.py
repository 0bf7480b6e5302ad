"""Undo: the last act of a counter, within ten seconds, by the same clerk, while nobody else touched the tickets.

What an act has to put back is collected while it happens and kept beside the counter until its next act.
"""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert as upsert

from office.acts import rating
from office.acts.showing import seen
from office.acts.standing import Expect, current
from office.answers import Answer
from office.domain.facts import subject_of, ticket_body
from office.domain.moment import Moment, utc_text
from office.domain.refusals import NothingToUndo
from office.domain.ticket import Ticket
from office.performing import Act
from office.store import days, seats, tickets
from office.store.days import Day
from office.store.seats import Seat
from office.store.tables import call, last_act
from office.views import OfferView

# Built once, because they run at every act (see `office.store.tickets`).
_REMEMBER = upsert(last_act)
_REMEMBER = _REMEMBER.on_conflict_do_update(index_elements=["counter"], set_=dict(_REMEMBER.excluded))
_LAST = select(last_act).where(last_act.c.counter == bindparam("at_counter"))


@dataclass(slots=True)
class Undo:
    """What has to be put back when the act is undone: tickets as they were, windows, the call and its run."""

    before: list[Ticket] = field(default_factory=list)
    versions: dict[int, int] = field(default_factory=dict)  # ticket → version after the act
    window: int | None = None  # opened by the act
    cut: int | None = None  # the window that the act cut short
    run: int | None = None
    call: int | None = None

    def changed(self, before: Ticket, now: Ticket) -> None:
        if before.id not in self.versions:
            self.before.append(before)
        self.versions[now.id] = now.version

    def written(self) -> dict[str, Any]:
        return {
            "tickets": [tickets.snapshot(one) for one in self.before],
            "versions": {str(key): version for key, version in self.versions.items()},
            "window": self.window,
            "cut": self.cut,
            "run": self.run,
            "call": self.call,
        }


def remember(act: Act, counter: int, name: str, undo: Undo | None) -> OfferView | None:
    """Keeps the last act of the counter; only what carries an `undo` can be taken back: what to say about that."""
    values: dict[str, Any] = {
        "counter": counter,
        "act": name,
        "clerk": act.actor.id,
        "day": days.required(act.conn).id,
        "at": act.now,
        "undo": None if undo is None else undo.written(),
    }
    act.conn.execute(_REMEMBER, values)
    return None if undo is None else _offer(name, act.now, act.house.calling.undo_ms)


def offered(conn: Connection, seat: Seat | None, now: Moment, undo_ms: int) -> OfferView | None:
    """What the clerk who sits there could take back at this moment."""
    if seat is None or seat.paused_at is not None:
        return None
    row = conn.execute(_LAST, {"at_counter": seat.counter}).first()
    day = days.running(conn)
    if row is None or row.undo is None or day is None or (row.day, row.clerk) != (day.id, seat.clerk):
        return None
    if now.since(row.at) > undo_ms or not _untouched(conn, row.undo):
        return None
    return _offer(row.act, row.at, undo_ms)


def _offer(name: str, at: Moment, undo_ms: int) -> OfferView:
    return OfferView(act=name, until=utc_text(at.wall + undo_ms))


def _untouched(conn: Connection, saved: dict[str, Any]) -> bool:
    """Nobody else has changed a ticket of that act since."""
    versions = saved["versions"]
    return all(tickets.get(conn, int(key)).version == version for key, version in versions.items())


def forget_all(act: Act) -> None:
    """From here on nothing that was done before can be taken back at any counter."""
    act.conn.execute(delete(last_act))


def undo(act: Act, counter: int, expect: Expect) -> Answer:
    """Puts every ticket of the act back. `NothingToUndo`: too late, or somebody else came between."""
    current(act, counter, expect)
    row = act.conn.execute(delete(last_act).where(last_act.c.counter == counter).returning(last_act)).first()
    day = days.running(act.conn)
    if row is None or row.undo is None or day is None or row.day != day.id or row.clerk != act.actor.id:
        raise NothingToUndo
    if act.now.since(row.at) > act.house.calling.undo_ms:
        raise NothingToUndo
    back = _put_back(act, row.act, row.undo)
    _restore_counter(act, counter, row.undo, day)
    standing = tickets.active_at(act.conn, counter)
    return Answer(
        {
            "undone": row.act,
            "ticket": None if standing is None else seen(act, standing),
            "tickets": [seen(act, one) for one in back],
        }
    )


def _put_back(act: Act, name: str, saved: dict[str, Any]) -> list[Ticket]:
    if not _untouched(act.conn, saved):
        raise NothingToUndo
    present = {one.id: one for one in (tickets.get(act.conn, int(key)) for key in saved["versions"])}
    back = []
    # Whoever was called leaves the counter before the one who stood there comes back: it has one place only.
    for before in reversed(saved["tickets"]):
        one = tickets.put_back(act.conn, present[before["id"]], before)
        act.record("ticket.undone", subject_of(one), ticket_body(one, act=name, **_part_again(present[one.id], one)))
        back.append(one)
    return back


def _part_again(before: Ticket, now: Ticket) -> dict[str, Any]:
    """Of an undone end of a part: which one goes on, and since when."""
    if len(before.parts) <= len(now.parts):
        return {}
    return {"part": len(before.parts), "started_at": now.started_at}


def _restore_counter(act: Act, counter: int, saved: dict[str, Any], day: Day) -> None:
    if saved["window"] is not None:
        rating.withdraw(act, saved["window"])
    if saved["cut"] is not None:
        rating.reopen(act, saved["cut"])
    if saved["call"] is not None:
        row = act.conn.execute(delete(call).where(call.c.id == saved["call"]).returning(call.c.ticket)).one()
        seats.set_run(act.conn, counter, saved["run"])
        days.count_call(act.conn, day, tickets.get(act.conn, row.ticket).service, -1)
