"""Small round controls in one or two rows, each as wide as its words; and the same as tabs over the whole width."""

from collections.abc import Sequence

from kiosk.touch.layout.sheet import Sheet
from kiosk.touch.page import Control
from look.sheet.areas import Area
from look.sheet.measures import KEY_MIN, SMALL
from look.sheet.things import Plate, Target
from look.theme import COLOURS

C = COLOURS
_GAP_MM, _PAD_MM, _HIGH_MM, _COMPACT_MM = 3.4, 6.5, 18.0, 15.6
_ROWS, _TAB_MM = 2, 5.0
_NARROWER = 0.94


def chips_height(sheet: Sheet, width: float, controls: Sequence[Control]) -> float:
    """How high they stand within this width."""
    rows = len(_rows(sheet, width, controls))
    return rows * _high(sheet) + (rows - 1) * sheet.measures.px(_GAP_MM)


def chips(sheet: Sheet, area: Area, controls: Sequence[Control]) -> None:
    """From the left, in rows; names that are too long for two rows are cut."""
    m, y = sheet.measures, area.y
    for row in _rows(sheet, area.w, controls):
        x = area.x
        for control, wide in row:
            _chip(sheet, Area(x, y, wide, _high(sheet)), control)
            x += wide + m.px(_GAP_MM)
        y += _high(sheet) + m.px(_GAP_MM)


def tabs_height(sheet: Sheet, width: float, controls: Sequence[Control]) -> float:
    """How high tabs stand within this width."""
    return _high(sheet) if _in_one_row(sheet, width, controls) else chips_height(sheet, width, controls)


def tabs(sheet: Sheet, area: Area, controls: Sequence[Control]) -> None:
    """Side by side over the whole width, or as chips where they are too long for it."""
    if not _in_one_row(sheet, area.w, controls):
        chips(sheet, area, controls)
        return
    lengths = [sheet.width(control.text, SMALL, 600) + sheet.measures.px(_TAB_MM) for control in controls]
    for column, control in zip(area.columns(lengths, sheet.measures.px(_GAP_MM)), controls, strict=True):
        _chip(sheet, column, control, pad_mm=1.2)


def _in_one_row(sheet: Sheet, width: float, controls: Sequence[Control]) -> bool:
    m = sheet.measures
    texts = sum(sheet.width(control.text, SMALL, 600) + m.px(_TAB_MM) for control in controls)
    return texts + (len(controls) - 1) * m.px(_GAP_MM) <= width


def _high(sheet: Sheet) -> float:
    m = sheet.measures
    return m.px(_COMPACT_MM if m.is_compact else _HIGH_MM)


def _rows(sheet: Sheet, width: float, controls: Sequence[Control]) -> list[list[tuple[Control, float]]]:
    """In at most two rows: the widest names of the office's own things give way, words of the program do not."""
    m, most = sheet.measures, width
    while True:
        rows = _filled(sheet, width, controls, most)
        if len(rows) <= _ROWS or most <= m.px(KEY_MIN):
            return rows
        most *= _NARROWER


def _filled(sheet: Sheet, width: float, controls: Sequence[Control], most: float) -> list[list[tuple[Control, float]]]:
    m, rows, used = sheet.measures, list[list[tuple[Control, float]]]([[]]), 0.0
    for control in controls:
        wish = sheet.width(control.text, SMALL, 600) + 2 * m.px(_PAD_MM)
        is_own = bool(control.name.partition(":")[2])
        wide = max(m.px(KEY_MIN), min(wish, most if is_own else width))
        if rows[-1] and used + wide > width:
            rows.append([])
            used = 0.0
        rows[-1].append((control, wide))
        used += wide + m.px(_GAP_MM)
    return rows


def _chip(sheet: Sheet, area: Area, control: Control, pad_mm: float = _PAD_MM) -> None:
    m = sheet.measures
    fill, edge, ink = (C.primary, C.primary, C.card) if control.chosen else (C.card, C.edge, C.ink)
    radius = int(area.h / 2)
    sheet.put(control.name, Plate(area, fill, edge, m.px(0.5), radius))
    is_small = min(area.w, area.h) < m.px(KEY_MIN)
    sheet.targets.append(Target(control.name, area, control.spoken, control.off, is_small, radius))
    words = area.inset(m.px(pad_mm) - 1, 0)
    sheet.write(f"{control.name}.text", words, control.text, (SMALL,), 600, ink, fill, across=0.5)
