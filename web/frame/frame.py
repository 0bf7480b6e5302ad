"""The way from a template to a finished page, the theme's style sheet, and the choice of a language.

Does not know who reads, or what a page is about. The rule that surprises: a page gets its data, its words and its CSRF
token as one block of JSON, because nothing inline may run.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from look import fonts, formats, pictograms, theme
from look.words import DEFAULT, languages
from web import languages as asked
from web.frame.addresses import local_path
from web.frame.script_words import Scripts
from web.pages import Pages
from web.static import FOR_EVER, PREFIX, Static

TEMPLATES = Path(__file__).with_name("templates")
STATIC = Path(__file__).with_name("static")
LANGUAGE_NAMES = {"vi": "Tiếng Việt", "en": "English"}
DRAWN = ("no_connection", "cross", "check", "undo")
"""Drawings that every page's scripts may use."""

_YEAR_S = 365 * 24 * 3600
_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


class Frame:
    """Makes pages. `zone`: the time zone that pages speak in; `templates`, `static`: folders of the server's own."""

    def __init__(self, *, zone: str, templates: Sequence[Path] = (), static: Sequence[Path] = ()) -> None:
        self.zone = ZoneInfo(zone)
        self._zone_name = zone
        self.static = Static([fonts.FOLDER, STATIC, *static])
        self.scripts = Scripts(self.static.files)
        self._theme = (fonts.css_faces(f"{PREFIX}/{self.static.version}") + theme.css_variables()).encode()
        self.theme_address = f"/theme/{hashlib.sha256(self._theme).hexdigest()[:16]}.css"
        self.pages = Pages([*templates, TEMPLATES], self.static, self._known_everywhere())

    def framed(
        self,
        request: Request,
        template: str,
        *,
        written: Mapping[str, Any],
        styles: Sequence[str] = (),
        scripts: Sequence[str] = (),
        always: Sequence[str] = (),
        pictures: Iterable[str] = (),
        status: int = 200,
        **values: object,
    ) -> HTMLResponse:
        """The finished page. `written`: what scripts find as `page` beside words, language, zone and time.

        `always`: scripts that the template itself names.
        """
        language = asked.of(request)
        block = {
            "language": language,
            "zone": self._zone_name,
            "now": int(datetime.now(UTC).timestamp() * 1000),
            "words": self.scripts.spoken([*always, *scripts], language),
            **written,
        }
        frame = {
            "here": request.url.path,
            "styles": styles,
            "scripts": scripts,
            "modules": self.scripts.closure([*always, *scripts]),
            "pictures": sorted({*DRAWN, *pictures}),
            "page_json": embedded(block),
        }
        return self.pages.page(request, template, status, **(frame | values))

    def local(self, at: int | str) -> datetime:
        """Milliseconds since 1970 or RFC 3339 text, as a time of this zone."""
        moment = datetime.fromtimestamp(at / 1000, UTC) if isinstance(at, int) else datetime.fromisoformat(at)
        return moment.astimezone(self.zone)

    def routes(self) -> APIRouter:
        """`/theme/….css` and `/language/{code}`; the application mounts `self.static` at "/static" itself."""
        router = APIRouter(include_in_schema=False)

        @router.get("/theme/{name}")
        def theme_css(name: str) -> Response:
            keep = FOR_EVER if self.theme_address.endswith(f"/{name}") else "no-cache"
            return Response(self._theme, media_type="text/css", headers={"cache-control": keep})

        @router.get("/language/{code}")
        def choose_language(code: str, request: Request) -> Response:
            chosen = code if code in languages() else DEFAULT
            response = RedirectResponse(local_path(request.query_params.get("next")) or "/", 303)
            response.set_cookie(asked.COOKIE, chosen, max_age=_YEAR_S, samesite="lax", httponly=True)
            return response

        return router

    def _known_everywhere(self) -> dict[str, object]:
        return {
            "theme_address": self.theme_address,
            "language_names": LANGUAGE_NAMES,
            "pictogram": _safe(pictograms.pictogram),
            "service_pictogram": _safe(pictograms.service_pictogram),
            "emblem": _safe(pictograms.emblem),
            "formats": formats,
            "local": self.local,
        }


def embedded(value: object) -> Markup:
    """JSON for a `<script type="application/json">`: nothing in it can end the element."""
    return Markup(json.dumps(value, ensure_ascii=False).translate(_ESCAPES))  # noqa: S704 -- escaped just here


def _safe(drawing: Callable[..., str]) -> Callable[..., Markup]:
    return lambda *arguments: Markup(drawing(*arguments))  # noqa: S704 -- our own drawings
