"""One thing said calmly, and the page of large keys."""

from collections.abc import Sequence

from kiosk.touch.layout.number import write_number
from kiosk.touch.layout.parts import RADIUS_MM, TONES, button, buttons, in_rows, pile_height, piled
from kiosk.touch.layout.sheet import Sheet
from kiosk.touch.layout.top import frame
from kiosk.touch.page import Control, EntryPage, MessagePage
from look.sheet.areas import Area
from look.sheet.lettering import LEADING
from look.sheet.measures import BODY, GAP, HEADING, HUGE, KEY_MIN, LARGE, MARGIN, SMALL, STRONG
from look.sheet.things import Drawing, Plate
from look.theme import COLOURS

C = COLOURS
_TITLE = (LARGE, 12.0, HEADING)
_TEXT = (STRONG, BODY, SMALL)
_MOST_IN_ONE, _TWO = 4, 2


def place(sheet: Sheet, page: MessagePage) -> None:
    """A picture, a title, a text in the middle; the controls at the bottom, where hands are."""
    m = sheet.measures
    area = frame(sheet, page).inset(m.px(MARGIN + 4), m.px(9))
    if page.bar:
        area = _bar(sheet, area, page.bar)
    if page.main and (m.is_portrait or len(page.main) > 2):
        area = _pile(sheet, area, page)
    elif page.main:
        row, area = area.cut_bottom(m.px(26), m.px(6))
        buttons(sheet, _narrow(sheet, row, len(page.main)), page.main)
    _middle(sheet, area, page)


def _bar(sheet: Sheet, area: Area, controls: Sequence[Control]) -> Area:
    """Two side by side; more of them with their pictures above the words, in rows of their own."""
    m = sheet.measures
    if len(controls) <= _TWO:
        bar, area = area.cut_bottom(m.px(24), m.px(GAP))
        buttons(sheet, _narrow(sheet, bar, len(controls)), controls)
        return area
    for row in in_rows(controls, 3 if m.is_portrait else 5)[::-1]:
        bar, area = area.cut_bottom(m.px(28), m.px(GAP))
        buttons(sheet, bar, row, stacked=True)
    return area


def _pile(sheet: Sheet, area: Area, page: MessagePage) -> Area:
    """All controls one below the other, many of them in two columns; gives what is left above them."""
    m = sheet.measures
    columns = 2 if not m.is_portrait and (m.is_compact or len(page.main) > _MOST_IN_ONE) else 1
    rows = -(-len(page.main) // columns)
    pile, area = area.cut_bottom(pile_height(sheet, rows), m.px(6))
    pile = pile if m.is_portrait or columns > 1 else pile.centred(m.px(200), pile.h)
    for place, column in enumerate(pile.columns([1.0] * columns, m.px(GAP))):
        share = page.main[place * rows : (place + 1) * rows]
        piled(sheet, Area(column.x, column.y, column.w, pile_height(sheet, len(share))), share)
    return area


def _narrow(sheet: Sheet, row: Area, count: int) -> Area:
    """Buttons in landscape need not be as wide as the panel."""
    most = sheet.measures.px(150) * count
    return row if sheet.measures.is_portrait else row.centred(most, row.h)


def _middle(sheet: Sheet, area: Area, page: MessagePage) -> None:
    m = sheet.measures
    width = min(area.w, m.px(330))
    notes = "\n".join(page.notes)
    number = min(area.h * 0.34, m.px(90)) if page.number else 0
    picture = 0 if page.number or not page.picture else min(m.px(66 if m.is_portrait else 48), area.h * 0.34)
    title = sheet.needed(page.title, width, area.h * 0.35, _TITLE, 700)
    text = sheet.needed(page.text, width, area.h * 0.25, _TEXT)
    room = max(0.0, area.h - number - picture - title - text - m.px(18))
    notes = notes if room >= m.letters(SMALL) * LEADING else ""
    saying = sheet.needed(notes, width, room, (BODY, SMALL))
    gaps = m.px(6) * sum(1 for part in (number + picture, text, saying) if part)
    block = area.centred(width, number + picture + title + text + saying + gaps)
    if page.number:
        upper, block = block.cut_top(number, m.px(4))
        write_number(sheet, upper, page.number, page.prefix)
    elif picture:
        upper, block = block.cut_top(picture, m.px(6))
        _picture(sheet, upper.centred(picture, picture), page)
    upper, block = block.cut_top(title, m.px(4))
    sheet.write("title", upper, page.title, _TITLE, 700, across=0.5)
    upper, block = block.cut_top(text, m.px(6))
    sheet.write("text", upper, page.text, _TEXT, 400, C.ink2, across=0.5)
    upper, _ = block.cut_top(saying)
    sheet.write("notes", upper, notes, (BODY, SMALL), 400, C.ink2, across=0.5, down=0)


def _picture(sheet: Sheet, area: Area, page: MessagePage) -> None:
    fill, ink = TONES[page.tone]
    sheet.put("picture.ground", Plate(area, fill, radius=int(area.w / 2)))
    sheet.put("picture", Drawing(area.centred(area.w * 0.6, area.w * 0.6), page.picture, ink, fill))


def place_entry(sheet: Sheet, page: EntryPage) -> None:
    """What is typed above or beside the keys."""
    m = sheet.measures
    area = frame(sheet, page).inset(m.px(MARGIN), m.px(7 if m.is_portrait else 5))
    if m.is_portrait:
        if page.bar:
            bar, area = area.cut_bottom(m.px(22), m.px(GAP))
            buttons(sheet, bar, page.bar)
        row, area = area.cut_bottom(m.px(27), m.px(GAP))
        buttons(sheet, row, page.main[::-1])
        head, area = area.cut_top(area.h * 0.3, m.px(GAP))
        _typed(sheet, head, page)
        _keys(sheet, area, page)
        return
    left, right = area.columns((0.46, 0.54), m.px(12))
    if page.bar:
        bar, left = left.cut_bottom(m.px(20), m.px(GAP))
        buttons(sheet, bar, page.bar)
    row, left = left.cut_bottom(m.px(24), m.px(GAP))
    buttons(sheet, row, page.main[::-1])
    _typed(sheet, left, page)
    _keys(sheet, right, page)


def _typed(sheet: Sheet, area: Area, page: EntryPage) -> None:
    m = sheet.measures
    title = sheet.needed(page.title, area.w, area.h * 0.42, _TITLE, 700)
    text = sheet.needed(page.text, area.w, area.h * 0.28, (BODY, SMALL))
    complaint = sheet.needed(page.complaint, area.w, area.h * 0.22, (BODY, SMALL), 700)
    upper, area = area.cut_top(title, m.px(2))
    sheet.write("title", upper, page.title, _TITLE, 700)
    upper, area = area.cut_top(text, m.px(4))
    sheet.write("text", upper, page.text, (BODY, SMALL), 400, C.ink2)
    field, area = area.cut_top(min(area.h - complaint - m.px(3), m.px(44)), m.px(3))
    lower, _ = area.cut_top(complaint)
    sheet.write("complaint", lower, page.complaint, (BODY, SMALL), 700, C.bad)
    sheet.put("typed.plate", Plate(field, C.card, C.primary, m.px(0.7), m.px(RADIUS_MM)))
    sizes = (26.0, HUGE, LARGE, HEADING, STRONG, SMALL)
    shown, ink, weight = (page.typed, C.ink, 800) if page.typed else (page.empty, C.mute, 400)
    inside = field.inset(m.px(4), m.px(1))
    sheet.write("typed", inside, shown, sizes, weight, ink, C.card, across=0.5)


def _keys(sheet: Sheet, area: Area, page: EntryPage) -> None:
    """Short rows have wider keys; rows of one letter each keep one width."""
    m = sheet.measures
    gap = m.px(3.4)
    rows = area.rows(len(page.keys), gap, m.px(34))
    for row, keys in zip(rows, page.keys, strict=True):
        weights = [2.0 if len(key.text) > 1 else 1.0 for key in keys]
        for column, key in zip(row.columns(weights, gap), keys, strict=True):
            small = min(column.w, column.h) < m.px(KEY_MIN)
            sizes = (BODY, SMALL) if len(key.text) > 1 else (LARGE, HEADING)
            button(sheet, column, key, sizes=sizes, secondary=small)
