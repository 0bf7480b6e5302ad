"""What a clerk sees and does at the console, in the words of a clerk."""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.pages.serving import House

BOUNCE_MS = 750
"""A little longer than the time in which a second press of the same key does not count."""


@dataclass
class Console:
    page: Page
    office: House
    counter: int

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def press_apart(self, key: str) -> None:
        """A press that cannot be taken for a bounce of the one before."""
        self.page.wait_for_timeout(BOUNCE_MS)
        self.press(key)

    def hold_zero(self, ms: int) -> None:
        self.page.keyboard.down("0")
        self.page.wait_for_timeout(ms)
        self.page.keyboard.up("0")

    def sees_number(self, number: str) -> None:
        expect(self.page.locator("#number")).to_have_text(number)

    def sees_nobody(self) -> None:
        expect(self.page.locator("#number")).to_have_count(0)

    def sees(self, text: str) -> None:
        """Somewhere in what the page says (strip, toasts, dialog)."""
        expect(self.page.locator("body")).to_contain_text(text)

    def sees_state(self, state: str) -> None:
        expect(self.page.locator("#now")).to_have_attribute("data-state", state)

    def sees_waiting(self, *numbers: str) -> None:
        expect(self.row("waiting").locator("b")).to_have_text(list(numbers))

    def row(self, part: str) -> Locator:
        return self.page.locator(f'[data-rows="{part}"] .row')

    def dialog(self, name: str) -> Locator:
        return self.page.locator(f'dialog[data-dialog="{name}"]')

    def sees_dialog(self, name: str) -> None:
        expect(self.dialog(name)).to_be_visible()

    def sees_no_dialog(self) -> None:
        expect(self.page.locator("dialog")).to_have_count(0)

    def sees_undo(self) -> None:
        expect(self.page.locator("#strip .take-back")).to_be_visible()

    def sees_no_undo(self) -> None:
        expect(self.page.locator("#strip .take-back")).to_have_count(0)

    def key(self, name: str) -> Locator:
        return self.page.locator(f'[data-act="{name}"]')

    def toast(self, pattern: str) -> None:
        expect(self.page.locator(".toast", has_text=re.compile(pattern)).first).to_be_visible()

    @property
    def standing(self) -> str | None:
        """The number at the counter as the office itself knows it."""
        ticket = self.office.at(self.counter)["ticket"]
        return None if ticket is None else ticket["number"]

    def state_of(self, number: str) -> str:
        return self.office.desk.ticket_by_number(number)["state"]
