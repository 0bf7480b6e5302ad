"""The office's session ends while somebody stands at the counter: the clerk is told, and nothing else changes."""

import pytest
from playwright.sync_api import expect

from office.backoffice.settings import Settings
from office.domain.house import ALWAYS_OPEN
from office.domain.people import OPERATOR
from tests.pages.console_driver import Console

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.slow]
OVER = (((0, 1),),) * 7
"""A session that has ended since one minute past midnight."""


def test_a_session_that_ends_during_a_call_is_told_and_loses_nobody(console: Console) -> None:
    settings = Settings(console.office.premises.performer)
    console.calls("A")
    console.office.take("A")
    console.sees_waiting("A002")
    settings.open_weekly(OPERATOR, None, OVER)
    band = console.page.locator(".band", has_text="The session ended at 00:01")
    expect(band).to_contain_text("1 waiting here")
    console.sees_number("A001")
    console.press_apart("Enter")
    console.sees_number("A002")
    expect(band).to_contain_text("0 waiting here")
    console.press("F8")
    console.sees_dialog("walk-in")
    console.press("1")
    console.toast("They are given again at 00:00 on")
    settings.open_weekly(OPERATOR, None, ALWAYS_OPEN)
    expect(band).to_have_count(0)
