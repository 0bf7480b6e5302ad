"""What one visit is more than a call and an end: a further service, a note, times that nobody should believe."""

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert as upsert

from look.words import N_
from office.acts import learning, rating, texts
from office.acts.calling import begin_service, part_of, standing
from office.acts.issuing import of_today, service_of
from office.acts.showing import part_view, seen
from office.acts.standing import Expect, required
from office.acts.undoing import Undo, remember
from office.answers import Answer
from office.domain.facts import subject_of, ticket_body
from office.domain.moment import HOUR, utc_text
from office.domain.people import Role
from office.domain.refusals import Invalid, NotServedHere, NotYourCounter, WrongState
from office.domain.ticket import State, Ticket, after, ended_part
from office.performing import Act
from office.store import tickets
from office.store.tables import clerk, free_text, ticket_note
from office.views import NoteView

MOST_PARTS = 20
LONGEST_NOTE = 200
NOTES_KEPT_MS = 30 * 24 * HOUR
"""A note serves the days of one file; what is worth keeping longer belongs into the file itself."""


def continue_with(act: Act, number: int, service_id: str, expect: Expect) -> Answer:
    """The same person wants something more: this service ends here, the next one begins at once, with the same number.

    Whoever was only called counts as started at the call, as with `next`.
    """
    one, undo = required(act, number, expect), Undo()
    service = service_of(act, service_id)
    if service.id not in act.house.counters[number].services:
        raise NotServedHere(number=one.number, service=service.id)
    if len(one.parts) >= MOST_PARTS:
        raise Invalid(field="service", why=N_("One visit has at most {most} services."), most=MOST_PARTS)
    now = _go_on(act, number, one, service.id, undo)
    return standing(act, now, remember(act, number, "continue", undo), ended=part_view(now.parts[-1]))


def _go_on(act: Act, number: int, one: Ticket, service: str, undo: Undo) -> Ticket:
    if one.state is State.CALLED:
        started = begin_service(act, one, one.first_call or act.now, implied=True)
        undo.changed(one, started)
        undo.cut = rating.cut_short(act, number)
        one = started
    changes = {"service": service, "parts": ended_part(one, act.now), "started_at": act.now.wall, "started": act.now}
    now = tickets.save(act.conn, one, state=after("continue", one.state), **changes)
    undo.changed(one, now)
    learning.part_ended(act, one, now)
    act.record("ticket.continued", subject_of(now), ticket_body(now, **part_of(one, now)))
    return now


def note(act: Act, ticket_id: int, text: str) -> Answer:
    """A few words of the staff about this visit; a new note takes the place of the old one, an empty one of none.

    The words stand in no answer and no fact: they must be erasable.
    """
    one = of_today(act, ticket_id)
    if len(text) > LONGEST_NOTE:
        raise Invalid(field="text", why=N_("At most {most} characters."), most=LONGEST_NOTE)
    text_id, hashed = texts.keep(act, text)
    _erase_note(act, one.id, "taken_away" if text_id is None else "replaced")
    if text_id is not None:
        row = {"ticket": one.id, "text": text_id, "clerk": act.actor.id, "at": act.now.wall}
        act.conn.execute(upsert(ticket_note).values(row))
    now = tickets.save_aside(act.conn, one, noted=text_id is not None)
    act.record("ticket.noted", subject_of(now), ticket_body(now, text=text_id, text_hash=hashed))
    return Answer(seen(act, now))


def _erase_note(act: Act, ticket_id: int, why: str) -> None:
    gone = delete(ticket_note).where(ticket_note.c.ticket == ticket_id).returning(ticket_note.c.text)
    for text_id in act.conn.execute(gone).scalars().all():
        texts.erase(act, text_id, why)


def erase_old_notes(act: Act) -> None:
    """Once an hour: notes that are too old to serve anybody."""
    old = select(ticket_note.c.ticket).where(ticket_note.c.at < act.now.wall - NOTES_KEPT_MS)
    for ticket_id in act.conn.execute(old).scalars().all():
        _erase_note(act, ticket_id, "old")
        tickets.save_aside(act.conn, tickets.get(act.conn, ticket_id), noted=False)


def mark_times(act: Act, ticket_id: int, inexact: bool) -> Answer:
    """The times of this visit are wrong (a forgotten key): they stay as they are and belong into no average."""
    one = of_today(act, ticket_id)
    if act.actor.role != Role.HEAD and one.clerk != act.actor.id:
        raise NotYourCounter(counter=one.counter)
    if one.called_at is None:
        raise WrongState(state=str(one.state))
    if one.inexact == inexact:
        return Answer(seen(act, one))
    now = tickets.save_aside(act.conn, one, inexact=inexact)
    act.record("ticket.times_marked", subject_of(now), ticket_body(now, inexact=inexact))
    return Answer(seen(act, now))


def notes_about(conn: Connection, ticket_ids: list[int]) -> list[NoteView]:
    """The notes about these tickets, in their order."""
    if not ticket_ids:
        return []
    asked = (
        select(ticket_note, free_text.c.text.label("words"), clerk.c.name)
        .join(free_text, free_text.c.id == ticket_note.c.text)
        .outerjoin(clerk, clerk.c.id == ticket_note.c.clerk)
        .where(ticket_note.c.ticket.in_(ticket_ids))
    )
    found = {row.ticket: row for row in conn.execute(asked)}
    return [
        NoteView(ticket=r.ticket, text=r.words or "", at=utc_text(r.at), clerk=r.name or r.clerk)
        for r in (found[one] for one in ticket_ids if one in found)
    ]
