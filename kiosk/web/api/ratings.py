"""Ratings: what a person says at the faces, by the screen, tablet or box of that counter."""

from fastapi import APIRouter

from kiosk.web.api.access import Asked, GuardedRoute, may
from kiosk.web.api.answers import Json, described, shown
from kiosk.web.api.bodies import Command, Rate, Reasons, TicketId
from office.views import RatingView

router = APIRouter(prefix="/tickets/{ticket}/rating", tags=["ratings"], route_class=GuardedRoute)


@router.post("", dependencies=[may("rate")], **described(RatingView, 201, 200))
def rate(asked: Asked, ticket: TicketId, body: Rate) -> Json:
    """The first press is 201; a change of mind within 5 s is 200."""
    answer = asked.desk.rate(
        asked.actor,
        body.once,
        ticket=ticket,
        level=body.level,
        channel=body.channel,
        age_ms=body.age_ms,
        question=body.question,
    )
    return shown(answer)


@router.post("/reasons", dependencies=[may("rate")], **described(RatingView, 200, 201))
def give_reasons(asked: Asked, ticket: TicketId, body: Reasons) -> Json:
    answer = asked.desk.give_reasons(
        asked.actor, body.once, ticket=ticket, reasons=body.reasons, comment=body.comment or None
    )
    return shown(answer)


@router.post("/decline", dependencies=[may("rate")], **described(RatingView, 200, 201))
def decline(asked: Asked, ticket: TicketId, body: Command) -> Json:
    return shown(asked.desk.decline_rating(asked.actor, body.once, ticket=ticket))
