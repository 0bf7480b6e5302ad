"""`/procedures`: the catalogue of procedures — its list, one with all its versions, whole files in and out.

A file is looked at first (`dry_run`) and taken in afterwards; both answer the same report, also for a file that is
refused. What is taken in is taken in as a whole.
"""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from kiosk.web.admin import LARGEST_CATALOGUE
from kiosk.web.admin.access import AtWork
from kiosk.web.admin.bodies import IsoDate
from kiosk.web.admin.procedure_views import (
    GivenFile,
    ListView,
    OneView,
    ReportView,
    Wanted,
    exported,
    list_view,
    one_view,
    taken_in,
)
from kiosk.web.api.access import GuardedRoute, may
from kiosk.web.api.answers import Json, described
from kiosk.web.api.bodies import Command, RequestId
from office.lookup.reading import read_values
from web import languages
from web.problems import Refused

router = APIRouter(prefix="/procedures", tags=["admin"], route_class=GuardedRoute)

_READ, _ADMIN = [may("read")], [may("admin")]
Code = Annotated[str, Path(max_length=64, description="the procedure's code")]
FileForm = Literal["csv", "xlsx", "json"]
_MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}


class ProcedureGiven(Command):
    """`procedure`: its fields as `GET` gives them; what is missing stays as it is."""

    procedure: Annotated[dict[str, Any], Field(max_length=60)]


class Repealed(Command):
    """`on`: the first day on which it is not in force any more; null takes the repeal back."""

    on: IsoDate | None = None


@router.get("", dependencies=_READ, **described(ListView))
def procedures(
    at: AtWork,
    q: Annotated[str, Query(max_length=200)] = "",
    field: Annotated[str, Query(max_length=200)] = "",
    state: Literal["", "in_force", "coming", "repealed"] = "",
    offset: Annotated[int, Query(ge=0, le=100_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Json:
    """By code. `counts` and `fields` are of everything that `q` finds."""
    return Json(list_view(at.back, Wanted(q, field, state, offset, limit)))


@router.get("/export.{form}", dependencies=_READ, response_class=Response)
def export(at: AtWork, form: FileForm) -> Response:
    """Everything in force today, as a file that can be read in again."""
    headers = {"Content-Disposition": f'attachment; filename="thu-tuc-{at.back.today}.{form}"'}
    return Response(exported(at.back, form), media_type=_MEDIA[form], headers=headers)


@router.put("/file", dependencies=_ADMIN, **described(ReportView))
async def take_in(
    at: AtWork,
    request: Request,
    request_id: Annotated[RequestId, Query()],
    name: Annotated[str, Query(max_length=200)] = "",
    *,
    dry_run: bool = False,
    whole: bool = False,
) -> Json:
    """The body is the file itself (CSV, Excel or JSON, at most 12 MB). `whole`: what it does not name is repealed."""
    from anyio import to_thread  # reading some thousand procedures takes seconds: not in the loop

    sent, language = await request.body(), languages.of(request)
    if len(sent) > LARGEST_CATALOGUE:
        raise Refused("too_large", limit=LARGEST_CATALOGUE)
    file = GivenFile(name, sent, whole=whole)
    once = None if dry_run else str(request_id)
    return Json(await to_thread.run_sync(lambda: taken_in(at.back, at.actor, once, file, language)))


@router.get("/{code}", dependencies=_READ, **described(OneView))
def one(at: AtWork, code: Code) -> Json:
    return Json(one_view(at.back, code))


@router.post("/{code}", dependencies=_ADMIN, **described(OneView, 201, 200))
def change(at: AtWork, code: Code, body: ProcedureGiven) -> Json:
    """Becomes a new version, from today or from the day it names; a code that is not there yet becomes a new one."""
    answer = at.back.catalogue.change(at.actor, body.once, code, read_values([body.procedure]))
    return Json(one_view(at.back, code), 201 if answer.created else 200)


@router.post("/{code}/repeal", dependencies=_ADMIN, **described(OneView))
def repeal(at: AtWork, code: Code, body: Repealed) -> Json:
    at.back.catalogue.repeal(at.actor, body.once, code, body.on)
    return Json(one_view(at.back, code))
