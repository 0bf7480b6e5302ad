"""The strip on top of a page and the lines below it: the office, or what the idle screen tells in its place."""

from kiosk.touch.layout.parts import button
from kiosk.touch.layout.sheet import Sheet
from kiosk.touch.page import Control, Header, Leader, Page
from look.sheet.areas import Area
from look.sheet.lettering import LEADING
from look.sheet.measures import BODY, HEADING, LARGE, MARGIN, SMALL, STRONG, Measures
from look.sheet.things import Drawing, Plate
from look.theme import COLOURS

C = COLOURS
EMBLEM_KEY = "emblem"
_LEADER, _PHONE = (STRONG, BODY, SMALL), (HEADING, STRONG, SMALL)
_NOTICE = (STRONG, BODY, SMALL)


def frame(sheet: Sheet, page: Page) -> Area:
    """The strip on top and the line of training; gives the area that is left for the page itself."""
    m = sheet.measures
    height = m.px((30 if m.is_portrait else 25) if m.is_compact else 41.6 if m.is_portrait else 32.6)
    top, rest = sheet.area.cut_top(height)
    if page.warning is not None:
        warning(sheet, top, page.warning)
    else:
        _header(sheet, top, page.header)
    stripe, rest = rest.cut_top(m.px(2))
    left, right = stripe.columns((72, 28), 0)
    sheet.put("stripe.red", Plate(left, C.accent))
    sheet.put("stripe.gold", Plate(right, C.gold))
    return band(sheet, rest, page.band)


def warning(sheet: Sheet, area: Area, control: Control) -> None:
    """The strip on top turns into one large control: the page leaves soon, one touch keeps it."""
    sheet.put("header", Plate(area, C.warn_soft))
    m = sheet.measures
    button(sheet, area.inset(m.px(MARGIN), m.px(1.8 if m.is_compact else 4)), control, sizes=(HEADING, STRONG, SMALL))


def band(sheet: Sheet, rest: Area, text: str) -> Area:
    """The line that says that nothing counts; gives what is left below it."""
    if not text:
        return rest
    m = sheet.measures
    needs = sheet.needed(text, rest.w - m.px(6), m.px(24), (BODY, SMALL), 700) if m.is_compact else 0
    strip, rest = rest.cut_top(max(m.px(12), needs))
    sheet.put("band", Plate(strip, C.warn))
    sheet.write("band.text", strip.inset(m.px(3), 0), text, (BODY, SMALL), 700, C.card, C.warn, across=0.5)
    return rest


def _header(sheet: Sheet, area: Area, header: Header | None) -> None:
    m = sheet.measures
    sheet.put("header", Plate(area, C.ink))
    inner = area.inset(m.px(MARGIN), m.px(1.8 if m.is_compact else 3))
    emblem, inner = inner.cut_left(m.px(19 if m.is_compact else 25.8), m.px(5 if m.is_compact else 6.5))
    side = min(emblem.w, emblem.h)
    sheet.put(EMBLEM_KEY, Drawing(emblem.centred(side, side), "emblem", C.gold, C.ink))
    if header is None:
        return
    clock, middle = inner.cut_right(m.px(_clock_mm(m)), m.px(4))
    if header.notice and _notice_is_cut(sheet, middle, header.notice):
        _notice(sheet, inner, header.notice)  # for its turn in the clock's place as well: half a notice says nothing
        return
    _clock(sheet, clock, header)
    if header.calls:
        _calls(sheet, middle, header)
    elif header.leader is not None:
        _leader(sheet, middle, header.leader)
    elif header.notice:
        _notice(sheet, middle, header.notice)
    else:
        _office(sheet, middle, header)


def _clock_mm(m: Measures) -> float:
    """How wide the clock is, with the date where there is room for it."""
    if m.is_compact and m.is_portrait:
        return 40
    return 70 if m.is_portrait else 90


def _clock(sheet: Sheet, clock: Area, header: Header) -> None:
    m = sheet.measures
    if m.is_compact and m.is_portrait:
        sheet.write("clock", clock, header.clock, (LARGE,), 700, C.card, C.ink, across=1)
        return
    date_h = (
        sheet.needed(header.date, clock.w, clock.h, (SMALL,))
        if m.is_compact
        else clock.h * (0.5 if m.is_portrait else 0.4)
    )
    date, time = clock.cut_bottom(date_h)
    sheet.write("clock", time, header.clock, (LARGE, HEADING), 700, C.card, C.ink, across=1, down=1)
    sheet.write("date", date, header.date, (SMALL,), 400, C.card, C.ink, across=1, down=0)


def _office(sheet: Sheet, area: Area, header: Header) -> None:
    m, name_sizes, parent_sizes = sheet.measures, (STRONG, BODY, SMALL), (SMALL,)
    fits = not (m.is_compact and sheet.fitted(header.parent, area.w, area.h * 0.4, parent_sizes, 600).cut)
    parent_text = header.parent if fits else ""
    parent = sheet.needed(parent_text, area.w, area.h * 0.4, parent_sizes, 600)
    name = sheet.needed(header.office, area.w, area.h - parent, name_sizes, 700)
    block = area.centred(area.w, parent + name)
    upper, lower = block.cut_top(parent)
    sheet.write("parent", upper, parent_text, parent_sizes, 600, C.card, C.ink)
    sheet.write("office", lower, header.office, name_sizes, 700, C.card, C.ink)


def _calls(sheet: Sheet, area: Area, header: Header) -> None:
    """As many calls as have room, the newest first."""
    m = sheet.measures
    if area.w > m.px(110):
        title, area = area.cut_left(m.px(26 if m.is_portrait else 34), m.px(3))
        sheet.write("calls", title, header.calls_title, (STRONG, BODY, SMALL), 600, C.card, C.ink)
    count = max(1, min(3, int(area.w // m.px(30))))
    sizes = (HEADING, SMALL) if m.is_portrait else (LARGE, HEADING)
    for place, (column, called) in enumerate(zip(area.columns([1.0] * count, 0), header.calls, strict=False)):
        number, where = column.cut_top(column.h * 0.6)
        sheet.write(f"call{place}.number", number, called.number, sizes, 800, C.gold, C.ink, down=1)
        sheet.write(f"call{place}.place", where, called.place, (BODY, SMALL), 600, C.card, C.ink, down=0)


def _leader(sheet: Sheet, area: Area, leader: Leader) -> None:
    """Name and title, the telephone number below or beside them; a title that has no room is left out."""
    m = sheet.measures
    picture, area = area.cut_left(m.px(12), m.px(4))
    name = "phone" if leader.phone else "person"
    sheet.put("leader.picture", Drawing(picture.centred(picture.w, picture.w), name, C.gold, C.ink))
    phone = Area(area.x, area.y, area.w, 0)
    if not m.is_portrait:
        phone, area = area.cut_right(area.w * 0.42 if leader.phone else 0, m.px(4))
    elif leader.phone:
        phone, area = area.cut_bottom(sheet.needed(leader.phone, area.w, area.h * 0.5, _PHONE, 800))
    person = sheet.needed(leader.name, area.w, area.h, _LEADER, 700)
    title = leader.title if sheet.measures.letters(SMALL) * LEADING <= area.h - person else ""
    upper, lower = area.centred(area.w, person + sheet.needed(title, area.w, area.h - person, (SMALL,))).cut_bottom(
        person
    )[::-1]
    sheet.write("leader.title", upper, title, (SMALL,), 400, C.card, C.ink)
    sheet.write("leader.name", lower, leader.name, _LEADER, 700, C.card, C.ink)
    sheet.write("leader.phone", phone, leader.phone, _PHONE, 800, C.gold, C.ink, across=0 if m.is_portrait else 1)


def _notice(sheet: Sheet, area: Area, notice: str) -> None:
    picture, text = _notice_places(sheet.measures, area)
    sheet.put("notice.picture", Drawing(picture.centred(picture.w, picture.w), "information", C.gold, C.ink))
    sheet.write("notice", text, notice, _NOTICE, 600, C.card, C.ink)


def _notice_is_cut(sheet: Sheet, area: Area, notice: str) -> bool:
    _, text = _notice_places(sheet.measures, area)
    return sheet.fitted(notice, text.w, text.h, _NOTICE, 600).cut


def _notice_places(m: Measures, area: Area) -> tuple[Area, Area]:
    """Of the picture and of the text beside it."""
    return area.cut_left(m.px(12), m.px(4))
