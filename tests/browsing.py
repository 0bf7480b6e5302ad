"""A Chromium without a window."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page, Route, sync_playwright

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


@contextmanager
def chromium() -> Iterator[Browser]:
    """Until the block ends. Playwright allows one at a time in a process."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


def until_true(page: Page, expression: str, within_s: float = 5.0) -> None:
    """Playwright's own way of waiting for an expression needs `eval`, which the pages forbid."""
    end = time.monotonic() + within_s
    while not page.evaluate(expression):
        assert time.monotonic() < end, expression
        page.wait_for_timeout(50)


def intercepts(page: Page, pattern: str, handler: Callable[[Route], Any]) -> None:
    """`page.route`, and what the page asks from now on does go through it.

    The browser says yes before its page has been told: one request in some hundreds, made at once, went by the handler.
    """
    page.route(pattern, handler)
    probe = "/is-anybody-listening"
    page.route(f"**{probe}", lambda route: route.fulfill(status=204))
    until_true(page, f"fetch('{probe}').then((answer) => answer.status === 204)")
    page.unroute(f"**{probe}")
