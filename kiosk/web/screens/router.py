"""The addresses of the browser screens: `/hall`, `/rate/{n}`, `/counter/{n}`, with or without `?key=…`.

Owns what each page is told when it opens; everything after that comes by the live stream. The rule that surprises: a
page holds its words in all languages that it may need, because a tablet changes its language without asking anybody,
and a television that reloads while the office is away would stay dark.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from kiosk.web.pages.shell import Shell
from kiosk.web.screens import STATIC, entry, tv_style
from kiosk.web.screens.entry import Refusal, Screen
from look.words import DEFAULT, N_, languages, say
from office.domain.rating import is_low
from web import languages as asked
from web.frame import embedded
from web.problems import Refused as NoSuchPage
from web.static import PREFIX

TV_SCRIPTS = ("screens/tv/listening.js", "screens/tv/page.js", "screens/tv/awake.js")
HALL_SCRIPTS = (*TV_SCRIPTS, "screens/hall/turns.js", "screens/hall/drawing.js", "screens/hall/hall.js")
COUNTER_SCRIPTS = (*TV_SCRIPTS, "screens/counter/counter.js")
RATE_SCRIPT = "screens/rate/rate.js"
SCALES = (3, 4, 5)
SECOND = "second"
"""Query parameter: the language of the second lines of this television, e.g. `/hall?second=en`."""

TITLES = {
    Refusal.NO_KEY: N_("This screen is not registered yet"),
    Refusal.DEAD_KEY: N_("This address is no longer valid"),
    Refusal.OTHER_SCREEN: N_("This device is registered for another screen"),
}
REASONS = {
    Refusal.NO_KEY: N_("A screen of the office comes in with an address that is made for it."),
    Refusal.DEAD_KEY: N_("Each address works once and for ten minutes. Please make a new one."),
    Refusal.OTHER_SCREEN: N_("It can show only its own page. To use it here, please make a new address for this page."),
}
_STATUS = {Refusal.NO_KEY: 401, Refusal.DEAD_KEY: 401, Refusal.OTHER_SCREEN: 403}
_NAMES = {"hall": N_("Hall display"), "rate": N_("Rating at counter {n}"), "counter": N_("Board at counter {n}")}


def router(doors: entry.Doors, shell: Shell, *, second_language: Callable[[], str | None] = lambda: None) -> APIRouter:
    """All pages. `second_language`: of the second lines on televisions, when the office wants them ("en" or None)."""
    screens = _Screens(doors, shell, second_language)
    pages = APIRouter(include_in_schema=False)
    pages.include_router(screens.styles.routes())
    pages.add_api_route("/hall", screens.hall, methods=["GET"])
    pages.add_api_route("/rate/{n}", screens.rate, methods=["GET"])
    pages.add_api_route("/counter/{n}", screens.counter, methods=["GET"])
    return pages


class _Screens:
    """The endpoints; plain functions, so that exchanging a key (a write) happens outside the event loop."""

    def __init__(self, doors: entry.Doors, shell: Shell, second_language: Callable[[], str | None]) -> None:
        self._doors, self._shell, self._second_language = doors, shell, second_language
        self.styles = tv_style.TvStyles(STATIC / "screens" / "tv", f"{PREFIX}/{shell.static.version}")

    def hall(self, request: Request) -> Response:
        def shown(screen: Screen) -> Response:
            return self._tv_page(request, "screens/hall.html", screen, HALL_SCRIPTS, {})

        return self._for_screens(request, ("hall", "screen"), shown)

    def counter(self, request: Request, n: str) -> Response:
        number = _counter_number(n)

        def shown(screen: Screen) -> Response:
            return self._tv_page(request, "screens/counter.html", screen, COUNTER_SCRIPTS, {"counter": number})

        return self._for_screens(request, (f"counter:{number}", "screen"), shown)

    def rate(self, request: Request, n: str) -> Response:
        number = _counter_number(n)
        return self._for_screens(
            request, (f"rate:{number}", "screen"), lambda screen: self._rate_page(request, screen, number)
        )

    def _for_screens(self, request: Request, roles: Sequence[str], shown: Callable[[Screen], Response]) -> Response:
        found = entry.at_the_door(request, self._doors, roles)
        if isinstance(found, Screen):
            return shown(found)
        return self._refusal(request, found) if isinstance(found, entry.Refused) else found

    def _tv_page(
        self, request: Request, template: str, screen: Screen, scripts: Sequence[str], more: Mapping[str, Any]
    ) -> Response:
        main = asked.of(request)
        second = self._second(request, main)
        written = {
            "as": screen.role,
            "words": self._pairs(scripts, main, second),
            "language": main,
            "second": second,
            "offset_minutes": self._offset_minutes(),
            **more,
        }
        return self._shell.pages.page(
            request,
            template,
            scripts=scripts,
            styles=self.styles,
            page_second=second,
            page_json=embedded(written),
        )

    def _pairs(self, scripts: Sequence[str], main: str, second: str | None) -> dict[str, list[str]]:
        """English text -> the text in the main language, and in the second one or ""."""
        spoken = self._shell.scripts.spoken(scripts, main)
        return {text: [first, say(second, text) if second else ""] for text, first in spoken.items()}

    def _second(self, request: Request, main: str) -> str | None:
        wanted = request.query_params.get(SECOND) or self._second_language()
        return wanted if wanted in languages() and wanted != main else None

    def _rate_page(self, request: Request, screen: Screen, number: int) -> Response:
        spoken = {language: self._shell.scripts.spoken([RATE_SCRIPT], language) for language in languages()}
        written = {
            "as": screen.role,
            "csrf": screen.csrf,
            "counter": number,
            "words": spoken,
            "language": DEFAULT,
            "low": {scale: [level for level in range(1, scale + 1) if is_low(level, scale)] for scale in SCALES},
        }
        return self._shell.pages.page(
            request,
            "screens/rate.html",
            script=RATE_SCRIPT,
            modules=self._shell.scripts.closure([RATE_SCRIPT]),
            page_json=embedded(written),
        )

    def _refusal(self, request: Request, refused: entry.Refused) -> Response:
        """A calm page that says what to do."""
        language = asked.of(request)
        kind, _, number = (refused.role or "").partition(":")
        name = _NAMES.get(kind)
        return self._shell.pages.page(
            request,
            "screens/door.html",
            _STATUS[refused.why],
            styles=self.styles,
            title=say(language, TITLES[refused.why]),
            reason=say(language, REASONS[refused.why]),
            own_page=entry.page_of(refused.role or "") if refused.why is Refusal.OTHER_SCREEN else None,
            own_name=None if name is None else say(language, name, n=number),
        )

    def _offset_minutes(self) -> int:
        offset = datetime.now(self._shell.zone).utcoffset()
        return 0 if offset is None else int(offset.total_seconds() // 60)


def _counter_number(written: str) -> int:
    """1 to 99 in plain digits; anything else is no page."""
    if not (written.isascii() and written.isdigit() and 1 <= len(written) <= 2) or written.startswith("0"):
        raise NoSuchPage("unknown_path")
    return int(written)
