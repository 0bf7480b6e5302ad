"""The frame around every office page: who is signed in, where they can go, in which language, with which scripts.

Owns the way from a template to a finished page, the theme's style sheet and the choice of a language. Does not know
what a page is about. The rule that surprises: a page gets its data, its words and its CSRF token as one block of JSON,
because nothing inline may run.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from kiosk.web.pages import places
from kiosk.web.pages.addresses import after_sign_in, local_path
from kiosk.web.pages.script_words import Scripts
from look import fonts, formats, pictograms, theme
from look.words import DEFAULT, languages, say
from office.domain.people import Actor
from web import languages as asked
from web import sessions
from web.pages import Pages
from web.static import FOR_EVER, PREFIX, Static

TEMPLATES = Path(__file__).with_name("templates")
STATIC = Path(__file__).with_name("static")
LANGUAGE_NAMES = {"vi": "Tiếng Việt", "en": "English"}
DRAWN = ("no_connection", "cross", "check", "undo")
"""Drawings that every page's scripts may use."""

_YEAR_S = 365 * 24 * 3600
_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


class Doorkeeper(Protocol):
    """What pages need to know about sessions; `office.doors.Doors` is one."""

    def who(self, token: str) -> tuple[Actor, str | None] | None: ...


class Shell:
    """Makes pages. `zone`: the office's time zone; `templates` and `static`: folders of further parts (admin)."""

    def __init__(
        self,
        doors: Doorkeeper,
        *,
        office_name: Callable[[], str],
        training: Callable[[], bool] = lambda: False,
        zone: str = "Asia/Ho_Chi_Minh",
        templates: Sequence[Path] = (),
        static: Sequence[Path] = (),
    ) -> None:
        self.doors = doors
        self.zone = ZoneInfo(zone)
        self._zone_name = zone
        self._office_name = office_name
        self._training = training
        self.static = Static([fonts.FOLDER, STATIC, *static])
        self.scripts = Scripts(self.static.files)
        self._theme = (fonts.css_faces(f"{PREFIX}/{self.static.version}") + theme.css_variables()).encode()
        self.theme_address = f"/theme/{hashlib.sha256(self._theme).hexdigest()[:16]}.css"
        self.pages = Pages([TEMPLATES, *templates], self.static, self._known_everywhere())

    def who(self, request: Request) -> tuple[Actor, str] | None:
        """The person of this request and the CSRF token of the session; None for strangers and screens."""
        found = sessions.carried(request)
        known = self.doors.who(found.token) if found is not None else None
        if found is None or known is None or not known[0].is_person:
            return None
        return known[0], sessions.csrf_of(found.token, known[1])

    def page(
        self,
        request: Request,
        template: str,
        *,
        active: str = "",
        styles: Sequence[str] = (),
        scripts: Sequence[str] = (),
        pictures: Iterable[str] = (),
        data: Mapping[str, Any] | None = None,
        status: int = 200,
        **values: object,
    ) -> HTMLResponse:
        """The finished page. `data` becomes `page.data` of its scripts, `pictures` what they may draw."""
        person, csrf = self.who(request) or (None, None)
        language = asked.of(request)
        written = {
            "language": language,
            "csrf": csrf,
            "zone": self._zone_name,
            "now": int(datetime.now(UTC).timestamp() * 1000),
            "person": _person(person),
            "words": self.scripts.spoken(["pages/shell.js", *scripts], language),
            "data": data or {},
        }
        frame = {
            "person": person,
            "role_name": say(language, places.ROLE_NAMES.get(person.role, person.role)) if person else "",
            "places": places.of_role(person.role) if person else [],
            "office_name": self._office_name(),
            "training": self._training(),
            "here": request.url.path,
            "active": active,
            "styles": styles,
            "scripts": scripts,
            "modules": self.scripts.closure(["pages/shell.js", *scripts]),
            "pictures": sorted({*DRAWN, *pictures}),
            "page_json": embedded(written),
        }
        return self.pages.page(request, template, status, **(frame | values))

    def to_sign_in(self, request: Request) -> RedirectResponse:
        """Ask a stranger to sign in and bring them back here."""
        return RedirectResponse(after_sign_in(request.url.path), 303)

    def problem_page(self, request: Request, shown: Mapping[str, Any]) -> Response:
        """A problem document as a calm page (for `web.problems.answering`)."""
        if shown["status"] == 401:
            return self.to_sign_in(request)
        return self.page(request, "problem.html", status=int(shown["status"]), problem=shown)

    def local(self, at: int | str) -> datetime:
        """Milliseconds since 1970 or RFC 3339 text, as a time of the office."""
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


def _person(person: Actor | None) -> dict[str, object] | None:
    if person is None:
        return None
    return {"id": person.id, "name": person.name, "role": person.role, "counter": person.counter}
