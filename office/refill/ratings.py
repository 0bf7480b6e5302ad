"""Ratings and their windows come back: each window with the end that the facts tell, none of them open."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from office.domain.moment import Moment
from office.domain.rating import TIMEOUT
from office.performing import Act
from office.refill.telling import Chance
from office.store.tables import rating, rating_reasons, rating_window, ticket


def write(act: Act, chances: Mapping[int, Sequence[Chance]], ids: Mapping[int, int]) -> None:
    """`ids`: ticket in the facts → in the table; what became of others is nobody's here."""
    last = act.conn.execute(select(func.max(rating_window.c.id))).scalar() or 0
    for key, mine in chances.items():
        ticket_id = ids.get(key) or _known(act.conn, key)
        for chance in mine if ticket_id is not None else ():
            assert ticket_id is not None
            window = last + 1 if chance.opened is not None else _end(act.conn, ticket_id, chance)
            if chance.opened is not None:
                last = _open(act, last + 1, ticket_id, chance, chance.opened)
            if window is not None:
                _give(act.conn, window, ticket_id, chance)


def _known(conn: Connection, key: int) -> int | None:
    """A ticket of the copy of which only the rating came later."""
    return conn.execute(select(rating_window.c.ticket).where(rating_window.c.ticket == key).limit(1)).scalar()


def _open(act: Act, number: int, ticket_id: int, chance: Chance, opened: Moment) -> int:
    """One whose end these facts do not tell ran out: nobody stands before it any more."""
    row = select(ticket.c.counter, ticket.c.service).where(ticket.c.id == ticket_id)
    of, until = act.conn.execute(row).one(), opened.plus(act.house.rating.window_ms)
    values = {
        "id": number,
        "ticket": ticket_id,
        "counter": chance.counter or of.counter,
        "clerk": chance.clerk,
        "service": chance.service or of.service,
        "opened": opened,
        "closes_at": until.wall,
        "scale": chance.scale or act.house.rating.scale,
        "outcome": chance.outcome or TIMEOUT,
        "closed": chance.closed or until,
    }
    act.conn.execute(insert(rating_window).values(values))
    return number


def _end(conn: Connection, ticket_id: int, chance: Chance) -> int | None:
    """The last window of a ticket that the copy had; its id."""
    of = rating_window.c
    mine = select(of.id).where(of.ticket == ticket_id).order_by(of.id.desc()).limit(1)
    found = conn.execute(mine).scalar()
    if found is not None and chance.outcome is not None:
        ended = {"outcome": chance.outcome, "closed": chance.closed}
        conn.execute(update(rating_window).where(of.id == found).values(ended))
    return None if found is None else int(found)


def _give(conn: Connection, window: int, ticket_id: int, chance: Chance) -> None:
    for question, given in chance.levels.items():
        values = {key: value for key, value in given.items() if key != "changed"}
        row = upsert(rating).values(ticket=ticket_id, question=question, window=window, **_with_channel(values))
        conn.execute(row.on_conflict_do_update(index_elements=["ticket", "question"], set_={"level": given["level"]}))
    if chance.reasons is not None:
        reasons, at = chance.reasons
        row = upsert(rating_reasons).values(ticket=ticket_id, reasons=reasons, at=at)
        conn.execute(row.on_conflict_do_nothing())


def _with_channel(values: dict[str, Any]) -> dict[str, Any]:
    return {**values, "channel": values["channel"] or ""}
