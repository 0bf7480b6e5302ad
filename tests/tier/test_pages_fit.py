"""Every page of the tier fits the screens that people have, in both languages, with much and with nothing to show."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page

from tests.pictures.district import PAGES, Room, room
from tests.pictures.morning import PLACES
from tests.pictures.pages import LANGUAGES

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.slow]
WIDTHS = (1920, 1366, 768, 420, 360)
TOO_WIDE = "document.documentElement.scrollWidth > innerWidth"


LONG = "Phường Trần Hưng Đạo – Hai Bà Trưng (cơ sở 2, tạm thời)"


@pytest.fixture(
    scope="module", params=[(), tuple(replace(one, name=f"{one.name} {LONG}") for one in PLACES)], ids=["empty", "live"]
)
def district(
    request: pytest.FixtureRequest, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Room]:
    with room(browser, tmp_path_factory.mktemp("district") / "data", request.param) as made:
        yield made


def too_wide(page: Page) -> list[int]:
    """The widths at which one has to move the page sideways."""
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 760})
        if page.evaluate(TOO_WIDE):
            found.append(width)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_is_wider_than_its_screen(district: Room, language: str) -> None:
    seen = {(one.path, one.person): one for one in PAGES if one.empty == district.is_empty}
    found = {}
    for shown in seen.values():
        with district.opened(shown, language, settles_ms=50) as page:
            found[shown.name] = too_wide(page)
    assert {name: widths for name, widths in found.items() if widths} == {}
