"""What many pages have: buttons, boxes, codes."""

from collections.abc import Sequence
from functools import partial

from kiosk.touch.layout.sheet import Sheet
from kiosk.touch.page import Box, Control, Look, Tone
from look.sheet.areas import Area
from look.sheet.lettering import width
from look.sheet.measures import (
    BODY,
    GAP,
    HEADING,
    LARGE,
    SMALL,
    STRONG,
)
from look.sheet.things import Code, Drawing, Plate, Target
from look.theme import COLOURS, RADIUS_PX

C = COLOURS
RADIUS_MM = RADIUS_PX * 0.2479

LOOKS = {
    Look.SOLID: (C.primary, C.primary, C.card),
    Look.OUTLINED: (C.card, C.primary, C.primary),
    Look.QUIET: (C.card, C.edge, C.ink),
    Look.WARNING: (C.warn_soft, C.warn, C.warn),
}
"""Look of a control → (fill, edge, letters)."""

TONES = {
    Tone.CALM: (C.primary_soft, C.primary),
    Tone.GOOD: (C.good_soft, C.good),
    Tone.WARN: (C.warn_soft, C.warn),
    Tone.BAD: (C.bad_soft, C.bad),
}
"""Tone of a box → (fill, letters and edge)."""


def button(
    sheet: Sheet,
    area: Area,
    control: Control,
    *,
    sizes: Sequence[float] = (BODY, SMALL),
    stacked: bool = False,
    secondary: bool = False,
) -> None:
    """A control with its pictogram before the words, or above them when `stacked`."""
    m, key = sheet.measures, control.name
    fill, edge, ink = _colours(control)
    radius = m.px(RADIUS_MM)
    edge_px = m.px(0.9 if control.chosen else 0.5)
    sheet.put(key, Plate(area, fill, edge, edge_px, radius))
    sheet.targets.append(Target(control.name, area, control.spoken, control.off, secondary, radius))
    inner = area.inset(m.px(2.5), m.px(1.2))
    if not control.picture:
        sheet.write(f"{key}.text", inner, control.text, sizes, 700, ink, fill, across=0.5)
        return
    if stacked:
        _stacked(sheet, inner, control, sizes, ink, fill)
    else:
        _beside(sheet, inner, control, sizes, ink, fill)


def _colours(control: Control) -> tuple[str, str, str]:
    if control.off:
        return C.off, C.edge, C.ink2
    if control.chosen:
        return C.primary_soft, C.primary, C.primary
    return LOOKS[control.look]


def _stacked(sheet: Sheet, area: Area, control: Control, sizes: Sequence[float], ink: str, fill: str) -> None:
    m = sheet.measures
    fitted = sheet.fitted(control.text, area.w, area.h - m.px(6.4), sizes, 700)
    if fitted.cut:  # the words are worth more than the picture
        sheet.write(f"{control.name}.text", area, control.text, sizes, 700, ink, fill, across=0.5)
        return
    text = fitted.height
    side = min(m.px(13), area.h - text)
    block = area.centred(area.w, side + text)
    upper, lower = block.cut_top(side)
    sheet.put(f"{control.name}.picture", Drawing(upper.centred(side, side), control.picture, ink, fill))
    sheet.write(f"{control.name}.text", lower, control.text, sizes, 700, ink, fill, across=0.5)


def _beside(sheet: Sheet, area: Area, control: Control, sizes: Sequence[float], ink: str, fill: str) -> None:
    m = sheet.measures
    side, gap = min(m.px(12), area.h), m.px(3)
    room = area.w - side - gap
    fitted = sheet.fitted(control.text, room, area.h, sizes, 700)
    if fitted.cut:  # the words are worth more than the picture
        sheet.write(f"{control.name}.text", area, control.text, sizes, 700, ink, fill, across=0.5)
        return
    block = area.centred(side + gap + min(fitted.widest + 2, room), area.h)
    picture, text = block.cut_left(side, gap)
    sheet.put(f"{control.name}.picture", Drawing(picture.centred(side, side), control.picture, ink, fill))
    used = fitted.size * m.mm_per_px
    sheet.write(f"{control.name}.text", text, control.text, (used,), 700, ink, fill, across=0)


def buttons(sheet: Sheet, area: Area, controls: Sequence[Control], *, stacked: bool = False) -> None:
    """Side by side, equally wide unless a longer text needs more than its share."""
    if not controls:
        return
    gap = sheet.measures.px(GAP)
    columns = area.columns([1.0] * len(controls), gap)
    if not stacked and not all(map(partial(_has_room, sheet), columns, controls)):
        lengths = [width(control.text, 100, 700) for control in controls]
        columns = area.columns([min(length / min(lengths), 2.0) for length in lengths], gap)
    for column, control in zip(columns, controls, strict=True):
        button(sheet, column, control, stacked=stacked)


def _has_room(sheet: Sheet, area: Area, control: Control) -> bool:
    m = sheet.measures
    inner = area.inset(m.px(2.5), m.px(1.2))
    return not sheet.fitted(control.text, inner.w - inner.h, inner.h, (SMALL,), 700).cut


def piled(sheet: Sheet, area: Area, controls: Sequence[Control], most_mm: float = 29) -> None:
    """One below the other."""
    rows = area.rows(len(controls), sheet.measures.px(GAP), sheet.measures.px(most_mm))
    for row, control in zip(rows, controls, strict=True):
        button(sheet, row, control, stacked=row.h >= sheet.measures.px(33))


def pile_height(sheet: Sheet, count: int, each_mm: float = 25) -> float:
    """How high so many buttons are, one below the other."""
    m = sheet.measures
    return 0 if not count else count * m.px(each_mm) + (count - 1) * m.px(GAP)


_BOX_TITLE, _BOX_SAYING, _BOX_TEXT = (HEADING, STRONG, BODY), (LARGE, HEADING, STRONG, BODY), (STRONG, BODY, SMALL)


def box_height(sheet: Sheet, what: Box, width: float, most: float) -> float:
    """How high a box with a text has to be, at most `most`."""
    m = sheet.measures
    room = width - m.px(12) - (m.px(31) if what.picture else 0)
    title = sheet.needed(what.title, room, most * 0.5, _BOX_TITLE, 700)
    text = sheet.needed(what.text, room, most - title - m.px(8), _BOX_TEXT, 600)
    return min(most, title + text + m.px(9))


def box(sheet: Sheet, area: Area, what: Box) -> None:
    """A framed saying with a picture: a title beside a text below it, or one line in the middle."""
    m = sheet.measures
    fill, ink = TONES[what.tone]
    sheet.put("box", Plate(area, fill, ink, m.px(0.7), m.px(RADIUS_MM)))
    inner = area.inset(m.px(6), m.px(3))
    side = min(m.px(26 if what.text else 21), inner.h)
    sizes = _BOX_TITLE if what.text else _BOX_SAYING
    if what.text:
        picture, words = inner.cut_left(side, m.px(5))
    else:
        words = _one_line_in_the_middle(sheet, inner, what.title, sizes, side)
        picture = Area(words.x - side - m.px(5), inner.y, side, inner.h)
    sheet.put("box.picture", Drawing(picture.centred(side, side), what.picture, ink, fill))
    title = sheet.needed(what.title, words.w, words.h * (0.55 if what.text else 1), sizes, 700)
    text = sheet.needed(what.text, words.w, words.h - title, _BOX_TEXT, 600)
    upper, lower = words.centred(words.w, title + text).cut_top(title)
    sheet.write("box.title", upper, what.title, sizes, 700, ink, fill)
    sheet.write("box.text", lower, what.text, _BOX_TEXT, 600, C.ink, fill)


def _one_line_in_the_middle(sheet: Sheet, area: Area, text: str, sizes: Sequence[float], side: float) -> Area:
    """The place of the words when picture and words stand in the middle together."""
    m = sheet.measures
    room = area.w - side - m.px(5)
    widest = min(room, 2 + sheet.fitted(text, room, area.h, sizes, 700).widest)
    spare = (area.w - side - m.px(5) - widest) / 2
    return Area(area.x + spare + side + m.px(5), area.y, widest, area.h)


def code(sheet: Sheet, area: Area, text: str, caption: str) -> None:
    """A QR code above its caption."""
    m = sheet.measures
    height = sheet.needed(caption, area.w, area.h / 2, (BODY, SMALL))
    side = min(area.h - height - m.px(3), area.w, m.px(82))
    block = area.centred(area.w, side + m.px(3) + height)
    upper, lower = block.cut_top(side, m.px(3))
    square = upper.centred(side, side)
    sheet.put("code.plate", Plate(square, C.card, C.line, m.px(0.5), m.px(2)))
    sheet.put("code", Code(square.inset(m.px(2)), text))
    sheet.write("code.caption", lower, caption, (BODY, SMALL), 400, C.ink2, C.ground, across=0.5)


def choice(sheet: Sheet, area: Area, control: Control, sizes: Sequence[float]) -> None:
    """One of several that may be tapped; a tick in the corner tells that it was, besides the colour."""
    m = sheet.measures
    ink, fill = (C.primary, C.primary_soft) if control.chosen else (C.ink2, C.off) if control.off else (C.ink, C.card)
    edge, edge_px = (C.primary, m.px(1.2)) if control.chosen else (C.edge, m.px(0.5))
    radius = m.px(RADIUS_MM)
    sheet.put(control.name, Plate(area, fill, edge, edge_px, radius))
    sheet.targets.append(Target(control.name, area, control.spoken, control.off, radius=radius))
    words = area.inset(m.px(3), m.px(1.5))
    sheet.write(f"{control.name}.text", words, control.text, sizes, 700, ink, fill, across=0.5)
    if control.chosen:
        side = m.px(8)
        corner = Area(area.right - side - m.px(2), area.y + m.px(1.6), side, side)
        sheet.put(f"{control.name}.tick", Drawing(corner, "check", ink, fill))


def grid(area: Area, count: int, per_row: int, gap: float, most: float) -> list[Area]:
    """So many places in rows; a short last row stands in the middle."""
    rows = area.rows(-(-count // per_row), gap, most)
    places = list[Area]()
    for row in rows:
        cells = row.columns([1.0] * per_row, gap)[: count - len(places)]
        spare = (row.right - cells[-1].right) / 2
        places += [Area(cell.x + spare, cell.y, cell.w, cell.h) for cell in cells]
    return places


def in_rows(controls: Sequence[Control], most: int) -> list[Sequence[Control]]:
    """Rows of at most so many controls, as equal as can be."""
    rows = max(-(-len(controls) // most), 1)
    return [controls[len(controls) * at // rows : len(controls) * (at + 1) // rows] for at in range(rows)]
