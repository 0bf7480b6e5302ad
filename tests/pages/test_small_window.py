"""The console in a small window on top of the others, and where the browser has no such window."""

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.pages.conftest import LOADING_MS
from tests.pages.console_driver import Console
from web.sessions import PERSON

pytestmark = pytest.mark.needs("chromium")


def floated(counter: Console) -> Page:
    """The small window, asked for in the menu of everything else."""
    counter.press("F2")
    counter.sees_dialog("more")
    counter.later(300)
    with counter.page.context.expect_page() as opened:
        counter.press("8")
    return opened.value


def test_the_counter_moves_into_the_small_window_and_comes_back(counter: Console) -> None:
    number = counter.office.take("A")["number"]
    counter.sees_waiting(number)
    small = floated(counter)
    console = small.frame_locator("iframe")
    expect(console.locator(".key-go")).to_be_visible()
    counter.sees_dialog("floating")
    counter.page.keyboard.press("Enter")  # nobody is called from the page below
    assert counter.standing is None
    console.locator(".key-go").click()
    expect(console.locator("#number")).to_have_text(number)
    with small.expect_event("close"):
        counter.press("Escape")
    counter.sees_no_dialog()
    counter.sees_number(number)


def test_closing_the_small_window_brings_the_counter_back(counter: Console) -> None:
    small = floated(counter)
    counter.sees_dialog("floating")
    expect(small.frame_locator("iframe").locator(".key-go")).to_be_visible()
    small.close()
    counter.sees_no_dialog()


def test_without_such_windows_a_window_of_its_own_opens(counter: Console) -> None:
    counter.page.evaluate("Object.defineProperty(globalThis, 'documentPictureInPicture', {value: undefined})")
    small = floated(counter)
    small.wait_for_selector(".key-go", timeout=LOADING_MS)
    small.keyboard.press("F2")
    expect(small.locator(".choice").first).to_be_visible()
    expect(small.locator(".choice", has_text="small window")).to_have_count(0)  # it is one already
    small.close()


def test_only_pages_of_this_server_may_frame_the_console(counter: Console) -> None:
    cookies = {one["name"]: one["value"] for one in counter.page.context.cookies() if one["name"] == PERSON}
    with httpx.Client(base_url=counter.office.url, cookies=cookies, timeout=60) as client:
        console, sign_in = client.get("/console"), client.get("/sign-in")
    assert "frame-ancestors 'self'" in console.headers["content-security-policy"]
    assert console.headers["x-frame-options"] == "SAMEORIGIN"
    assert sign_in.headers["x-frame-options"] == "DENY"
