"""A text on as many leaves as it needs in a place of this size, and one leaf of it drawn."""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from kiosk.touch.counsel import Passage
from kiosk.touch.layout.sheet import Sheet
from kiosk.touch.layout.strips import Strip, strips_of
from look.sheet.areas import Area
from look.sheet.measures import BODY, Measures

Leaf = tuple[Strip, ...]


@lru_cache(maxsize=64)
def leaves(
    passages: tuple[Passage, ...], measures: Measures, w: float, h: float, sizes: tuple[float, ...] = (BODY,)
) -> tuple[Leaf, ...]:
    """At least one, which is empty for an empty text; in the largest of the sizes (mm) that needs only one leaf."""
    for size in sizes:
        found = tuple(_filled(strips_of(passages, measures, w, h, size), h)) or ((),)
        if len(found) == 1:
            break
    return found


def draw(sheet: Sheet, area: Area, leaf: Leaf) -> None:
    """The strips one below the other, on a ground of the colour of cards."""
    y = area.y
    for at, strip in enumerate(leaf):
        y += strip.gap if at else 0
        for name, thing in strip.things:
            moved = replace(thing.area, x=area.x + thing.area.x, y=y + thing.area.y)
            sheet.put(f"passage{at}.{name}", replace(thing, area=moved))
        y += strip.height


def _filled(strips: tuple[Strip, ...], h: float) -> Iterator[Leaf]:
    """As many strips on each leaf as have room; what is to stay together does, where it has room."""
    leaf = list[Strip]()
    for strip in strips:
        if leaf and height((*leaf, strip)) > h:
            staying, moving = _parted(leaf)
            if height((*moving, strip)) > h:
                staying, moving = leaf, []
            yield tuple(staying)
            leaf = moving
        leaf.append(strip)
    if leaf:
        yield tuple(leaf)


def _parted(leaf: list[Strip]) -> tuple[list[Strip], list[Strip]]:
    """The leaf without the strips at its end that belong to the next one; the first strip stays."""
    end = len(leaf)
    while end > 1 and leaf[end - 1].keeps:
        end -= 1
    return leaf[:end], leaf[end:]


def height(leaf: Leaf) -> float:
    """Pixels from the top of the first strip to the end of the last one."""
    return sum(strip.height + (strip.gap if at else 0) for at, strip in enumerate(leaf))
