"""`/health`: what the doctor finds on this machine, a new examination, and the report of the commissioning."""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Annotated, Any, Protocol, TypedDict, cast

from fastapi import APIRouter, Depends
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from kiosk.web.admin.access import AtWork
from kiosk.web.admin.commissioning import newest_report
from kiosk.web.admin.voice import voice_of
from kiosk.web.api.access import GuardedRoute, may
from kiosk.web.api.answers import Json, described
from kiosk.web.api.bodies import Command
from office.domain.refusals import UnknownItem
from web import languages
from web.text import Line

router = APIRouter(prefix="/health", tags=["admin"], route_class=GuardedRoute)


class Doctor(Protocol):
    """The examination of the running service, as the web needs it (`app.state.doctor`)."""

    def begin(self, only: Collection[str]) -> None: ...
    def view(self, language: str) -> dict[str, Any]: ...
    def bundle(self) -> bytes: ...


class FindingView(TypedDict):
    """`text` and `lines` (what to do) in the language of the request; the rest as it is, for another language."""

    level: str
    text: str
    lines: list[str]
    what: str
    values: dict[str, Any]
    advice: str
    details: list[str]
    words: dict[str, str]


class MachinePartView(TypedDict):
    """`state`: unknown | waiting | looking | done; `level`: ok | warn | bad, None = not looked at yet."""

    key: str
    title: str
    state: str
    level: str | None
    findings: list[FindingView]


class HealthOfMachine(TypedDict):
    """`at`: when the last examination ended."""

    running: bool
    at: str | None
    parts: list[MachinePartView]


class Examine(Command):
    """`parts`: their keys; none = all."""

    parts: Annotated[tuple[Annotated[Line, Field(max_length=40)], ...], Field(max_length=40, strict=False)] = ()


def doctor_of(request: Request) -> Doctor:
    return cast("Doctor", request.app.state.doctor)


TheDoctor = Annotated[Doctor, Depends(doctor_of)]


@router.get("", dependencies=[may("examine")], **described(HealthOfMachine))
def standing(request: Request, doctor: TheDoctor) -> Json:
    """As it was found last; nothing is looked at anew."""
    return Json(doctor.view(languages.of(request)))


@router.post("/examine", dependencies=[may("examine")], **described(HealthOfMachine))
def examine(request: Request, doctor: TheDoctor, body: Examine) -> Json:
    """Begins and answers at once; `GET` tells how far it is."""
    doctor.begin(body.parts)
    return Json(doctor.view(languages.of(request)))


@router.get("/bundle", dependencies=[may("examine")], response_class=Response)
def bundle(doctor: TheDoctor) -> Response:
    """A zip file for whoever helps: versions, wiring, findings, counts, the last lines of the log; nothing personal."""
    return _file(doctor.bundle(), f"motcua-support-{datetime.now(UTC):%Y%m%d-%H%M}.zip", "application/zip")


@router.get("/commissioning", dependencies=[may("examine")], response_class=Response)
def commissioning(request: Request, at: AtWork) -> Response:
    """The newest report of the commissioning, a PDF; 404 when none was kept on this machine."""
    report = newest_report(voice_of(request).root.parent, at.back.house.zone)  # voices lie in the office's data
    if report is None:
        raise UnknownItem
    return _file(report.read(), f"bien-ban-lap-dat-{report.at:%Y-%m-%d}.pdf", "application/pdf")


def _file(content: bytes, name: str, kind: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, media_type=kind, headers=headers)
