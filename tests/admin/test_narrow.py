"""On a telephone: nothing of an admin page stands beyond its right edge, nor has to be pushed into sight sideways."""

import pytest
from playwright.sync_api import Page, expect

from office.domain.people import OPERATOR
from tests.admin.conftest import House
from tests.admin.one_office import anew, house, visit
from tests.admin.test_pages import PLACES, Visit, profile, pytestmark

__all__ = ["house", "profile", "pytestmark", "visit"]

NARROWEST = 360
BEYOND = """width => [...document.querySelectorAll("#main, #main *")]
    .filter((one) => one.getClientRects().length && one.getBoundingClientRect().right > width)
    .map((one) => `${one.tagName} ${one.className} ${one.textContent.trim().slice(0, 40)}`)"""


@pytest.fixture(scope="module")
def telephone(house: House, visit: Visit) -> Page:
    """An office in which something stands in every table."""
    for service in "AAB":
        house.take(service)
    house.seat("lan-anh", 3)
    desk = house.premises.desk
    desk.report_device(
        device="printer", condition="paper_out", detail="/dev/serial/by-id/usb-FTDI_FT232R_USB-if00-port0"
    )
    house.premises.doors.add_device(OPERATOR, None, role="rate:3", name="Máy tính bảng của quầy Tư pháp – Hộ tịch")
    visit.page.set_viewport_size({"width": NARROWEST, "height": 760})
    return visit.page


@pytest.mark.parametrize("path", PLACES)
def test_everything_of_a_page_is_seen_at_360_px(telephone: Page, visit: Visit, path: str) -> None:
    page = anew(visit, path)
    expect(page.locator("#content > *").first).to_be_visible()
    assert page.evaluate(BEYOND, NARROWEST) == []
    assert page.evaluate("document.documentElement.scrollWidth") == NARROWEST
