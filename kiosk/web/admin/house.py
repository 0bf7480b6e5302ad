"""`/services`, `/counters`, `/settings`: what the head decides about the office."""

from dataclasses import fields, replace
from typing import Annotated, Any

from fastapi import APIRouter, Path

from kiosk.web.admin.access import AtWork
from kiosk.web.admin.bodies import (
    CallingChanged,
    CounterAdded,
    CounterChanged,
    LeadersChanged,
    NamesChanged,
    Order,
    RatingChanged,
    ReasonsChanged,
    ServiceAdded,
    ServiceChanged,
    ServiceRestored,
    Switch,
    VoiceChanged,
)
from kiosk.web.api.access import GuardedRoute, may
from kiosk.web.api.answers import Json, described, shown
from kiosk.web.api.bodies import Command, CounterNumber
from office.backoffice.desks import desks
from office.backoffice.services import Offer, offers
from office.backoffice.settings import settings_view
from office.backoffice.views import DeskView, OfferedServiceView

router = APIRouter(tags=["admin"], route_class=GuardedRoute)

_READ, _ADMIN = [may("read")], [may("admin")]
_SERVICE, _COUNTER = described(dict[str, OfferedServiceView]), described(dict[str, DeskView])
_SETTINGS = described(dict[str, Any])
ServiceId = Annotated[str, Path(max_length=64, description="the service's id")]


@router.get("/services", dependencies=_READ, **described(dict[str, list[OfferedServiceView]]))
def services(at: AtWork) -> Json:
    with at.back.reading() as conn:
        return Json({"services": offers(conn)})


@router.post("/services", dependencies=_ADMIN, **described(dict[str, OfferedServiceView], 201, 200))
def add_service(at: AtWork, body: ServiceAdded) -> Json:
    return shown(at.back.services.add(at.actor, body.once, body.prefix, _offer(body), body.counters))


@router.post("/services/order", dependencies=_ADMIN, **described(dict[str, list[OfferedServiceView]]))
def order_services(at: AtWork, body: Order) -> Json:
    """`ids` names every service once, in the order of the tiles."""
    return shown(at.back.services.order(at.actor, body.once, body.ids))


@router.post("/services/{service}", dependencies=_ADMIN, **_SERVICE)
def change_service(at: AtWork, service: ServiceId, body: ServiceChanged) -> Json:
    return shown(at.back.services.change(at.actor, body.once, service, _offer(body)))


@router.post("/services/{service}/switch", dependencies=_ADMIN, **_SERVICE)
def switch_service(at: AtWork, service: ServiceId, body: Switch) -> Json:
    """Off: no new numbers until it is switched on again; those who wait are still called."""
    return shown(at.back.services.switch(at.actor, body.once, service, on=body.on))


@router.post("/services/{service}/retire", dependencies=_ADMIN, **described(dict[str, list[OfferedServiceView]]))
def retire_service(at: AtWork, service: ServiceId, body: Command) -> Json:
    return shown(at.back.services.retire(at.actor, body.once, service))


@router.post("/services/{service}/restore", dependencies=_ADMIN, **_SERVICE)
def restore_service(at: AtWork, service: ServiceId, body: ServiceRestored) -> Json:
    """Takes a retirement back."""
    return shown(at.back.services.restore(at.actor, body.once, service, body.counters))


@router.get("/counters", dependencies=_READ, **described(dict[str, list[DeskView]]))
def counters(at: AtWork) -> Json:
    with at.back.reading() as conn:
        return Json({"counters": desks(conn)})


@router.post("/counters", dependencies=_ADMIN, **described(dict[str, DeskView], 201, 200))
def add_counter(at: AtWork, body: CounterAdded) -> Json:
    return shown(at.back.desks.add(at.actor, body.once, body.number, body.name, body.services))


@router.post("/counters/{n}", dependencies=_ADMIN, **_COUNTER)
def change_counter(at: AtWork, n: CounterNumber, body: CounterChanged) -> Json:
    return shown(at.back.desks.change(at.actor, body.once, n, body.name, body.services))


@router.post("/counters/{n}/retire", dependencies=_ADMIN, **described(dict[str, list[DeskView]]))
def retire_counter(at: AtWork, n: CounterNumber, body: Command) -> Json:
    return shown(at.back.desks.retire(at.actor, body.once, n))


@router.get("/settings", dependencies=_READ, **_SETTINGS)
def settings(at: AtWork) -> Json:
    return Json({"settings": settings_view(at.back.house)})


@router.post("/settings/names", dependencies=_ADMIN, **_SETTINGS)
def rename_office(at: AtWork, body: NamesChanged) -> Json:
    return shown(at.back.settings.rename(at.actor, body.once, body.value()))


@router.post("/settings/leaders", dependencies=_ADMIN, **_SETTINGS)
def name_leaders(at: AtWork, body: LeadersChanged) -> Json:
    """Whom a citizen may turn to, at most six, with their telephone numbers."""
    return shown(at.back.settings.name_leaders(at.actor, body.once, body.value()))


@router.post("/settings/calling", dependencies=_ADMIN, **_SETTINGS)
def call_by(at: AtWork, body: CallingChanged) -> Json:
    calling = replace(body.value(), undo_ms=at.back.house.calling.undo_ms)
    return shown(at.back.settings.call_by(at.actor, body.once, calling))


@router.post("/settings/rating", dependencies=_ADMIN, **_SETTINGS)
def rate_by(at: AtWork, body: RatingChanged) -> Json:
    return shown(at.back.settings.rate_by(at.actor, body.once, body.value()))


@router.post("/settings/reasons", dependencies=_ADMIN, **_SETTINGS)
def explain_by(at: AtWork, body: ReasonsChanged) -> Json:
    """What clerks choose from when they set somebody aside or pause: one to nine of each."""
    return shown(at.back.settings.explain_by(at.actor, body.once, body.value()))


@router.post("/settings/voice", dependencies=_ADMIN, **_SETTINGS)
def speak_as(at: AtWork, body: VoiceChanged) -> Json:
    """How the hall's voice speaks: from the next announcement on."""
    return shown(at.back.settings.speak_as(at.actor, body.once, body.value()))


def _offer(body: ServiceChanged) -> Offer:
    return Offer(**{one.name: getattr(body, one.name) for one in fields(Offer)})
