"""The search: a field, chips and the keyboard, and what was found. In landscape the finds stand beside the keyboard."""

from dataclasses import replace

from kiosk.touch.layout import keyboard
from kiosk.touch.layout.chips import chips, chips_height
from kiosk.touch.layout.parts import RADIUS_MM, buttons
from kiosk.touch.layout.sheet import Sheet
from kiosk.touch.layout.top import frame
from kiosk.touch.layout.turning import TURN_MM, turning
from kiosk.touch.lookup import Line, LookupPage
from look.sheet.areas import Area
from look.sheet.lettering import ELLIPSIS, Fitted
from look.sheet.lettering import Line as Letters
from look.sheet.measures import BODY, GAP, HEADING, MARGIN, SMALL, STRONG
from look.sheet.things import Drawing, Plate, Target, Writing
from look.theme import COLOURS, service_colour

C = COLOURS
LINES = 4
_NAMES = (9.4, STRONG, BODY, SMALL)
_TYPED = (11.4, HEADING, BODY)
_HIGHEST_MM = 40
_LEFT_SHARE, _COMPACT_SHARE = 0.512, 0.556


def place(sheet: Sheet, page: LookupPage) -> None:
    """In portrait from top to bottom: what is typed, what is found, the keyboard, the way back."""
    m = sheet.measures
    rest = frame(sheet, page)
    if m.is_portrait:
        _upright(sheet, rest, page)
        return
    area = rest.inset(m.px(5 if m.is_compact else MARGIN), m.px(4 if m.is_compact else 6))
    share = _COMPACT_SHARE if m.is_compact else _LEFT_SHARE
    left, right = area.columns((share, 1 - share), m.px(5 if m.is_compact else 9))
    bar, left = left.cut_bottom(m.px(20.4 if m.is_compact else 24), m.px(3.4 if m.is_compact else GAP))
    _bar(sheet, bar, page)
    high = keyboard.height(sheet, page.keys, tall=True)
    gap = m.px(3 if m.is_compact else GAP)
    field, left = left.cut_top(max(left.h - gap - high, m.px(19)), gap)
    _field(sheet, field.cut_top(m.px(32))[0], page)
    keyboard.place(sheet, left, page.keys, rounded=True)
    _finds(sheet, right, page)


def _upright(sheet: Sheet, rest: Area, page: LookupPage) -> None:
    m = sheet.measures
    margin, gap = m.px(MARGIN), m.px(3.2 if m.is_compact else GAP)
    bar, rest = rest.cut_bottom(m.px(20.4 if m.is_compact else 26) + gap + m.px(4))
    _bar(sheet, Area(bar.x + margin, bar.y + gap, bar.w - 2 * margin, bar.h - gap - m.px(4)), page)
    keys, rest = rest.cut_bottom(keyboard.height(sheet, page.keys))
    area = rest.inset(margin, gap if m.is_compact else m.px(7))
    field, area = area.cut_top(m.px(20 if m.is_compact else 28), gap)
    _field(sheet, field, page)
    _finds(sheet, area, page)
    keyboard.place(sheet, keys, page.keys)


def _bar(sheet: Sheet, area: Area, page: LookupPage) -> None:
    """On a compact panel the list is turned here, too."""
    if sheet.measures.is_compact and page.turning:
        first, second = area.columns((0.6, 1.4), sheet.measures.px(GAP))
        buttons(sheet, first, page.bar[:1])
        buttons(sheet, turning(sheet, second, page.turning, ""), page.bar[1:])
        return
    buttons(sheet, area, page.bar)


def _field(sheet: Sheet, area: Area, page: LookupPage) -> None:
    """What is typed with the end always in sight, and where the next sign will stand."""
    m = sheet.measures
    sheet.put("field", Plate(area, C.card, C.primary, m.px(0.7), m.px(RADIUS_MM)))
    inner = area.inset(m.px(6), m.px(1.5))
    side = min(m.px(14), inner.h)
    picture, inner = inner.cut_left(side, m.px(5))
    sheet.put("field.picture", Drawing(picture.centred(side, side), "search", C.primary, C.card))
    caret = m.px(1)
    if not page.typed:
        sheet.put("caret", Plate(Area(inner.x, inner.y + inner.h * 0.22, caret, inner.h * 0.56), C.primary))
        words = inner.cut_left(caret + m.px(2))[1]
        sheet.write("empty", words, page.empty, (BODY, SMALL), 400, C.mute, C.card)
        return
    size = next((one for one in _TYPED if sheet.width(page.typed, one, 600) <= inner.w - caret), _TYPED[-1])
    shown = page.typed
    while sheet.width(shown, size, 600) > inner.w - 4 * caret:
        shown = ELLIPSIS + shown.lstrip(ELLIPSIS)[1:]
    sheet.write("typed", inner, shown, (size,), 600, C.primary, C.card)
    x = inner.x + sheet.width(shown.rstrip() if shown.strip() else "", size, 600)
    x += sheet.width("n", size, 600) * 0.5 * (len(shown) - len(shown.rstrip()))
    sheet.put("caret", Plate(Area(x + caret, inner.y + inner.h * 0.18, caret, inner.h * 0.64), C.primary))


def _finds(sheet: Sheet, area: Area, page: LookupPage) -> None:
    m = sheet.measures
    gap = m.px(3.2 if m.is_compact else GAP)
    if page.chips:
        row, area = area.cut_top(chips_height(sheet, area.w, page.chips), gap)
        chips(sheet, row, page.chips)
    controls = () if m.is_compact else page.turning
    told = area.w - sheet.width(page.place, SMALL, 600) - m.px(4)
    high = max(m.px(9), sheet.needed(page.hint, told, m.px(26), (SMALL,)))
    row, area = area.cut_top(m.px(TURN_MM) if controls else high, gap if controls else m.px(2.4))
    words = turning(sheet, row, controls, page.place)
    sheet.write("hint", words, page.hint, (BODY, SMALL), 400, C.ink2)
    if page.help:
        _help(sheet, area, page.help)
    elif page.lines:
        _lines(sheet, area, page.lines)


def _help(sheet: Sheet, area: Area, texts: tuple[str, ...]) -> None:
    """Nothing was found: what to try now."""
    m = sheet.measures
    title, advice = texts
    sheet.put("help.plate", Plate(area, C.card, C.line, m.px(0.5), m.px(RADIUS_MM)))
    inner = area.inset(m.px(8), m.px(5))
    if not m.is_compact:
        picture, inner = inner.cut_left(m.px(26), m.px(8))
        sheet.put("help.picture", Drawing(picture.centred(picture.w, picture.w), "search", C.primary, C.card))
    upper = sheet.needed(title, inner.w, inner.h * 0.5, _NAMES, 700)
    lower = sheet.needed(advice, inner.w, inner.h - upper - m.px(3), (BODY, SMALL))
    words, below = inner.centred(inner.w, upper + lower + m.px(3)).cut_top(upper, m.px(3))
    sheet.write("help.title", words, title, _NAMES, 700, C.ink, C.card)
    sheet.write("help.advice", below, advice, (BODY, SMALL), 400, C.ink2, C.card)


# -- the list


def _lines(sheet: Sheet, area: Area, lines: tuple[Line, ...]) -> None:
    m = sheet.measures
    rows = area.rows(LINES, m.px(3.2), m.px(_HIGHEST_MM))
    rooms = [_room(sheet, row) for row in rows]
    size = _common_size(sheet, rooms[0], lines)
    for row, room, line in zip(rows, rooms, lines, strict=False):
        _line(sheet, row, room, line, _NAMES[size:])


def _strip(sheet: Sheet) -> int:
    """How wide the letter of the service stands."""
    m = sheet.measures
    return m.px(11 if m.is_compact else 15)


def _room(sheet: Sheet, row: Area) -> Area:
    """Where the words of a line stand."""
    m = sheet.measures
    inner = row.cut_left(_strip(sheet), m.px(4 if m.is_compact else 6))[1]
    return inner.cut_right(m.px(11), m.px(3))[1].inset(0, m.px(1 if m.is_compact else 1.8))


def _title_room(sheet: Sheet, room: Area) -> float:
    """What is left above the details, with a little air between the two where there is some."""
    m = sheet.measures
    return room.h - sheet.needed("Ag", room.w, room.h, (SMALL,)) - (0 if m.is_compact else m.px(1.4))


def _common_size(sheet: Sheet, room: Area, lines: tuple[Line, ...]) -> int:
    """The place in `_NAMES` of the largest size in which all usual names fit; long names have smaller letters."""
    below = _title_room(sheet, room)
    places = list[int]()
    for line in lines:
        fits = (not sheet.fitted(line.title, room.w, below, (size,), 700).cut for size in _NAMES)
        found = next((place for place, whole in enumerate(fits) if whole), None)
        if found is not None and _NAMES[found] >= BODY:
            places.append(found)
    return max(places, default=0)


def _line(sheet: Sheet, area: Area, room: Area, line: Line, sizes: tuple[float, ...]) -> None:
    m, key, radius = sheet.measures, line.name, sheet.measures.px(RADIUS_MM)
    fill = C.primary_soft if line.chosen else C.card
    colour = service_colour(line.prefix)
    left = (colour, _strip(sheet)) if line.prefix else None
    sheet.put(key, Plate(area, fill, C.edge, m.px(0.5), radius, left))
    sheet.targets.append(Target(key, area, line.spoken, radius=radius))
    if line.prefix:
        letter = area.cut_left(_strip(sheet))[0]
        sheet.write(f"{key}.letter", letter, line.prefix, (HEADING, BODY), 800, C.card, colour, across=0.5)
    sign = area.cut_right(m.px(15))[0]
    sheet.put(f"{key}.sign", Drawing(sign.centred(m.px(10), m.px(10)), "forward", C.primary, fill))
    detail = sheet.needed("Ag", room.w, room.h, (SMALL,))
    title = sheet.needed(line.title, room.w, _title_room(sheet, room), sizes, 700)
    air = min(m.px(1.6), max(0.0, room.h - title - detail))
    upper, lower = room.centred(room.w, title + air + detail).cut_top(title, air)
    fitted = sheet.fitted(line.title, upper.w, upper.h, sizes, 700)
    lit = (C.primary, C.warn_soft) if line.lit else None
    sheet.put(f"{key}.title", Writing(upper, lit_up(fitted, line), fill, lit=lit))
    shown = next((one for one in line.details if sheet.width(one, SMALL, 400) <= lower.w), line.details[-1])
    sheet.write(f"{key}.detail", lower, shown, (SMALL,), 400, C.ink2, fill)


def lit_up(fitted: Fitted, line: Line) -> Fitted:
    """The letters that were searched for in a colour of their own."""
    if not line.lit:
        return fitted
    signs = {at for begin, end in line.lit for at in range(begin, end)}
    lines, at = list[Letters](), 0
    for text in fitted.texts:
        found = line.title.find(text.removesuffix(ELLIPSIS) if fitted.cut else text, at)
        if found < 0:  # a word without end was broken: its parts are not looked for
            return fitted
        lines.append(_coloured(text, [found + place in signs for place in range(len(text))]))
        at = found + len(text)
    return replace(fitted, lines=tuple(lines))


def _coloured(text: str, lit: list[bool]) -> Letters:
    """Runs of letters that are all lit or all not."""
    runs = list[tuple[str, str]]()
    for sign, is_lit in zip(text, lit, strict=True):
        colour = C.primary if is_lit else C.ink
        if runs and runs[-1][1] == colour:
            runs[-1] = (runs[-1][0] + sign, colour)
        else:
            runs.append((sign, colour))
    return tuple(runs)
