"""`/letters`: what citizens have written, for the head alone."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import Field

from kiosk.web.admin.access import AtWork
from kiosk.web.api.access import GuardedRoute, may
from kiosk.web.api.answers import Json, described, shown
from kiosk.web.api.bodies import Command
from office.backoffice.letters import LettersView, LetterView, letters

router = APIRouter(prefix="/letters", tags=["admin"], route_class=GuardedRoute)

_HEAD = [may("letters")]
_LARGEST_ID = 2**63 - 1
LetterId = Annotated[int, Path(ge=1, le=_LARGEST_ID)]


class Read(Command):
    ids: Annotated[list[Annotated[int, Field(ge=1, le=_LARGEST_ID)]], Field(max_length=100)]


@router.get("", dependencies=_HEAD, **described(LettersView))
def list_letters(
    at: AtWork,
    reason: Annotated[str, Query(max_length=64)] = "",
    unread: bool = False,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> Json:
    """Newest first, 50 at a time. `reason`: only those that give it; `unread`: only those that nobody has read."""
    with at.back.reading() as conn:
        return Json(letters(conn, reason=reason, unread=unread, offset=offset))


@router.post("/read", dependencies=_HEAD, **described(dict[str, int]))
def mark_read(at: AtWork, body: Read) -> Json:
    """{"unread"}: how many are left."""
    return shown(at.back.letters.read(at.actor, body.once, body.ids))


@router.post("/{letter}/erase", dependencies=_HEAD, **described(dict[str, LetterView]))
def erase(at: AtWork, letter: LetterId, body: Command) -> Json:
    """Its words are gone for good, here and above; the reasons stay."""
    return shown(at.back.letters.erase(at.actor, body.once, letter))
