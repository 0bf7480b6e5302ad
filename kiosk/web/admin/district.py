"""`/district`: how far the tier above has the office's facts, pausing, and the way by a stick."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Protocol, TypedDict, cast

from fastapi import APIRouter, Depends
from pydantic import Field, StrictInt
from starlette.requests import Request
from starlette.responses import StreamingResponse

from kiosk.web.admin.access import AtWork
from kiosk.web.api.access import GuardedRoute, may
from kiosk.web.api.answers import Json, described, shown
from kiosk.web.api.bodies import Command
from office.answers import Answer
from office.domain.people import Actor

router = APIRouter(prefix="/district", tags=["admin"], route_class=GuardedRoute)


class District(Protocol):
    """The way up of the running service, as the web needs it (`app.state.district`)."""

    def view(self) -> dict[str, Any]: ...
    def audit(self) -> list[dict[str, Any]]: ...
    def pause(self, actor: Actor, request_id: str | None, *, on: bool) -> Answer: ...
    def parcel(self, *, everything: bool = False) -> Iterator[bytes]: ...
    def confirm(self, upto: Mapping[str, int]) -> dict[str, int]: ...


class StandingView(TypedDict):
    stream: str
    complete_to: int
    known_to: int


class RefusedView(TypedDict):
    version: int
    why: str


class ConfigView(TypedDict):
    """What the tier above set: notices | opening | ticket-80 | …; `version` 0 and `at` None: nothing yet."""

    name: str
    version: int
    at: str | None
    refused: RefusedView | None


class DistrictView(TypedDict):
    """`condition`: online | offline | behind | paused | refused | rejected | off; `streams`: the present one last;

    `parked`: facts that the tier above cannot read; `why`: the last trouble of the way, in English; `refill`: facts
    that are still to come back after a restore.
    """

    transport: str
    tier: str | None
    condition: str
    connected: bool
    paused: bool
    backlog: int
    streams: list[StandingView]
    parked: list[dict[str, Any]]
    acked_at: str | None
    clock_off_ms: int | None
    why: str | None
    refill: int
    configs: list[ConfigView]


class CountsView(TypedDict):
    stream: str
    first: int
    last: int
    complete_to: int
    counts: dict[str, int]


class Confirmed(Command):
    """`upto`: stream → the last fact that came back acknowledged."""

    upto: Annotated[dict[str, Annotated[StrictInt, Field(ge=0, le=2**62)]], Field(max_length=1_000)]


def district_of(request: Request) -> District:
    return cast("District", request.app.state.district)


TheDistrict = Annotated[District, Depends(district_of)]


@router.get("", dependencies=[may("device_list")], **described(DistrictView))
def standing(district: TheDistrict) -> Json:
    """As of the last acknowledgement."""
    return Json(district.view())


@router.post("/pause", dependencies=[may("devices")], **described(dict[str, bool]))
def pause(at: AtWork, district: TheDistrict, body: Command) -> Json:
    """Nothing is sent until `/resume`, also after a restart."""
    return shown(district.pause(at.actor, body.once, on=True))


@router.post("/resume", dependencies=[may("devices")], **described(dict[str, bool]))
def resume(at: AtWork, district: TheDistrict, body: Command) -> Json:
    return shown(district.pause(at.actor, body.once, on=False))


@router.get("/audit", dependencies=[may("read")], **described(dict[str, list[CountsView]]))
def audit(district: TheDistrict) -> Json:
    """How many facts of each kind there are, to be compared with what the tier above counts."""
    return Json({"streams": district.audit()})


@router.get("/parcel", dependencies=[may("admin")], response_class=StreamingResponse)
def parcel(district: TheDistrict, everything: bool = False) -> StreamingResponse:
    """A file for `motcua-district import`: what is not acknowledged, or all that is kept."""
    name = f"motcua-{datetime.now(UTC):%Y%m%d-%H%M}.parcel"
    return StreamingResponse(
        district.parcel(everything=everything),
        media_type="application/octet-stream",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


@router.post("/confirm", dependencies=[may("admin")], **described(dict[str, dict[str, int]]))
def confirm(district: TheDistrict, body: Confirmed) -> Json:
    """What came back acknowledged on a stick."""
    return Json({"moved": district.confirm(body.upto)})
