"""The printer as people stand before it: they say that they changed the paper."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from kiosk.web.api.access import Asked, GuardedRoute, may
from kiosk.web.api.answers import Json, described, shown
from kiosk.web.api.bodies import Command
from office.views import PaperChangedView

router = APIRouter(prefix="/printer", tags=["devices"], route_class=GuardedRoute)


class PaperChanged(Command):
    """`used_mm`: how much of the roll is used already; absent = a whole one."""

    used_mm: Annotated[int, Field(ge=0, le=500_000)] = 0


@router.post("/paper-changed", dependencies=[may("paper")], **described(PaperChangedView))
def paper_changed(asked: Asked, body: PaperChanged) -> Json:
    """The paper that is left counts from here. `before_mm`: what the old roll had given, for taking it back."""
    return shown(asked.desk.change_paper(asked.actor, body.once, used_mm=body.used_mm))
