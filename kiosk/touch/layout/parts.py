"""What many pages have: the strip on top, the line of training, buttons, boxes."""

from collections.abc import Sequence
from functools import partial

from kiosk.touch.layout.areas import Area
from kiosk.touch.layout.lettering import fit
from kiosk.touch.layout.measures import (
    BODY,
    GAP,
    HEADING,
    KEY_MIN,
    LARGE,
    MARGIN,
    SMALL,
    STRONG,
)
from kiosk.touch.layout.sheet import Code, Drawing, Plate, Sheet, Target
from kiosk.touch.page import Box, Control, Header, Look, Page, Tone
from look.theme import COLOURS, RADIUS_PX

C = COLOURS
RADIUS_MM = RADIUS_PX * 0.2479
EMBLEM_KEY = "emblem"

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


def frame(sheet: Sheet, page: Page) -> Area:
    """The strip on top and the line of training; gives the area that is left for the page itself."""
    m = sheet.measures
    height = m.px(41.6 if m.is_portrait else 32.6)
    top, rest = sheet.area.cut_top(height)
    if page.warning is not None:
        warning(sheet, top, page.warning)
    else:
        _header(sheet, top, page.header)
    stripe, rest = rest.cut_top(m.px(2))
    left, right = stripe.columns((72, 28), 0)
    sheet.put("stripe.red", Plate(left, C.accent))
    sheet.put("stripe.gold", Plate(right, C.gold))
    return band(sheet, rest, page.band)


def warning(sheet: Sheet, area: Area, control: Control) -> None:
    """The strip on top turns into one large control: the page leaves soon, one touch keeps it."""
    sheet.put("header", Plate(area, C.warn_soft))
    m = sheet.measures
    button(sheet, area.inset(m.px(MARGIN), m.px(4)), control, sizes=(HEADING, STRONG, SMALL))


def band(sheet: Sheet, rest: Area, text: str) -> Area:
    """The line that says that nothing counts; gives what is left below it."""
    if not text:
        return rest
    m = sheet.measures
    strip, rest = rest.cut_top(m.px(12))
    sheet.put("band", Plate(strip, C.warn))
    sheet.write("band.text", strip.inset(m.px(3), 0), text, (BODY, SMALL), 700, C.card, C.warn, across=0.5)
    return rest


def _header(sheet: Sheet, area: Area, header: Header | None) -> None:
    m = sheet.measures
    sheet.put("header", Plate(area, C.ink))
    inner = area.inset(m.px(MARGIN), m.px(3))
    emblem, inner = inner.cut_left(m.px(25.8), m.px(6.5))
    side = min(emblem.w, emblem.h)
    sheet.put(EMBLEM_KEY, Drawing(emblem.centred(side, side), "emblem", C.gold, C.ink))
    if header is None:
        return
    clock, middle = inner.cut_right(m.px(70 if m.is_portrait else 90), m.px(4))
    time, date = clock.cut_top(clock.h * (0.5 if m.is_portrait else 0.6))
    sheet.write("clock", time, header.clock, (LARGE,), 700, C.card, C.ink, across=1, down=1)
    sheet.write("date", date, header.date, (SMALL,), 400, C.card, C.ink, across=1, down=0)
    if header.calls:
        _calls(sheet, middle, header)
    elif header.notice:
        _notice(sheet, middle, header.notice)
    else:
        _office(sheet, middle, header)


def _office(sheet: Sheet, area: Area, header: Header) -> None:
    name_sizes, parent_sizes = (STRONG, BODY, SMALL), (SMALL,)
    parent = sheet.needed(header.parent, area.w, area.h * 0.4, parent_sizes, 600)
    name = sheet.needed(header.office, area.w, area.h - parent, name_sizes, 700)
    block = area.centred(area.w, parent + name)
    upper, lower = block.cut_top(parent)
    sheet.write("parent", upper, header.parent, parent_sizes, 600, C.card, C.ink)
    sheet.write("office", lower, header.office, name_sizes, 700, C.card, C.ink)


def _calls(sheet: Sheet, area: Area, header: Header) -> None:
    """As many calls as have room, the newest first."""
    m = sheet.measures
    if area.w > m.px(110):
        title, area = area.cut_left(m.px(26 if m.is_portrait else 34), m.px(3))
        sheet.write("calls", title, header.calls_title, (STRONG, BODY, SMALL), 600, C.card, C.ink)
    count = max(1, min(3, int(area.w // m.px(30))))
    sizes = (HEADING, SMALL) if m.is_portrait else (LARGE, HEADING)
    for place, (column, called) in enumerate(zip(area.columns([1.0] * count, 0), header.calls, strict=False)):
        number, where = column.cut_top(column.h * 0.6)
        sheet.write(f"call{place}.number", number, called.number, sizes, 800, C.gold, C.ink, down=1)
        sheet.write(f"call{place}.place", where, called.place, (BODY, SMALL), 600, C.card, C.ink, down=0)


def _notice(sheet: Sheet, area: Area, notice: str) -> None:
    m = sheet.measures
    picture, text = area.cut_left(m.px(12), m.px(4))
    sheet.put("notice.picture", Drawing(picture.centred(picture.w, picture.w), "information", C.gold, C.ink))
    sheet.write("notice", text, notice, (STRONG, BODY, SMALL), 600, C.card, C.ink)


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
    text = sheet.needed(control.text, area.w, area.h - m.px(6.4), sizes, 700)
    side = min(m.px(13), area.h - text)
    block = area.centred(area.w, side + text)
    upper, lower = block.cut_top(side)
    sheet.put(f"{control.name}.picture", Drawing(upper.centred(side, side), control.picture, ink, fill))
    sheet.write(f"{control.name}.text", lower, control.text, sizes, 700, ink, fill, across=0.5)


def _beside(sheet: Sheet, area: Area, control: Control, sizes: Sequence[float], ink: str, fill: str) -> None:
    m = sheet.measures
    side, gap = min(m.px(12), area.h), m.px(3)
    room = area.w - side - gap
    pixels = [m.letters(size) for size in sizes]
    fitted = fit(sheet.ruler, control.text, room, area.h, pixels, 700, balanced=True)
    if fitted.cut:  # the words are worth more than the picture
        sheet.write(f"{control.name}.text", area, control.text, sizes, 700, ink, fill, across=0.5)
        return
    widest = max(sheet.ruler.width(line, fitted.size, 700) for line in fitted.lines)
    block = area.centred(side + gap + min(widest + 2, room), area.h)
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
        lengths = [sheet.ruler.width(control.text, 100, 700) for control in controls]
        columns = area.columns([min(length / min(lengths), 2.0) for length in lengths], gap)
    for column, control in zip(columns, controls, strict=True):
        button(sheet, column, control, stacked=stacked)


def _has_room(sheet: Sheet, area: Area, control: Control) -> bool:
    m = sheet.measures
    inner = area.inset(m.px(2.5), m.px(1.2))
    return not fit(sheet.ruler, control.text, inner.w - inner.h, inner.h, [m.letters(SMALL)], 700).cut


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
    fitted = fit(sheet.ruler, text, room, area.h, [m.letters(size) for size in sizes], 700)
    widest = min(room, 2 + max(sheet.ruler.width(line, fitted.size, 700) for line in fitted.lines))
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


def key_size(sheet: Sheet) -> float:
    return sheet.measures.px(KEY_MIN)
