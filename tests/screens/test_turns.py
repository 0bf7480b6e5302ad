"""Whose number stands large: the turns of the hall display as lists of steps, without an office and without time."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from kiosk.web.screens import STATIC

pytestmark = pytest.mark.needs("chromium")

DRIVER = """
(steps) => {
  var turns = new motcua.Turns();
  var at = 1000000;
  var call = function (n, time) { return motcua.callOf(n, 'A' + n, n % 10, false, time || 'once'); };
  var seen = [];
  steps.forEach(function (step) {
    var name = step[0], n = step[1], more = step[2];
    if (name === 'call') { turns.hear(call(n, more), 0, at); }
    if (name === 'many') { for (var k = 0; k < n; k += 1) { at += 100; turns.hear(call(k), 0, at); } }
    if (name === 'old') { turns.hear(call(n, 'old'), more, at); }
    if (name === 'wait') { for (var i = 0; i < n; i += 250) { at += 250; turns.look(at); } }
    if (name === 'voice') { turns.begins(call(n, 'voice'), more, at); }
    if (name === 'end') { turns.ends(n, at); }
    if (name === 'skip') { turns.staysSilent(n, false, at); }
    if (name === 'broken') { turns.staysSilent(n, true, at); }
    if (name === 'undo') { turns.takenBack(n, at); }
    if (name === 'state') {
      turns.settle(n.map(function (one) { return { call: call(one, 'once'), age: 60000 }; }), more || n, at);
    }
    if (name === 'see') { var look = turns.look(at); seen.push(look && look.call.ticket); }
    if (name === 'lit') { seen.push(turns.look(at).lit); }
    if (name === 'flashes') { seen.push(turns.look(at).flashes); }
    if (name === 'size') { seen.push(turns.keys.length + turns.line.length); }
  });
  return seen;
}
"""
SEE: list[Any] = ["see"]


@pytest.fixture(scope="module")
def turns(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    page.add_script_tag(path=STATIC / "screens" / "hall" / "turns.js")
    yield page
    page.close()


def seen(page: Page, *steps: Sequence[Any]) -> list[Any]:
    return list(page.evaluate(DRIVER, json.loads(json.dumps(steps))))


def test_two_calls_at_once_stand_large_for_four_seconds_each(turns: Page) -> None:
    steps: list[Any] = [["call", 1], ["call", 2], SEE, ["wait", 3750], SEE, ["wait", 250], SEE, ["wait", 60000], SEE]
    assert seen(turns, *steps) == [1, 1, 2, 2]


def test_the_same_call_heard_twice_is_one_call(turns: Page) -> None:
    steps: list[Any] = [["call", 1], ["call", 2], ["call", 1], ["wait", 4000], SEE, ["wait", 4000], SEE]
    assert seen(turns, *steps) == [2, 2]


def test_a_recall_flashes_again(turns: Page) -> None:
    steps: list[Any] = [["call", 1], ["wait", 6000], ["flashes"], ["call", 1, "again"], ["flashes"], SEE]
    assert seen(turns, *steps) == [False, True, 1]


def test_a_flash_is_one_a_second_for_six_seconds(turns: Page) -> None:
    steps: list[list[Any]] = [["call", 1]]
    for _ in range(28):
        steps += [["lit"], ["wait", 250]]
    lit = seen(turns, *steps)
    assert lit[:24] == [True, True, False, False] * 6
    assert not any(lit[24:])


def test_the_number_stays_as_long_as_its_announcement(turns: Page) -> None:
    steps: list[Any] = [["call", 1], ["voice", 1, 9000], ["call", 2], ["wait", 8500], SEE, ["end", 1], SEE]
    assert seen(turns, *steps) == [1, 2]


def test_who_is_announced_stands_large_even_out_of_turn(turns: Page) -> None:
    steps: list[Any] = [
        ["call", 1],
        ["call", 2],
        ["call", 3],
        ["voice", 3, 5000],
        SEE,
        ["end", 3],
        SEE,
        ["wait", 12000],
        SEE,
    ]
    assert seen(turns, *steps) == [3, 1, 2]


def test_an_announcement_that_never_ends_does_not_hold_the_hall(turns: Page) -> None:
    steps: list[Any] = [["call", 1], ["voice", 1, 5000], ["call", 2], ["wait", 7750], SEE, ["wait", 250], SEE]
    assert seen(turns, *steps) == [1, 2]


def test_with_a_voice_the_screen_waits_for_the_announcement_of_the_next(turns: Page) -> None:
    steps: list[Any] = [["call", 1], ["voice", 1, 3000], ["end", 1], ["call", 2], ["call", 3], ["wait", 6000], SEE]
    steps += [["voice", 2, 2000], ["wait", 2000], ["end", 2], SEE]
    assert seen(turns, *steps) == [2, 3]


def test_a_skipped_announcement_leaves_four_seconds(turns: Page) -> None:
    steps: list[Any] = [
        ["voice", 9, 1000],
        ["end", 9],
        ["call", 1],
        ["call", 2],
        ["skip", 1],
        ["wait", 3750],
        SEE,
        ["wait", 250],
    ]
    assert seen(turns, *steps, SEE) == [1, 2]


def test_a_broken_loudspeaker_is_the_same_as_none(turns: Page) -> None:
    steps: list[Any] = [
        ["voice", 9, 1000],
        ["broken", 9],
        ["call", 1],
        ["call", 2],
        ["wait", 4000],
        SEE,
        ["wait", 4000],
        SEE,
    ]
    assert seen(turns, *steps) == [1, 2]


def test_a_call_that_was_taken_back_is_gone(turns: Page) -> None:
    steps: list[Any] = [["state", [1]], ["call", 2], SEE, ["undo", 2], ["state", [1]], SEE]
    assert seen(turns, *steps) == [2, 1]


def test_who_is_served_already_is_not_shown_late(turns: Page) -> None:
    steps: list[Any] = [["call", 1], ["call", 2], ["call", 3], ["state", [3, 2, 1], [1, 3]], ["wait", 4000], SEE]
    assert seen(turns, *steps) == [3]


def test_old_news_is_not_played_again(turns: Page) -> None:
    steps: list[Any] = [["state", [5, 4]], ["old", 2, 3600000], ["old", 3, 21000], SEE, ["flashes"]]
    assert seen(turns, *steps) == [5, False]


def test_a_new_day_begins_empty(turns: Page) -> None:
    assert seen(turns, ["call", 1], ["call", 2], ["state", []], SEE) == [None]


def test_fifty_thousand_calls_do_not_fill_the_memory(turns: Page) -> None:
    assert seen(turns, ["many", 50_000], ["size"])[0] <= 100
