"""What a person sees and does at the rating tablet, in the words of a person."""

from typing import Any

from playwright.sync_api import Locator, Page, ViewportSize, expect

from tests.screens.opening import Opening
from tests.screens.serving import ScreenOffice

TABLET: ViewportSize = {"width": 1280, "height": 800}
CARRIED_OVER_MS = 650
"""A little longer than the time in which a press still belongs to the person before."""


def put_up(opening: Opening, house: ScreenOffice, **how: Any) -> Page:
    how = {"size": (TABLET["width"], TABLET["height"]), "touch": True, **how}
    page = opening(house, "/rate/3", "rate:3", **how)
    expect(page.locator("body")).not_to_have_attribute("data-view", "starting")
    return page


def sees(page: Page, view: str) -> None:
    expect(page.locator("body")).to_have_attribute("data-view", view)


def face(page: Page, level: int) -> Locator:
    return page.locator(f'.faces-large [data-level="{level}"]')


def other_face(page: Page, level: int) -> Locator:
    return page.locator(f'.faces-small [data-level="{level}"]')


def settled(page: Page, view: str) -> None:
    """The view is really painted, and long enough for a press to belong to it."""
    sees(page, view)
    expect(page.locator("body")).to_have_attribute("data-painted", "yes")
    page.wait_for_timeout(CARRIED_OVER_MS)


def finish_somebody(page: Page, house: ScreenOffice, service: str = "B") -> dict[str, Any]:
    """Somebody is served at counter 3; the faces stand there long enough for a press to count."""
    house.take(service)
    ticket = house.serve_one(3)
    settled(page, "faces")
    return ticket


def facts(house: ScreenOffice, *kinds: str) -> list[dict[str, Any]]:
    return [dict(one["fact"]) for one in house.desk.facts_after(house.since) if one["kind"] in kinds]


def soon(page: Page, house: ScreenOffice, kind: str, count: int = 1) -> list[dict[str, Any]]:
    """The facts of this kind, as soon as there are so many."""
    for _ in range(100):
        if len(facts(house, kind)) >= count:
            break
        page.wait_for_timeout(50)
    return facts(house, kind)


def levels_given(house: ScreenOffice) -> list[int]:
    return [one["level"] for one in facts(house, "rating.given", "rating.changed")]
