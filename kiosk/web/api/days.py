"""The working day: open it, close it, and what the head may say about it."""

from fastapi import APIRouter

from kiosk.web.api.access import Asked, GuardedRoute, may
from kiosk.web.api.answers import Json, described, shown
from kiosk.web.api.bodies import Command, TicketsByHand, Training
from office.views import DayView

router = APIRouter(prefix="/day", tags=["day"], route_class=GuardedRoute, dependencies=[])
_DAY = [may("day")]


@router.post("/open", dependencies=_DAY, **described(dict[str, DayView]))
def open_day(asked: Asked, body: Command) -> Json:
    return shown(asked.desk.open_day(asked.actor, body.once))


@router.post("/close", dependencies=_DAY, **described(dict[str, DayView]))
def close_day(asked: Asked, body: Command) -> Json:
    """Refused with `still_serving` and the list while somebody is in front of a counter."""
    return shown(asked.desk.close_day(asked.actor, body.once))


@router.post("/training", dependencies=_DAY, **described(dict[str, DayView]))
def training(asked: Asked, body: Training) -> Json:
    return shown(asked.desk.set_training(asked.actor, body.once, on=body.on))


@router.post("/clock-confirm", dependencies=_DAY, **described(dict[str, DayView]))
def confirm_clock(asked: Asked, body: Command) -> Json:
    return shown(asked.desk.confirm_clock(asked.actor, body.once))


@router.post("/tickets-by-hand", dependencies=_DAY, **described(dict[str, DayView], 200, 201))
def enter_by_hand(asked: Asked, body: TicketsByHand) -> Json:
    """Numbers that were handed out on paper during an outage, all of them or none."""
    tickets = [entry.model_dump() for entry in body.tickets]
    answer = asked.desk.enter_by_hand(asked.actor, body.once, tickets=tickets)
    return Json({"day": asked.desk.state()["day"], **answer.body}, 201 if answer.created else 200)
