"""The page of a number: the number as large as the panel allows, then everything that belongs to it."""

from kiosk.touch.layout.parts import RADIUS_MM, box, box_height, buttons, code, pile_height, piled
from kiosk.touch.layout.sheet import Sheet
from kiosk.touch.layout.top import frame
from kiosk.touch.page import NumberPage
from look.sheet.areas import Area
from look.sheet.lettering import LEADING, width
from look.sheet.measures import BODY, GAP, HEADING, HUGE, LARGE, MARGIN, SMALL, STRONG
from look.sheet.things import Plate
from look.theme import COLOURS, service_colour

C = COLOURS
_SERVICE = (LARGE, HEADING, STRONG, BODY)
_PLACE = (HEADING, STRONG, BODY)
_DIGIT_HEIGHT = 0.8
"""Height of a digit with a little air, for a size of 1."""

_STEP = 8
_HEAD_MM = {(False, False): 184, (False, True): 140, (True, False): 128, (True, True): 92}
"""How high the number with its service is in portrait, by (compact, has a code)."""

_CODE_MM = 40
"""With less room there is no code: the words say the same."""


def place(sheet: Sheet, page: NumberPage) -> None:
    """One column in portrait; in landscape the number on the left and the paper on the right."""
    m = sheet.measures
    area = frame(sheet, page).inset(m.px(MARGIN), m.px(9 if m.is_portrait else 7))
    bar, area = area.cut_bottom(m.px(22), m.px(GAP))  # its place is kept while the slip is being printed
    buttons(sheet, bar, page.bar)
    if m.is_portrait:
        area = _controls(sheet, area, page)
        head, area = area.cut_top(m.px(_HEAD_MM[m.is_compact, bool(page.code)]), m.px(6))
        _number(sheet, head, page)
        _below(sheet, area, page)
        return
    left, right = area.columns((1, 1.1) if m.is_compact else (1.25, 1), m.px(6 if m.is_compact else 12))
    _number(sheet, left, page)
    right = _controls(sheet, right, page)
    _below(sheet, right, page)


def _controls(sheet: Sheet, area: Area, page: NumberPage) -> Area:
    if not page.main:
        return area
    m = sheet.measures
    if not m.is_portrait or (m.is_compact and len(page.main) == 2):
        row, area = area.cut_bottom(m.px(25), m.px(GAP))
        buttons(sheet, row, page.main)
        return area
    pile, area = area.cut_bottom(pile_height(sheet, len(page.main)), m.px(GAP))
    piled(sheet, pile, page.main)
    return area


def write_number(sheet: Sheet, area: Area, number: str, prefix: str) -> None:
    """As large as the place allows, in steps of `_STEP` pixels so that the sizes of letters stay few."""
    wide = area.w / max(width(number, 100, 800), 1) * 100
    high = area.h / _DIGIT_HEIGHT
    size = max(sheet.measures.letters(HUGE), int(min(wide, high)) // _STEP * _STEP)
    mm = size * sheet.measures.mm_per_px
    tall = Area(area.x, area.y - area.h, area.w, area.h * 3)  # the line box is higher than the digits
    sheet.write("number", tall, number, (mm,), 800, service_colour(prefix), across=0.5)


def _number(sheet: Sheet, area: Area, page: NumberPage) -> None:
    m = sheet.measures
    kicker = sheet.needed(page.kicker, area.w, m.px(20), (HEADING, STRONG), 600)
    service = sheet.needed(page.service, area.w, area.h * 0.26, _SERVICE, 700)
    where = sheet.needed(page.place, area.w, area.h * 0.16, _PLACE)
    upper, rest = area.cut_top(kicker, m.px(3))
    lower, rest = rest.cut_bottom(where)
    middle, rest = rest.cut_bottom(service, m.px(4))
    sheet.write("kicker", upper, page.kicker, (HEADING, STRONG), 600, C.ink2, across=0.5)
    write_number(sheet, rest, page.number, page.prefix)
    sheet.write("service", middle, page.service, _SERVICE, 700, across=0.5)
    sheet.write("place", lower, page.place, _PLACE, 400, C.ink2, across=0.5)


def _below(sheet: Sheet, area: Area, page: NumberPage) -> None:
    m = sheet.measures
    if page.facts:
        row, area = area.cut_top(m.px(38), m.px(7))
        _facts(sheet, row, page)
    if page.box is not None:
        wish = m.px(44) if not page.box.text else box_height(sheet, page.box, area.w, m.px(100 if m.is_compact else 86))
        high = min(wish, area.h)
        row, area = area.cut_top(high, m.px(7))
        box(sheet, row, page.box)
    if page.code and area.h >= m.px(_CODE_MM):
        code(sheet, area, page.code, page.code_caption)
    elif page.hint and not page.code and area.h >= m.letters(SMALL) * LEADING:
        hint, _ = area.cut_bottom(m.px(22))
        sheet.write("hint", hint, page.hint, (BODY, SMALL), 400, C.ink2, across=0.5, down=1)


def _facts(sheet: Sheet, area: Area, page: NumberPage) -> None:
    m = sheet.measures
    for at, (column, fact) in enumerate(zip(area.columns([1.0] * len(page.facts), m.px(6)), page.facts, strict=True)):
        figure, counts = fact
        sheet.put(f"fact{at}", Plate(column, C.card, C.line, m.px(0.5), m.px(RADIUS_MM)))
        inner = column.inset(m.px(4), m.px(2.5))
        upper, lower = inner.cut_top(inner.h * (0.46 if m.is_compact else 0.6))
        sheet.write(f"fact{at}.figure", upper, figure, (HUGE, LARGE, HEADING), 700, C.ink, C.card, across=0.5)
        sheet.write(f"fact{at}.counts", lower, counts, (BODY, SMALL), 400, C.ink2, C.card, across=0.5)
