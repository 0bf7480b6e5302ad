"""Two controls at the end of a row that turn a page, and which page it is before them; with words where they fit."""

from collections.abc import Sequence

from kiosk.touch.layout.parts import LOOKS, RADIUS_MM, button
from kiosk.touch.layout.sheet import Sheet
from kiosk.touch.page import Control
from look.sheet.areas import Area
from look.sheet.measures import KEY_MIN, SMALL
from look.sheet.things import Drawing, Plate, Target
from look.theme import COLOURS

C = COLOURS
TURN_MM = 18.0
_WIDE_MM, _GAP_MM = 24.0, 3.4
_WORDED_MM = 80.0


def turning(sheet: Sheet, row: Area, controls: Sequence[Control], place: str, *, worded: bool = False) -> Area:
    """At the right end of the row; gives what is left of it. `worded`: the row is theirs alone."""
    m = sheet.measures
    rest, told = row, sheet.width(place, SMALL, 600) + 2
    has_room = worded and row.w >= 2 * m.px(_WORDED_MM + _GAP_MM) + told
    for control in reversed(controls):
        key, rest = rest.cut_right(m.px(_WORDED_MM if has_room else _WIDE_MM), m.px(_GAP_MM))
        if has_room:
            button(sheet, key, control, sizes=(SMALL,), secondary=key.h < m.px(KEY_MIN))
        else:
            _turn(sheet, key, control)
    if place:
        words, rest = rest.cut_right(told, m.px(3))
        sheet.write("place", words, place, (SMALL,), 600, C.ink2, C.card if worded else C.ground, across=1)
    return rest


def _turn(sheet: Sheet, area: Area, control: Control) -> None:
    m = sheet.measures
    fill, edge, ink = (C.off, C.edge, C.mute) if control.off else LOOKS[control.look]
    radius = m.px(RADIUS_MM)
    sheet.put(control.name, Plate(area, fill, edge, m.px(0.5), radius))
    is_small = min(area.w, area.h) < m.px(KEY_MIN)
    sheet.targets.append(Target(control.name, area, control.spoken, control.off, is_small, radius))
    side = min(m.px(10), area.h * 0.6)
    sheet.put(f"{control.name}.picture", Drawing(area.centred(side, side), control.picture, ink, fill))
