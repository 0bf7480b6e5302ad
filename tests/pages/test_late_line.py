"""A line that is longer than the rest of the day: the console says so while something can still be done."""

import json
import math

import pytest
from playwright.sync_api import expect

from office.domain.moment import HOUR
from office.domain.pace import Pace, Spread
from office.domain.waiting import Learned
from tests.browsing import intercepts
from tests.pages.conftest import LOADING_MS
from tests.pages.console_driver import Console

pytestmark = pytest.mark.needs("chromium")


def test_a_line_that_cannot_be_served_today_stands_over_everything(console: Console) -> None:
    late = console.page.locator(".band", has_text="not everybody who waits can be served")
    expect(late).to_have_count(0)
    slow = Pace(office=Spread(2_000, math.log(30 * HOUR), 0.01))
    console.office.premises.performer.learned = Learned(slow)
    console.office.take("A")
    console.office.take("A")
    expect(late).to_have_count(1)


def test_a_line_that_became_too_long_while_nothing_happened_is_told_as_well(console: Console) -> None:
    """Time goes on without any fact: the office then tells its state anew, and it is no older one."""
    console.office.take("A")
    console.sees_waiting("A001")
    state = console.office.desk.state()
    services = [{**one, "late": one["id"] == "A"} for one in state["services"]]
    told = "".join(f"event: state\ndata: {json.dumps(one)}\n\n" for one in (state, {**state, "services": services}))
    intercepts(console.page, "**/api/v1/live", lambda route: route.fulfill(body=told, content_type="text/event-stream"))
    console.page.reload()
    console.page.wait_for_selector(".key-go", timeout=LOADING_MS)
    expect(console.page.locator(".band", has_text="not everybody who waits can be served")).to_have_count(1)
