"""The pages of the setup in their places; all others are placed as on the screen for citizens."""

from kiosk.setup.touch.pages import Choice, LinesPage, QuestionPage
from kiosk.touch.layout import placing
from kiosk.touch.layout.parts import RADIUS_MM, box, box_height, buttons
from kiosk.touch.layout.sheet import Sheet
from kiosk.touch.layout.top import frame
from kiosk.touch.page import Page
from look.sheet.areas import Area
from look.sheet.measures import BODY, GAP, HEADING, LARGE, MARGIN, SMALL, STRONG, Measures
from look.sheet.things import Drawing, Plate, Target
from look.theme import COLOURS

C = COLOURS
_TITLE = (LARGE, 12.0, HEADING)
_TEXT = (BODY, SMALL)
_LABEL = (STRONG, BODY, SMALL)
_ROW_MM, _LEAST_MM = 25.0, 20.0
"""How high an option stands at most, and how high all of them have to be in one column."""


def placed(page: Page, measures: Measures) -> Sheet:
    """The page as a sheet, its targets in the order of reading."""
    if not isinstance(page, QuestionPage | LinesPage):
        return placing.placed(page, measures)
    sheet = Sheet(measures)
    area = _around(sheet, page)
    if isinstance(page, QuestionPage):
        _question(sheet, area, page)
    else:
        _lines(sheet, area, page)
    order = {control.name: place for place, control in enumerate(page.controls)}
    sheet.targets.sort(key=lambda target: order[target.name])
    return sheet


def _around(sheet: Sheet, page: QuestionPage | LinesPage) -> Area:
    """Strip, title, help and the row of buttons; gives what is left between them."""
    m = sheet.measures
    area = frame(sheet, page).inset(m.px(MARGIN), m.px(7 if m.is_portrait else 4))
    bar, area = area.cut_bottom(m.px(24 if m.is_portrait else 20), m.px(GAP))
    buttons(sheet, bar, page.bar)
    title = sheet.needed(page.title, area.w, area.h * 0.25, _TITLE, 700)
    upper, area = area.cut_top(title, m.px(2))
    sheet.write("title", upper, page.title, _TITLE, 700)
    text = sheet.needed(page.help, area.w, area.h * 0.25, _TEXT)
    upper, area = area.cut_top(text, m.px(4))
    sheet.write("help", upper, page.help, _TEXT, 400, C.ink2)
    return area


def _question(sheet: Sheet, area: Area, page: QuestionPage) -> None:
    m = sheet.measures
    count = len(page.choices)
    if page.told is not None:
        pairs = -(-count // 2)
        room = area.h - m.px(5) - pairs * m.px(_LEAST_MM) - (pairs - 1) * m.px(GAP)
        high = box_height(sheet, page.told, area.w, max(area.h * 0.35, room))
        upper, area = area.cut_top(high, m.px(5))
        box(sheet, upper, page.told)
    columns = 1 if count * m.px(_LEAST_MM) + (count - 1) * m.px(GAP) <= area.h else 2
    rows = -(-len(page.choices) // columns)
    places = [
        row
        for column in area.columns([1.0] * columns, m.px(GAP))
        for row in column.rows(rows, m.px(GAP), m.px(_ROW_MM))
    ]
    for place, choice in zip(places, page.choices, strict=False):
        _choice(sheet, place, choice)


def _choice(sheet: Sheet, area: Area, choice: Choice) -> None:
    """The words on the left, a tick on the right when it was chosen or is usual."""
    m, control = sheet.measures, choice.control
    ink, fill = (C.primary, C.primary_soft) if control.chosen else (C.ink, C.card)
    edge, edge_px = (C.primary, m.px(1.0)) if control.chosen else (C.edge, m.px(0.5))
    radius = m.px(RADIUS_MM)
    sheet.put(control.name, Plate(area, fill, edge, edge_px, radius))
    sheet.targets.append(Target(control.name, area, control.spoken, control.off, radius=radius))
    words, tick = area.inset(m.px(4), m.px(1.2)).cut_left(area.w - m.px(8) - m.px(9), m.px(1))
    label = sheet.needed(control.text, words.w, words.h, _LABEL, 700)
    room = words.h - label
    detail = choice.detail if room >= m.letters(SMALL) * 1.2 else ""
    small = sheet.needed(detail, words.w, room, (SMALL,))
    upper, lower = words.centred(words.w, label + small).cut_top(label)
    sheet.write(f"{control.name}.text", upper, control.text, _LABEL, 700, ink, fill)
    sheet.write(f"{control.name}.detail", lower, detail, (SMALL,), 400, C.ink2 if not control.chosen else ink, fill)
    if control.chosen:
        side = min(m.px(8), tick.h)
        sheet.put(f"{control.name}.tick", Drawing(tick.centred(side, side), "check", ink, fill))


def _lines(sheet: Sheet, area: Area, page: LinesPage) -> None:
    m = sheet.measures
    share, sizes = (0.5, (HEADING, STRONG, BODY)) if page.large else (0.3, (BODY, SMALL))
    rows = area.rows(len(page.lines), m.px(1.5), m.px(30 if page.large else 22))
    for place, (row, (title, text)) in enumerate(zip(rows, page.lines, strict=True)):
        left, right = row.inset(m.px(4), m.px(0.5)).columns((share, 1 - share), m.px(4))
        sheet.put(f"line{place}", Plate(row, C.card, C.line, max(1, m.px(0.3)), m.px(2)))
        sheet.write(f"line{place}.title", left, title, (BODY, SMALL), 700, C.ink, C.card)
        sheet.write(f"line{place}.text", right, text, sizes, 700 if page.large else 400, C.ink, C.card)
