"""`/settings/suggestions`, `/settings/dossier`: what citizens can tell the office, and where they ask for a dossier."""

from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import Field

from kiosk.web.admin.access import AtWork
from kiosk.web.admin.bodies import ChoiceGiven, Sentence, Text
from kiosk.web.api.access import GuardedRoute, may
from kiosk.web.api.answers import Json, described, shown
from kiosk.web.api.bodies import Command
from look.words import N_
from office.backoffice.asking import checked_dossiers
from office.domain import dossiers as rules
from office.domain.house import Box, Dossiers
from office.domain.refusals import Invalid
from web.text import Line

router = APIRouter(prefix="/settings", tags=["admin"], route_class=GuardedRoute)

_ADMIN = [may("admin")]
_SETTINGS = described(dict[str, Any])


class SuggestionsChanged(Command):
    """`tier_label`: who above reads the letters too; "" = said in general words, when they go there at all.

    `keep_months`: how long words stay, 1 to 60; absent = as it is.
    """

    on: bool = True
    tier_label: Text = ""
    keep_months: int | None = None
    reasons: Annotated[list[ChoiceGiven], Field(max_length=20)]

    def value(self, now: Box) -> Box:
        months = now.keep_months if self.keep_months is None else self.keep_months
        return Box(self.on, self.tier_label, months, tuple(one.value() for one in self.reasons))


class DossierTried(Command):
    """`number`: as somebody would type it."""

    url_template: Sentence = ""
    pattern: Annotated[Line, Field(max_length=200)] = ""
    number: Annotated[Line, Field(max_length=200)]


class DossierChanged(Command):
    """`pattern`: # a digit, A a letter, * one of both, + one or more; several divided by |; "" = any number."""

    url_template: Sentence = ""
    pattern: Annotated[Line, Field(max_length=200)] = ""
    example: Annotated[Line, Field(max_length=64)] = ""
    result_service: Annotated[Line, Field(max_length=64)] = ""

    def value(self) -> Dossiers:
        return Dossiers(self.url_template, self.pattern, self.example, self.result_service)


@router.post("/suggestions", dependencies=_ADMIN, **_SETTINGS)
def hear_by(at: AtWork, body: SuggestionsChanged) -> Json:
    """At most twelve reasons to tap, in their order."""
    return shown(at.back.settings.hear_by(at.actor, body.once, body.value(at.back.house.box)))


@router.post("/dossier", dependencies=_ADMIN, **_SETTINGS)
def follow_by(at: AtWork, body: DossierChanged) -> Json:
    return shown(at.back.settings.follow_by(at.actor, body.once, body.value()))


@router.post("/dossier/try", dependencies=_ADMIN, **described(dict[str, Any]))
def try_dossier(at: AtWork, body: DossierTried) -> Json:
    """Changes nothing: {"number", "url"} as a citizen would get them with these settings."""
    tried = checked_dossiers(Dossiers(body.url_template, body.pattern), at.back.house)
    number = rules.normalised(body.number, tried.pattern)
    if number is None:
        raise Invalid(field="number", why=N_("This is not the number of a dossier."))
    return Json({"number": number, "url": rules.address_of(number, tried.url_template)})
