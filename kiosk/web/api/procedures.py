"""Procedures for everybody: searched as one types, the page of one, its list of papers on the printer.

Reading needs no credentials. Whatever is typed gets an answer: what is too long is cut, what is no word is a gap.
"""

from typing import Annotated, Protocol, cast

from fastapi import APIRouter, Path, Query
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from kiosk.web.api.access import OPEN, Asked, GuardedRoute, desk_of, may
from kiosk.web.api.answers import PROBLEM, Json, described
from kiosk.web.api.bodies import Command
from kiosk.web.api.procedure_words import deadline_of, fee_of, fees_on, portal_of
from look.words import N_, say
from office.domain.procedures import Certainty, Channel, Fee
from office.domain.refusals import Invalid, WrongState
from office.enquiries import Hit, Page
from office.public_views import (
    AttachmentView,
    ChecklistView,
    FeeView,
    FieldView,
    NeededPaperView,
    ProcedureLineView,
    ProceduresView,
    ProcedureView,
)
from printer.outcome import REASON_WORDS, PrintState, Reason
from web import languages
from web.text import Line

router = APIRouter(prefix="/procedures", tags=["procedures"], route_class=GuardedRoute)

MOST = 50
_FURTHEST = 10_000
_LONGEST_CODE = 64
Key = Annotated[str, Path(max_length=_LONGEST_CODE, description='the code, e.g. "1.001193"')]


class ChecklistDesk(Protocol):
    """What prints, as the web needs it (`app.state.slips`)."""

    @property
    def prints(self) -> bool: ...
    def print_checklist(self, page: Page, *, by: str, once: str) -> tuple[PrintState, Reason | None]: ...


class LookedUp(Command):
    """`key`: a page was opened, `q`: by this search; `q` alone: a search that found nothing was left."""

    q: Annotated[Line, Field(max_length=100)] | None = None
    key: Annotated[Line, Field(max_length=_LONGEST_CODE)] | None = None


@router.get("", dependencies=[may(OPEN)], **described(ProceduresView))
def procedures(
    request: Request,
    q: Annotated[str, Query(description="any words; marks, their order and slips do not matter")] = "",
    field: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 20,
    offset: Annotated[int, Query(ge=0, le=_FURTHEST)] = 0,
) -> Json:
    """The best fitting first; without words those that are asked for most."""
    found = desk_of(request).enquiries.find(q, field=field or None, limit=limit, offset=offset)
    return Json(
        ProceduresView(
            items=[_line(one, one.service, found.day) for one in found.items],
            total=found.total,
            fields=[FieldView(name=name, count=count) for name, count in found.fields],
            searched=found.searched,
        )
    )


@router.post("/asked", dependencies=[may("asked")], status_code=204, response_class=Response, responses=PROBLEM)
def looked_up(asked: Asked, body: LookedUp) -> Response:
    """Counted by day, without who it was."""
    if body.q is None and body.key is None:
        raise Invalid(field="key", why=N_("Please fill this in."))
    asked.desk.enquiries.note(asked.actor, body.once, query=body.q, code=body.key)
    return Response(status_code=204)


@router.get("/{key}", dependencies=[may(OPEN)], **described(ProcedureView))
def procedure(request: Request, key: Key) -> Json:
    """As it is in force today; 404 `unknown_procedure` for any other."""
    return Json(page_view(desk_of(request).enquiries.page(key)))


@router.post("/{key}/checklist", dependencies=[may("checklist")], **described(ChecklistView))
def checklist(asked: Asked, key: Key, body: Command, request: Request) -> Json:
    """The papers to bring on a slip; waits for the printer's answer. Without a printer 409, too often 429."""
    page = asked.desk.enquiries.page(key)
    slips = cast("ChecklistDesk", request.app.state.slips)
    if not slips.prints:
        raise WrongState(state="off")
    state, reason = slips.print_checklist(page, by=asked.actor.word, once=body.once)
    why = None if reason is None else say(languages.of(request), REASON_WORDS[reason])
    return Json(ChecklistView(state=state, why=why))


def page_view(page: Page) -> ProcedureView:
    """Everything that a citizen may read of it; of what nobody is sure of nothing."""
    one = page.procedure
    sure_of_fee = one.sure_of_fee is not Certainty.LOW
    return ProcedureView(
        **_line(Hit(one), None if page.service is None else page.service.id, page.day),
        papers=[NeededPaperView(name=paper.name, copies=paper.copies) for paper in one.papers],
        steps=list(one.steps),
        legal=list(one.legal),
        attachments=[AttachmentView(title=form.title, url=form.url) for form in one.attachments],
        channels=[str(channel) for channel in one.channels],
        fees=[_fee(fee) for fee in fees_on(one, page.day)] if sure_of_fee else [],
        fee_note=one.fee_note if sure_of_fee else "",
        portal_url=portal_of(one),
        effective=one.effective,
        repealed=one.repealed,
        version=page.version,
        service_name=None if page.service is None else page.service.name,
        counters=list(page.counters),
        takes_numbers=page.service is not None,
    )


def _fee(fee: Fee) -> FeeView:
    return FeeView(channel=None if fee.channel is None else str(fee.channel), dong=fee.dong, note=fee.note)


def _line(hit: Hit, service: str | None, day: str) -> ProcedureLineView:
    one = hit.procedure
    return ProcedureLineView(
        key=one.code,
        code=None if one.sure_of_code is Certainty.LOW else one.code,
        name=one.name,
        field=one.field,
        service=service,
        deadline=deadline_of(one),
        fee=fee_of(one, day),
        online=Channel.ONLINE in one.channels,
        match=[list(part) for part in hit.match],
    )
