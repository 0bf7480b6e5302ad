"""Somebody starts waiting: the sound, the title, the notification; and what is told of the counter and the office."""

import pytest
from playwright.sync_api import expect

from tests.office_fixture import rid
from tests.pages.conftest import sit_down
from tests.pages.console_driver import Console

pytestmark = pytest.mark.needs("chromium")
LISTEN = """() => {
  globalThis.heard = { notes: 0, told: [] };
  globalThis.playing ??= OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (at) {
    globalThis.heard.notes += 1;
    return globalThis.playing.call(this, at);
  };
  globalThis.Notification = class {
    static permission = "granted";
    constructor(title, about) { globalThis.heard.told.push(`${title}: ${about.body}`); }
    close() {}
  };
}"""


@pytest.fixture
def listening(counter: Console) -> Console:
    """The browser tells which tones and notifications it was asked for."""
    counter.page.evaluate(LISTEN)
    return counter


def away(console: Console, yes: bool) -> None:
    """The clerk works in another program."""
    console.page.evaluate("yes => { document.hasFocus = () => !yes; }", yes)


def notes(console: Console) -> int:
    return int(console.page.evaluate("globalThis.heard.notes"))


def told(console: Console) -> list[str]:
    return list(console.page.evaluate("globalThis.heard.told"))


def test_two_notes_sound_when_the_first_one_starts_waiting(listening: Console) -> None:
    number = listening.office.take("A")["number"]
    listening.sees_waiting(number)
    assert notes(listening) == 2
    expect(listening.page).to_have_title("(1) Quầy 2")
    other = listening.office.take("A")["number"]
    listening.sees_waiting(number, other)
    assert notes(listening) == 2
    assert told(listening) == []  # the page is before the clerk's eyes


def test_a_notification_comes_when_the_clerk_works_elsewhere(listening: Console) -> None:
    away(listening, True)
    number = listening.office.take("A")["number"]
    listening.sees_waiting(number)
    assert told(listening) == [f"Somebody is waiting: {number} · Certification"]
    away(listening, False)


def test_a_pause_is_quiet(listening: Console) -> None:
    listening.office.desk.pause(listening.actor, rid(), counter=2, reason="x")
    listening.sees_state("paused")
    number = listening.office.take("A")["number"]
    listening.sees_waiting(number)
    assert (notes(listening), told(listening)) == (0, [])


def test_the_title_says_who_stands_here_and_how_many_wait(listening: Console) -> None:
    number = listening.calls()
    listening.office.take("A")
    expect(listening.page).to_have_title(f"(1) {number} · Quầy 2")


def test_a_counter_without_a_service_says_so_and_calls_nobody(counter: Console) -> None:
    other = sit_down(counter.page, counter.office, "chi", 4)
    other.sees("This counter serves nothing")
    other.sees("ask the head of the office")
    expect(other.key("next")).to_have_attribute("aria-disabled", "true")
    other.press("Enter")
    other.toast("Nobody is waiting")
    sit_down(counter.page, counter.office)
