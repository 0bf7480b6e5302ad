"""Where everything of a board stands, on its side (1920 × 1080) and upright (1080 × 1920).

Pure: a board and a panel in, a sheet out. The called number takes all the room that is left; what has nothing to say
(notices, missed numbers, bands) leaves its room to the others.
"""

import math
from collections.abc import Sequence
from typing import TypeVar

from display.hall.board import Board, Line, Now, Row
from display.hall.lettering import fit, width
from display.hall.panel import CAPITAL, LEAST_MM, TITLE_MM, Area, Panel
from display.hall.sheet import Emblem, Letters, Plate, Sheet
from look.theme import COLOURS as C
from look.theme import service_colour

MARGIN = 44
SERVICES_A_PAGE = 8
ROWS = 6
NUMBER_SIZES = (640, 560, 500, 460, 440, 420, 400, 380, 340, 300, 260, 220, 180)
PLACE_SIZES = (150, 130, 112, 96, 80, 68, 56)
_Item = TypeVar("_Item")


def placed(board: Board, panel: Panel) -> Sheet:
    """The board as a sheet."""
    sheet = Sheet(panel)
    sheet.put("ground", Plate(sheet.area, C.night))
    head, rest = sheet.area.top(panel.px(112 if panel.is_portrait else 104))
    _head(sheet, head, board)
    stripe, rest = rest.top(panel.px(6))
    red, gold = stripe.left(stripe.w * 0.72)
    sheet.put("stripe.red", Plate(red, C.accent))
    sheet.put("stripe.gold", Plate(gold, C.gold))
    rest = _band(sheet, rest, "away", board.away, C.bad)
    rest = _band(sheet, rest, "training", board.training, C.warn)
    rest = _waiting(sheet, rest, board)
    rest = _notice(sheet, rest, board.notice)
    _middle(sheet, rest, board)
    return sheet


def _head(sheet: Sheet, area: Area, board: Board) -> None:
    px = sheet.panel.px
    inner = area.inset(px(MARGIN), px(8))
    emblem, inner = inner.left(px(72))
    sheet.put("emblem", Emblem(emblem.middle(px(72), px(72))))
    clock, names = inner.right(px(330))
    time, date = clock.top(clock.h * 0.64)
    sheet.write("clock", time, [(board.clock, C.card)], (58,), 800, C.night, across=1)
    sheet.write("date", date, [(board.date, C.night_mute)], (26, 22), 500, C.night, across=1)
    _, names = names.left(px(24))
    parent, name = names.top(names.h * 0.36) if board.parent and not sheet.panel.is_portrait else names.top(0)
    sheet.write("parent", parent, [(board.parent if parent.h else "", C.night_mute)], (26, 22), 500, C.night)
    lines = 2 if sheet.panel.is_portrait else 1
    sheet.write("office", name, [(board.office, C.card)], (38, 34, 30, 26, 22), 700, C.night, lines=lines)


def _band(sheet: Sheet, rest: Area, key: str, text: str, fill: str) -> Area:
    """A line across the whole width; gives what is left below it."""
    if not text:
        return rest
    px = sheet.panel.px
    band, rest = rest.top(px(70))
    sheet.put(key, Plate(band, fill))
    inner = band.inset(px(MARGIN), px(4))
    sheet.write(f"{key}.text", inner, [(text, C.card)], (40, 34, 28, 24), 700, fill, across=0.5)
    return rest


def _notice(sheet: Sheet, rest: Area, text: str) -> Area:
    if not text:
        return rest
    px, upright = sheet.panel.px, sheet.panel.is_portrait
    sizes, runs = (40, 36, 32, 28, 26, 24), [(text, C.card)]
    whole = rest.inset(px(MARGIN), 0)
    one_line = not upright and not fit(runs, whole.w, whole.h, [sheet.panel.letters(32)], 600).cut
    area, rest = rest.bottom(px(76 if one_line else 104))
    sheet.put("notice", Plate(area, C.ink))
    mark, words = area.left(px(12))
    sheet.put("notice.mark", Plate(mark, C.gold))
    inner = words.inset(px(MARGIN - 12), px(6))
    sheet.write("notice.text", inner, runs, sizes, 600, C.ink, lines=1 if one_line else 2)
    return rest


# --- people waiting --------------------------------------------------------------------------------------------------
def _waiting(sheet: Sheet, rest: Area, board: Board) -> Area:
    lines = _page(board.waiting, SERVICES_A_PAGE, board.turn)
    if not lines:
        return rest
    px, upright = sheet.panel.px, sheet.panel.is_portrait
    rows = 2 if upright and len(lines) > 4 else 1
    area, rest = rest.bottom(px(150 * rows + 56 if upright else 150))
    sheet.put("waiting.line", Plate(area.top(px(2))[0], C.ink2))
    inner = area.inset(px(MARGIN if upright else MARGIN / 2), px(8))
    title, cells = inner.top(px(48)) if upright else inner.left(px(156))
    sizes = (34, 30, 26)
    sheet.write("waiting", title, [(board.waiting_title, C.night_mute)], sizes, 600, C.night, lines=2, across=0.0)
    columns = math.ceil(max(len(lines), 4) / rows)
    places = [cell for row in cells.rows([1] * rows) for cell in row.columns(columns)]
    for place, (cell, line) in enumerate(zip(places, lines, strict=False)):
        _service(sheet, f"service{place}", cell, line)
    return rest


def _service(sheet: Sheet, key: str, cell: Area, line: Line) -> None:
    """The letter on its colour beside the count, and the name below."""
    px = sheet.panel.px
    sheet.put(f"{key}.line", Plate(cell.left(px(2))[0].inset(0, px(10)), C.ink2))
    upper, name = cell.inset(px(7), px(2)).top(cell.h * 0.48)
    count_size = sheet.panel.letters(62)
    count_w = width(line.count, count_size, 800)
    side = px(52)
    badge, count = upper.middle(side + px(16) + count_w, upper.h).left(side)
    badge = badge.middle(side, side)
    sheet.put(f"{key}.edge", Plate(badge, C.edge))
    inner = badge.inset(px(2), px(2))
    colour = service_colour(line.letter)
    sheet.put(f"{key}.badge", Plate(inner, colour))
    sheet.write(f"{key}.letter", inner, [(line.letter, C.card)], (38, 32), 800, colour, across=0.5)
    sheet.write(f"{key}.count", count, [(line.count, C.card)], (62,), 800, C.night, across=1)
    sizes = (30, 27, 24, 21, 19)
    sheet.write(f"{key}.name", name, [(line.name, C.night_ink)], sizes, 500, C.night, lines=2, across=0.5, down=0.35)


def _page(items: Sequence[_Item], most: int, turn: int) -> Sequence[_Item]:
    """What does not fit at once is shown page by page."""
    if len(items) <= most:
        return items
    first = turn % math.ceil(len(items) / most) * most
    return items[first : first + most]


# --- the called number and the calls before --------------------------------------------------------------------------
def _middle(sheet: Sheet, area: Area, board: Board) -> None:
    px = sheet.panel.px
    if not (board.last or board.missed or board.now):
        _say(sheet, area, board)
        return
    if sheet.panel.is_portrait:
        side, main = area.bottom(px(560 + (130 if board.missed else 0)))
    else:
        main, side = area.left(area.w * 1180 / 1920)
    if board.now is None:
        _say(sheet, main, board)
    else:
        _now(sheet, main, board.now)
    inner = side.inset(px(MARGIN), px(12))
    if board.missed:
        missed, inner = inner.bottom(px(124))
        _missed(sheet, missed, board)
    _last(sheet, inner, board)


def _say(sheet: Sheet, area: Area, board: Board) -> None:
    """What stands in the place of a number."""
    px = sheet.panel.px
    sheet.put("now", Plate(area, C.night2))
    inner = area.inset(px(MARGIN * 2), px(24))
    sizes = (104, 92, 80, 68, 58)
    title = sheet.fitted([(board.title, C.gold)], inner, sizes, 800, 3, TITLE_MM)
    text = sheet.fitted([(board.text, C.night_ink)], inner, (56, 48, 40, 34), 600, 3) if board.text else None
    gap = px(24) if text else 0
    block = inner.middle(inner.w, title.height + gap + (text.height if text else 0))
    upper, lower = block.top(title.height)
    sheet.put("title", Letters(upper, title, C.night2, across=0.5))
    if text:
        sheet.put("text", Letters(lower.bottom(text.height)[0], text, C.night2, across=0.5))


def _now(sheet: Sheet, area: Area, now: Now) -> None:
    px = sheet.panel.px
    sheet.put("now", Plate(area, C.night2))
    inner = area.inset(px(MARGIN), px(20))
    runs = [(now.invite, C.night_ink), (f"· {now.priority}" if now.priority else "", C.gold)]
    invite = sheet.fitted(runs, inner, (60, 56, 50, 44, 38), 600, 2, TITLE_MM)
    room = Area(0, 0, inner.w, inner.h * 0.3)
    to = sheet.fitted([(now.to, C.card), (now.place, C.gold)], room, PLACE_SIZES, 800, 2, TITLE_MM)
    gap = px(36)
    size = number_size(sheet.panel, now.number, inner.w - gap, inner.h - invite.height - to.height - 2 * gap)
    high = size * CAPITAL + 2 * gap
    block = inner.middle(inner.w, min(inner.h, invite.height + gap / 3 + high + to.height))
    upper, rest = block.top(invite.height)
    _, rest = rest.top(gap / 3)
    middle, lower = rest.top(high)
    sheet.put("invite", Letters(upper, invite, C.night2, across=0.5))
    ink, ground = (C.night, C.gold) if now.lit else (C.gold, C.night2)
    number = fit([(now.number, ink)], inner.w, inner.h, [size], 800)
    band = middle.middle(min(inner.w, number.widest + 2 * gap), size * CAPITAL + 1.2 * gap)
    sheet.put("number.band", Plate(band, ground))
    sheet.put("number", Letters(middle, number, ground, across=0.5))
    sheet.put("to", Letters(lower, to, C.night2, across=0.5))


def number_size(panel: Panel, number: str, w: float, h: float) -> int:
    """The largest of a few sizes in pixels; only the digits themselves need room, not a line's full height."""
    sizes = [panel.px(size) for size in NUMBER_SIZES]
    return next((one for one in sizes if width(number, one, 800) <= w and one * CAPITAL <= h), sizes[-1])


def _last(sheet: Sheet, area: Area, board: Board) -> None:
    px = sheet.panel.px
    title, rows = area.top(px(64))
    for key, text, across in (("last", board.last_title, 0.0), ("last.place", board.last_place, 1.0)):
        half = title.left(title.w * 0.68)[0] if not across else title.right(title.w * 0.3)[0]
        runs = [(text, C.night_mute)]
        sheet.write(key, half, runs, (38, 34, 30, 26, 24), 600, C.night, across=across, down=0.5, least_mm=TITLE_MM)
    for place, (row, call) in enumerate(zip(rows.rows([1] * ROWS), board.last, strict=False)):
        _row(sheet, f"row{place}", row, call)


def _row(sheet: Sheet, key: str, area: Area, row: Row) -> None:
    px = sheet.panel.px
    sheet.put(f"{key}.line", Plate(area.top(px(2))[0], C.ink2))
    sizes = [size for size in (84, 76, 68, 60, 54) if px(size) <= area.h * 0.84] or [54]
    place, left = area.right(area.w * 0.25)
    number, mark = left.left(area.w * 0.5)
    sheet.write(f"{key}.number", number, [(row.number, C.card)], sizes, 800, C.night)
    sheet.write(f"{key}.place", place, [(row.place, C.night_ink)], sizes, 700, C.night, across=1)
    sheet.write(f"{key}.mark", mark, [(row.mark, C.gold)], (32, 28, 24), 600, C.night, lines=2)


def _missed(sheet: Sheet, area: Area, board: Board) -> None:
    px = sheet.panel.px
    sheet.put("missed.line", Plate(area.top(px(2))[0], C.ink2))
    title, numbers = area.inset(0, px(6)).top(px(50))
    size = sheet.panel.letters(48, LEAST_MM)
    each = max(width(one, size, 700) for one in board.missed) + px(26)
    fits = max(1, int((numbers.w + px(26)) // each))
    pages = math.ceil(len(board.missed) / fits)
    page = f"  {board.turn % pages + 1}/{pages}" if pages > 1 else ""
    runs = [(board.missed_title + page, C.night_mute)]
    sheet.write("missed", title, runs, (34, 30, 26, 24), 600, C.night, least_mm=LEAST_MM)
    for place, number in enumerate(_page(board.missed, fits, board.turn)):
        cell = Area(numbers.x + place * each, numbers.y, each, numbers.h)
        sheet.write(f"missed{place}", cell, [(number, C.card)], (48,), 700, C.night)
