"""The windows of the demo stand side by side on any display, in the shapes of the real panels."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.demo.arranging import SIDE, SMALLEST, TITLE, Place, arranged
from kiosk.demo.desktop import UNSEEN

AREAS = st.builds(Place, st.integers(0, 4000), st.integers(0, 500), st.integers(1280, 7680), st.integers(728, 4320))
SHAPES = {"touch": 9 / 16, "hall": 16 / 9, "rate": 16 / 10}


def frame(place: Place, *, framed: bool) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of a window with its border."""
    side, title = (SIDE, TITLE) if framed else (0, 0)
    right, bottom = place.left + place.width + 2 * side, place.top + place.height + side + title
    return place.left, place.top, right, bottom


def overlap(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@given(AREAS, st.booleans(), st.booleans())
def test_on_a_laptop_or_anything_larger_all_windows_are_whole_and_none_covers_another(
    area: Place, framed: bool, with_rate: bool
) -> None:
    places = arranged(area, framed=framed, with_rate=with_rate)
    assert list(places) == ["touch", "hall", "rate"][: 3 if with_rate else 2]
    frames = [frame(place, framed=framed) for place in places.values()]
    for left, top, right, bottom in frames:
        assert (left >= area.left, top >= area.top) == (True, True)
        assert (right <= area.left + area.width, bottom <= area.top + area.height) == (True, True)
    assert not any(overlap(one, other) for one, other in combinations(frames, 2))


@given(AREAS, st.booleans())
def test_every_window_has_the_shape_of_its_panel(area: Place, framed: bool) -> None:
    for name, place in arranged(area, framed=framed, with_rate=True).items():
        assert place.width / place.height == pytest.approx(SHAPES[name], rel=0.01)


@given(st.builds(Place, st.just(0), st.just(0), st.integers(1, 7680), st.integers(1, 4320)), st.booleans())
def test_no_display_is_too_small_for_a_window_to_open(area: Place, with_rate: bool) -> None:
    for place in arranged(area, framed=True, with_rate=with_rate).values():
        assert min(place.width, place.height) >= SMALLEST
        assert (place.left, place.top) >= (0, 0)


def test_the_unseen_display_has_room_for_a_hall_and_a_touch_screen_of_a_good_size() -> None:
    places = arranged(UNSEEN, framed=False, with_rate=True)
    assert places["touch"] == Place(0, 0, 720, 1280)
    assert places["hall"] == Place(720, 0, 1280, 720)
    assert places["rate"] == Place(720, 720, 896, 560)
