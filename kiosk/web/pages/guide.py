"""The guide: one page for clerks, and for technicians one page a symptom, to be read here and printed.

Owns `/guide` and the Markdown below `guide/`, which is the documentation itself: written in Vietnamese for those who
work with it, the same in every language of the pages. Open to anybody in the network, because whoever needs it may not
be able to sign in; nothing of the office stands in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fastapi import APIRouter
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from kiosk.web.pages.shell import Shell
from web.problems import Refused

FOLDER = Path(__file__).with_name("guide")
FIRST = "index"


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of the guide: its first heading, and the whole text as HTML with pictures by their name."""

    slug: str
    title: str
    html: str


def router(shell: Shell) -> APIRouter:
    """`/guide` and `/guide/{slug}`; 404 for a page that is not written."""
    pages = APIRouter()

    def page(request: Request, slug: str = FIRST) -> Response:
        leaf = leaves().get(slug)
        if leaf is None:
            raise Refused("unknown_path")
        text = Markup(_with_pictures(leaf.html, shell))  # noqa: S704 -- our own files, rendered without HTML
        return shell.page(
            request, "guide.html", styles=["pages/guide.css"], scripts=["pages/guide.js"], leaf=leaf, text=text
        )

    pages.add_api_route("/guide", page, methods=["GET"])
    pages.add_api_route("/guide/{slug}", page, methods=["GET"])
    return pages


@cache
def leaves() -> Mapping[str, Leaf]:
    """All pages by the name of their file."""
    return {path.stem: _read(path) for path in sorted(FOLDER.glob("*.md"))}


def _read(path: Path) -> Leaf:
    from markdown_it import MarkdownIt  # loaded when the first page is read, not at a start

    text = path.read_text(encoding="utf-8")
    title = next(line for line in text.splitlines() if line.startswith("# ")).removeprefix("# ")
    return Leaf(path.stem, title, MarkdownIt("commonmark", {"html": False}).enable("table").render(text))


def _with_pictures(html: str, shell: Shell) -> str:
    """Pictures stand beside the text as `guide/NAME.png`; links between pages as `NAME.md`."""
    for name in shell.static.files:
        if name.startswith("guide/"):
            html = html.replace(f'src="{name}"', f'src="{shell.static.address(name)}"')
    for slug in leaves():
        html = html.replace(f'href="{slug}.md"', f'href="/guide/{slug}"')
    return html
