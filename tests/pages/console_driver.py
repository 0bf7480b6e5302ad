"""What a clerk sees and does at the console, in the words of a clerk."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from office.domain.people import Actor
from tests.office_fixture import rid
from tests.pages.serving import House

BOUNCE_MS = 750
"""A little longer than the time in which a second press of the same key does not count."""


@dataclass
class Console:
    """`who`: the person who sits there."""

    page: Page
    office: House
    counter: int
    who: str = "an"

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def press_apart(self, key: str) -> None:
        """A press that cannot be taken for a bounce of the one before."""
        self.page.wait_for_timeout(BOUNCE_MS)
        self.press(key)

    @contextmanager
    def at_one_moment(self) -> Iterator[None]:
        """For the page no time passes within, however long a busy machine takes."""
        self.page.evaluate(
            """() => {
              const at = performance.now();
              globalThis.goesOn = performance.now;
              performance.now = () => at;
            }"""
        )
        yield
        self.page.evaluate("() => { performance.now = globalThis.goesOn; }")

    def asks_to_end(self) -> None:
        """F12, and the question has stood there long enough to be read."""
        self.press("F12")
        self.sees_dialog("end")
        self.page.wait_for_timeout(BOUNCE_MS)

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
    def actor(self) -> Actor:
        """Whoever sits here, for acts that do not come from this page."""
        return Actor("clerk", self.who, "clerk", self.counter)

    def later(self, ms: int) -> None:
        """The page's own clock jumps; only where it was installed."""
        self.page.clock.fast_forward(ms)

    def calls(self, service: str = "A") -> str:
        """Somebody takes a number and is called by Enter: the number."""
        number = str(self.office.take(service)["number"])
        self.sees_waiting(number)
        self.press("Enter")
        self.sees_number(number)
        return number

    def cleared(self) -> None:
        """Nobody waits or stands here, nothing is asked or typed, and no key bounces any more."""
        self.dismisses()
        desk = self.office.desk
        view = self.office.at(self.counter)
        if view["ticket"] is not None:
            if view["ticket"]["state"] == "called":
                desk.start(self.actor, rid(), counter=self.counter)
            desk.finish(self.actor, rid(), counter=self.counter)
        if view["status"] == "paused":
            desk.resume(self.actor, rid(), counter=self.counter)
        for counter in desk.state()["counters"]:
            self._send_home(counter["number"])
        self.later(15_000)
        self.sees_waiting()
        self.sees_nobody()

    def dismisses(self) -> None:
        """Goes back out of whatever is asked, without an Esc too many: that would take back the last act."""
        while self.page.locator("dialog").count():
            self.later(1_000)
            self.press("Escape")

    def _send_home(self, counter: int) -> None:
        desk = self.office.desk
        line = desk.line(counter)
        for ticket in (*line["parked"], *line["no_show"]):
            desk.return_ticket(self.actor, rid(), ticket=ticket["id"])
        for ticket in desk.line(counter)["waiting"]:
            desk.cancel(self.actor, rid(), ticket=ticket["id"])

    @property
    def standing(self) -> str | None:
        """The number at the counter as the office itself knows it."""
        ticket = self.office.at(self.counter)["ticket"]
        return None if ticket is None else ticket["number"]

    def state_of(self, number: str) -> str:
        return self.office.desk.ticket_by_number(number)["state"]
