"""The hall display through bad hours: the office away, an old television, nights, months."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from office.clock import SetClock
from tests.office_fixture import HEAD, rid
from tests.screens.opening import LOADING_MS, Opening
from tests.screens.serving import ScreenOffice, office
from tests.screens.television import hall, sees_large

pytestmark = pytest.mark.needs("chromium")

NIGHT_MS = 1_795_021_200_000
"""Midnight between 18 and 19 November 2026 in the office's zone, in ms of UTC since 1970."""

OLD_TELEVISION = """
for (const name of ['Promise', 'Map', 'Set', 'WeakMap', 'WeakSet', 'Symbol', 'Proxy', 'Reflect', 'fetch', 'URL', 'Intl',
                    'URLSearchParams', 'AbortController', 'requestIdleCallback', 'ResizeObserver']) delete window[name];
for (const name of ['includes', 'find', 'findIndex', 'fill', 'keys', 'entries', 'values', 'flat', 'flatMap', 'at'])
  delete Array.prototype[name];
for (const name of ['includes', 'startsWith', 'endsWith', 'repeat', 'padStart', 'padEnd', 'replaceAll', 'at'])
  delete String.prototype[name];
for (const name of ['assign', 'entries', 'values', 'fromEntries']) delete Object[name];
for (const name of ['append', 'prepend', 'remove', 'closest', 'replaceChildren', 'replaceWith', 'classList', 'dataset'])
  delete Element.prototype[name];
"""
NO_STREAM = "delete window.EventSource;"


def comes_back(page: Page) -> None:
    """By itself, within 20 s of the page's clock; answers need a moment of real time between."""
    for _ in range(10):
        page.clock.run_for(2000)
        page.wait_for_timeout(100)
        if page.locator("#away").is_hidden():
            break
    expect(page.locator("#away")).to_be_hidden()


def test_the_last_data_stay_while_the_office_is_away(opening: Opening, house: ScreenOffice) -> None:
    page = hall(opening, house)
    house.take("A")
    house.take("A")
    house.call(1)
    sees_large(page, "A001", 1)
    with house.away():
        page.clock.run_for(4000)
        expect(page.locator("#away")).to_be_visible()
        expect(page.locator("#away-text")).to_contain_text(re.compile(r"\d\d:\d\d"))
        sees_large(page, "A001", 1)
        for _ in range(6):
            page.clock.fast_forward(600_000)
        house.call(2)
    comes_back(page)
    sees_large(page, "A002", 2)
    house.recall(1)
    sees_large(page, "A001", 1)


def test_a_cable_that_is_pulled_and_put_back(opening: Opening, house: ScreenOffice) -> None:
    page = hall(opening, house)
    house.take("A")
    page.context.set_offline(True)
    page.clock.run_for(15_000)
    expect(page.locator("#away")).to_be_visible()
    house.call(1)
    page.context.set_offline(False)
    comes_back(page)
    sees_large(page, "A001", 1)


@pytest.mark.parametrize("before", ["", "delete window.EventSource;"], ids=["stream", "poll"])
def test_an_hour_without_network_ends_by_itself(opening: Opening, house: ScreenOffice, before: str) -> None:
    """Every way to the office is cut, while the office goes on calling; nobody touches the television."""
    page = hall(opening, house, before=before)
    for _ in range(3):
        house.take("A")
    house.call(1)
    page.clock.run_for(3000)
    sees_large(page, "A001", 1)
    page.context.set_offline(True)  # new connections; the open stream is cut by the office below
    page.context.route("**/api/**", lambda route: route.abort())
    with house.away():
        page.clock.run_for(4000)
        expect(page.locator("#away")).to_be_visible()
    for _ in range(60):
        page.clock.fast_forward(60_000)
    house.call(2)
    page.clock.run_for(5000)
    expect(page.locator("#away-text")).to_contain_text(re.compile(r"\d\d:\d\d"))
    sees_large(page, "A001", 1)
    page.context.unroute("**/api/**")
    page.context.set_offline(False)
    comes_back(page)
    sees_large(page, "A002", 2)
    house.call(1)
    page.clock.run_for(4500)
    sees_large(page, "A003", 1)


def test_a_television_without_a_stream_asks_every_two_seconds(opening: Opening, house: ScreenOffice) -> None:
    page = hall(opening, house, before=NO_STREAM)
    house.take("A")
    house.take("A")
    house.call(1)
    page.clock.run_for(3000)
    sees_large(page, "A001", 1)
    expect(page.locator("#now")).to_have_attribute("data-flashes", "yes")
    house.call(2)
    page.clock.run_for(7500)
    sees_large(page, "A002", 2)


@pytest.mark.parametrize("before", [OLD_TELEVISION, OLD_TELEVISION + NO_STREAM], ids=["stream", "poll"])
def test_an_old_television_shows_the_same(opening: Opening, house: ScreenOffice, before: str) -> None:
    page = hall(opening, house, before=before, clock=False)
    house.take("A")
    house.call(1)
    sees_large(page, "A001", 1)
    expect(page.locator("#now")).to_have_attribute("data-flashes", "yes")


def test_a_revoked_television_says_what_to_do(opening: Opening, house: ScreenOffice) -> None:
    page = hall(opening, house)
    for device in house.premises.doors.devices():
        house.premises.doors.revoke_device(HEAD, rid(), device=device["id"])
    page.clock.fast_forward(15_000)
    page.clock.fast_forward(5_000)
    expect(page.locator(".door h1")).to_be_visible()


@pytest.mark.parametrize(("hour", "anew"), [(3, True), (12, False)])
def test_the_page_starts_anew_once_a_night(opening: Opening, tmp_path: Path, hour: int, anew: bool) -> None:
    clock = SetClock(wall=NIGHT_MS + hour * 3_600_000)
    with office(tmp_path, clock=clock, day=False, staffed=False) as house:
        page = hall(opening, house)
        page.evaluate("document.documentElement.title = 'before'")
        for ms in (7 * 3_600_000, 1000, 301_000, 301_000):
            page.clock.fast_forward(ms)
            page.wait_for_timeout(300)
        page.wait_for_selector(".ready", timeout=LOADING_MS)
        assert page.evaluate("document.documentElement.title") == ("" if anew else "before")


def test_at_night_nobody_stands_before_an_error_page(opening: Opening, tmp_path: Path) -> None:
    clock = SetClock(wall=NIGHT_MS + 3 * 3_600_000)
    with office(tmp_path, clock=clock, day=False, staffed=False) as house:
        page = hall(opening, house)
        with house.away():
            for ms in (7 * 3_600_000, 3000, 301_000, 301_000):
                page.clock.fast_forward(ms)
                page.wait_for_timeout(200)
            expect(page.locator("#away")).to_be_visible()


def test_the_page_does_not_grow(opening: Opening, house: ScreenOffice) -> None:
    page = hall(opening, house)
    for _ in range(12):
        house.take("A")
        house.serve_one(1)
    before = page.evaluate("document.getElementsByTagName('*').length")
    feed = """() => {
      var turns = new motcua.Turns();
      var state = JSON.parse(JSON.stringify(window.lastState));
      for (var i = 0; i < 1000; i += 1) {
        state.recent_calls[0].number = 'A' + i;
        state.missed = ['B' + i];
        var call = { number: 'A' + i, counter: 1, ticket: i };
        motcua.drawHall(state, { call: call, lit: i % 2 === 0, flashes: true }, i * 250);
      }
    }"""
    page.evaluate(
        "fetch('/api/v1/state?as=hall').then(a => a.json()).then(s => { window.lastState = s; })",
    )
    page.evaluate(feed)
    assert page.evaluate("document.getElementsByTagName('*').length") == before
