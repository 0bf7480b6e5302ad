"""`/templates` and `/day-slip`: what the office's slips look like, a trial on paper, and the slip of the day."""

import base64
from collections.abc import Callable
from typing import Annotated, Any, Protocol, TypedDict, cast

from fastapi import APIRouter, Depends, Path
from pydantic import Field
from starlette.requests import Request

from kiosk.web.admin.access import AtWork
from kiosk.web.api.access import GuardedRoute, may
from kiosk.web.api.answers import Json, described, shown
from kiosk.web.api.bodies import Command
from look.words import N_, say
from office.domain.moment import utc_text
from office.domain.refusals import Invalid, StoreUnavailable, UnknownItem, WrongState
from printer import slips
from printer.mistakes import BadTemplate, Mistake
from printer.outcome import REASON_WORDS, PrintState, Reason
from printer.shelf import NoSuchTemplate, Overtaken, Standing
from web import languages

router = APIRouter(tags=["admin"], route_class=GuardedRoute)

_USE = [may("templates")]
Slip = Annotated[str, Path(max_length=20, description="ticket, reprint, checklist, survey, test or day")]
Outcome = tuple[PrintState, Reason | None]
_OVERTAKEN = N_(
    "This slip was changed by somebody else meanwhile; yours is still here, not saved. Save again to use yours; "
    "to see theirs, throw away what you typed."
)
PaperWidth = Annotated[int, Path(ge=58, le=80, description="mm: 80 or 58")]


class SlipDesk(Protocol):
    """The slips of the running service, as the web needs them (`app.state.slips`)."""

    width: int

    @property
    def prints(self) -> bool: ...
    def all(self) -> list[Standing]: ...
    def standing(self, slip: str, paper: int) -> Standing: ...
    def picture(self, text: str, slip: str, paper: int) -> tuple[bytes, int]: ...
    def save(self, text: str, slip: str, paper: int, instead_of: str | None = None) -> None: ...
    def drop(self, slip: str, paper: int) -> None: ...
    def restore(self, slip: str, paper: int, version: int) -> None: ...
    def try_out(self, text: str, slip: str) -> Outcome: ...
    def print_day(self) -> Outcome | None: ...
    def once(self, by: str, request: str, prints: Callable[[], Outcome]) -> Outcome: ...


class TemplateLineView(TypedDict):
    """`source`: own | above | shipped | ticket (as the ticket); `changed_at`: of an own one; `wrong`: its mistakes."""

    slip: str
    paper: int
    label: str
    source: str
    changed_at: str | None
    wrong: int


class MistakeView(TypedDict):
    """`line`: of the text, from 1; 0 = nowhere in particular."""

    text: str
    line: int


class EarlierView(TypedDict):
    version: int
    at: str


class TemplateView(TypedDict):
    """`fields` and `lists`: what may stand in braces on this slip."""

    slip: str
    paper: int
    label: str
    source: str
    changed_at: str | None
    text: str
    mistakes: list[MistakeView]
    earlier: list[EarlierView]
    fields: list[str]
    lists: dict[str, list[str]]


class PreviewView(TypedDict):
    """`picture`: a data URL, None when there are mistakes; `mm`: the slip's length."""

    picture: str | None
    mm: int
    mistakes: list[MistakeView]


class PrintedView(TypedDict):
    """`state`: printed | accepted | failed | unknown; `why`: in words, for the last two."""

    state: str
    why: str | None


class TemplateText(Command):
    text: Annotated[str, Field(max_length=64_000)]


class TemplateChange(TemplateText):
    """`instead_of`: the text that was edited; when another is in use by now, nothing is saved. None: whatever is."""

    instead_of: Annotated[str | None, Field(max_length=64_000)] = None


class Restore(Command):
    """`version` 0 = the newest of the earlier ones."""

    version: Annotated[int, Field(ge=0, le=9999)] = 0


def slips_of(request: Request) -> SlipDesk:
    return cast("SlipDesk", request.app.state.slips)


async def _slips(request: Request) -> SlipDesk:
    return slips_of(request)


AtSlips = Annotated[SlipDesk, Depends(_slips)]


def lines(desk: SlipDesk, language: str) -> list[TemplateLineView]:
    """All templates, those for the paper in the printer first."""
    return [
        TemplateLineView(
            slip=one.slip,
            paper=one.paper,
            label=say(language, slips.KINDS[one.slip].label),
            source=one.source,
            changed_at=_time(one.changed_at),
            wrong=len(one.mistakes),
        )
        for one in desk.all()
    ]


@router.get("/templates", dependencies=_USE, **described(dict[str, list[TemplateLineView]]))
def templates(desk: AtSlips, request: Request) -> Json:
    return Json({"templates": lines(desk, languages.of(request))})


@router.get("/templates/{slip}/{paper}", dependencies=_USE, **described(TemplateView))
def template(desk: AtSlips, slip: Slip, paper: PaperWidth, request: Request) -> Json:
    """The one in use, its text, and those before it."""
    return Json(_view(_standing(desk, slip, paper), languages.of(request)))


@router.post("/templates/{slip}/{paper}/preview", dependencies=_USE, **described(PreviewView))
def preview(desk: AtSlips, slip: Slip, paper: PaperWidth, body: TemplateText, request: Request) -> Json:
    """Changes nothing: what this text would look like, or what is wrong with it."""
    try:
        png, mm = desk.picture(body.text, slip, paper)
    except BadTemplate as bad:
        return Json(PreviewView(picture=None, mm=0, mistakes=_mistakes(bad.mistakes, body.text, languages.of(request))))
    except NoSuchTemplate:
        raise UnknownItem from None
    picture = f"data:image/png;base64,{base64.b64encode(png).decode()}"
    return Json(PreviewView(picture=picture, mm=mm, mistakes=[]))


@router.post("/templates/{slip}/{paper}/save", dependencies=_USE, **described(TemplateView))
def save(at: AtWork, desk: AtSlips, slip: Slip, paper: PaperWidth, body: TemplateChange, request: Request) -> Json:
    """In use from the next slip on; the one before is kept. A text with mistakes is refused."""
    try:
        _changing(lambda: desk.save(body.text, slip, paper, body.instead_of))
    except Overtaken:
        raise Invalid(field="instead_of", why=_OVERTAKEN) from None
    return _noted(at, desk, slip, paper, body.once, request)


@router.post("/templates/{slip}/{paper}/drop", dependencies=_USE, **described(TemplateView))
def drop(at: AtWork, desk: AtSlips, slip: Slip, paper: PaperWidth, body: Command, request: Request) -> Json:
    """The shipped one is in use again; the office's own is kept among the earlier ones."""
    _changing(lambda: desk.drop(slip, paper))
    return _noted(at, desk, slip, paper, body.once, request)


@router.post("/templates/{slip}/{paper}/restore", dependencies=_USE, **described(TemplateView))
def restore(at: AtWork, desk: AtSlips, slip: Slip, paper: PaperWidth, body: Restore, request: Request) -> Json:
    _changing(lambda: desk.restore(slip, paper, body.version))
    return _noted(at, desk, slip, paper, body.once, request)


@router.post("/templates/{slip}/print", dependencies=_USE, **described(PrintedView))
def try_out(at: AtWork, desk: AtSlips, slip: Slip, body: TemplateText, request: Request) -> Json:
    """This text as a sample on the paper in the printer, marked "TẬP HUẤN"; waits for the printer's answer."""
    _has_printer(desk)
    done = desk.once(at.actor.word, body.once, lambda: _changed_nothing(lambda: desk.try_out(body.text, slip)))
    return _printed(done, languages.of(request))


@router.post("/day-slip", dependencies=[may("day_slip")], **described(PrintedView))
def day_slip(at: AtWork, desk: AtSlips, body: Command, request: Request) -> Json:
    """Numbers given, served and absent, service by service, of the running day or else the last one."""
    _has_printer(desk)
    return _printed(desk.once(at.actor.word, body.once, lambda: _day(desk)), languages.of(request))


def _day(desk: SlipDesk) -> Outcome:
    done = desk.print_day()
    if done is None:
        raise WrongState(state="no_day", what="no_day")
    return done


def _has_printer(desk: SlipDesk) -> None:
    if not desk.prints:
        raise WrongState(state="off")


def _printed(done: Outcome, language: str) -> Json:
    state, reason = done
    return Json(PrintedView(state=state, why=None if reason is None else say(language, REASON_WORDS[reason])))


def _standing(desk: SlipDesk, slip: str, paper: int) -> Standing:
    try:
        return desk.standing(slip, paper)
    except NoSuchTemplate:
        raise UnknownItem from None


def _changing(work: Any) -> None:
    try:
        _changed_nothing(work)
    except OSError as error:
        raise StoreUnavailable from error


def _changed_nothing(work: Any) -> Any:
    try:
        return work()
    except BadTemplate:
        raise Invalid(field="text", why=N_("The template has mistakes; nothing was saved.")) from None
    except NoSuchTemplate:
        raise UnknownItem from None


def _noted(at: AtWork, desk: SlipDesk, slip: str, paper: int, once: str, request: Request) -> Json:
    now = _standing(desk, slip, paper)
    own = now.text if now.source == "own" else ""
    shown(at.back.slip_notes.changed(at.actor, once, name=f"{slip}-{paper}", text=own))
    return Json(_view(now, languages.of(request)))


def _view(one: Standing, language: str) -> TemplateView:
    kind = slips.KINDS[one.slip]
    return TemplateView(
        slip=one.slip,
        paper=one.paper,
        label=say(language, kind.label),
        source=one.source,
        changed_at=_time(one.changed_at),
        text=one.text,
        mistakes=_mistakes(one.mistakes, one.text, language),
        earlier=[EarlierView(version=old.version, at=utc_text(old.at)) for old in one.earlier],
        fields=list(kind.fields),
        lists={name: list(fields) for name, fields in kind.lists.items()},
    )


def _mistakes(mistakes: tuple[Mistake, ...], text: str, language: str) -> list[MistakeView]:
    lines = text.split("\n")
    return [MistakeView(text=one.said(language), line=_line(one, lines)) for one in mistakes]


def _line(one: Mistake, lines: list[str]) -> int:
    """Where it says so itself, else the key in its block, else the block."""
    told = one.facts.get("line")
    if isinstance(told, int):
        return told
    begins = [at for at, content in enumerate(lines, 1) if content.strip().startswith("[[block]]")]
    if not 0 < one.block <= len(begins):
        return 0
    begin, end = begins[one.block - 1], [*begins, len(lines) + 1][one.block]
    of_key = (at for at in range(begin, end) if lines[at - 1].partition("=")[0].strip() == one.key)
    return next(of_key, begin)


def _time(at: int | None) -> str | None:
    return None if at is None else utc_text(at)
