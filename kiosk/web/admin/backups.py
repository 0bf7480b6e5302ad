"""`/backups`: copies of the office's database, made while it works, and whether the database is sound."""

from typing import Annotated, Literal, Protocol, TypedDict, cast

from fastapi import APIRouter, Depends
from starlette.requests import Request

from kiosk.web.api.access import GuardedRoute, may
from kiosk.web.api.answers import Json, described
from kiosk.web.api.bodies import Command
from office.domain.moment import utc_text
from office.safekeeping.copies import Copy, CopyFailed, Kind
from office.safekeeping.places import Kept, Second

router = APIRouter(prefix="/backups", tags=["admin"], route_class=GuardedRoute)

_USE = [may("backups")]


class Copies(Protocol):
    """The copies of the running service, as the web needs them (`app.state.caretaker`)."""

    def back_up(self, kind: Kind, request_id: str) -> Kept: ...
    def copies(self) -> list[Copy]: ...
    def second(self) -> Second: ...
    def trouble(self) -> str | None: ...


class CopyView(TypedDict):
    """`file`: its whole name on this machine; `kind`: nightly | update | hand; `seq`: of the last fact in it."""

    file: str
    kind: str
    taken_at: str
    version: str
    bytes: int
    stream: str
    seq: int
    tickets: int


class CopiesView(TypedDict):
    """`second`: off | here | missing."""

    copies: list[CopyView]
    second: str


class MadeView(TypedDict):
    """`copy` None: none could be made; `second`: off | here | missing | failed; `why` something failed, in English."""

    copy: CopyView | None
    second: str
    why: str | None


class SoundView(TypedDict):
    """What is wrong, in English; None = nothing."""

    trouble: str | None


class Wanted(Command):
    """`kind` update: before something on this machine is exchanged; of those only the last three are kept."""

    kind: Literal["hand", "update"] = "hand"


def copies_of(request: Request) -> Copies:
    return cast("Copies", request.app.state.caretaker)


TheCopies = Annotated[Copies, Depends(copies_of)]


def copy_view(one: Copy) -> CopyView:
    held = one.content
    return CopyView(
        file=str(one.path),
        kind=str(one.kind),
        taken_at=utc_text(one.taken_at),
        version=one.version,
        bytes=one.size,
        stream=held.stream,
        seq=held.seq,
        tickets=held.tickets,
    )


def made_view(kept: Kept) -> MadeView:
    return MadeView(copy=copy_view(kept.copy), second=str(kept.second), why=kept.why)


@router.get("", dependencies=_USE, **described(CopiesView))
def all_copies(copies: TheCopies) -> Json:
    """Newest first, as their slips say."""
    return Json(CopiesView(copies=[copy_view(one) for one in copies.copies()], second=str(copies.second())))


@router.post("", dependencies=_USE, **described(MadeView, 201, 200))
def back_up(copies: TheCopies, body: Wanted) -> Json:
    """Takes as long as the disk needs; a second one waits for the first."""
    try:
        return Json(made_view(copies.back_up(Kind(body.kind), body.once)), 201)
    except CopyFailed as error:
        return Json(MadeView(copy=None, second=str(copies.second()), why=str(error)))


@router.get("/check", dependencies=_USE, **described(SoundView))
def check(copies: TheCopies) -> Json:
    """The whole database, its indexes and every digest: a minute for some years of facts; nobody else waits."""
    return Json(SoundView(trouble=copies.trouble()))
