"""Pages of information and the way to a dossier: for everybody, as the office has set them up."""

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.requests import Request

from kiosk.web.api.access import OPEN, GuardedRoute, desk_of, may
from kiosk.web.api.answers import Json, described
from office.public_views import DossiersView, DossierView, PageLineView, PageView

router = APIRouter(tags=["information"], route_class=GuardedRoute)

Slug = Annotated[str, Path(max_length=64, description="the page's name in addresses")]
Number = Annotated[str, Path(max_length=200, description="as on the slip; blanks and small letters do not matter")]


@router.get("/content", dependencies=[may(OPEN)], **described(dict[str, list[PageLineView]]))
def pages(request: Request) -> Json:
    """Those of today, in the office's order."""
    return Json({"items": desk_of(request).counsel.pages()})


@router.get("/content/{slug}", dependencies=[may(OPEN)], **described(PageView))
def page(request: Request, slug: Slug) -> Json:
    """What it says, as blocks."""
    return Json(desk_of(request).counsel.page(slug))


@router.get("/dossiers", dependencies=[may(OPEN)], **described(DossiersView))
def dossiers(request: Request) -> Json:
    """Whether the progress of a dossier can be asked for here, and what its number looks like."""
    return Json(desk_of(request).counsel.dossiers())


@router.get("/dossiers/{number:path}", dependencies=[may(OPEN)], **described(DossierView))
def dossier(request: Request, number: Number) -> Json:
    """The number as the office writes it, and the address where its progress stands. Nothing is asked for there."""
    return Json(desk_of(request).counsel.dossier(number))
