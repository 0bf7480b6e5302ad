"""The suggestion box: reasons to tap, and the field in which a person writes."""

from kiosk.touch.counsel import SuggestionPage, WritingPage
from kiosk.touch.layout import keyboard
from kiosk.touch.layout.parts import RADIUS_MM, buttons, choice, grid
from kiosk.touch.layout.sheet import Sheet
from kiosk.touch.layout.strips import broken
from kiosk.touch.layout.top import frame
from look.sheet.areas import Area
from look.sheet.lettering import LEADING, Fitted, line_width
from look.sheet.measures import BODY, GAP, HEADING, LARGE, MARGIN, SMALL, STRONG
from look.sheet.things import Drawing, Plate, Target, Writing
from look.theme import COLOURS

C = COLOURS
_TITLE = (LARGE, 12.0, HEADING)
_LABEL = (STRONG, BODY, SMALL)
_SMALL = (BODY, SMALL)
_HIGHEST_MM, _FIELD_MM = 34, 40


def place(sheet: Sheet, page: SuggestionPage) -> None:
    """In portrait one column; in landscape what was written stands beside the reasons."""
    m = sheet.measures
    area = frame(sheet, page).inset(m.px(MARGIN), m.px(8 if m.is_portrait else 5))
    if m.is_portrait:
        bar, area = area.cut_bottom(m.px(22), m.px(GAP))
        buttons(sheet, bar, page.bar)
        main, area = area.cut_bottom(m.px(26), m.px(6))
        buttons(sheet, main, page.main)
    else:
        row, area = area.cut_bottom(m.px(20.4 if m.is_compact else 24), m.px(4))
        buttons(sheet, row, (*page.bar, *page.main))
    area = _heading(sheet, area, page)
    complaint = sheet.needed(page.complaint, area.w, area.h * 0.2, _SMALL, 700)
    lower, area = area.cut_bottom(complaint, m.px(4) if complaint else 0)
    sheet.write("complaint", lower, page.complaint, _SMALL, 700, C.bad)
    _middle(sheet, area, page)


def _heading(sheet: Sheet, area: Area, page: SuggestionPage) -> Area:
    m = sheet.measures
    titles, small = (_TITLE[1:], (SMALL,)) if m.is_compact else (_TITLE, _SMALL)
    title = sheet.needed(page.title, area.w, area.h * 0.2, titles, 700)
    readers = sheet.needed(page.readers, area.w, area.h * 0.2, small)
    upper, area = area.cut_top(title, m.px(1))
    sheet.write("title", upper, page.title, titles, 700)
    upper, area = area.cut_top(readers, m.px(3 if m.is_compact else 5))
    sheet.write("readers", upper, page.readers, small, 400, C.ink2)
    return area


def _middle(sheet: Sheet, area: Area, page: SuggestionPage) -> None:
    """The reasons as high as they may be, the field in what they leave."""
    m = sheet.measures
    columns = 2 if m.is_portrait else 3
    if m.is_portrait:
        rows = -(-len(page.reasons) // columns)
        most = area.h - m.px(_FIELD_MM - 12 * m.is_compact)
        high = min(most, rows * m.px(_HIGHEST_MM) + (rows - 1) * m.px(GAP))
        area, field = area.cut_top(high, m.px(6))
    else:
        field, area = area.cut_right(area.w * (0.26 if m.is_compact else 0.34), m.px(GAP))
    for cell, reason in zip(
        grid(area, len(page.reasons), columns, m.px(GAP), m.px(_HIGHEST_MM)), page.reasons, strict=True
    ):
        choice(sheet, cell, reason, _LABEL)
    _field_to_press(sheet, field, page)


def _field_to_press(sheet: Sheet, area: Area, page: SuggestionPage) -> None:
    m, write, radius = sheet.measures, page.write, sheet.measures.px(RADIUS_MM)
    fill = C.off if write.off else C.card
    sheet.put("write", Plate(area, fill, C.edge, m.px(0.5), radius))
    sheet.targets.append(Target("write", area, write.spoken, write.off, radius=radius))
    picture, words = area.inset(m.px(4), m.px(3)).cut_left(m.px(10), m.px(4))
    square = Area(picture.x, picture.y, picture.w, picture.w)
    sheet.put("write.picture", Drawing(square, write.picture, C.primary, fill))
    sheet.write("written", words, page.written, _SMALL, 400, C.ink, fill, down=0)
    if not page.written:
        sheet.write("write.text", words, write.text, (STRONG, *_SMALL), 600, C.primary, fill, down=0)


def place_writing(sheet: Sheet, page: WritingPage) -> None:
    """The keyboard below the field, in landscape beside it."""
    m = sheet.measures
    area = frame(sheet, page)
    if m.is_portrait:
        keys, area = area.cut_bottom(keyboard.height(sheet, page.keys, area.h * 0.56))
        keyboard.place(sheet, keys, page.keys)
        area = area.inset(m.px(MARGIN), m.px(6))
    else:
        area = area.inset(m.px(MARGIN), m.px(5))
        keys, area = area.cut_right(max(area.w * 0.56, m.px(178)), m.px(8))
        keyboard.place(sheet, keys.centred(keys.w, keyboard.height(sheet, page.keys, keys.h)), page.keys, rounded=True)
    row, area = area.cut_bottom(m.px(24), m.px(GAP))
    buttons(sheet, row, page.main)
    title = sheet.needed(page.title, area.w, area.h * 0.2, (12.0, HEADING), 700)
    hint = sheet.needed(page.hint, area.w, area.h * 0.3, _SMALL, 700 if page.is_full else 400)
    upper, area = area.cut_top(title, m.px(1))
    sheet.write("title", upper, page.title, (12.0, HEADING), 700)
    upper, area = area.cut_top(hint, m.px(4))
    sheet.write("hint", upper, page.hint, _SMALL, 700 if page.is_full else 400, C.warn if page.is_full else C.ink2)
    _field(sheet, area, page)


def _field(sheet: Sheet, area: Area, page: WritingPage) -> None:
    """The last lines that have room: where somebody writes is always to be seen."""
    m = sheet.measures
    sheet.put("written.plate", Plate(area, C.card, C.primary, m.px(0.7), m.px(RADIUS_MM)))
    inner = area.inset(m.px(5), m.px(3))
    if not page.written:
        sheet.write("empty", inner, page.empty, (STRONG, BODY, SMALL), 400, C.mute, C.card, down=0)
        _cursor(sheet, inner.x, inner.y, m.letters(STRONG))
        return
    lines, size = broken(((page.written, False),), m, inner.w, STRONG, 400, C.ink), m.letters(STRONG)
    room = max(1, int((inner.h + 1) // (size * LEADING)))
    shown = Fitted(lines[-room:], size, 400)
    sheet.put("written", Writing(inner, shown, C.card, down=0))
    end = inner.x + line_width(shown.lines[-1], shown.size, shown.weight) + m.px(0.8)
    end += m.px(2) if page.written.endswith(" ") else 0
    _cursor(sheet, end, inner.y + shown.height - shown.size * LEADING, shown.size)


def _cursor(sheet: Sheet, x: float, y: float, size: int) -> None:
    """A still one: nothing on this screen moves by itself."""
    sheet.put("written.cursor", Plate(Area(x, y + size * 0.12, sheet.measures.px(0.7), size), C.primary))
