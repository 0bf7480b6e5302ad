"""A line that is longer than the rest of the day: the console says so while something can still be done."""

import math

import pytest
from playwright.sync_api import expect

from office.domain.moment import HOUR
from office.domain.pace import Pace, Spread
from office.domain.waiting import Learned
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
