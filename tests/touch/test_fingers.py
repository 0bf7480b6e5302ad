"""From fingers to presses: what counts as one tap that a person meant."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk.touch.fingers import BOUNCE_MS, HELD_MS, SETTLE_MS, Fingers


def tapped(fingers: Fingers, at: int, target: str | None = "A", finger: int = 1, hold: int = 80) -> str | None:
    fingers.down(finger, target, at)
    return fingers.up(finger, target, at + hold)


def test_a_tap_presses_what_is_under_it() -> None:
    assert tapped(Fingers(), 0) == "A"
    assert tapped(Fingers(), 0, None) is None


def test_only_the_first_finger_counts() -> None:
    fingers = Fingers()
    fingers.down(1, "A", 0)
    fingers.down(2, "B", 10)
    assert fingers.up(2, "B", 50) is None
    assert fingers.up(1, "A", 60) == "A"


def test_sliding_off_takes_the_press_back() -> None:
    fingers = Fingers()
    fingers.down(1, "A", 0)
    fingers.move(1, None)
    fingers.move(1, "A")
    assert fingers.on is None
    assert fingers.up(1, "A", 90) is None


def test_a_page_that_changes_under_the_finger_voids_the_tap() -> None:
    fingers = Fingers()
    fingers.down(1, "A", 0)
    fingers.turned(20)
    assert fingers.up(1, "A", 2_000) is None


def test_nothing_is_pressed_just_after_a_change() -> None:
    fingers = Fingers()
    fingers.turned(1_000)
    assert tapped(fingers, 1_000 + SETTLE_MS - 50) is None
    assert tapped(fingers, 1_000 + SETTLE_MS + 200) == "A"


def test_a_bounce_of_the_panel_is_no_second_tap_but_a_quick_second_tap_is() -> None:
    fingers = Fingers()
    assert tapped(fingers, 0) == "A"
    assert tapped(fingers, 80 + BOUNCE_MS - 10) is None
    assert tapped(fingers, 400) == "A"


def test_somebody_who_leans_on_the_screen_presses_nothing_and_others_may() -> None:
    fingers = Fingers()
    fingers.down(1, "A", 0)
    fingers.down(2, "B", HELD_MS + 10)
    assert fingers.up(2, "B", HELD_MS + 90) == "B"
    assert fingers.up(1, "A", HELD_MS + 200) is None


def test_a_long_press_is_known_and_spent_once() -> None:
    fingers = Fingers()
    fingers.down(1, "emblem", 0)
    assert fingers.held_ms("emblem", 3_000) == 3_000
    fingers.spend()
    assert fingers.held_ms("emblem", 3_100) == 0
    assert fingers.up(1, "emblem", 3_200) is None


Events = st.lists(
    st.tuples(
        st.sampled_from(["down", "up", "move", "turn"]),
        st.integers(0, 9),
        st.sampled_from(["A", "B", None]),
        st.integers(0, 700),
    ),
    max_size=60,
)


@given(Events)
def test_presses_are_never_more_than_fingers_that_came_and_went(events: list[tuple[str, int, str | None, int]]) -> None:
    fingers, at, downs, presses = Fingers(), 0, 0, 0
    for what, finger, target, later in events:
        at += later
        if what == "down":
            downs += 1
            fingers.down(finger, target, at)
        elif what == "move":
            fingers.move(finger, target)
        elif what == "turn":
            fingers.turned(at)
        else:
            presses += fingers.up(finger, target, at) is not None
    assert presses <= downs
