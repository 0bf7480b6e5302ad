"""What counts as a press at the rating tablet, and whether everybody can reach it."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.screens.serving import ScreenOffice
from tests.screens.tablet import (
    CARRIED_OVER_MS,
    face,
    facts,
    finish_somebody,
    levels_given,
    other_face,
    sees,
    settled,
    soon,
)

pytestmark = pytest.mark.needs("chromium")


@pytest.fixture
def house(long_office: ScreenOffice) -> ScreenOffice:
    long_office.begin_anew()
    return long_office


def test_a_press_that_belongs_to_the_person_before_says_nothing(tablet: Page, house: ScreenOffice) -> None:
    house.take("B")
    house.serve_one(3)
    face(tablet, 4).dispatch_event("click")  # a key: at the very moment the faces are there
    assert len(soon(tablet, house, "rating.too_early")) == 1
    assert facts(house, "rating.given") == []
    settled(tablet, "faces")
    face(tablet, 2).tap()
    sees(tablet, "thanks")
    assert levels_given(house) == [2]


def test_a_change_of_mind_counts_for_five_seconds(tablet: Page, house: ScreenOffice) -> None:
    finish_somebody(tablet, house)
    face(tablet, 4).tap()
    settled(tablet, "thanks")
    other_face(tablet, 3).tap()
    expect(other_face(tablet, 3)).to_have_attribute("aria-pressed", "true")
    assert levels_given(house) == [4, 3]
    tablet.clock.fast_forward(4500)
    expect(tablet.locator("#changing")).to_have_class(re.compile("is-over"))
    expect(other_face(tablet, 2)).to_be_disabled()


def test_a_double_tap_counts_once(tablet: Page, house: ScreenOffice) -> None:
    finish_somebody(tablet, house)
    box = face(tablet, 4).bounding_box()
    assert box is not None
    for _ in range(5):
        tablet.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] - 20)
    sees(tablet, "thanks")
    tablet.wait_for_timeout(200)
    assert levels_given(house) == [4]


PRESS = """([level, kinds, id]) => {
  const face = document.querySelector(`.faces-large [data-level="${level}"]`);
  const box = face.getBoundingClientRect();
  for (const kind of kinds) face.dispatchEvent(new PointerEvent(kind, {
    bubbles: true, pointerId: id, pointerType: 'touch', clientX: box.x + 9, clientY: box.y + 9 }));
}"""


def test_two_fingers_on_two_faces_count_once(tablet: Page, house: ScreenOffice) -> None:
    finish_somebody(tablet, house)
    tablet.evaluate(PRESS, [4, ["pointerdown"], 11])
    tablet.evaluate(PRESS, [1, ["pointerdown"], 12])
    tablet.evaluate(PRESS, [1, ["pointerup"], 12])
    sees(tablet, "reasons")
    tablet.evaluate("document.body.dispatchEvent(new PointerEvent('pointerup', { bubbles: true, pointerId: 11 }))")
    sees(tablet, "reasons")
    assert levels_given(house) == [1]


def test_a_resting_palm_keeps_nobody_from_rating(tablet: Page, house: ScreenOffice) -> None:
    finish_somebody(tablet, house)
    tablet.evaluate(PRESS, [1, ["pointerdown"], 21])
    face(tablet, 3).tap()
    sees(tablet, "thanks")
    assert levels_given(house) == [3]


def test_a_finger_held_since_the_person_before_presses_nothing(tablet: Page, house: ScreenOffice) -> None:
    finish_somebody(tablet, house)
    tablet.evaluate(PRESS, [4, ["pointerdown"], 31])
    house.take("B")
    house.call(3)
    house.start(3)
    house.finish(3)
    expect(tablet.locator("body")).to_have_attribute("data-view", "faces")
    tablet.wait_for_timeout(CARRIED_OVER_MS)
    tablet.evaluate(PRESS, [4, ["pointerup"], 31])
    tablet.wait_for_timeout(200)
    assert levels_given(house) == []


def test_a_finger_that_slides_off_presses_nothing(tablet: Page, house: ScreenOffice) -> None:
    finish_somebody(tablet, house)
    box = face(tablet, 4).bounding_box()
    assert box is not None
    tablet.mouse.move(box["x"] + 20, box["y"] + 20)
    tablet.mouse.down()
    tablet.mouse.move(box["x"] + 20, box["y"] + box["height"] + 40)
    tablet.mouse.up()
    tablet.wait_for_timeout(200)
    sees(tablet, "faces")
    assert levels_given(house) == []


def test_a_press_while_the_office_is_away_counts_once_when_it_is_back(tablet: Page, house: ScreenOffice) -> None:
    finish_somebody(tablet, house)
    with house.away():
        face(tablet, 4).tap()
        expect(face(tablet, 4)).to_have_class(re.compile("is-chosen"))
        tablet.clock.run_for(2500)
        expect(tablet.locator("#lost")).to_be_visible()
    tablet.clock.run_for(4000)
    sees(tablet, "thanks")
    assert levels_given(house) == [4]
    expect(tablet.locator("#lost")).to_be_hidden()


def test_the_glass_takes_taps_and_nothing_else(tablet: Page, house: ScreenOffice) -> None:
    style = tablet.evaluate(
        "(() => { const s = getComputedStyle(document.body); return [s.touchAction, s.userSelect, s.overflow]; })()"
    )
    assert style == ["none", "none", "hidden"]
    assert "user-scalable=no" in (tablet.locator('meta[name="viewport"]').get_attribute("content") or "")
    finish_somebody(tablet, house)
    tablet.keyboard.press("ArrowRight")
    tablet.keyboard.press("ArrowRight")
    tablet.keyboard.press("Enter")
    sees(tablet, "thanks")
    assert levels_given(house) == [3]


SMALL = """(least) => [...document.querySelectorAll('[data-press]')].filter((one) => {
  const box = one.getBoundingClientRect();
  const out = box.left < 0 || box.top < 0 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1;
  const cut = one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1;
  return box.width < least || box.height < least || out || cut;
}).map((one) => one.dataset.press + ' ' + JSON.stringify(one.getBoundingClientRect()))"""


@pytest.fixture
def visit(tablet: Page, house: ScreenOffice) -> Iterator[str]:
    """The views of one visit, one after another."""

    def views() -> Iterator[str]:
        yield "idle"
        house.take("B")
        house.take("B")
        house.call(3)
        sees(tablet, "called")
        yield "called"
        house.start(3)
        house.call(3)
        settled(tablet, "faces")
        yield "faces"
        face(tablet, 1).tap()
        settled(tablet, "reasons")
        yield "reasons"
        other_face(tablet, 4).tap()
        sees(tablet, "thanks")
        yield "thanks"

    return views()


def test_everything_fits_and_can_be_hit_in_every_size(tablet: Page, visit: Iterator[str]) -> None:
    for view in visit:
        for width, height, least in ((1280, 800, 88), (800, 1280, 66), (1024, 768, 70)):
            tablet.set_viewport_size({"width": width, "height": height})
            tablet.wait_for_timeout(150)
            assert tablet.evaluate(SMALL, least) == [], (view, width)
            assert tablet.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]") == [
                width,
                height,
            ]
