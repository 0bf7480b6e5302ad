"""The board above a counter, on a television or an old tablet."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import until_true
from tests.office_fixture import HEAD, rid
from tests.screens.opening import LOADING_MS, Opening
from tests.screens.serving import ScreenOffice

pytestmark = pytest.mark.needs("chromium")


@pytest.fixture
def board(opening: Opening, house: ScreenOffice) -> Page:
    page = opening(house, "/counter/3", "counter:3")
    page.wait_for_selector(".ready", timeout=LOADING_MS)
    return page


def test_a_board_shows_who_is_called_here_and_nobody_else(board: Page, house: ScreenOffice) -> None:
    expect(board.locator("#title-number")).to_have_text("3")
    expect(board.locator("#number")).to_be_hidden()
    house.take("A")
    house.take("B")
    house.call(1)
    house.call(3)
    expect(board.locator("#number")).to_have_text("B001")
    expect(board.locator("#now")).to_have_class(re.compile(r"\blit\b"))
    board.clock.run_for(7000)
    expect(board.locator("#now")).not_to_have_class(re.compile(r"\blit\b"))
    house.recall(3)
    expect(board.locator("#now")).to_have_class(re.compile(r"\blit\b"))
    house.start(3)
    expect(board.locator("#saying")).to_contain_text("Serving")
    house.finish(3)
    expect(board.locator("#number")).to_be_hidden()


def test_a_break_the_end_of_the_day_and_a_lost_office_are_told(board: Page, house: ScreenOffice) -> None:
    house.desk.pause(house.clerks[3], rid(), counter=3, reason="Họp")
    expect(board.locator("#saying")).to_contain_text("break")
    house.desk.resume(house.clerks[3], rid(), counter=3)
    house.desk.set_training(HEAD, rid(), on=True)
    expect(board.locator("#training")).to_be_visible()
    house.desk.set_training(HEAD, rid(), on=False)
    house.desk.close_day(HEAD, rid())
    expect(board.locator("#saying")).to_contain_text("closed")
    with house.away():
        board.clock.run_for(4000)
        expect(board.locator("#away")).to_be_visible()
    board.clock.run_for(6000)
    expect(board.locator("#away")).to_be_hidden()


def test_who_waits_for_this_counter_and_how_long_stands_below(board: Page, house: ScreenOffice) -> None:
    expect(board.locator("#waits-line")).to_be_hidden()
    for _ in range(9):
        house.take("B")
    expect(board.locator("#waits")).to_have_text(re.compile(r"^B 9 · \d+–\d+ min$"))
    house.take("T")  # another counter's
    house.take("B")
    expect(board.locator("#waits")).to_have_text(re.compile(r"^B 10 · \d+–\d+ min$"))


def test_a_tap_fills_the_screen_of_a_tablet_and_another_gives_it_back(board: Page) -> None:
    board.mouse.click(200, 200)
    expect(board.locator("html:fullscreen")).to_have_count(1)
    board.mouse.click(200, 200)
    expect(board.locator("html:fullscreen")).to_have_count(0)


@pytest.mark.parametrize(("width", "height"), [(1024, 768), (800, 1280), (600, 1024), (480, 320)])
def test_a_board_fits_whatever_is_left_over(board: Page, house: ScreenOffice, width: int, height: int) -> None:
    house.take("B")
    house.call(3)
    expect(board.locator("#number")).to_have_text("B001")
    board.set_viewport_size({"width": width, "height": height})
    fits = "() => ['number', 'title-number'].every((id) => inside(document.getElementById(id).getBoundingClientRect()))"
    inside = "({left, right, top, bottom}) => left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight"
    until_true(board, f"(() => {{ const inside = {inside}; return ({fits})(); }})()")
    assert board.evaluate("document.documentElement.scrollWidth <= innerWidth")
