"""The whole office at one glance, and whether it is well."""

from typing import TypedDict

from fastapi import APIRouter
from starlette.requests import Request

from kiosk.web.api.access import OPEN, Asked, GuardedRoute, desk_of, may
from kiosk.web.api.answers import Json, described
from office.views import DayView, StaffView, StateView

router = APIRouter(tags=["state"], route_class=GuardedRoute)


class HealthView(TypedDict):
    """`status` is "ok" for whoever gets this answer at all; a disk that fails answers 503."""

    status: str
    version: str
    stream: str
    day: DayView


@router.get("/state", dependencies=[may("state")], **described(StateView))
def state(asked: Asked) -> Json:
    return Json(asked.desk.state())


@router.get("/staff", dependencies=[may("staff")], **described(dict[str, list[StaffView]]))
def staff(asked: Asked) -> Json:
    """`people`: the heads and technicians who can sign in, for the hidden menu of a touch screen."""
    return Json({"people": asked.desk.records.staff()})


@router.get("/health", dependencies=[may(OPEN)], **described(HealthView))
def health(request: Request) -> Json:
    """For everybody: no figures, nothing about people."""
    return Json(desk_of(request).health())
