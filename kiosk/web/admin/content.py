"""`/content`: the pages of information as the head writes them."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path
from pydantic import AfterValidator, BeforeValidator, Field

from kiosk.web.admin.access import AtWork
from kiosk.web.admin.bodies import IsoDate, Text
from kiosk.web.api.access import GuardedRoute, may
from kiosk.web.api.answers import Json, described, shown
from kiosk.web.api.bodies import Command
from look.pictograms import NAMED
from look.words import N_
from office.backoffice.markdown import blocks_of
from office.backoffice.pages import PageVersionView, WrittenPageView, page_versions, written_pages
from office.domain.content import LONGEST_TEXT, MOST_PAGES, BlockView, Page, filled, gaps
from office.domain.refusals import Invalid
from web.text import Word, composed, one_kind_of_line_end, several_lines

router = APIRouter(prefix="/content", tags=["admin"], route_class=GuardedRoute)

PICTOGRAMS = ("information", "book", "form", "money", "person", "people", "phone", "note", "calendar", "clock")
"""What a page may stand under, in the order of the choice."""

_READ, _ADMIN = [may("read")], [may("admin")]
_PAGE, _ALL = described(dict[str, WrittenPageView]), described(dict[str, list[WrittenPageView]])
Slug = Annotated[str, Path(max_length=64)]
Markdown = Annotated[
    str,
    BeforeValidator(composed),
    BeforeValidator(one_kind_of_line_end),
    Field(max_length=LONGEST_TEXT),
    AfterValidator(several_lines),
]
Edge = IsoDate | Literal[""]


class PageGiven(Command):
    """`since`, `until`: its first and last day, "" = no limit."""

    title: Text
    pictogram: Word = "information"
    markdown: Markdown
    since: Edge = ""
    until: Edge = ""

    def page(self, slug: str = "") -> Page:
        if self.pictogram not in NAMED:
            raise Invalid(field="pictogram", why=N_("There is no such picture."))
        values = {name: getattr(self, name) for name in ("title", "pictogram", "markdown", "since", "until")}
        return Page(slug=slug, **values)


class Written(Command):
    markdown: Markdown


class Slugs(Command):
    slugs: Annotated[list[Word], Field(max_length=100)]


class Version(Command):
    version: Annotated[int, Field(ge=1, le=1_000_000)]


@router.get("", dependencies=_READ, **described(dict[str, Any]))
def pages(at: AtWork) -> Json:
    """{"items", "pictograms", "longest", "most"}: every page, with its gaps; what an editor has to know."""
    with at.back.reading() as conn:
        items = written_pages(conn, at.back.today, at.back.house)
    return Json({"items": items, "pictograms": PICTOGRAMS, "longest": LONGEST_TEXT, "most": MOST_PAGES})


@router.post("", dependencies=_ADMIN, **described(dict[str, WrittenPageView], 201, 200))
def add(at: AtWork, body: PageGiven) -> Json:
    return shown(at.back.pages.add(at.actor, body.once, body.page()))


@router.post("/preview", dependencies=_READ, **described(dict[str, list[Any]]))
def preview(at: AtWork, body: Written) -> Json:
    """Changes nothing: the blocks that citizens would see, and the gaps that still keep them from it."""
    blocks: list[BlockView] = filled(blocks_of(body.markdown), at.back.house)
    return Json({"blocks": blocks, "why": gaps(body.markdown)})


@router.post("/order", dependencies=_ADMIN, **_ALL)
def order(at: AtWork, body: Slugs) -> Json:
    """`slugs` names every page once."""
    return shown(at.back.pages.order(at.actor, body.once, body.slugs))


@router.post("/{slug}", dependencies=_ADMIN, **_PAGE)
def save(at: AtWork, slug: Slug, body: PageGiven) -> Json:
    """Makes a new version, when something is different."""
    return shown(at.back.pages.save(at.actor, body.once, body.page(slug)))


@router.post("/{slug}/remove", dependencies=_ADMIN, **_ALL)
def remove(at: AtWork, slug: Slug, body: Command) -> Json:
    return shown(at.back.pages.remove(at.actor, body.once, slug))


@router.get("/{slug}/versions", dependencies=_READ, **described(dict[str, list[PageVersionView]]))
def versions(at: AtWork, slug: Slug) -> Json:
    """Newest first; also of a removed page."""
    with at.back.reading() as conn:
        return Json({"versions": page_versions(conn, slug)})


@router.post("/{slug}/restore", dependencies=_ADMIN, **_PAGE)
def restore(at: AtWork, slug: Slug, body: Version) -> Json:
    """An earlier version holds again; also of a removed page."""
    return shown(at.back.pages.restore(at.actor, body.once, slug, body.version))
