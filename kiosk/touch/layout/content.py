"""The office's own pages: their list, and a text on as many leaves as it needs on this panel."""

from dataclasses import replace
from functools import lru_cache

from kiosk.touch.counsel import ArticlePage, ContentsPage
from kiosk.touch.layout import reading
from kiosk.touch.layout.parts import RADIUS_MM, buttons, grid
from kiosk.touch.layout.sheet import Sheet
from kiosk.touch.layout.top import frame
from kiosk.touch.page import Control
from look.sheet.areas import Area
from look.sheet.measures import BODY, GAP, HEADING, LARGE, MARGIN, SMALL, STRONG, Measures
from look.sheet.things import Drawing, Plate, Target
from look.theme import COLOURS

C = COLOURS
_TITLE = (LARGE, 12.0, HEADING)
_SMALL = (BODY, SMALL)
_LINE_MM = 38


def place_contents(sheet: Sheet, page: ContentsPage) -> None:
    """One line below the other, in landscape in two columns."""
    m = sheet.measures
    area = frame(sheet, page).inset(m.px(MARGIN), m.px(8 if m.is_portrait else 6))
    bar, area = area.cut_bottom(m.px(22), m.px(GAP))
    buttons(sheet, bar, (*page.bar, *(() if m.is_portrait else page.main)))
    if page.main and m.is_portrait:
        main, area = area.cut_bottom(m.px(24), m.px(GAP))
        buttons(sheet, main, page.main)
    title = sheet.needed(page.title, area.w, area.h * 0.25, _TITLE, 700)
    upper, area = area.cut_top(title, m.px(5))
    sheet.write("title", upper, page.title, _TITLE, 700)
    sheet.write("text", area.cut_top(m.px(40))[0], page.text, (STRONG, *_SMALL), 400, C.ink2)
    if page.lines:
        columns = 1 if m.is_portrait else 2
        for cell, line in zip(grid(area, len(page.lines), columns, m.px(GAP), m.px(_LINE_MM)), page.lines, strict=True):
            _line(sheet, cell, line)


def _line(sheet: Sheet, area: Area, line: Control) -> None:
    m, key, radius = sheet.measures, line.name, sheet.measures.px(RADIUS_MM)
    sheet.put(key, Plate(area, C.card, C.edge, m.px(0.5), radius))
    sheet.targets.append(Target(key, area, line.spoken, radius=radius))
    inner = area.inset(m.px(6), m.px(2))
    side = min(m.px(16), inner.h)
    picture, inner = inner.cut_left(side, m.px(6))
    sign, words = inner.cut_right(m.px(8), m.px(4))
    sheet.put(f"{key}.picture", Drawing(picture.centred(side, side), line.picture, C.primary, C.card))
    sheet.put(f"{key}.sign", Drawing(sign.centred(sign.w, sign.w), "forward", C.primary, C.card))
    sheet.write(f"{key}.text", words, line.text, (HEADING, STRONG, *_SMALL), 700, C.ink, C.card)


def place_article(sheet: Sheet, page: ArticlePage) -> None:
    """Title, the leaf, and large controls to turn it."""
    paper = _around(sheet, page)
    shown = reading.leaves(page.passages, sheet.measures, paper.w, paper.h)
    reading.draw(sheet, paper, shown[min(page.leaf, len(shown) - 1)])


def _around(sheet: Sheet, page: ArticlePage) -> Area:
    """Everything but the text; gives the place for the text."""
    m = sheet.measures
    area = frame(sheet, page).inset(m.px(MARGIN), m.px(7 if m.is_portrait else 5))
    if m.is_portrait:
        bar, area = area.cut_bottom(m.px(22), m.px(GAP))
        buttons(sheet, bar, page.bar)
        if page.main:
            main, area = area.cut_bottom(m.px(25), m.px(5))
            buttons(sheet, main, page.main)
    else:
        row, area = area.cut_bottom(m.px(23), m.px(4))
        buttons(sheet, row, (*page.bar, *page.main))
    area = _heading(sheet, area, page)
    sheet.put("paper", Plate(area, C.card, C.line, m.px(0.5), m.px(RADIUS_MM)))
    return area.inset(m.px(7), m.px(5))


def _heading(sheet: Sheet, area: Area, page: ArticlePage) -> Area:
    m = sheet.measures
    title = sheet.needed(page.title, area.w, area.h * 0.2, _TITLE, 700)
    upper, area = area.cut_top(title, m.px(1))
    sheet.write("title", upper, page.title, _TITLE, 700)
    high = sheet.needed("Ag", area.w, area.h, (SMALL,))
    upper, area = area.cut_top(high, m.px(3))
    right, left = upper.cut_right(sheet.width(page.place, SMALL, 700) + 2, m.px(4))
    sheet.write("place", right, page.place, (SMALL,), 700, C.primary, across=1)
    sheet.write("note", left, page.note, (SMALL,), 400, C.ink2)
    return area


def leaves_of(page: ArticlePage, measures: Measures) -> int:
    """How many leaves the text needs on this panel; without controls to turn it when one is enough."""
    still = replace(page, header=None, warning=None, note="", place="", leaf=0)
    return 1 if _count(replace(still, main=()), measures) == 1 else _count(still, measures)


@lru_cache(maxsize=32)
def _count(page: ArticlePage, measures: Measures) -> int:
    paper = _around(Sheet(measures), page)
    return len(reading.leaves(page.passages, measures, paper.w, paper.h))
