"""The keyboard in its place: keys of one width in a grid of ten, short rows in the middle, on a ground of their own."""

from collections.abc import Sequence
from math import inf

from kiosk.touch.layout.parts import RADIUS_MM
from kiosk.touch.layout.sheet import Sheet
from kiosk.touch.page import Control
from look.sheet.areas import Area
from look.sheet.measures import BODY, HEADING, KEY_MIN, SMALL
from look.sheet.things import Drawing, Plate, Target
from look.theme import COLOURS

C = COLOURS
SHADOW = "#B9C4D2"
COLUMNS = 10
GAP_MM, INSET_MM = 3.0, 4.4
HIGH_MM, TALL_MM, COMPACT_MM = 24.3, 26.6, 16.4
_SHARE = 0.0511
"""Of a key in the height of an upright panel: five rows and all the rest have room on it."""

_RADIUS_MM = 3.0
_WIDE = {"key:erase": 2.0, "key:clear": 2.0, "key: ": 7.0}
_WITH_TONES = 3.0
"""Columns of the space bar when the tones stand beside it."""


def height(sheet: Sheet, rows: Sequence[Sequence[Control]], most: float = inf, *, tall: bool = False) -> float:
    """How high the keyboard should stand on this panel, at most `most`; `tall`: where there is room to spare."""
    m = sheet.measures
    high = m.height * m.mm_per_px * _SHARE if m.is_portrait else HIGH_MM
    key = m.px(COMPACT_MM if m.is_compact else TALL_MM if tall else min(high, HIGH_MM))
    return min(most, len(rows) * key + (len(rows) - 1) * m.px(GAP_MM) + 2 * m.px(INSET_MM))


def place(sheet: Sheet, area: Area, rows: Sequence[Sequence[Control]], *, rounded: bool = False) -> None:
    """All keys within the area; `rounded`: the ground does not go from side to side of the panel."""
    m = sheet.measures
    radius = m.px(RADIUS_MM) if rounded else 0
    sheet.put("keyboard", Plate(area, C.primary_soft, radius=radius))
    inner, gap = area.inset(m.px(INSET_MM if not m.is_compact else 2.4), m.px(INSET_MM)), m.px(GAP_MM)
    column = (inner.w - (COLUMNS - 1) * gap) / COLUMNS
    for row, keys in zip(inner.rows(len(rows), gap, m.px(TALL_MM)), rows, strict=True):
        spans = [_columns(key, len(keys)) for key in keys]
        wide = sum(span * column + (span - 1) * gap for span in spans) + (len(spans) - 1) * gap
        x = row.x + (row.w - wide) / 2
        for key, span in zip(keys, spans, strict=True):
            w = span * column + (span - 1) * gap
            _key(sheet, Area(x, row.y, w, row.h), key)
            x += w + gap


def _columns(key: Control, in_row: int) -> float:
    return _WITH_TONES if key.name == "key: " and in_row > 2 else _WIDE.get(key.name, 1.0)


def _key(sheet: Sheet, area: Area, key: Control) -> None:
    m = sheet.measures
    radius = m.px(_RADIUS_MM)
    sheet.put(key.name, Plate(area, C.card, C.edge, max(1, m.px(0.25)), radius, shadow=SHADOW))
    is_small = min(area.w, area.h) < m.px(KEY_MIN)
    sheet.targets.append(Target(key.name, area, key.spoken, key.off, is_small, radius))
    if key.picture:
        side = min(m.px(15), area.h * 0.78)
        sheet.put(f"{key.name}.picture", Drawing(area.centred(side, side), key.picture, C.ink, C.card))
        return
    sizes, ink = ((HEADING, BODY, SMALL), C.ink) if len(key.text) == 1 else ((BODY, SMALL), C.mute)
    sheet.write(f"{key.name}.text", area.inset(m.px(1), 0), key.text, sizes, 600, ink, C.card, across=0.5)
