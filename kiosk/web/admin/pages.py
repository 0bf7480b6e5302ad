"""The pages under `/admin`: who may see which, and what they draw with.

A page only shows; whatever it changes goes through `/api/v1/admin/…`. Who is not signed in is asked to and
comes back.
"""

from collections.abc import Callable
from typing import cast

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from kiosk.web.admin.clips import Clips
from kiosk.web.admin.content import PICTOGRAMS
from kiosk.web.admin.health import doctor_of
from kiosk.web.admin.people import photo_router
from kiosk.web.admin.slips import slips_of
from kiosk.web.admin.told import TOLD, Room, spoken
from kiosk.web.admin.voice import voice_of
from kiosk.web.api import roles
from kiosk.web.pages.places import ADMIN, Place
from kiosk.web.pages.shell import Shell
from office.backoffice.letters import how_many_unread
from office.backoffice.office import BackOffice
from office.desk import Desk
from office.domain.people import Actor
from office.doors import Doors
from web import languages
from web.problems import Refused


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
            counts=_counts(room),
            data={**told(room), "may_change": room.may_change},
        )

    return page


def _counts(room: Room) -> dict[str, int]:
    """What waits on a page, beside its name in the navigation."""
    if not roles.allows("letters", room.person):
        return {}
    with room.back.reading() as conn:
        return {"letters": how_many_unread(conn)}


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
            lists=[Clips(room.voice.root, room.back.house, one).shown(room.language) for one in spoken(room)],
        )

    return page


def _room(request: Request, person: Actor) -> Room:
    state = request.app.state
    back, desk = cast("BackOffice", state.back_office), cast("Desk", state.desk)
    return Room(
        back,
        desk,
        cast("Doors", state.doors),
        person,
        voice_of(request),
        slips_of(request),
        languages.of(request),
        doctor_of(request),
    )


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
    "procedures": ("note", "search", "paper", "calendar", "clock"),
    "synonyms": ("search", "large_text"),
    "letters": ("chat", "lock", "settings"),
    "content": ("check", "undo", "clock", *PICTOGRAMS),
    "devices": ("device", "printer", "lock", "speaker"),
    "health": ("book", "check", "clock", "device", "lock", "note", "paper", "play", "printer", "search"),
    "journal": ("search", "list", "person", "device", "settings", "check", "calendar", "counter", "paper"),
}
"""What its script draws."""

STYLES: dict[str, tuple[str, ...]] = {
    "opening": ("admin/opening.css",),
    "results": ("admin/results.css",),
    "accuracy": ("admin/results.css",),
    "voice": ("admin/voice.css",),
    "slips": ("admin/slips.css",),
    "health": ("admin/health.css",),
    "procedures": ("admin/procedures.css",),
    "synonyms": ("admin/procedures.css",),
    "letters": ("admin/letters.css",),
    "content": ("pages/blocks.css", "admin/content.css"),
}
"""Style sheets that only one page needs."""
