"""How the windows of the demo stand side by side on a display: the touch screen left, the hall right, faces below it.

Only numbers, in pixels. The shapes are those of the real panels (9:16, 16:9, 16:10), so what is seen here is what an
office gets, smaller. Windows never get smaller than they can be opened; on a tiny display they overlap instead.
"""

from dataclasses import dataclass, replace

SMALLEST = 320
TITLE, SIDE = 38, 6
"""Room for the title bar above a window and the border at its sides."""

GAP = 6
_TOUCH, _HALL, _RATE = (9, 16), (16, 9), (16, 10)
_LARGEST_TOUCH, _LARGEST_HALL = 1920, 1080
_TOUCHS_SHARE = 0.36
"""Of the width: what is left then is enough for a hall that can be read."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a window stands; with a border, `left` and `top` are its frame's (ICCCM 4.1.2.3)."""

    left: int
    top: int
    width: int
    height: int


def arranged(area: Place, *, framed: bool, with_rate: bool) -> dict[str, Place]:
    """The places of `touch`, `hall` and, when wanted, `rate` within the usable part of a display."""
    title, side, gap = (TITLE, SIDE, GAP) if framed else (0, 0, 0)
    by_width = int(area.width * _TOUCHS_SHARE) * 16 // 9
    touch = _shaped(_TOUCH, min(area.height - title - side, by_width, _LARGEST_TOUCH))
    right = touch[0] + 2 * side + gap
    column, height = area.width - right - 2 * side, area.height - title - side
    below = height - title - side  # of both together, when the faces stand below the hall
    hall_height = min(below * 9 // 16, below - SMALLEST) if with_rate else height
    hall = _shaped(_HALL, min(column * 9 // 16, hall_height, _LARGEST_HALL))
    left, top = area.left, area.top
    places = {"touch": Place(left, top, *touch), "hall": Place(left + right, top, *hall)}
    if with_rate:
        rate = _shaped(_RATE, min(column * 10 // 16, below - hall[1]))
        places["rate"] = Place(left + right, top + hall[1] + side + title, *rate)
    return {name: _moved_in(place, area) for name, place in places.items()}


def _moved_in(place: Place, area: Place) -> Place:
    """Where it stands when it may not reach over the right or lower edge."""
    left = max(area.left, min(place.left, area.left + area.width - place.width))
    top = max(area.top, min(place.top, area.top + area.height - place.height))
    return replace(place, left=left, top=top)


def _shaped(shape: tuple[int, int], height: int) -> tuple[int, int]:
    """The width and height of that shape, at least `SMALLEST` both ways."""
    wide, high = shape
    height = max(height, SMALLEST, -(-SMALLEST * high // wide))
    return height * wide // high, height
