"""Tickets: take one, look at one, and what may be done to one that waits."""

from typing import Annotated

from fastapi import APIRouter, Query

from kiosk.web.api.access import Asked, Call, GuardedRoute, may
from kiosk.web.api.answers import Json, described, shown
from kiosk.web.api.bodies import Command, Issue, Note, Priority, TicketId, Times, Transfer
from look.words import N_
from office.domain.refusals import Invalid
from office.views import MovedView, TicketView

router = APIRouter(prefix="/tickets", tags=["tickets"], route_class=GuardedRoute)

Number = Annotated[str, Query(min_length=1, max_length=16, description='as printed, e.g. "A023"')]


@router.post("", dependencies=[may("issue")], **described(TicketView, 201, 200))
def issue(asked: Asked, body: Issue) -> Json:
    """Take a number. Does not depend on a signed-in clerk."""
    answer = asked.desk.issue(
        asked.actor,
        body.once,
        service=body.service,
        priority=body.priority,
        channel=body.channel or _usual_channel(asked),
    )
    return shown(answer)


def _usual_channel(asked: Call) -> str:
    return {"device": "touch", "clerk": "console"}.get(asked.actor.kind, "api")


@router.get("", dependencies=[may("ticket")], **described(TicketView))
def by_number(asked: Asked, number: Number) -> Json:
    """The ticket of the running day with this number."""
    return Json(asked.desk.ticket_by_number(number))


@router.get("/{ticket}", dependencies=[may("ticket")], **described(TicketView))
def by_id(asked: Asked, ticket: TicketId) -> Json:
    return Json(asked.desk.ticket(ticket))


@router.post("/{ticket}/cancel", dependencies=[may("cancel")], **described(MovedView))
def cancel(asked: Asked, ticket: TicketId, body: Command) -> Json:
    return shown(asked.desk.cancel(asked.actor, body.once, ticket=ticket))


@router.post("/{ticket}/transfer", dependencies=[may("move")], **described(MovedView))
def transfer(asked: Asked, ticket: TicketId, body: Transfer) -> Json:
    """To a service or to a counter: exactly one of the two."""
    if (body.service is None) == (body.counter is None):
        raise Invalid(field="service", why=N_("give either a service or a counter"))
    answer = asked.desk.transfer(
        asked.actor,
        body.once,
        ticket=ticket,
        service=body.service,
        counter=body.counter,
        position=body.position,
    )
    return shown(answer)


@router.post("/{ticket}/return", dependencies=[may("move")], **described(TicketView))
def return_ticket(asked: Asked, ticket: TicketId, body: Command) -> Json:
    return shown(asked.desk.return_ticket(asked.actor, body.once, ticket=ticket))


@router.post("/{ticket}/priority", dependencies=[may("move")], **described(TicketView))
def priority(asked: Asked, ticket: TicketId, body: Priority) -> Json:
    return shown(asked.desk.set_priority(asked.actor, body.once, ticket=ticket, priority=body.priority))


@router.post("/{ticket}/note", dependencies=[may("move")], **described(TicketView))
def note(asked: Asked, ticket: TicketId, body: Note) -> Json:
    """A few words of the staff; they come back only in a counter's line, and can be erased."""
    return shown(asked.desk.note(asked.actor, body.once, ticket=ticket, text=body.text))


@router.post("/{ticket}/times", dependencies=[may("move")], **described(TicketView))
def times(asked: Asked, ticket: TicketId, body: Times) -> Json:
    """Marks one's own visit as one whose times are wrong: it belongs into no average."""
    return shown(asked.desk.mark_times(asked.actor, body.once, ticket=ticket, inexact=body.inexact))


@router.post("/{ticket}/reprint", dependencies=[may("reprint")], **described(TicketView))
def reprint(asked: Asked, ticket: TicketId, body: Command) -> Json:
    """On paper again, with the same number and "IN LẠI"; at the touch screen once, after a failed print."""
    return shown(asked.desk.reprint(asked.actor, body.once, ticket=ticket))
