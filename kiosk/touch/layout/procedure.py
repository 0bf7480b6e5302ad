"""The page of a procedure: its name, what everybody asks first, one chapter to read, and what can be done with it.

In landscape the name, the facts and the controls stand on the left, the chapter on the right.
"""

from dataclasses import replace
from functools import lru_cache

from kiosk.touch.layout.chips import tabs, tabs_height
from kiosk.touch.layout.parts import RADIUS_MM, box, box_height, buttons
from kiosk.touch.layout.reading import draw, leaves
from kiosk.touch.layout.sheet import Sheet
from kiosk.touch.layout.top import frame
from kiosk.touch.layout.turning import TURN_MM, turning
from kiosk.touch.lookup import Fact, ProcedurePage
from look.sheet.areas import Area
from look.sheet.lettering import LEADING
from look.sheet.measures import BODY, GAP, HEADING, MARGIN, SMALL, STRONG, Measures
from look.sheet.things import Drawing, Plate
from look.theme import COLOURS

C = COLOURS
_NAME = (12.0, HEADING, STRONG, BODY, SMALL)
_TEXT = (HEADING, 9.4, STRONG, BODY)
_FACT_LINES, _COMPACT_LINES = 3, 2
_LEFT_SHARE = 0.45


def place(sheet: Sheet, page: ProcedurePage) -> None:
    """The leaf that is wanted, or the last one."""
    paper = _around(sheet, page, turned=bool(page.turning))
    found = leaves(page.passages, sheet.measures, paper.w, paper.h, _TEXT)
    draw(sheet, paper, found[min(page.leaf, len(found) - 1)])


def leaves_of(page: ProcedurePage, measures: Measures) -> int:
    """How many leaves the chapter has on this panel."""
    return _count(replace(page, header=None, warning=None, place="", leaf=0, turning=()), measures)


@lru_cache(maxsize=32)
def _count(page: ProcedurePage, measures: Measures) -> int:
    for turned in (False, True):
        paper = _around(Sheet(measures), page, turned=turned)
        count = len(leaves(page.passages, measures, paper.w, paper.h, _TEXT))
        if count == 1:
            break
    return count


def _around(sheet: Sheet, page: ProcedurePage, *, turned: bool) -> Area:
    """Everything but the text of the chapter; gives the place for it. `turned`: there is more than one leaf."""
    m = sheet.measures
    area = frame(sheet, page).inset(m.px(5 if m.is_compact else MARGIN), m.px(4 if m.is_compact else 6))
    gap = m.px(3.4 if m.is_compact else GAP)
    bar = m.px(21 if m.is_compact else 24)
    if m.is_portrait:
        row, area = area.cut_bottom(bar, gap)
        buttons(sheet, row, page.bar)
        area = _main(sheet, area, page, gap)
        area = _head(sheet, area, page, m.px(56))
        return _chapter(sheet, area, page, turned=turned)
    left, right = area.columns((_LEFT_SHARE, 1 - _LEFT_SHARE), m.px(5 if m.is_compact else 9))
    row, left = left.cut_bottom(bar, gap)
    buttons(sheet, row, page.bar)
    _head(sheet, _main(sheet, left, page, gap), page, left.h * 0.3)
    return _chapter(sheet, right, page, turned=turned)


def _main(sheet: Sheet, area: Area, page: ProcedurePage, gap: float) -> Area:
    if not page.main:
        return area
    row, area = area.cut_bottom(sheet.measures.px(24 if sheet.measures.is_compact else 27), gap)
    buttons(sheet, row, page.main)
    return area


def _head(sheet: Sheet, area: Area, page: ProcedurePage, most: float) -> Area:
    """The name, its code and field, and the facts; gives what is left below."""
    m = sheet.measures
    high = sheet.needed(page.name, area.w, most, _NAME, 700)
    upper, area = area.cut_top(high, m.px(1))
    sheet.write("name", upper, page.name, _NAME, 700)
    high = sheet.needed(page.origin, area.w, m.letters(SMALL) * LEADING, (SMALL,))
    upper, area = area.cut_top(high, m.px(2.6 if m.is_compact else 4))
    sheet.write("origin", upper, page.origin, (SMALL,), 400, C.ink2)
    return _facts(sheet, area, page.facts)


# -- what everybody asks first


def _facts(sheet: Sheet, area: Area, facts: tuple[Fact, ...]) -> Area:
    """One row for each, divided by thin lines; gives what is left below."""
    m = sheet.measures
    pad = m.px(1.5 if m.is_compact else 3.4)
    side, label = _label_widths(sheet, facts)
    room = area.w - 2 * m.px(4) - side - label
    highs = _heights(sheet, facts, room, area.h - 2 * pad * len(facts), pad)
    card, rest = area.cut_top(sum(highs), m.px(3.4 if m.is_compact else GAP))
    sheet.put("facts", Plate(card, C.card, C.line, m.px(0.5), m.px(RADIUS_MM)))
    y = card.y
    for at, (one, high) in enumerate(zip(facts, highs, strict=True)):
        row = Area(card.x + m.px(4), y, card.w - 2 * m.px(4), high)
        if at:
            sheet.put(f"fact{at}.line", Plate(Area(card.x, y, card.w, max(1, m.px(0.3))), C.line))
        _fact(sheet, row, one, at, side, label)
        y += high
    return rest


def _label_widths(sheet: Sheet, facts: tuple[Fact, ...]) -> tuple[float, float]:
    """Of the pictures, and of the titles."""
    m = sheet.measures
    widest = max((sheet.width(one.title, SMALL, 400) for one in facts), default=0.0)
    return (0 if m.is_compact else m.px(13)), widest + m.px(4)


def _heights(sheet: Sheet, facts: tuple[Fact, ...], room: float, most: float, pad: float) -> list[float]:
    """Of each row; long texts give way first where not all of them have room."""
    for lines in range(_COMPACT_LINES if sheet.measures.is_compact else _FACT_LINES, 0, -1):
        one_line = sheet.measures.letters(BODY) * LEADING
        highs = [sheet.needed(one.text, room, one_line * lines, _sizes(sheet), 600) for one in facts]
        if sum(highs) <= most:
            break
    return [high + 2 * pad for high in highs]


def _sizes(sheet: Sheet) -> tuple[float, ...]:
    return (BODY, SMALL) if sheet.measures.is_compact else (STRONG, BODY, SMALL)


def _fact(sheet: Sheet, row: Area, one: Fact, at: int, side: float, label: float) -> None:
    m = sheet.measures
    picture, rest = row.cut_left(side)
    if side:
        square = picture.centred(m.px(9), m.px(9))
        sheet.put(f"fact{at}.picture", Drawing(replace(square, x=picture.x), one.picture, C.primary, C.card))
    title, words = rest.cut_left(label)
    sheet.write(f"fact{at}.title", title, one.title, (SMALL,), 400, C.ink2, C.card)
    ink = C.ink if one.known else C.warn
    sheet.write(f"fact{at}.text", words, one.text, _sizes(sheet), 600, ink, C.card)


# -- the chapter


def _chapter(sheet: Sheet, area: Area, page: ProcedurePage, *, turned: bool) -> Area:
    """Tabs, the card and what turns its leaves; gives the place for the text."""
    m = sheet.measures
    gap = m.px(3.4)
    if page.tabs:
        row, area = area.cut_top(tabs_height(sheet, area.w, page.tabs), gap)
        tabs(sheet, row, page.tabs)
    if page.box is not None:
        high = box_height(sheet, page.box, area.w, m.px(46)) if page.box.text else m.px(28 if m.is_compact else 30)
        row, area = area.cut_bottom(high, gap)
        box(sheet, row, page.box)
    sheet.put("paper", Plate(area, C.card, C.line, m.px(0.5), m.px(RADIUS_MM)))
    inner = area.inset(m.px(5 if m.is_compact else 7), m.px(4 if m.is_compact else 5))
    if turned:
        row, inner = inner.cut_bottom(m.px(TURN_MM - 2 if m.is_compact else TURN_MM), m.px(2))
        turning(sheet, row, page.turning, page.place, worded=True)
    return inner
