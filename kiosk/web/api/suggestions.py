"""The suggestion box: what it offers to tap, who reads it, and a letter put into it.

Who may write are the screens of the office. What was written is read by the head alone (`kiosk.web.admin.letters`).
"""

from typing import Annotated, TypedDict

from fastapi import APIRouter
from pydantic import AfterValidator, BeforeValidator, Field
from starlette.requests import Request

from kiosk.web.api.access import OPEN, Asked, GuardedRoute, desk_of, may
from kiosk.web.api.answers import Json, described, shown
from kiosk.web.api.bodies import Command
from look.words import N_, say
from office.domain.letters import LONGEST_TEXT, MOST_CHOSEN
from office.public_views import FormView
from web import languages
from web.text import Word, composed, one_kind_of_line_end, several_lines

router = APIRouter(prefix="/suggestions", tags=["information"], route_class=GuardedRoute)

Words = Annotated[
    str,
    BeforeValidator(composed),
    BeforeValidator(one_kind_of_line_end),
    Field(max_length=LONGEST_TEXT),
    AfterValidator(several_lines),
]


class SuggestionView(TypedDict):
    id: int
    at: str


class Suggestion(Command):
    """At least one of the two."""

    reasons: Annotated[list[Word], Field(default_factory=list, max_length=MOST_CHOSEN)]
    text: Words | None = None


@router.get("/form", dependencies=[may(OPEN)], **described(FormView))
def form(request: Request) -> Json:
    """What to show before somebody writes. Not `offered`: this office has no box."""
    box, language = desk_of(request).counsel.box(), languages.of(request)
    readers = box["people"] or [say(language, N_("the head of this office"))]
    above = box["tier_label"] or (say(language, N_("the authority above this office")) if _goes_up(request) else "")
    view: FormView = {
        "offered": box["offered"],
        "reasons": box["reasons"],
        "readers": [*readers, above] if above else readers,
        "longest": box["longest"],
    }
    return Json(view)


@router.post("", dependencies=[may("suggest")], **described(SuggestionView, 201, 200))
def suggest(asked: Asked, body: Suggestion) -> Json:
    """Telephone and identity numbers in the text do not stay. At most six a minute from one screen."""
    return shown(asked.desk.suggest(asked.actor, body.once, reasons=body.reasons, text=body.text or None))


def _goes_up(request: Request) -> bool:
    """Whether the facts of this office travel to a tier above."""
    district = getattr(request.app.state, "district", None)
    return district is not None and bool(district.goes_up)
