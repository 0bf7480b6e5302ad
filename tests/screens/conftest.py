"""A real Chromium as a television or a tablet, in front of a real office."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.asking import PATIENCE_S
from tests.screens.opening import LOADING_MS, PATIENCE_MS, Opening
from tests.screens.serving import ScreenOffice, office
from tests.screens.tablet import TABLET, put_up, sees
from web.languages import COOKIE


@pytest.fixture
def house(tmp_path: Path) -> Iterator[ScreenOffice]:
    with office(tmp_path / "data") as served:
        yield served


@pytest.fixture
def client(house: ScreenOffice) -> Iterator[httpx.Client]:
    """A browser without scripts, which keeps its cookies and follows nothing by itself."""
    with httpx.Client(
        base_url=house.url, headers={"Accept": "text/html", "Accept-Language": "en"}, timeout=PATIENCE_S
    ) as made:
        yield made


@contextmanager
def openings(browser: Browser) -> Iterator[Opening]:
    """Opens pages, each in a profile of its own; in the end it fails when a script of a page failed.

    `opening(office, "/hall", "hall", size=(1920, 1080), before="script that runs first", touch=False,
    clock=False)`: without a clock that the test can move
    """
    failures: list[str] = []
    with ExitStack() as profiles:

        def open_page(
            house: ScreenOffice,
            path: str,
            role: str,
            *,
            size: tuple[int, int] = (1280, 720),
            before: str = "",
            touch: bool = False,
            language: str = "en",
            clock: bool = True,
        ) -> Page:
            profile: BrowserContext = browser.new_context(
                viewport={"width": size[0], "height": size[1]}, has_touch=touch
            )
            profiles.callback(profile.close)
            profile.set_default_timeout(PATIENCE_MS)
            profile.set_default_navigation_timeout(LOADING_MS)
            profile.add_cookies([{"name": COOKIE, "value": language, "url": house.url}])
            if before:
                profile.add_init_script(before)
            page = profile.new_page()
            page.on("pageerror", lambda error: failures.append(str(error)))
            if clock:
                page.clock.install()
            page.goto(f"{house.url}{path}{'&' if '?' in path else '?'}key={house.key_of(role)}", wait_until="commit")
            return page

        yield open_page
    assert failures == []


@pytest.fixture
def opening(browser: Browser) -> Iterator[Opening]:
    """See `openings`."""
    with openings(browser) as open_page:
        yield open_page


@pytest.fixture(scope="module")
def long_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ScreenOffice]:
    """An office that many tests use one after another, each on a day of its own."""
    with office(tmp_path_factory.mktemp("office")) as served:
        yield served


@pytest.fixture(scope="module")
def long_tablet(browser: Browser, long_office: ScreenOffice) -> Iterator[Page]:
    """A tablet that hangs there through all these days, as tablets do."""
    with openings(browser) as open_page:
        yield put_up(open_page, long_office)


@pytest.fixture
def tablet(house: ScreenOffice, long_tablet: Page) -> Iterator[Page]:
    """The tablet of counter 3, when nobody has touched it for a while."""
    sees(long_tablet, "idle")
    yield long_tablet
    long_tablet.clock.fast_forward(31_000)
    long_tablet.set_viewport_size(TABLET)
