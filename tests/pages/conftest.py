"""A real Chromium in front of a real office."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, ViewportSize, expect

from office.domain.house import Counter
from tests.pages.console_driver import Console
from tests.pages.serving import FOLK, House, house
from web.languages import COOKIE
from web.sessions import PERSON

PATIENCE_MS = 5000
LOADING_MS = 20_000
"""Of a page with all that belongs to it: a browser's first one on a busy machine may take long, and hangs end here."""

IMPATIENT = replace(
    FOLK,
    counters=(*FOLK.counters, Counter(4, "Quầy 4", ())),
    calling=replace(FOLK.calling, no_show_calls=1, no_show_ms=0),
)
"""An office where whoever does not come is absent at once; its fourth counter serves nothing."""
SIZE: ViewportSize = {"width": 1366, "height": 768}


@pytest.fixture(scope="session")
def window(browser: Browser) -> Iterator[Page]:
    """One window for all tests: the files of the pages are read once, not once a test."""
    profile = browser.new_context(viewport=SIZE)
    profile.set_default_timeout(PATIENCE_MS)
    profile.set_default_navigation_timeout(LOADING_MS)
    expect.set_options(timeout=PATIENCE_MS)
    yield profile.new_page()
    profile.close()


@pytest.fixture(scope="session")
def last_port() -> list[int]:
    """The port of the last office: the next one takes it again, because a browser keeps files by their address."""
    return [0]


@pytest.fixture
def office(tmp_path: Path, last_port: list[int]) -> Iterator[House]:
    with house(tmp_path / "data", port=last_port[0]) as served:
        last_port[0] = served.served.port
        yield served


@pytest.fixture
def page(window: Page, office: House) -> Iterator[Page]:
    """The window in English, knowing nothing of the test before; a script that fails also fails the test."""
    failures: list[str] = []

    def note(error: Error) -> None:
        failures.append(str(error))

    in_english(window, office)
    window.on("pageerror", note)
    yield window
    window.remove_listener("pageerror", note)
    _tidy(window)
    assert failures == []


def _tidy(window: Page) -> None:
    window.unroute_all(behavior="wait")
    if window.url.startswith("http"):
        window.evaluate("localStorage.clear()")
    window.goto("about:blank")
    window.context.clear_cookies()
    window.set_viewport_size(SIZE)


@pytest.fixture(scope="module")
def one_console(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Console]:
    """One office and one page for a whole file, with a clock that `later` moves; take `counter` in tests."""
    with house(tmp_path_factory.mktemp("office") / "data", first=IMPATIENT) as office:
        profile = browser.new_context(viewport=SIZE, permissions=["notifications"])
        profile.set_default_timeout(PATIENCE_MS)
        profile.set_default_navigation_timeout(LOADING_MS)
        expect.set_options(timeout=PATIENCE_MS)
        page = profile.new_page()
        page.clock.install()
        in_english(page, office)
        yield sit_down(page, office)
        profile.close()


@pytest.fixture
def counter(one_console: Console) -> Iterator[Console]:
    """The file's console with an empty line and nothing left of the test before; a script that fails fails it too."""
    failures: list[str] = []

    def note(error: Error) -> None:
        failures.append(str(error))

    one_console.page.on("pageerror", note)
    one_console.cleared()
    yield one_console
    one_console.page.remove_listener("pageerror", note)
    one_console.page.unroute_all(behavior="wait")
    assert failures == []


@pytest.fixture
def console(page: Page, office: House) -> Console:
    """The console of counter 2 (services A and B), Trần Lan Anh signed in."""
    return sit_down(page, office)


def in_english(page: Page, office: House) -> None:
    """Tests read the texts that the code itself holds."""
    page.context.add_cookies([{"name": COOKIE, "value": "en", "url": office.url}])


def sit_down(page: Page, office: House, who: str = "an", counter: int = 2) -> Console:
    """Open the console of a person who has signed in, without going through the sign-in page."""
    keys = office.premises.doors.fresh_keys()
    office.premises.doors.sign_in(who, counter, keys)
    page.context.add_cookies([{"name": PERSON, "value": keys.token, "url": office.url}])
    page.goto(office.url + "/console")
    page.wait_for_selector(".key-go", timeout=LOADING_MS)
    return Console(page, office, counter, who)
