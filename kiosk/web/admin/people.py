"""`/people`: who may sign in. A PIN stands in an answer once; a repeated request gets null in its place."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.requests import Request
from starlette.responses import Response

from kiosk.web.admin import LARGEST_PHOTO
from kiosk.web.admin.access import AtWork, back_office_of
from kiosk.web.admin.bodies import PersonAdded, PersonChanged
from kiosk.web.admin.photos import made_small
from kiosk.web.api.access import GuardedRoute, may
from kiosk.web.api.answers import Json, described, shown
from kiosk.web.api.bodies import Command, RequestId
from office.answers import Answer
from office.backoffice.people import Particulars, people, photo_of
from office.backoffice.views import PersonView
from office.domain.refusals import UnknownItem
from web.problems import Refused

router = APIRouter(prefix="/people", tags=["admin"], route_class=GuardedRoute)
photo_router = APIRouter(include_in_schema=False, route_class=GuardedRoute)

_ADMIN = [may("admin")]
_ONE = described(dict[str, PersonView])
PersonId = Annotated[str, Path(max_length=64, description="the person's id")]
_YEAR = "private, max-age=31536000, immutable"


@router.get("", dependencies=[may("read")], **described(dict[str, list[PersonView]]))
def everybody(at: AtWork) -> Json:
    with at.back.reading() as conn:
        return Json({"people": people(conn)})


@router.post("", dependencies=_ADMIN, **described(dict[str, PersonView], 201, 200))
def add(at: AtWork, body: PersonAdded) -> Json:
    """Answers the new person and the PIN, once."""
    answer, pin = at.back.people.add(at.actor, body.once, _about(body), wanted=body.id)
    return _with_pin(answer, pin)


@router.post("/{person}", dependencies=_ADMIN, **_ONE)
def change(at: AtWork, person: PersonId, body: PersonChanged) -> Json:
    return shown(at.back.people.change(at.actor, body.once, person, _about(body)))


@router.post("/{person}/pin", dependencies=_ADMIN, **_ONE)
def new_pin(at: AtWork, person: PersonId, body: Command) -> Json:
    """A new PIN, once; ends the sessions of the old one."""
    answer, pin = at.back.people.new_pin(at.actor, body.once, person)
    return _with_pin(answer, pin)


@router.post("/{person}/disable", dependencies=_ADMIN, **_ONE)
def disable(at: AtWork, person: PersonId, body: Command) -> Json:
    return shown(at.back.people.disable(at.actor, body.once, person))


@router.post("/{person}/enable", dependencies=_ADMIN, **_ONE)
def enable(at: AtWork, person: PersonId, body: Command) -> Json:
    return shown(at.back.people.enable(at.actor, body.once, person))


@router.post("/{person}/photo/remove", dependencies=_ADMIN, **_ONE)
def remove_photo(at: AtWork, person: PersonId, body: Command) -> Json:
    return shown(at.back.people.set_photo(at.actor, body.once, person, None))


@router.put("/{person}/photo", dependencies=_ADMIN, **_ONE)
async def set_photo(at: AtWork, person: PersonId, request: Request, request_id: Annotated[RequestId, Query()]) -> Json:
    """The body is the picture itself (PNG or JPEG, at most 300 kB); it is cut to a square and made small."""
    from anyio import to_thread  # decoding a picture takes tens of milliseconds: not in the loop

    sent = await request.body()
    if len(sent) > LARGEST_PHOTO:
        raise Refused("too_large", limit=LARGEST_PHOTO)

    def work() -> Answer:
        return at.back.people.set_photo(at.actor, str(request_id), person, made_small(sent))

    return shown(await to_thread.run_sync(work))


@photo_router.get("/photos/{person}", dependencies=[may("state")])
def photo(request: Request, person: PersonId) -> Response:
    """The picture, for every screen that shows who sits at a counter."""
    with back_office_of(request).reading() as conn:
        picture = photo_of(conn, person)
    if picture is None:
        raise UnknownItem
    return Response(picture, media_type="image/png", headers={"Cache-Control": _YEAR})


def _about(body: PersonChanged) -> Particulars:
    area = None if body.area is None else tuple(body.area)
    return Particulars(body.name, body.title, body.role, area)


def _with_pin(answer: Answer, pin: str | None) -> Json:
    return shown(Answer({**answer.body, "pin": pin}, answer.created))
