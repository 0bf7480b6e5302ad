"""The pages in a browser, at one moment of a Monday morning at the office of the shipped `config.toml`.

The office is a real one with a clock that stands still, so that the same pages give the same pictures.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from playwright.sync_api import Browser, Page

from kiosk.config import load
from kiosk.config.fill import first_fill
from office.clock import SetClock
from office.domain.house import ALWAYS_OPEN
from office.domain.moment import MINUTE, SECOND
from office.domain.people import Actor
from tests.browsing import chromium
from tests.office_fixture import rid
from tests.pages.serving import give_everybody_a_pin
from tests.pictures.ailing import AN_OLD_MACHINE
from tests.screens.serving import ScreenOffice, office
from web.languages import COOKIE
from web.sessions import PERSON

TOP = Path(__file__).resolve().parents[2]
LANGUAGES = ("vi", "en")
CLERKS = {1: "van-hoa", 3: "lan-anh", 5: "thi-mai"}
HEAD = "minh-tuan"
LINE = "ABTEAGADTAEGBAETABHCBDAGETAEBA"
"""What the people of the morning take their numbers for."""

DEVICES = {"hall": "Ti vi sảnh chờ", "rate:5": "Máy tính bảng quầy 5", "counter:3": "Bảng số quầy 3"}
CALLING, ASKED = 1, 5
"""The counters where somebody is just being called, and where the faces are shown."""

LETTERS = (
    ("waiting", "Sáng thứ Hai chờ hơn một giờ. Đề nghị mở thêm quầy chứng thực."),
    ("praise", "Cô ở quầy 3 hướng dẫn rất tận tình."),
    ("unclear", None),
)
"""Reason and words of what is in the suggestion box, the oldest first."""

MISSED = ("ho chieu", "doi bang lai xe", "ho chieu", "lam the bao hiem")
"""What people searched and did not find."""

SETTLES_MS = 1_200
"""What a page needs to draw what it has just heard."""


@dataclass(frozen=True, slots=True)
class Shown:
    """`role`: of the device whose key opens it; else `person`, who has signed in, or nobody.

    `speaks_on_tap`: the language is chosen on the page itself, each time anew.
    """

    name: str
    path: str
    size: tuple[int, int] = (1366, 768)
    role: str | None = None
    person: str | None = None
    speaks_on_tap: bool = False


ADMIN = (
    "tickets",
    "results",
    "accuracy",
    "letters",
    "people",
    "services",
    "counters",
    "procedures",
    "synonyms",
    "content",
    "opening",
    "rule",
    "voice",
    "devices",
    "health",
    "journal",
)
PAGES = (
    Shown("console", "/console", person=CLERKS[3]),
    Shown("console-narrow", "/console", (420, 760), person=CLERKS[3]),
    Shown("sign-in", "/sign-in"),
    Shown("lookup", "/lookup"),
    Shown("lookup-found", "/lookup?q=dang+ky+khai+s", (390, 844)),
    Shown("lookup-procedure", "/lookup/1.001193"),
    Shown("lookup-procedure-narrow", "/lookup/1.001193", (390, 844)),
    Shown("lookup-nothing", "/lookup?q=xyz", (390, 844)),
    Shown("trust", "/trust", (1366, 1100)),
    Shown("hall", "/hall", (1920, 1080), role="hall"),
    Shown("rate", "/rate/5", (1280, 800), role="rate:5", speaks_on_tap=True),
    Shown("counter", "/counter/3", (1280, 720), role="counter:3"),
    Shown("admin", "/admin", person=HEAD),
    *(Shown(f"admin-{name}", f"/admin/{name}", person=HEAD) for name in ADMIN),
    Shown("admin-procedure", "/admin/procedures#1.001193", person=HEAD),
    Shown("admin-content-page", "/admin/content#quy-che-noi-quy", person=HEAD),
)


def drawn(folder: Path, data: Path) -> None:
    """DIR/NAME-LANGUAGE.png of every page."""
    folder.mkdir(parents=True, exist_ok=True)
    clock = SetClock()
    first = replace(first_fill(load(TOP / "config.toml").first), weekly=ALWAYS_OPEN)
    with (
        office(data, first=first, clock=clock, staffed=False, doctor=AN_OLD_MACHINE) as house,
        chromium() as browser,
    ):
        room = Room(browser, house, clock)
        room.live_through_a_morning()
        for shown in PAGES:
            for language in LANGUAGES:
                with room.opened(shown, language) as page:
                    page.screenshot(path=folder / f"{shown.name}-{language}.png")


@dataclass
class Room:
    """The office, its people and a browser.

    `sessions`: person → the token of the cookie; `devices`: role → id.
    """

    browser: Browser
    house: ScreenOffice
    clock: SetClock
    sessions: dict[str, str] = field(default_factory=dict)
    devices: dict[str, str] = field(default_factory=dict)

    def live_through_a_morning(self) -> None:
        """People wait for everything; two are being served, one is being called, one is asked how it went."""
        house, clock = self.house, self.clock
        give_everybody_a_pin(house.premises)
        for person in (*CLERKS.values(), HEAD):
            self._sign_in(person)
        for role, name in DEVICES.items():
            made = house.premises.doors.add_device(Actor("clerk", HEAD, "head"), rid(), role=role, name=name)
            self.devices[role] = str(made.body["id"])
        for letter in LINE:
            house.take(letter, priority=letter == "D")
            clock.advance(40 * SECOND)
        for _ in range(2):
            for counter in CLERKS:
                house.call(counter)
                clock.advance(20 * SECOND)
                house.start(counter)
            clock.advance(4 * MINUTE)
            for counter in CLERKS:
                house.finish(counter)
                clock.advance(MINUTE)
        for counter in CLERKS:
            house.call(counter)
            clock.advance(15 * SECOND)
            if counter != CALLING:
                house.start(counter)
        house.finish(ASKED)
        self._hear_citizens()

    def _hear_citizens(self) -> None:
        """Letters in the box, and words that the lookup does not know."""
        screen, desk = Actor("device", "kiosk", "touch"), self.house.premises.desk
        for reason, text in LETTERS:
            desk.suggest(screen, rid(), reasons=[reason], text=text)
            self.clock.advance(MINUTE)
        for query in MISSED:
            desk.enquiries.note(screen, rid(), query=query, code=None)

    def _sign_in(self, person: str) -> None:
        keys = self.house.premises.doors.fresh_keys()
        counter = next((number for number, clerk in CLERKS.items() if clerk == person), None)
        actor = self.house.premises.doors.sign_in(person, counter, keys)
        self.sessions[person] = keys.token
        if counter is not None:
            self.house.clerks[counter] = actor

    @contextmanager
    def opened(self, shown: Shown, language: str) -> Iterator[Page]:
        width, height = shown.size
        profile = self.browser.new_context(viewport={"width": width, "height": height}, timezone_id="Asia/Ho_Chi_Minh")
        cookies = {COOKIE: language} | ({} if shown.person is None else {PERSON: self.sessions[shown.person]})
        profile.add_cookies([{"name": name, "value": value, "url": self.house.url} for name, value in cookies.items()])
        page = profile.new_page()
        page.clock.set_fixed_time(self.clock.now().wall)
        key = "" if shown.role is None else f"?key={self.house.key(self.devices[shown.role])}"
        answer = page.goto(f"{self.house.url}{shown.path}{key}")
        assert answer is not None
        assert answer.ok, f"{shown.path}: {answer.status}"
        page.wait_for_timeout(SETTLES_MS)
        if shown.speaks_on_tap and language == "en":
            page.get_by_text("English").click()
            page.wait_for_timeout(SETTLES_MS)
        yield page
        profile.close()
