"""`/synonyms` and `/misses`: everyday words of the search, and what citizens searched and did not find."""

from dataclasses import asdict
from typing import Annotated, TypedDict

from fastapi import APIRouter, Path, Query
from pydantic import Field

from kiosk.web.admin.access import AtWork
from kiosk.web.api.access import GuardedRoute, may
from kiosk.web.api.answers import Json, described, shown
from kiosk.web.api.bodies import Command
from office.backoffice import everyday
from office.backoffice.everyday import MissesView
from office.lookup.everyday import LONGEST_MEANS, LONGEST_SAID
from web.text import Line

router = APIRouter(tags=["admin"], route_class=GuardedRoute)

_READ, _ADMIN = [may("read")], [may("admin")]
_LARGEST_ID = 2**62
USUAL_DAYS = 30
Number = Annotated[int, Path(ge=1, le=_LARGEST_ID, description="the expression's id")]
Days = Annotated[int, Query(ge=1, le=366)]


class SynonymView(TypedDict):
    """`shipped`: as it came with the program."""

    id: int
    said: str
    means: str
    shipped: bool


class SynonymGiven(Command):
    """`means`: words of the catalogue or a code; several divided by ";"."""

    said: Annotated[Line, Field(min_length=1, max_length=LONGEST_SAID)]
    means: Annotated[Line, Field(min_length=1, max_length=LONGEST_MEANS)]


class Forgotten(Command):
    query: Annotated[Line, Field(min_length=1, max_length=100)]


_ONE, _ALL = described(dict[str, SynonymView]), described(dict[str, list[SynonymView]])


@router.get("/synonyms", dependencies=_READ, **_ALL)
def synonyms(at: AtWork) -> Json:
    """By how they are said."""
    with at.back.reading() as conn:
        return Json({"items": [asdict(one) for one in everyday.entries(conn)]})


@router.post("/synonyms", dependencies=_ADMIN, **described(dict[str, SynonymView], 201, 200))
def add_synonym(at: AtWork, body: SynonymGiven) -> Json:
    return shown(at.back.everyday.add(at.actor, body.once, body.said, body.means))


@router.post("/synonyms/{number}", dependencies=_ADMIN, **_ONE)
def change_synonym(at: AtWork, number: Number, body: SynonymGiven) -> Json:
    return shown(at.back.everyday.change(at.actor, body.once, number, body.said, body.means))


@router.post("/synonyms/{number}/remove", dependencies=_ADMIN, **_ALL)
def remove_synonym(at: AtWork, number: Number, body: Command) -> Json:
    return shown(at.back.everyday.remove(at.actor, body.once, number))


@router.get("/misses", dependencies=_READ, **described(MissesView))
def misses(at: AtWork, days: Days = USUAL_DAYS) -> Json:
    """What was searched and not found in the last `days` days, and how often people looked something up."""
    return Json(_misses(at, days))


@router.post("/misses/forget", dependencies=_ADMIN, **described(MissesView))
def forget(at: AtWork, body: Forgotten) -> Json:
    """It is shown no more, and erased where its words were sent."""
    at.back.everyday.forget(at.actor, body.once, body.query)
    return Json(_misses(at, USUAL_DAYS))


def _misses(at: AtWork, days: int) -> MissesView:
    with at.back.reading() as conn:
        return everyday.misses(conn, at.back.today, days)
