"""The page for citizens: procedures, pages of the office, and how far a dossier is. Open to anybody, also on a phone.

Owns `/lookup` and every address below it; all of them open the same page, whose scripts ask the open calls of the API.
The rules that surprise: nothing of who looks for what is kept here, so a link to a procedure can be passed on; and a
QR is drawn only for an address that the office itself keeps, never for one that a caller sends.
"""

from typing import Protocol

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from kiosk.web.api.procedure_words import portal_of
from kiosk.web.pages import qr
from kiosk.web.pages.shell import Shell
from look import pictograms
from office.counsel import Counsel
from office.enquiries import Enquiries
from office.views import StateView
from web.problems import Refused

LONGEST = 64
"""Of a procedure's code or a dossier's number in an address."""


class Reading(Protocol):
    """What is read here; `office.desk.Desk` is one."""

    @property
    def enquiries(self) -> Enquiries: ...
    @property
    def counsel(self) -> Counsel: ...
    def state(self) -> StateView: ...


def router(desk: Reading, shell: Shell) -> APIRouter:
    """`/lookup`, `/lookup/dossier`, `/lookup/info`, `/lookup/info/{slug}`, `/lookup/{key}` and the QR drawings."""
    pages = APIRouter()
    pages.include_router(_drawings(desk))

    def page(request: Request) -> Response:
        office = desk.state()["office"]
        return shell.page(
            request,
            "lookup.html",
            styles=["pages/blocks.css", "pages/lookup.css"],
            scripts=["pages/lookup.js"],
            pictures=pictograms.NAMED,  # the office chooses one for each of its own pages
            data={"office": office["name"]},
            office=office,
        )

    for path in ("/lookup", "/lookup/dossier", "/lookup/info", "/lookup/info/{slug}", "/lookup/{key}"):
        pages.add_api_route(path, page, methods=["GET"])
    return pages


def _drawings(desk: Reading) -> APIRouter:
    """The QR of a procedure on the national portal, and of the progress of a dossier; 404 where there is no address."""
    pages = APIRouter()

    @pages.get("/lookup/qr/procedure/{key}")
    def of_procedure(key: str) -> Response:
        return _qr(portal_of(desk.enquiries.page(_short(key)).procedure))

    @pages.get("/lookup/qr/dossier/{number:path}")
    def of_dossier(number: str) -> Response:
        return _qr(desk.counsel.dossier(_short(number))["url"])

    return pages


def _short(written: str) -> str:
    if len(written) > LONGEST:
        raise Refused("unknown_path")
    return written


def _qr(address: str | None) -> Response:
    if address is None:
        raise Refused("unknown_path")
    return Response(qr.drawn(address), media_type="image/svg+xml")
