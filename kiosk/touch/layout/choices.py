"""A dozen things to choose from, in columns, below a title."""

from kiosk.touch.layout.parts import buttons, choice, grid
from kiosk.touch.layout.sheet import Sheet
from kiosk.touch.layout.top import frame
from kiosk.touch.layout.turning import TURN_MM, turning
from kiosk.touch.lookup import ChoicesPage
from look.sheet.measures import BODY, GAP, HEADING, LARGE, MARGIN, SMALL, STRONG

_TITLE = (LARGE, 12.0, HEADING)
_LABEL = (STRONG, BODY, SMALL)
_HIGHEST_MM = 42


def place(sheet: Sheet, page: ChoicesPage) -> None:
    """Two columns in portrait, three in landscape; there the pages are turned beside the way back."""
    m = sheet.measures
    area = frame(sheet, page).inset(m.px(MARGIN), m.px(8 if m.is_portrait else 5))
    bar, area = area.cut_bottom(m.px(24 if m.is_portrait else 21), m.px(GAP))
    if page.turning and m.is_portrait:
        row, area = area.cut_bottom(m.px(TURN_MM + 2), m.px(GAP))
        turning(sheet, row, page.turning, page.place)
    elif page.turning:
        bar, row = bar.columns((1, 1), m.px(GAP))
        turning(sheet, row, page.turning, page.place)
    buttons(sheet, bar, page.bar)
    title = sheet.needed(page.title, area.w, area.h * 0.25, _TITLE, 700)
    upper, area = area.cut_top(title, m.px(4))
    sheet.write("title", upper, page.title, _TITLE, 700)
    columns = 2 if m.is_portrait else 3
    cells = grid(area, len(page.choices), columns, m.px(GAP), m.px(_HIGHEST_MM))
    for cell, one in zip(cells, page.choices, strict=True):
        choice(sheet, cell, one, _LABEL)
