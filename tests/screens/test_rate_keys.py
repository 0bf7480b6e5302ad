"""A button box that acts as a keyboard, at the rating tablet: its keys count by the rules of fingers."""

import pytest
from playwright.sync_api import Page, expect

from tests.screens.serving import ScreenOffice
from tests.screens.tablet import CARRIED_OVER_MS, facts, finish_somebody, levels_given, sees, settled, soon

pytestmark = pytest.mark.needs("chromium")
BOUNCE_MS = 350
"""A little longer than the time in which two edges are one press."""


@pytest.fixture
def house(long_office: ScreenOffice) -> ScreenOffice:
    long_office.begin_anew()
    return long_office


@pytest.mark.parametrize(("key", "level"), [("1", 1), ("4", 4), ("Numpad3", 3)])
def test_a_key_is_the_face_of_its_level(tablet: Page, house: ScreenOffice, key: str, level: int) -> None:
    finish_somebody(tablet, house)
    tablet.keyboard.press(key)
    sees(tablet, "reasons" if level == 1 else "thanks")
    (given,) = facts(house, "rating.given")
    assert (given["level"], given["channel"]) == (level, "box")


def test_a_key_that_is_held_or_bounces_counts_once(tablet: Page, house: ScreenOffice) -> None:
    finish_somebody(tablet, house)
    tablet.keyboard.down("4")
    for _ in range(5):
        tablet.keyboard.down("4")  # repeats
    tablet.keyboard.up("4")
    tablet.keyboard.press("4")  # bounces
    sees(tablet, "thanks")
    tablet.wait_for_timeout(200)
    assert levels_given(house) == [4]


def test_two_keys_at_once_count_once(tablet: Page, house: ScreenOffice) -> None:
    finish_somebody(tablet, house)
    tablet.keyboard.down("4")
    tablet.keyboard.down("1")
    sees(tablet, "thanks")
    tablet.keyboard.up("1")
    tablet.keyboard.up("4")
    tablet.wait_for_timeout(200)
    assert levels_given(house) == [4]


def test_a_key_held_since_the_person_before_presses_nothing(tablet: Page, house: ScreenOffice) -> None:
    house.take("B")
    house.call(3)
    house.start(3)
    sees(tablet, "serving")
    tablet.keyboard.down("2")
    house.finish(3)
    settled(tablet, "faces")
    for _ in range(3):
        tablet.keyboard.down("2")
    tablet.keyboard.up("2")
    tablet.wait_for_timeout(BOUNCE_MS)
    sees(tablet, "faces")
    assert facts(house, "rating.given", "rating.too_early") == []
    tablet.keyboard.press("2")
    sees(tablet, "thanks")
    assert levels_given(house) == [2]


def test_a_key_at_the_moment_the_faces_come_belongs_to_the_person_before(tablet: Page, house: ScreenOffice) -> None:
    house.take("B")
    house.serve_one(3)
    sees(tablet, "faces")
    tablet.keyboard.press("4")
    assert len(soon(tablet, house, "rating.too_early")) == 1
    assert levels_given(house) == []
    settled(tablet, "faces")
    tablet.keyboard.press("4")
    sees(tablet, "thanks")
    assert levels_given(house) == [4]


def test_another_key_changes_the_rating_for_five_seconds(tablet: Page, house: ScreenOffice) -> None:
    finish_somebody(tablet, house)
    tablet.keyboard.press("4")
    settled(tablet, "thanks")
    tablet.keyboard.press("3")
    expect(tablet.locator('.faces-small [data-level="3"]')).to_have_attribute("aria-pressed", "true")
    tablet.clock.fast_forward(4500)
    expect(tablet.locator('.faces-small [data-level="2"]')).to_be_disabled()
    tablet.keyboard.press("2")
    tablet.wait_for_timeout(200)
    assert levels_given(house) == [4, 3]


@pytest.mark.parametrize("key", ["5", "9", "a", "Control+3", "Alt+3", "Escape", "Space"])
def test_a_key_of_no_face_does_nothing(tablet: Page, house: ScreenOffice, key: str) -> None:
    finish_somebody(tablet, house)
    tablet.evaluate("document.activeElement?.blur()")
    tablet.keyboard.press(key)
    tablet.wait_for_timeout(200)
    sees(tablet, "faces")
    assert facts(house, "rating.given", "rating.closed", "rating.too_early") == []


def test_0_is_no_rating_and_skips_the_reasons(tablet: Page, house: ScreenOffice) -> None:
    finish_somebody(tablet, house)
    tablet.keyboard.press("0")
    sees(tablet, "declined")
    assert [one["outcome"] for one in soon(tablet, house, "rating.closed")] == ["declined"]
    tablet.wait_for_timeout(CARRIED_OVER_MS)
    finish_somebody(tablet, house)
    tablet.keyboard.press("1")
    settled(tablet, "reasons")
    tablet.keyboard.press("0")
    sees(tablet, "thanks")
    assert levels_given(house) == [1]


def test_while_nobody_is_asked_keys_do_nothing(tablet: Page, house: ScreenOffice) -> None:
    for key in "01234":
        tablet.keyboard.press(key)
    tablet.wait_for_timeout(200)
    sees(tablet, "idle")
    house.take("B")
    house.call(3)
    sees(tablet, "called")
    tablet.keyboard.press("3")
    tablet.wait_for_timeout(200)
    sees(tablet, "called")
    assert facts(house, "rating.given", "rating.too_early") == []
