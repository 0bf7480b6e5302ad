"""Counters: everything that a clerk does with the person in front, and who is waiting."""

from typing import TypedDict

from fastapi import APIRouter

from kiosk.web.api.access import Asked, GuardedRoute, may
from kiosk.web.api.answers import Json, described, shown
from kiosk.web.api.bodies import CallNumber, Command, Continue, CounterNumber, Park, Pause, Seen
from office.domain.refusals import NotYourCounter
from office.views import ContinuedView, CounterTicketView, LineView, NextView, OwnDayView, UndoView

router = APIRouter(prefix="/counters/{n}", tags=["counters"], route_class=GuardedRoute)
_COUNTER = [may("counter")]


class SeatView(TypedDict):
    """After a pause or its end. `status`: open | paused."""

    counter: int
    status: str


@router.post("/next", dependencies=_COUNTER, **described(NextView))
def call_next(asked: Asked, n: CounterNumber, body: Seen) -> Json:
    """Finish the person in front, call the next one. Nobody waiting is not an error."""
    return shown(asked.desk.call_next(asked.actor, body.once, counter=n, **body.checks))


@router.post("/call", dependencies=_COUNTER, **described(NextView))
def call_number(asked: Asked, n: CounterNumber, body: CallNumber) -> Json:
    """As next, for a certain number; a parked or missed one is returned and called in one act."""
    answer = asked.desk.call_ticket(asked.actor, body.once, counter=n, number=body.number, **body.checks)
    return shown(answer)


@router.post("/recall", dependencies=_COUNTER, **described(CounterTicketView))
def recall(asked: Asked, n: CounterNumber, body: Seen) -> Json:
    return shown(asked.desk.recall(asked.actor, body.once, counter=n, **body.checks))


@router.post("/start", dependencies=_COUNTER, **described(CounterTicketView))
def start(asked: Asked, n: CounterNumber, body: Seen) -> Json:
    return shown(asked.desk.start(asked.actor, body.once, counter=n, **body.checks))


@router.post("/finish", dependencies=_COUNTER, **described(CounterTicketView))
def finish(asked: Asked, n: CounterNumber, body: Seen) -> Json:
    return shown(asked.desk.finish(asked.actor, body.once, counter=n, **body.checks))


@router.post("/no-show", dependencies=_COUNTER, **described(CounterTicketView))
def no_show(asked: Asked, n: CounterNumber, body: Seen) -> Json:
    return shown(asked.desk.no_show(asked.actor, body.once, counter=n, **body.checks))


@router.post("/park", dependencies=_COUNTER, **described(CounterTicketView))
def park(asked: Asked, n: CounterNumber, body: Park) -> Json:
    answer = asked.desk.park(asked.actor, body.once, counter=n, reason=body.reason, **body.checks)
    return shown(answer)


@router.post("/continue", dependencies=_COUNTER, **described(ContinuedView))
def continue_with(asked: Asked, n: CounterNumber, body: Continue) -> Json:
    """The same person wants something more: the present service ends, the next begins, the number stays."""
    answer = asked.desk.continue_with(asked.actor, body.once, counter=n, service=body.service, **body.checks)
    return shown(answer)


@router.post("/undo", dependencies=_COUNTER, **described(UndoView))
def undo(asked: Asked, n: CounterNumber, body: Seen) -> Json:
    """Take back the last act of this counter, within 10 s."""
    return shown(asked.desk.undo(asked.actor, body.once, counter=n, **body.checks))


@router.post("/pause", dependencies=_COUNTER, **described(SeatView))
def pause(asked: Asked, n: CounterNumber, body: Pause) -> Json:
    return shown(asked.desk.pause(asked.actor, body.once, counter=n, reason=body.reason))


@router.post("/resume", dependencies=_COUNTER, **described(SeatView))
def resume(asked: Asked, n: CounterNumber, body: Command) -> Json:
    return shown(asked.desk.resume(asked.actor, body.once, counter=n))


@router.get("/day", dependencies=_COUNTER, **described(OwnDayView))
def own_day(asked: Asked, n: CounterNumber) -> Json:
    """The own day of the clerk who sits here, for that clerk alone."""
    return Json(asked.desk.own_day(asked.actor, n))


@router.get("/line", dependencies=[may("line")], **described(LineView))
def line(asked: Asked, n: CounterNumber) -> Json:
    """Who waits for this counter, in calling order; for its own clerk, the head and the inspector."""
    view = asked.desk.line(n)
    if asked.actor.role == "clerk" and asked.actor.counter != n:
        raise NotYourCounter(counter=n)
    return Json(view)
