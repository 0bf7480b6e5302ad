"""What everybody in the hall sees on the television."""

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.screens.opening import LOADING_MS, Opening
from tests.screens.serving import ScreenOffice


def hall(opening: Opening, house: ScreenOffice, **how: Any) -> Page:
    page = opening(house, how.pop("path", "/hall"), "hall", **how)
    page.wait_for_selector(".ready", timeout=LOADING_MS)
    return page


def sees_large(page: Page, number: str, counter: int | str) -> None:
    expect(page.locator("#number")).to_have_text(number)
    expect(page.locator("#counter")).to_have_text(str(counter))


def sees_rows(page: Page, *rows: str) -> None:
    """The last calls, newest first: number, and after a space the counter."""
    written = [
        re.compile(rf"^{number}\s*(priority)?\s*{re.escape(counter)}$") for number, _, counter in map(parts, rows)
    ]
    expect(page.locator("#last .row:not(.empty)")).to_have_text(written)


def parts(row: str) -> tuple[str, str, str]:
    return row.partition(" ")
