"""Keypads and rating buttons at the real desk: nobody is skipped, nothing is done for a clerk who is not there."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from display.boards.driver import Deed, KeyPress
from kiosk.keys import Keys
from office.backoffice.people import People
from office.clock import SetClock
from office.domain.people import OPERATOR, Actor
from office.premises import Premises
from tests.office_fixture import TOUCH, opened, rid

NEXT, RECALL, START = KeyPress(Deed.NEXT), KeyPress(Deed.RECALL), KeyPress(Deed.START)


@dataclass
class Room:
    """Counter 1 with keypad "keys-1" and rating box "box-1"; "keys-2" lies at counter 2."""

    premises: Premises
    clock: SetClock
    told: list[tuple[int, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.desk = self.premises.desk
        self.keys = Keys(
            self.desk,
            self.premises.doors,
            self.clock,
            keypads={"keys-1": 1, "keys-2": 2},
            boxes={"box-1": 1},
            tell=lambda counter, text: self.told.append((counter, text)),
        )
        self.desk.on_facts(self.keys.notice)

    def seat(self, clerk: str, counter: int) -> Actor:
        doors = self.premises.doors
        return doors.sign_in(clerk, counter, doors.fresh_keys())

    def issue(self, service: str = "A") -> str:
        return str(self.desk.issue(TOUCH, rid(), service=service).body["number"])

    def press(self, press: KeyPress, keypad: str = "keys-1", after_ms: int = 1000) -> None:
        """And the desk has done it."""
        self.clock.advance(after_ms)
        self.keys.hear(keypad, press)
        self.work()

    def work(self) -> None:
        while self.keys.step():
            pass

    def at(self, counter: int = 1) -> str | None:
        ticket = self.view(counter)["ticket"]
        return None if ticket is None else str(ticket["number"])

    def view(self, counter: int = 1) -> Any:
        return next(one for one in self.desk.state()["counters"] if one["number"] == counter)

    def state_of(self, number: str) -> str:
        return self.desk.ticket_by_number(number)["state"]


@pytest.fixture
def room(tmp_path: Any) -> Iterator[Room]:
    clock = SetClock()
    with opened(tmp_path, clock) as premises:
        yield Room(premises, clock)


def test_enter_calls_and_enter_again_finishes_and_calls_the_next(room: Room) -> None:
    room.seat("an", 1)
    first, second = room.issue(), room.issue()
    room.press(NEXT)
    assert room.at() == first
    room.press(NEXT)
    assert (room.state_of(first), room.at()) == ("done", second)


@pytest.mark.parametrize("gap_ms", [5, 50, 300, 650])
def test_a_bouncing_enter_skips_nobody(room: Room, gap_ms: int) -> None:
    room.seat("an", 1)
    first = room.issue()
    room.issue()
    for after in (1000, gap_ms, gap_ms):
        room.press(NEXT, after_ms=after)
    assert room.at() == first


def test_mashed_keys_call_one_person(room: Room) -> None:
    room.seat("an", 1)
    first = room.issue()
    room.issue()
    for _ in range(30):
        room.press(NEXT, after_ms=120)
    assert room.at() == first


def test_presses_that_pile_up_while_the_desk_is_busy_mean_who_stood_there(room: Room) -> None:
    room.seat("an", 1)
    first = room.issue()
    room.issue()
    for _ in range(3):
        room.clock.advance(900)
        room.keys.hear("keys-1", NEXT)
    room.work()
    assert room.at() == first


def test_a_press_right_after_a_call_from_the_console_was_not_meant_for_that_person(room: Room) -> None:
    actor = room.seat("an", 1)
    first = room.issue()
    room.issue()
    room.desk.call_next(actor, rid(), counter=1)
    room.press(NEXT, after_ms=300)
    assert (room.at(), room.state_of(first)) == (first, "called")


def test_two_clerks_who_press_at_once_get_two_people(room: Room) -> None:
    room.seat("an", 1)
    room.seat("chi", 2)
    numbers = {room.issue(), room.issue()}
    room.clock.advance(1000)
    room.keys.hear("keys-1", NEXT)
    room.keys.hear("keys-2", NEXT)
    room.work()
    assert {room.at(1), room.at(2)} == numbers


def test_two_clerks_who_want_the_same_number_get_it_once(room: Room) -> None:
    room.seat("an", 1)
    room.seat("chi", 2)
    number = room.issue()
    room.clock.advance(1000)
    for keypad in ("keys-1", "keys-2"):
        room.keys.hear(keypad, KeyPress(Deed.CALL, "1"))
    room.work()
    assert (room.at(1), room.at(2)) == (number, None)
    assert [counter for counter, _ in room.told] == [2]


def test_a_press_that_the_desk_could_not_take_in_time_is_forgotten(room: Room) -> None:
    room.seat("an", 1)
    room.issue()
    room.clock.advance(1000)
    room.keys.hear("keys-1", NEXT)
    room.clock.advance(3001)
    room.work()
    assert room.at() is None


def test_where_no_clerk_is_signed_in_a_key_does_nothing_and_says_so(room: Room) -> None:
    room.issue()
    room.press(NEXT)
    assert room.at() is None
    assert [counter for counter, _ in room.told] == [1]


def test_nobody_waiting_is_told(room: Room) -> None:
    room.seat("an", 1)
    room.press(NEXT)
    assert len(room.told) == 1


def test_recall_start_park_and_send_on(room: Room) -> None:
    room.seat("an", 1)
    first, second, third = room.issue(), room.issue(), room.issue()
    room.press(NEXT)
    room.press(RECALL)
    assert room.view()["ticket"]["calls"] == 2
    room.press(START)
    assert room.state_of(first) == "serving"
    room.press(KeyPress(Deed.PARK, "2"))
    assert room.state_of(first) == "parked"
    assert room.desk.ticket_by_number(first)["park_reason"] is not None
    room.press(NEXT)
    room.press(KeyPress(Deed.TRANSFER, "2"))
    assert room.desk.ticket_by_number(second)["for_counter"] == 2
    room.press(NEXT)
    assert room.at() == third
    room.press(KeyPress(Deed.TRANSFER))
    assert room.at() == third


def test_an_absent_person_needs_patience_also_from_a_keypad(room: Room) -> None:
    room.seat("an", 1)
    number = room.issue()
    room.press(NEXT)
    room.press(KeyPress(Deed.NO_SHOW))
    assert room.at() == number
    room.press(RECALL)
    room.press(KeyPress(Deed.NO_SHOW), after_ms=61_000)
    assert room.state_of(number) == "no_show"


def test_undo_takes_the_last_act_back(room: Room) -> None:
    room.seat("an", 1)
    first, second = room.issue(), room.issue()
    room.press(NEXT)
    room.press(NEXT)
    assert room.at() == second
    room.press(KeyPress(Deed.UNDO))
    assert (room.at(), room.state_of(second)) == (first, "waiting")


def test_digits_that_fit_two_people_offer_a_choice(room: Room) -> None:
    room.seat("chi", 2)
    a, b = room.issue("A"), room.issue("B")
    room.press(KeyPress(Deed.CALL, "1"), "keys-2")
    assert room.told == [(2, f"1 {a} 2 {b}")]
    room.press(KeyPress(Deed.CALL, "2"), "keys-2")
    assert room.at(2) == b


def test_the_choice_lapses(room: Room) -> None:
    room.seat("chi", 2)
    room.issue("A"), room.issue("B")
    room.press(KeyPress(Deed.CALL, "1"), "keys-2")
    room.press(KeyPress(Deed.CALL, "2"), "keys-2", after_ms=6000)
    assert room.at(2) is None


def test_zero_held_pauses_and_enter_opens_again(room: Room) -> None:
    room.seat("an", 1)
    number = room.issue()
    room.press(KeyPress(Deed.PAUSE))
    assert room.view()["status"] == "paused"
    room.press(NEXT)
    assert (room.view()["status"], room.at()) == ("open", None)
    room.press(NEXT)
    assert room.at() == number


def test_a_walk_in_gets_a_number(room: Room) -> None:
    room.seat("an", 1)
    room.press(KeyPress(Deed.WALK_IN, "2"))
    assert room.told == [(1, "+ T001")]
    assert room.state_of("T001") == "waiting"


def test_the_end_of_the_day_asks_once(room: Room) -> None:
    room.seat("an", 1)
    room.press(KeyPress(Deed.END))
    room.press(RECALL)
    room.press(NEXT)
    assert room.view()["status"] == "open"
    room.press(KeyPress(Deed.END))
    room.press(NEXT)
    assert room.view()["status"] == "closed"


def test_an_answer_faster_than_reading_ends_no_day(room: Room) -> None:
    """A sleeve on the pad presses 0, - and Enter at once; whoever read the question presses Enter after it."""
    room.seat("an", 1)
    first = room.issue()
    room.press(KeyPress(Deed.END))
    room.press(NEXT, after_ms=50)
    assert (room.view()["status"], room.state_of(first)) == ("open", "waiting")
    room.press(NEXT, after_ms=1000)
    assert room.view()["status"] == "closed"


def test_nobody_leaves_while_somebody_stands_there(room: Room) -> None:
    room.seat("an", 1)
    number = room.issue()
    room.press(NEXT)
    room.press(KeyPress(Deed.END))
    room.press(KeyPress(Deed.SIGN))
    assert (room.view()["status"], room.at()) == ("open", number)


def with_pin(room: Room, clerk: str = "an", counter: int = 1) -> str:
    """Who sat there last, and is not there now."""
    _, pin = People(room.premises.performer).new_pin(OPERATOR, None, clerk)
    assert pin is not None
    doors = room.premises.doors
    keys = doors.fresh_keys()
    doors.sign_out(doors.sign_in(clerk, counter, keys), keys.token)
    return pin


def test_a_clerk_signs_in_with_the_pin_where_they_sat_last(room: Room) -> None:
    pin = with_pin(room)
    room.press(KeyPress(Deed.SIGN, pin))
    assert room.view()["clerk"]["id"] == "an"


def test_a_keypad_of_four_digits_takes_the_pin_in_two_pieces(room: Room) -> None:
    pin = with_pin(room)
    room.press(KeyPress(Deed.SIGN, str(int(pin[:3])) if int(pin[:3]) else ""))
    assert room.view()["clerk"] is None
    room.press(KeyPress(Deed.SIGN, str(int(pin[3:])) if int(pin[3:]) else ""))
    assert room.view()["clerk"]["id"] == "an"
    room.press(KeyPress(Deed.SIGN))
    assert room.view()["clerk"] is None


def test_guessed_pins_lock_that_person_at_that_keypad(room: Room) -> None:
    pin = with_pin(room)
    wrong = f"{(int(pin) + 1) % 1_000_000:06d}"
    for _ in range(5):
        room.press(KeyPress(Deed.SIGN, wrong))
    room.press(KeyPress(Deed.SIGN, pin))
    assert room.view()["clerk"] is None
    locked = [one for one in room.desk.facts_after(0) if one["kind"] == "sign_in.locked"]
    assert [one["fact"]["address"] for one in locked] == ["keypad:keys-1"]


def test_a_press_of_the_rating_box_rates_who_was_just_served(room: Room) -> None:
    served(room)
    room.clock.advance(2000)
    room.keys.rate("box-1", 4)
    room.work()
    assert ratings(room) == [("rating.given", 4)]


def test_a_press_carried_over_from_the_person_before_is_not_counted(room: Room) -> None:
    served(room)
    room.clock.advance(300)
    room.keys.rate("box-1", 1)
    room.work()
    assert ratings(room) == [("rating.too_early", 1)]


def test_a_change_of_mind_counts_within_five_seconds(room: Room) -> None:
    served(room)
    for level, after in ((1, 2000), (4, 2000), (2, 5001)):
        room.clock.advance(after)
        room.keys.rate("box-1", level)
        room.work()
    assert ratings(room) == [("rating.given", 1), ("rating.changed", 4)]


def test_buttons_pressed_by_children_between_two_people_count_nothing(room: Room) -> None:
    room.seat("an", 1)
    for level in (1, 2, 3, 4, 5):
        room.clock.advance(400)
        room.keys.rate("box-1", level)
    room.work()
    assert ratings(room) == []


def test_a_fifth_button_on_a_scale_of_four_counts_nothing(room: Room) -> None:
    served(room)
    room.clock.advance(2000)
    room.keys.rate("box-1", 5)
    room.work()
    assert ratings(room) == []


def served(room: Room) -> None:
    room.seat("an", 1)
    room.issue()
    room.press(NEXT)
    room.press(START)
    room.press(KeyPress(Deed.FINISH))


def ratings(room: Room) -> list[tuple[str, int]]:
    kinds = ("rating.given", "rating.changed", "rating.too_early")
    return [(one["kind"], one["fact"]["level"]) for one in room.desk.facts_after(0) if one["kind"] in kinds]


def test_a_box_rates_at_its_own_counter_alone(room: Room) -> None:
    room.seat("chi", 2)
    room.issue("B")
    room.press(NEXT, "keys-2")
    room.press(START, "keys-2")
    room.press(KeyPress(Deed.FINISH), "keys-2")
    assert room.view(2)["rating"] is not None
    room.clock.advance(2000)
    room.keys.rate("box-1", 4)
    room.work()
    assert ratings(room) == []
