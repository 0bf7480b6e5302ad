"""A real Chromium in front of a real office."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.pages.console_driver import Console
from tests.pages.serving import House, house
from web.languages import COOKIE
from web.sessions import PERSON

CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--mute-audio",
)
PATIENCE_MS = 5000


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def profile(browser: Browser) -> Iterator[BrowserContext]:
    """One browser profile, 1366 × 768: the files of the pages are read once, not once a test."""
    kept = browser.new_context(viewport={"width": 1366, "height": 768})
    kept.set_default_timeout(PATIENCE_MS)
    expect.set_options(timeout=PATIENCE_MS)
    yield kept
    kept.close()


@pytest.fixture(scope="session")
def address() -> list[int]:
    """The port of the last office: the next one takes it again, because a browser keeps files by their address."""
    return [0]


@pytest.fixture
def office(tmp_path: Path, address: list[int]) -> Iterator[House]:
    with house(tmp_path / "data", port=address[0]) as served:
        address[0] = served.served.port
        yield served


@pytest.fixture
def page(profile: BrowserContext, office: House) -> Iterator[Page]:
    """A page in English that knows nothing of the test before, and fails the test when a script of it fails."""
    profile.clear_cookies()
    fresh = profile.new_page()
    in_english(fresh, office)
    failures: list[str] = []
    fresh.on("pageerror", lambda error: failures.append(str(error)))
    yield fresh
    if fresh.url.startswith("http"):
        fresh.evaluate("localStorage.clear()")
    fresh.close()
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
    page.wait_for_selector(".key-go")
    return Console(page, office, counter)
