"""`/tickets`, `/deeds`, `/journal`, `/office`: what there is to look up, and the office's file."""

import json
from typing import Annotated, Any

from fastapi import APIRouter, Body, Query

from kiosk.web.admin.access import AtWork
from kiosk.web.admin.office_json import office_from, office_json
from kiosk.web.api.access import GuardedRoute, may
from kiosk.web.api.answers import Json, described, shown
from kiosk.web.api.bodies import Command
from office.backoffice import deeds, tickets_today
from office.backoffice.deeds import DeedsView
from office.backoffice.office_file import read_office
from office.backoffice.record import StreamReport, verified
from office.backoffice.tickets_today import FoundView

router = APIRouter(tags=["admin"], route_class=GuardedRoute)

Short = Annotated[str, Query(max_length=64)]
_FURTHEST = 1_000_000
_LARGEST_SEQ = 2**62


# The technician reprints, so the list is theirs too: numbers and times, nothing about who served whom.
@router.get("/tickets", dependencies=[may("device_list")], **described(FoundView))
def tickets(
    at: AtWork,
    number: Short = "",
    state: Short = "",
    service: Short = "",
    offset: Annotated[int, Query(ge=0, le=_FURTHEST)] = 0,
) -> Json:
    """Today's tickets, newest first, 50 at a time. `number`: "A023", "a23" or only "23"."""
    with at.back.reading() as conn:
        return Json(tickets_today.find(conn, number=number, state=state, service_id=service, offset=offset))


@router.get("/deeds", dependencies=[may("read")], **described(DeedsView))
def who_did_what(
    at: AtWork,
    group: Short = "",
    by: Short = "",
    number: Short = "",
    before: Annotated[int | None, Query(ge=1, le=_LARGEST_SEQ)] = None,
) -> Json:
    """The journal backwards, 50 at a time, without ratings."""
    with at.back.reading() as conn:
        return Json(deeds.find(conn, group=group, by=by, number=number, before=before))


@router.get("/journal", dependencies=[may("read")], **described(dict[str, list[StreamReport]]))
def verify_journal(at: AtWork) -> Json:
    """Computes every chain anew: some seconds for a year of facts."""
    with at.back.reading() as conn:
        return Json({"streams": verified(conn)})


@router.get("/office", dependencies=[may("admin")], **described(dict[str, Any]))
def export_office(at: AtWork) -> Json:
    """The office's file: everything that the head decides; no PIN, no token, no ticket."""
    with at.back.reading() as conn:
        return Json(office_json(read_office(conn, at.back.house)))


class OfficeGiven(Command):
    """`office`: the file as `GET` gave it."""

    office: Annotated[dict[str, Any], Body()]


@router.post("/office", dependencies=[may("admin")], **described(dict[str, int]))
def import_office(at: AtWork, body: OfficeGiven) -> Json:
    """All of the file or nothing of it; 422 names every mistake."""
    whole = office_from(json.loads(json.dumps(body.office)))
    return shown(at.back.office_file.replace(at.actor, body.once, whole))
