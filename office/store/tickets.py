"""Tickets on disk: read, insert, change. Every change raises the version, except what the printer reports."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, text, update

from office.domain.line import Waiting
from office.domain.moment import Moment
from office.domain.refusals import UnknownTicket
from office.domain.ticket import Part, State, Ticket
from office.store.kept_line import line_of
from office.store.tables import ticket

_WAITING = select(*(ticket.c[name] for name in Waiting._fields)).where(
    ticket.c.state == "waiting",
    ticket.c.day == bindparam("of_day"),
    ticket.c.training == bindparam("is_training"),
)
# Built once: SQLAlchemy takes five times longer to build a statement than SQLite to run it, and these run at every act.
_INSERT = insert(ticket).returning(*ticket.c)
_BY_ID = select(ticket).where(ticket.c.id == bindparam("wanted"))
# In the words of the index of active tickets, or SQLite would read every ticket of every day.
_IS_ACTIVE = text("state IN ('called','serving')")
_ACTIVE_AT = select(ticket).where(ticket.c.counter == bindparam("at"), _IS_ACTIVE)
_STANDING = select(ticket.c.counter, ticket.c.service, ticket.c.started, ticket.c.first_call).where(_IS_ACTIVE)
_UPDATE = update(ticket).where(ticket.c.id == bindparam("changed"))
_IN_STATES = (
    select(ticket)
    .where(ticket.c.day == bindparam("of_day"), ticket.c.state.in_(bindparam("of_states", expanding=True)))
    .order_by(ticket.c.id)
)
_IN_STATES_OF = _IN_STATES.where(ticket.c.training == bindparam("is_training"))
MAX_ID = 2**62


def insert_ticket(conn: Connection, values: dict[str, Any]) -> Ticket:
    made = read(conn.execute(_INSERT, values).one())
    _tell_line(conn, made)
    return made


def get(conn: Connection, ticket_id: int) -> Ticket:
    """Raises `UnknownTicket`."""
    if not 0 < ticket_id < MAX_ID:
        raise UnknownTicket(ticket=ticket_id)
    row = conn.execute(_BY_ID, {"wanted": ticket_id}).first()
    if row is None:
        raise UnknownTicket(ticket=ticket_id)
    return read(row)


def by_number(conn: Connection, day: int, number: str) -> Ticket:
    """Raises `UnknownTicket`."""
    row = conn.execute(select(ticket).where(ticket.c.day == day, ticket.c.number == number)).first()
    if row is None:
        raise UnknownTicket(number=number)
    return read(row)


def numbers_of(conn: Connection, ids: Iterable[int]) -> dict[int, str]:
    """The number on each of these tickets, in one look."""
    rows = conn.execute(select(ticket.c.id, ticket.c.number).where(ticket.c.id.in_(list(ids))))
    return {row.id: row.number for row in rows}


def active_at(conn: Connection, counter: int) -> Ticket | None:
    """Who stands at the counter, called or being served."""
    row = conn.execute(_ACTIVE_AT, {"at": counter}).first()
    return None if row is None else read(row)


@dataclass(frozen=True, slots=True)
class Standing:
    """Who stands at a counter, as much as a forecast needs; `started` None: called, not there yet."""

    counter: int
    service: str
    started: Moment | None
    first_call: Moment | None


def standing(conn: Connection) -> list[Standing]:
    """Everybody who was called or is being served."""
    return [Standing(*row) for row in conn.execute(_STANDING)]


def in_states(conn: Connection, day: int, states: Iterable[State], *, training: bool | None = None) -> list[Ticket]:
    asked = {"of_day": day, "of_states": list(states)}
    if training is None:
        return [read(row) for row in conn.execute(_IN_STATES, asked)]
    return [read(row) for row in conn.execute(_IN_STATES_OF, {**asked, "is_training": training})]


def waiting(conn: Connection, day: int, *, training: bool) -> list[Waiting]:
    """Everybody in line, in no particular order: the rules sort."""
    kept = line_of(conn)
    if kept is None:
        return _read_waiting(conn, day, training)
    return kept.people(day, training, lambda: _read_waiting(conn, day, training))


def _read_waiting(conn: Connection, day: int, training: bool) -> list[Waiting]:
    rows = conn.execute(_WAITING, {"of_day": day, "is_training": training})
    return [Waiting(*row) for row in rows.all()]


def as_waiting(one: Ticket) -> Waiting:
    """What the rules see of a ticket, if it waits."""
    return Waiting(one.arrival, one.id, one.service, one.priority, one.returned, one.for_counter)


def _tell_line(conn: Connection, one: Ticket) -> None:
    kept = line_of(conn)
    if kept is not None:
        kept.tell(one.day, one.training, one.id, as_waiting(one) if one.state is State.WAITING else None)


def save(conn: Connection, before: Ticket, **changes: Any) -> Ticket:
    """Writes the changed fields; the ticket as it is now."""
    after = replace(before, **changes, version=before.version + 1)
    values = {key: getattr(after, key) for key in (*changes, "version")}
    conn.execute(_UPDATE, {"changed": before.id, **values})
    _tell_line(conn, after)
    return after


def save_aside(conn: Connection, before: Ticket, **changes: Any) -> Ticket:
    """As `save`, for what is said about a ticket and changes nothing that happens to it: no undo fails for it."""
    conn.execute(_UPDATE, {"changed": before.id, **changes})
    return replace(before, **changes)


def save_print(conn: Connection, ticket_id: int, **changes: Any) -> None:
    """What the printer says of a ticket; no reason for anybody's undo to fail."""
    conn.execute(update(ticket).where(ticket.c.id == ticket_id).values(changes))


_FIELDS = tuple(field.name for field in fields(Ticket))
_MOMENTS = ("first_call", "left", "issued", "started")
_NOT_UNDONE = frozenset(
    {"id", "day", "version", "print_state", "print_reason", "print_job", "reprints", "noted", "inexact"}
)


def snapshot(one: Ticket) -> dict[str, Any]:
    """What undo needs to put a ticket back, JSON-ready."""
    kept: dict[str, Any] = {name: getattr(one, name) for name in _FIELDS}
    for key in _MOMENTS:
        kept[key] = None if kept[key] is None else kept[key].written()
    return {**kept, "state": str(one.state), "parts": [asdict(part) for part in one.parts]}


def put_back(conn: Connection, now: Ticket, saved: dict[str, Any]) -> Ticket:
    """Makes the ticket what `snapshot` saw; what the printer and people said about it meanwhile stays."""
    was = {key: value for key, value in saved.items() if key not in _NOT_UNDONE}
    for key in _MOMENTS:
        was[key] = None if was[key] is None else Moment.read(was[key])
    was["state"] = State(was["state"])
    was["parts"] = tuple(Part(**one) for one in saved.get("parts", ()))
    return save(conn, now, **was)


def read(row: Row[Any]) -> Ticket:
    """A row of the table `ticket`."""
    columns = row._asdict()
    columns["state"] = State(columns["state"])
    return Ticket(**columns)
