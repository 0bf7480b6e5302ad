"""`/machine`: the clock of this machine, and what can be asked of the machine itself.

Asked for in the name of a person, written down, then handed to the steward. The rule that surprises: a clock that was
set by hand counts as confirmed; a clock that a time source keeps is not touched.
"""

from datetime import datetime, tzinfo
from typing import Annotated, Any, Literal, TypedDict, cast

from fastapi import APIRouter, Path
from pydantic import Field, StrictBool
from starlette.requests import Request

from kiosk.steward import ClockNotSet, Steward, StewardAbsent, Wish
from kiosk.web.admin.access import AtWork
from kiosk.web.api.access import GuardedRoute, desk_of, may
from kiosk.web.api.answers import Json, described, shown
from kiosk.web.api.bodies import Command
from look.words import N_
from office.clock import Clock
from office.domain.moment import HOUR, utc_text
from office.domain.refusals import ClockKept, Invalid, NoSteward
from web.text import Line

router = APIRouter(prefix="/machine", tags=["admin"], route_class=GuardedRoute)
_USE = [may("machine")]

FAR_MS = 30 * 24 * HOUR
"""Nobody means to set a clock so far from the last time that was known to be right, unless it is meant."""
FRESH_MS = 10_000
"""A question that comes again gets its first answer, and the machine is not restarted a second time by it."""

_FAR = N_("This is far from the last time that was known to be right. Please confirm that it is the right date.")

Act = Annotated[Literal["power-off", "restart", "restart-windows"], Path()]


class MachineView(TypedDict):
    """`synced`: a time source keeps the clock; `suspect`: nobody believes it now; `able`: there is a steward.

    `believed`: the last time that was known to be right.
    """

    now: str
    believed: str
    synced: bool
    suspect: bool
    able: bool


class ClockGiven(Command):
    """`at`: on the wall of the office, as 2026-11-23T08:05 or with seconds; `sure`: although that is far away."""

    at: Annotated[Line, Field(max_length=19)]
    sure: StrictBool = False


def machine_view(steward: Steward, clock: Clock, *, believed: int, suspect: bool) -> MachineView:
    now, last = utc_text(clock.now().wall), utc_text(believed)
    return MachineView(now=now, believed=last, synced=clock.synced(), suspect=suspect, able=steward.is_here)


def steward_of(request: Request) -> Steward:
    """The one of this machine, unless a test or the demo has another."""
    return cast("Steward", getattr(request.app.state, "steward", None) or Steward())


@router.get("", dependencies=_USE, **described(MachineView))
def machine(request: Request) -> Json:
    desk = desk_of(request)
    suspect = desk.state()["day"]["clock_suspect"]
    return Json(machine_view(steward_of(request), desk.clock, believed=desk.believed, suspect=suspect))


@router.post("/clock", dependencies=_USE, **described(MachineView))
def set_clock(request: Request, at: AtWork, body: ClockGiven) -> Json:
    """Both clocks of the machine; waits until it is done."""
    desk, steward = desk_of(request), steward_of(request)
    clock = desk.clock
    wanted = _wall_ms(body.at, at.back.house.zone)
    if clock.synced():
        raise ClockKept
    if abs(wanted - desk.believed) > FAR_MS and not body.sure:
        raise Invalid(field="at", why=_FAR)
    was = clock.now().wall
    try:
        steward.set_clock(wanted)
    except StewardAbsent:
        raise NoSteward from None
    except ClockNotSet:
        raise ClockKept from None
    desk.clock_was_set(at.actor, body.once, was=was)
    return Json(machine_view(steward, clock, believed=desk.believed, suspect=False))


@router.post("/{wish}", dependencies=_USE, **described(dict[str, Any]))
def ask(request: Request, at: AtWork, wish: Act, body: Command) -> Json:
    """Written down first, for nobody can write once the machine ends. Screens come back by themselves."""
    steward = steward_of(request)
    if not steward.is_here:
        raise NoSteward
    desk = desk_of(request)
    answer = desk.ask_machine(at.actor, body.once, what=wish)
    if desk.clock.now().wall - answer.body["at"] < FRESH_MS:
        try:
            steward.ask(Wish(wish))
        except StewardAbsent:
            raise NoSteward from None
    return shown(answer)


def _wall_ms(text: str, zone: tzinfo) -> int:
    """Raises Invalid."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        read = None
    if read is None or read.tzinfo is not None:
        raise Invalid(field="at", why=N_("Please enter a date and a time."))
    return round(read.replace(tzinfo=zone).timestamp() * 1000)
