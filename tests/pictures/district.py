"""The district's pages in a browser: on the Monday morning of `tests.pictures.morning`, and right after its set-up.

Both districts are real ones with a clock that stands still, so that the same pages give the same pictures.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import tzinfo
from pathlib import Path

from playwright.sync_api import Browser, FilePayload, Page
from sqlalchemy import Connection

from district import figures
from district.overview import Figures
from tests.browsing import chromium
from tests.pictures.morning import FULL, HEAD, NEW, PLACES, SILENT, VIEWER, Place, begin, live_through
from tests.pictures.pages import LANGUAGES, SETTLES_MS
from tests.tier.house_here import Tier, served
from web.languages import COOKIE
from web.sessions import PERSON

GOOD_FILE = (
    "code,name,field,days,fee\n"
    "1.001193,Đăng ký khai sinh,Hộ tịch,1,0\n"
    "2.000815,Chứng thực bản sao từ bản chính,Chứng thực,1,2000\n"
    "1.014999,Xác nhận tình trạng nhà ở,Xây dựng,3,\n"
)
BAD_FILE = GOOD_FILE + "khai tử,Đăng ký khai tử,Hộ tịch,1,0\n1.001193,Đăng ký lại khai sinh,Hộ tịch,x,0\n"


@dataclass(frozen=True, slots=True)
class Shown:
    """`person`: who has signed in, or nobody; `empty`: at the district right after its set-up; `tries`: a catalogue
    that is chosen first."""

    name: str
    path: str
    size: tuple[int, int] = (1366, 768)
    person: str | None = HEAD
    empty: bool = False
    tries: str | None = None


PAGES = (
    Shown("sign-in", "/sign-in", person=None),
    Shown("live", "/"),
    Shown("live-narrow", "/", (420, 900)),
    Shown("live-empty", "/", empty=True),
    Shown("office", f"/offices/{FULL}", (1366, 1900)),
    Shown("office-viewer", f"/offices/{FULL}", (1366, 1300), person=VIEWER),
    Shown("office-silent", f"/offices/{SILENT}"),
    Shown("office-new", f"/offices/{NEW}"),
    Shown("office-narrow", f"/offices/{FULL}", (420, 900)),
    Shown("procedures", "/procedures", (1366, 900)),
    Shown("procedures-tried", "/procedures", (1366, 900), tries=GOOD_FILE),
    Shown("procedures-wrong", "/procedures", (1366, 900), tries=BAD_FILE),
    Shown("procedures-empty", "/procedures", empty=True),
    Shown("suggestions", "/suggestions"),
    Shown("suggestions-empty", "/suggestions", empty=True),
    Shown("lookups", "/lookups"),
    Shown("lookups-empty", "/lookups", empty=True),
    Shown("people", "/people", (1366, 900)),
    Shown("people-empty", "/people", (1366, 900), empty=True),
)


def drawn(folder: Path, data: Path) -> None:
    """DIR/NAME-LANGUAGE.png of every page."""
    folder.mkdir(parents=True, exist_ok=True)
    with chromium() as browser, room(browser, data / "new", ()) as new, room(browser, data / "busy") as busy:
        for shown in PAGES:
            for language in LANGUAGES:
                with (new if shown.empty else busy).opened(shown, language) as page:
                    page.screenshot(path=folder / f"{shown.name}-{language}.png")


class LiveTier(Tier):
    """With the figures that the facts make."""

    def _figures(self, conn: Connection, now: int, zone: tzinfo) -> Sequence[Figures]:
        return figures.offices(conn, now, zone)


@dataclass
class Room:
    """A district, its people and a browser. `sessions`: person → the token of the cookie."""

    browser: Browser
    tier: Tier
    url: str
    is_empty: bool = False
    sessions: dict[str, str] = field(default_factory=dict)

    def sign_in(self, person: str, pin: str) -> None:
        self.sessions[person] = self.tier.house.doors.sign_in(person, pin, "pictures")[1].token

    @contextmanager
    def opened(self, shown: Shown, language: str, settles_ms: int = SETTLES_MS) -> Iterator[Page]:
        width, height = shown.size
        profile = self.browser.new_context(viewport={"width": width, "height": height}, timezone_id="Asia/Ho_Chi_Minh")
        cookies = {COOKIE: language} | ({} if shown.person is None else {PERSON: self.sessions[shown.person]})
        profile.add_cookies([{"name": name, "value": value, "url": self.url} for name, value in cookies.items()])
        page = profile.new_page()
        page.goto(f"{self.url}{shown.path}")
        if shown.tries is not None:
            data = shown.tries.encode()
            page.set_input_files("#file", FilePayload(name="danh-muc.csv", mimeType="text/csv", buffer=data))
        page.wait_for_timeout(settles_ms)
        yield page
        profile.close()


@contextmanager
def room(browser: Browser, data: Path, offices: Sequence[Place] = PLACES) -> Iterator[Room]:
    """A district that lives in `data`; without offices it is as its set-up leaves it."""
    tier = LiveTier(data)
    with served(tier) as url:
        made = Room(browser, tier, url, is_empty=not offices)
        for person, pin in (live_through(tier, offices) if offices else begin(tier)).items():
            made.sign_in(person, pin)
        yield made
    tier.close()
