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

from kiosk.web.admin.clips import Clips, voice_names
from kiosk.web.admin.people import photo_router
from kiosk.web.admin.slips import SlipDesk, lines, slips_of
from kiosk.web.admin.voice import HallVoice, voice_of, voice_view
from kiosk.web.api import roles
from kiosk.web.pages.places import ADMIN, Place
from kiosk.web.pages.shell import Shell
from office.backoffice import deeds, tickets_today
from office.backoffice.accuracy import USUAL_DAYS, accuracy
from office.backoffice.calendar import day_entries, days_ahead
from office.backoffice.desks import desks
from office.backoffice.office import BackOffice
from office.backoffice.people import people
from office.backoffice.results import result
from office.backoffice.scales import USUAL_LEVELS
from office.backoffice.services import offers
from office.backoffice.settings import settings_view
from office.desk import Desk
from office.domain.numbers import PREFIXES
from office.domain.people import Actor, Role
from office.domain.ticket import State
from office.domain.voice import LANGUAGES
from office.doors import Doors
from web import languages
from web.problems import Refused


@dataclass(frozen=True, slots=True)
class Room:
    """What a page may read."""

    back: BackOffice
    desk: Desk
    doors: Doors
    person: Actor
    voice: HallVoice
    slips: SlipDesk
    language: str

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
    router.add_api_route("/admin/voice/record-list", _record_list(shell), methods=["GET"])
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
            styles=["admin/admin.css", *STYLES.get(place.key, ())],
            scripts=[f"admin/{place.key}.js"],
            pictures=("plus", "warning", "information", "back", "forward", *pictures),
            data={**told(room), "may_change": room.may_change},
        )

    return page


def _record_list(shell: Shell) -> Callable[[Request], Response]:
    """What to record for the voice in use, to be printed and taken to the microphone."""
    place = next(one for one in ADMIN if one.key == "voice")

    def page(request: Request) -> Response:
        found = shell.who(request)
        if found is None:
            return shell.to_sign_in(request)
        if found[0].role not in place.roles:
            raise Refused("forbidden")
        room = _room(request, found[0])
        return shell.page(
            request,
            "admin/record_list.html",
            active=place.key,
            styles=["admin/admin.css", "admin/voice.css"],
            scripts=["admin/record_list.js"],
            lists=[Clips(room.voice.root, room.back.house, one).shown(room.language) for one in _spoken(room)],
        )

    return page


def _room(request: Request, person: Actor) -> Room:
    state = request.app.state
    back, desk = cast("BackOffice", state.back_office), cast("Desk", state.desk)
    return Room(
        back, desk, cast("Doors", state.doors), person, voice_of(request), slips_of(request), languages.of(request)
    )


def _overview(room: Room) -> dict[str, Any]:
    state = room.desk.state()
    of_machines = {
        "day": state["day"],
        "devices": state["devices"],
        "now": state["now"],
        "paper": state["paper"],
        "may_paper": roles.allows("paper", room.person),
    }
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
        "notices": [one.text for one in room.back.house.notices if one.holds_on(room.back.today)],
        "notices_above": list(room.back.house.above.notices),
        "leaders": settings["leaders"],
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


def _results(room: Room) -> dict[str, Any]:
    with room.back.reading() as conn:
        return {"found": result(conn, room.back.house)}


def _accuracy(room: Room) -> dict[str, Any]:
    with room.back.reading() as conn:
        return {"found": accuracy(conn), "days": USUAL_DAYS}


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
    settings, today = settings_view(room.back.house), room.back.today
    with room.back.reading() as conn:
        return {
            **{key: settings[key] for key in ("weekly", "days", "margins", "notices")},
            "days_above": day_entries(room.back.house.above.days),
            "notices_above": list(room.back.house.above.notices),
            "ahead": days_ahead(room.back.house, today),
            "today": today.isoformat(),
            "services": offers(conn),
        }


def _rule(room: Room) -> dict[str, Any]:
    settings = settings_view(room.back.house)
    usual = {
        str(scale): [{"id": one.id, "label": one.label, "label_en": one.label_en} for one in levels]
        for scale, levels in USUAL_LEVELS.items()
    }
    told = {key: settings[key] for key in ("calling", "rating", "reasons")}
    return {**told, "usual_levels": usual}


def _devices(room: Room) -> dict[str, Any]:
    counters = [{"number": one.number, "name": one.name} for one in room.back.house.counters.values()]
    return {
        "tokens": room.doors.devices(),
        "devices": room.desk.state()["devices"],
        "counters": counters,
        "may_make": room.person.role in (Role.HEAD, Role.TECHNICIAN),
    }


def _voice(room: Room) -> dict[str, Any]:
    house = room.back.house
    return {
        "voice": settings_view(house)["voice"],
        "part": voice_view(room.voice, house, room.desk.state()["devices"]),
        "counters": [{"number": one.number, "name": one.name} for one in house.counters.values()],
        "clips": {one: Clips(room.voice.root, house, one).shown(room.language) for one in _spoken(room)},
        "voices": voice_names(room.voice.root),
        "may_use": roles.allows("voice", room.person),
        "may_try": roles.allows("devices", room.person),
    }


def _spoken(room: Room) -> tuple[str, ...]:
    """The languages that the hall hears."""
    return LANGUAGES if room.back.house.voice.english else LANGUAGES[:1]


def _slips(room: Room) -> dict[str, Any]:
    desk = room.slips
    return {"templates": lines(desk, room.language), "width": desk.width, "prints": desk.prints}


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
    "results": _results,
    "accuracy": _accuracy,
    "people": _people,
    "services": _services,
    "counters": _counters,
    "opening": _opening,
    "rule": _rule,
    "voice": _voice,
    "slips": _slips,
    "devices": _devices,
    "journal": _journal,
}
"""Key of a place -> what its page is told."""

PICTURES: dict[str, tuple[str, ...]] = {
    "overview": ("calendar", "clock", "printer", "play", "pause", "lock", "device", "paper", "counter"),
    "tickets": ("search", "printer", "list", "priority"),
    "results": ("chart", "paper"),
    "accuracy": ("target",),
    "people": ("person", "people", "lock"),
    "services": ("paper", "undo"),
    "counters": ("counter", "person"),
    "opening": ("clock", "calendar"),
    "rule": ("priority", "list", "star", "check"),
    "voice": ("speaker", "play", "pause", "device", "printer", "list", "clock"),
    "slips": ("check", "printer", "undo", "clock"),
    "devices": ("device", "printer", "lock", "speaker"),
    "journal": ("search", "list", "person", "device", "settings", "check", "calendar", "counter", "paper"),
}
"""What its script draws."""

STYLES: dict[str, tuple[str, ...]] = {
    "opening": ("admin/opening.css",),
    "results": ("admin/results.css",),
    "accuracy": ("admin/results.css",),
    "voice": ("admin/voice.css",),
    "slips": ("admin/slips.css",),
}
"""Style sheets that only one page needs."""
