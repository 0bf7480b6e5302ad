"""Where everything of a board stands, on its side (1920 × 1080) and upright (1080 × 1920).

Pure: a board and a panel in, a sheet out. The called number takes all the room that is left; what has nothing to say
(notices, missed numbers, bands) leaves its room to the others.
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from display.hall.board import Board, Line, Now, Row
from display.hall.panel import LEAST_MM, TITLE_MM, Panel
from display.hall.sheet import Sheet
from look.sheet.areas import Area
from look.sheet.lettering import LEADING, fit, width
from look.sheet.measures import CAPITAL
from look.sheet.things import Drawing, Plate
from look.theme import COLOURS as C
from look.theme import service_colour

MARGIN = 44
_SAID = ("title", "text")
LIST_TITLES = (38, 34, 30, 26, 24)
SECOND_SIZES = (30, 27, 24, 22)
"""Of the small lines in the second language."""

SERVICES_A_PAGE = 8
ROWS = 6
NUMBER_SIZES = (640, 560, 500, 460, 440, 420, 400, 380, 340, 300, 260, 220, 180)
PLACE_SIZES = (150, 130, 112, 96, 80, 68, 56)
_Item = TypeVar("_Item")


def placed(board: Board, panel: Panel) -> Sheet:
    """The board as a sheet."""
    sheet = Sheet(panel, C.night)
    head, rest = sheet.area.cut_top(panel.parts(112 if panel.is_portrait else 104))
    _head(sheet, head, board)
    stripe, rest = rest.cut_top(panel.parts(6))
    red, gold = stripe.cut_left(stripe.w * 0.72)
    sheet.put("stripe.red", Plate(red, C.accent))
    sheet.put("stripe.gold", Plate(gold, C.gold))
    rest = _band(sheet, rest, "away", board.away, C.bad, _small(board, "away"))
    rest = _band(sheet, rest, "training", board.training, C.warn, _small(board, "training"))
    rest = _waiting(sheet, rest, board)
    rest = _notice(sheet, rest, board.notice)
    _middle(sheet, rest, board)
    return sheet


def _head(sheet: Sheet, area: Area, board: Board) -> None:
    px = sheet.panel.parts
    inner = area.inset(px(MARGIN), px(8))
    emblem, inner = inner.cut_left(px(72))
    sheet.put("emblem", Drawing(emblem.centred(px(72), px(72)), "emblem", C.gold, C.night))
    clock, names = inner.cut_right(px(330))
    time, date = clock.cut_top(clock.h * 0.64)
    sheet.write("clock", time, [(board.clock, C.card)], (58,), 800, C.night, across=1)
    sheet.write("date", date, [(board.date, C.night_mute)], (26, 22), 500, C.night, across=1)
    _, names = names.cut_left(px(24))
    parent, name = names.cut_top(names.h * 0.36) if board.parent and not sheet.panel.is_portrait else names.cut_top(0)
    sheet.write("parent", parent, [(board.parent if parent.h else "", C.night_mute)], (26, 22), 500, C.night)
    lines = 2 if sheet.panel.is_portrait else 1
    sheet.write("office", name, [(board.office, C.card)], (38, 34, 30, 26, 22), 700, C.night, lines=lines)


def _small(board: Board, name: str) -> str:
    """A text of the board in the second language; "" without one, or where it says the same."""
    text = "" if board.second is None else str(getattr(board.second, name))
    return "" if text == getattr(board, name) else text


def _both(board: Board, name: str) -> str:
    """A short text in both languages, in one line."""
    small = _small(board, name)
    return f"{getattr(board, name)} · {small}" if small else str(getattr(board, name))


def _band(sheet: Sheet, rest: Area, key: str, text: str, fill: str, small: str) -> Area:
    """A line across the whole width; gives what is left below it."""
    if not text:
        return rest
    px = sheet.panel.parts
    band, rest = rest.cut_top(px(104 if small else 70))
    sheet.put(key, Plate(band, fill))
    upper, lower = band.inset(px(MARGIN), px(4)).cut_bottom(px(36) if small else 0)[::-1]
    sheet.write(f"{key}.text", upper, [(text, C.card)], (40, 34, 28, 24), 700, fill, across=0.5)
    sheet.write(f"{key}.second", lower, [(small, C.card)], SECOND_SIZES, 500, fill, across=0.5, down=0.2)
    return rest


def _notice(sheet: Sheet, rest: Area, text: str) -> Area:
    if not text:
        return rest
    px, upright = sheet.panel.parts, sheet.panel.is_portrait
    sizes, runs = (40, 36, 32, 28, 26, 24), [(text, C.card)]
    whole = rest.inset(px(MARGIN), 0)
    one_line = not upright and not fit(runs, whole.w, whole.h, [sheet.panel.type_size(32)], 600, 1).cut
    area, rest = rest.cut_bottom(px(76 if one_line else 104))
    sheet.put("notice", Plate(area, C.ink))
    mark, words = area.cut_left(px(12))
    sheet.put("notice.mark", Plate(mark, C.gold))
    inner = words.inset(px(MARGIN - 12), px(6))
    sheet.write("notice.text", inner, runs, sizes, 600, C.ink, lines=1 if one_line else 2)
    return rest


# --- people waiting --------------------------------------------------------------------------------------------------
def _waiting(sheet: Sheet, rest: Area, board: Board) -> Area:
    lines = _page(board.waiting, SERVICES_A_PAGE, board.turn)
    if not lines:
        return rest
    px, upright = sheet.panel.parts, sheet.panel.is_portrait
    rows = 2 if upright and len(lines) > 4 else 1
    row_high = 180 if any(line.wait for line in lines) else 150
    area, rest = rest.cut_bottom(px(row_high * rows + 56 if upright else row_high))
    sheet.put("waiting.line", Plate(area.cut_top(px(2))[0], C.ink2))
    inner = area.inset(px(MARGIN if upright else MARGIN / 2), px(8))
    title, cells = inner.cut_top(px(48)) if upright else inner.cut_left(px(156))
    sizes = (34, 30, 26)
    small = _small(board, "waiting_title")
    words = f"{board.waiting_title}{' · ' if upright else chr(10)}{small}" if small else board.waiting_title
    sheet.write("waiting", title, [(words, C.night_mute)], sizes, 600, C.night, lines=3 if small else 2)
    columns = math.ceil(max(len(lines), 4) / rows)
    places = [cell for row in cells.rows(rows, 0) for cell in row.columns([1.0] * columns, 0)]
    for place, (cell, line) in enumerate(zip(places, lines, strict=False)):
        _service(sheet, f"service{place}", cell, line)
    return rest


def _service(sheet: Sheet, key: str, cell: Area, line: Line) -> None:
    """The letter on its colour beside the count, and the name below."""
    px = sheet.panel.parts
    sheet.put(f"{key}.line", Plate(cell.cut_left(px(2))[0].inset(0, px(10)), C.ink2))
    inner = cell.inset(px(7), px(2))
    if line.wait:
        wait, inner = inner.cut_bottom(px(34))
        sheet.write(f"{key}.wait", wait, [(line.wait, C.gold)], (28, 26, 24, 21), 600, C.night, across=0.5)
    upper, name = inner.cut_top(inner.h * 0.48)
    count_size = sheet.panel.type_size(62)
    count_w = width(line.count, count_size, 800)
    side = px(52)
    badge, count = upper.centred(side + px(16) + count_w, upper.h).cut_left(side)
    badge = badge.centred(side, side)
    sheet.put(f"{key}.edge", Plate(badge, C.edge))
    plate = badge.inset(px(2), px(2))
    colour = service_colour(line.letter)
    sheet.put(f"{key}.badge", Plate(plate, colour))
    sheet.write(f"{key}.letter", plate, [(line.letter, C.card)], (38, 32), 800, colour, across=0.5)
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
    px = sheet.panel.parts
    if not (board.last or board.missed or board.now):
        _say(sheet, area, board)
        return
    if sheet.panel.is_portrait:
        side, main = area.cut_bottom(px(560 + (130 if board.missed else 0)))
    else:
        main, side = area.cut_left(area.w * 1180 / 1920)
    if board.now is None:
        _say(sheet, main, board)
    else:
        _now(sheet, main, board, board.now)
    inner = side.inset(px(MARGIN), px(12))
    if board.missed:
        missed, inner = inner.cut_bottom(px(124))
        _missed(sheet, missed, board)
    _last(sheet, inner, board)


def _say(sheet: Sheet, area: Area, board: Board) -> None:
    """What stands in the place of a number."""
    px = sheet.panel.parts
    sheet.put("now", Plate(area, C.night2))
    inner = area.inset(px(MARGIN * 2), px(24))
    sizes = (104, 92, 80, 68, 58)
    title = sheet.fitted([(board.title, C.gold)], inner, sizes, 800, 3, TITLE_MM)
    text = sheet.fitted([(board.text, C.night_ink)], inner, (56, 48, 40, 34), 600, 3)
    small = [sheet.fitted([(_small(board, name), C.night_mute)], inner, (48, 40, 34, 30), 500, 2) for name in _SAID]
    stack = [("title", title), ("title.second", small[0]), ("text", text), ("text.second", small[1])]
    shown = [(key, fitted) for key, fitted in stack if fitted.text.strip()]
    gaps = [px(24) if key == "text" else 0 for key, _ in shown]
    rest = inner.centred(inner.w, sum(fitted.height for _, fitted in shown) + sum(gaps))
    for (key, fitted), gap in zip(shown, gaps, strict=True):
        part, rest = rest.cut_top(gap)[1].cut_top(fitted.height)
        sheet.set(key, part, fitted, C.night2, across=0.5)


def _now(sheet: Sheet, area: Area, board: Board, now: Now) -> None:
    """The number takes what is left; where that is too little, the second language gives way."""
    px = sheet.panel.parts
    inner = area.inset(px(MARGIN), px(20))
    runs = [(now.invite, C.night_ink), (f"· {now.priority}" if now.priority else "", C.gold)]
    invite = sheet.fitted(runs, inner, (60, 56, 50, 44, 38), 600, 2, TITLE_MM)
    small = [sheet.fitted([(text, C.night_mute)], inner, (44, 38, 32, 28), 500) for text in _small_now(board)]
    room = Area(0, 0, inner.w, inner.h * (0.2 if small else 0.3))
    places = [size for size in PLACE_SIZES if px(size) * LEADING <= room.h] or PLACE_SIZES[-1:]
    to = sheet.fitted([(now.to, C.card), (now.place, C.gold)], room, places if small else PLACE_SIZES, 800, 2, TITLE_MM)
    gap = px(36)
    left = inner.h - invite.height - to.height - 2 * gap
    if small and left - sum(part.height for part in small) < px(NUMBER_SIZES[-2]) * CAPITAL:
        _now(sheet, area, replace(board, second=None), now)
        return
    above, below = (part.height for part in small) if small else (0.0, 0.0)
    size = number_size(sheet.panel, now.number, inner.w - gap, left - above - below)
    high = size * CAPITAL + 2 * gap
    rest = inner.centred(inner.w, min(inner.h, invite.height + above + gap / 3 + high + to.height + below))
    upper, rest = rest.cut_top(invite.height)
    second, rest = rest.cut_top(above)
    middle, rest = rest.cut_top(gap / 3)[1].cut_top(high)
    lower, rest = rest.cut_top(rest.h - below)
    sheet.put("now", Plate(area, C.night2))
    sheet.set("invite", upper, invite, C.night2, across=0.5)
    _number(sheet, middle, now, size)
    sheet.set("to", lower, to, C.night2, across=0.5)
    for key, part, fitted in zip(("invite.second", "to.second"), (second, rest), small, strict=False):
        sheet.set(key, part, fitted, C.night2, across=0.5)


def _number(sheet: Sheet, area: Area, now: Now, size: int) -> None:
    """The digits, on a golden plate in the bright half of a flash."""
    gap = sheet.panel.parts(36)
    ink, ground = (C.night, C.gold) if now.lit else (C.gold, C.night2)
    number = fit([(now.number, ink)], area.w, area.h, [size], 800, 1)
    band = area.centred(min(area.w, number.widest + 2 * gap), size * CAPITAL + 1.2 * gap)
    sheet.put("number.band", Plate(band, ground))
    sheet.set("number", area, number, ground, across=0.5)


def _small_now(board: Board) -> tuple[str, ...]:
    """Above and below the number, in the second language; nothing without one."""
    now = None if board.second is None else board.second.now
    return () if now is None else (now.invite, f"{now.to} {now.place}")


def number_size(panel: Panel, number: str, w: float, h: float) -> int:
    """The largest of a few sizes in pixels; only the digits themselves need room, not a line's full height."""
    sizes = [panel.parts(size) for size in NUMBER_SIZES]
    return next((one for one in sizes if width(number, one, 800) <= w and one * CAPITAL <= h), sizes[-1])


def _last(sheet: Sheet, area: Area, board: Board) -> None:
    px = sheet.panel.parts
    title, rows = area.cut_top(px(64))
    for key, name, across in (("last", "last_title", 0.0), ("last.place", "last_place", 1.0)):
        half = title.cut_left(title.w * 0.66)[0] if not across else title.cut_right(title.w * 0.32)[0]
        runs = [(_both(board, name), C.night_mute)]
        if sheet.fitted(runs, half, LIST_TITLES, 600, least_mm=TITLE_MM).cut:
            runs = [(str(getattr(board, name)), C.night_mute)]
        sheet.write(key, half, runs, LIST_TITLES, 600, C.night, across=across, down=0.5, least_mm=TITLE_MM)
    for place, (row, call) in enumerate(zip(rows.rows(ROWS, 0), board.last, strict=False)):
        _row(sheet, f"row{place}", row, call)


def _row(sheet: Sheet, key: str, area: Area, row: Row) -> None:
    px = sheet.panel.parts
    sheet.put(f"{key}.line", Plate(area.cut_top(px(2))[0], C.ink2))
    sizes = [size for size in (84, 76, 68, 60, 54) if px(size) <= area.h * 0.84] or [54]
    place, left = area.cut_right(area.w * 0.25)
    number, mark = left.cut_left(area.w * 0.5)
    sheet.write(f"{key}.number", number, [(row.number, C.card)], sizes, 800, C.night)
    sheet.write(f"{key}.place", place, [(row.place, C.night_ink)], sizes, 700, C.night, across=1)
    sheet.write(f"{key}.mark", mark, [(row.mark, C.gold)], (32, 28, 24), 600, C.night, lines=2)


def _missed(sheet: Sheet, area: Area, board: Board) -> None:
    px = sheet.panel.parts
    sheet.put("missed.line", Plate(area.cut_top(px(2))[0], C.ink2))
    title, numbers = area.inset(0, px(6)).cut_top(px(50))
    size = sheet.panel.type_size(48, LEAST_MM)
    each = max(width(one, size, 700) for one in board.missed) + px(26)
    fits = max(1, int((numbers.w + px(26)) // each))
    pages = math.ceil(len(board.missed) / fits)
    page = f"  {board.turn % pages + 1}/{pages}" if pages > 1 else ""
    runs = [(_both(board, "missed_title") + page, C.night_mute)]
    sheet.write("missed", title, runs, (34, 30, 26, 24), 600, C.night, least_mm=LEAST_MM)
    for place, number in enumerate(_page(board.missed, fits, board.turn)):
        cell = Area(numbers.x + place * each, numbers.y, each, numbers.h)
        sheet.write(f"missed{place}", cell, [(number, C.card)], (48,), 700, C.night)
