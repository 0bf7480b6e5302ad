"""The pages under `/admin`: who may see which, and what each is told when it opens.

A page only shows; whatever it changes goes through `/api/v1/admin/…`. Who is not signed in is asked to and
comes back.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from kiosk.web.admin.people import photo_router
from kiosk.web.pages.places import ADMIN, Place
from kiosk.web.pages.shell import Shell
from office.backoffice import deeds, tickets_today
from office.backoffice.desks import desks
from office.backoffice.office import BackOffice
from office.backoffice.people import people
from office.backoffice.scales import USUAL_LEVELS
from office.backoffice.services import offers
from office.backoffice.settings import settings_view
from office.desk import Desk
from office.domain.numbers import PREFIXES
from office.domain.people import Actor, Role
from office.domain.ticket import State
from office.doors import Doors
from web.problems import Refused


@dataclass(frozen=True, slots=True)
class Room:
    """What a page may read."""

    back: BackOffice
    desk: Desk
    doors: Doors
    person: Actor

    @property
    def may_change(self) -> bool:
        return self.person.role == Role.HEAD


Told = Callable[[Room], dict[str, Any]]


def page_router(shell: Shell) -> APIRouter:
    """All pages under `/admin`, and the photographs; needs `app.state.back_office`, `.desk` and `.doors`."""
    router = APIRouter(include_in_schema=False)
    router.include_router(photo_router)
    for place in ADMIN:
        router.add_api_route(place.path, _page(shell, place), methods=["GET"])
    return router


def _page(shell: Shell, place: Place) -> Callable[[Request], Response]:
    told, pictures = TOLD[place.key], PICTURES.get(place.key, ())

    def page(request: Request) -> Response:
        found = shell.who(request)
        if found is None:
            return shell.to_sign_in(request)
        if found[0].role not in place.roles:
            raise Refused("forbidden")
        room = _room(request, found[0])
        return shell.page(
            request,
            f"admin/{place.key}.html",
            active=place.key,
            styles=["admin/admin.css"],
            scripts=[f"admin/{place.key}.js"],
            pictures=("plus", "warning", "information", "back", "forward", *pictures),
            data={**told(room), "may_change": room.may_change},
        )

    return page


def _room(request: Request, person: Actor) -> Room:
    state = request.app.state
    back, desk = cast("BackOffice", state.back_office), cast("Desk", state.desk)
    return Room(back, desk, cast("Doors", state.doors), person)


def _overview(room: Room) -> dict[str, Any]:
    state = room.desk.state()
    of_machines = {"day": state["day"], "devices": state["devices"], "now": state["now"]}
    if room.person.role == Role.TECHNICIAN:
        return of_machines
    with room.back.reading() as conn:
        found = tickets_today.find(conn)
    settings = settings_view(room.back.house)
    return {
        **of_machines,
        "counters": state["counters"],
        "services": state["services"],
        "states": found["states"],
        "names": settings["names"],
        "notices": settings["notices"],
    }


def _tickets(room: Room) -> dict[str, Any]:
    with room.back.reading() as conn:
        found = tickets_today.find(conn)
    return {
        "found": found,
        "day": room.desk.state()["day"],
        "services": _names(room),
        "all_states": [str(state) for state in State],
        "may_reprint": room.person.role in (Role.HEAD, Role.TECHNICIAN),
    }


def _people(room: Room) -> dict[str, Any]:
    with room.back.reading() as conn:
        return {"people": people(conn), "counters": desks(conn), "me": room.person.id}


def _services(room: Room) -> dict[str, Any]:
    with room.back.reading() as conn:
        return {"services": offers(conn), "counters": desks(conn), "letters": list(PREFIXES)}


def _counters(room: Room) -> dict[str, Any]:
    with room.back.reading() as conn:
        return {"counters": desks(conn), "services": offers(conn)}


def _opening(room: Room) -> dict[str, Any]:
    with room.back.reading() as conn:
        return {"weekly": settings_view(room.back.house)["weekly"], "services": offers(conn)}


def _rule(room: Room) -> dict[str, Any]:
    settings = settings_view(room.back.house)
    usual = {
        str(scale): [{"id": one.id, "label": one.label, "label_en": one.label_en} for one in levels]
        for scale, levels in USUAL_LEVELS.items()
    }
    return {"calling": settings["calling"], "rating": settings["rating"], "usual_levels": usual}


def _devices(room: Room) -> dict[str, Any]:
    counters = [{"number": one.number, "name": one.name} for one in room.back.house.counters.values()]
    return {
        "tokens": room.doors.devices(),
        "devices": room.desk.state()["devices"],
        "counters": counters,
        "may_make": room.person.role in (Role.HEAD, Role.TECHNICIAN),
    }


def _journal(room: Room) -> dict[str, Any]:
    with room.back.reading() as conn:
        everybody = [{"id": one["id"], "name": one["name"]} for one in people(conn)]
        return {"found": deeds.find(conn), "people": everybody, "services": _names(room)}


def _names(room: Room) -> list[dict[str, str]]:
    services = room.back.house.services.values()
    return [{"id": one.id, "name": one.name, "name_en": one.name_en, "prefix": one.prefix} for one in services]


TOLD: dict[str, Told] = {
    "overview": _overview,
    "tickets": _tickets,
    "people": _people,
    "services": _services,
    "counters": _counters,
    "opening": _opening,
    "rule": _rule,
    "devices": _devices,
    "journal": _journal,
}
"""Key of a place -> what its page is told."""

PICTURES: dict[str, tuple[str, ...]] = {
    "overview": ("calendar", "clock", "printer", "play", "pause", "lock", "device", "paper", "counter"),
    "tickets": ("search", "printer", "list", "priority"),
    "people": ("person", "people", "lock"),
    "services": ("paper", "undo"),
    "counters": ("counter", "person"),
    "opening": ("clock", "calendar"),
    "rule": ("priority", "list", "star", "check"),
    "devices": ("device", "printer", "lock", "speaker"),
    "journal": ("search", "list", "person", "device", "settings", "check", "calendar", "counter", "paper"),
}
"""What its script draws."""
