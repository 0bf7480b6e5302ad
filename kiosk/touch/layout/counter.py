"""The screen at a counter: who sits there, the number that is called, the faces, the reasons, the thanks."""

from collections.abc import Iterator, Sequence

from kiosk.touch.layout.number import write_number
from kiosk.touch.layout.parts import RADIUS_MM, buttons, choice, grid
from kiosk.touch.layout.sheet import Sheet
from kiosk.touch.layout.top import band
from kiosk.touch.page import CounterPage, Face, FacesPage, ReasonsPage, Seated, ThanksPage
from look.sheet.areas import Area
from look.sheet.measures import BODY, GAP, HEADING, HUGE, LARGE, SMALL, STRONG
from look.sheet.things import Drawing, Photo, Plate, Target
from look.theme import COLOURS

C = COLOURS
PHOTO_GROUND = "#C9D4E4"
FACES = {
    3: ("best", "neutral", "worst"),
    4: ("best", "good", "neutral", "worst"),
    5: ("best", "good", "neutral", "poor", "worst"),
}
FACE_COLOURS = {"best": C.good, "good": C.primary, "neutral": C.warn, "poor": "#A3124F", "worst": C.bad}
_TITLE = (12.0, 11.0, HEADING)
_TEXT = (BODY, SMALL)
_LABEL = (STRONG, BODY, SMALL)
_FACE_MM = 38
_WORDS = 0.64
"""How much of a face's place its words may take."""


def shape_of(face: Face) -> str:
    """The shape of a level: its place from the best, in its scale."""
    return FACES[face.scale][face.scale - face.level]


def _frame(sheet: Sheet, page: CounterPage | FacesPage | ReasonsPage | ThanksPage) -> Area:
    """Clerk on the left, counter on the right; gives what is left below."""
    m = sheet.measures
    top, rest = sheet.area.cut_top(m.px(32 if not m.is_small else 31 if m.is_portrait else 20))
    sheet.put("header", Plate(top, C.ink))
    inner = top.inset(m.px(8 if m.is_small else 10), m.px(1.5))
    _counter(sheet, inner, page.counter_word, page.counter)
    left = inner.cut_right(m.px(40), m.px(4))[1]
    if isinstance(page, CounterPage) and not page.number:
        sheet.write("office", left, page.office, (STRONG, BODY, SMALL), 700, C.card, C.ink)
    elif page.clerk is not None:
        _clerk(sheet, left, page.clerk)
    stripe, rest = rest.cut_top(m.px(1.6))
    red, gold = stripe.columns((72, 28), 0)
    sheet.put("stripe.red", Plate(red, C.accent))
    sheet.put("stripe.gold", Plate(gold, C.gold))
    return band(sheet, rest, page.band)


def _counter(sheet: Sheet, area: Area, word: str, number: str) -> None:
    place, _ = area.cut_right(sheet.measures.px(40))
    upper, lower = place.cut_top(place.h * 0.42)
    sheet.write("counter.word", upper, word, (BODY, SMALL), 400, C.card, C.ink, across=1, down=1)
    sheet.write("counter", lower, number, (LARGE, HEADING), 700, C.card, C.ink, across=1)


def _clerk(sheet: Sheet, area: Area, clerk: Seated) -> None:
    m = sheet.measures
    side = min(m.px(23), area.h)
    picture, words = area.cut_left(side, m.px(6))
    _portrait(sheet, picture.centred(side, side), clerk, (STRONG, SMALL))
    role = clerk.title if words.w > m.px(70) else ""  # a narrow panel has room for the name alone
    name = sheet.needed(clerk.name, words.w, words.h * (0.6 if role else 1), (STRONG, SMALL), 800)
    title = sheet.needed(role, words.w, words.h - name, (SMALL,))
    upper, lower = words.centred(words.w, name + title).cut_top(name)
    sheet.write("clerk.name", upper, clerk.name, (STRONG, SMALL), 800, C.card, C.ink)
    sheet.write("clerk.title", lower, role, (SMALL,), 400, C.card, C.ink)


def _portrait(sheet: Sheet, area: Area, clerk: Seated, sizes: tuple[float, ...]) -> None:
    """The photo, or the initials in its place."""
    sheet.put("clerk.ground", Plate(area, PHOTO_GROUND, radius=int(area.w / 2)))
    sheet.write("clerk.initials", area, clerk.initials, sizes, 800, C.ink, PHOTO_GROUND, across=0.5)
    if clerk.photo:
        sheet.put("clerk.photo", Photo(area, clerk.photo))


def _strip(sheet: Sheet, area: Area, text: str) -> Area:
    """The next number, above the faces; gives what is left below."""
    if not text:
        return area
    m = sheet.measures
    sizes = (SMALL,) if m.is_small else (STRONG, SMALL)
    lines = sheet.needed(text, area.w - m.px(8), m.px(20), sizes, 700)
    strip, rest = area.cut_top(lines + m.px(2.4))
    sheet.put("strip", Plate(strip, C.primary))
    sheet.write("strip.text", strip.inset(m.px(4), 0), text, sizes, 700, C.card, C.primary, across=0.5)
    return rest


def place_rest(sheet: Sheet, page: CounterPage) -> None:
    m = sheet.measures
    area = _frame(sheet, page).inset(m.px(10), m.px(6))
    bar, area = area.cut_bottom(m.px(20), m.px(GAP))
    buttons(sheet, bar.centred(m.px(70) * len(page.bar), bar.h), page.bar)
    title = sheet.needed(page.title, area.w, area.h * 0.4, (LARGE, *_TITLE), 700)
    text = sheet.needed(page.text, area.w, area.h * 0.3, _TEXT)
    if page.number:
        upper, lower = area.cut_top(area.h - title - text - m.px(4), m.px(4))
        write_number(sheet, upper, page.number, page.prefix)
    else:
        high = min(area.h - title - text - m.px(6), m.px(74))
        block = area.centred(area.w, high + title + text + m.px(6))
        upper, lower = block.cut_top(high, m.px(4))
        _who(sheet, upper, page)
    upper, lower = lower.cut_top(title, m.px(2))
    sheet.write("title", upper, page.title, (LARGE, *_TITLE), 700, across=0.5)
    sheet.write("text", lower.cut_top(text)[0], page.text, _TEXT, 400, C.ink2, across=0.5)


def _who(sheet: Sheet, area: Area, page: CounterPage) -> None:
    """Who sits here, large; without anybody a counter."""
    m = sheet.measures
    if page.clerk is None:
        side = min(area.h, m.px(50))
        place = area.centred(side, side)
        sheet.put("picture.ground", Plate(place, C.primary_soft, radius=int(side / 2)))
        inner = place.centred(side * 0.6, side * 0.6)
        sheet.put("picture", Drawing(inner, "counter", C.primary, C.primary_soft))
        return
    name = sheet.needed(page.clerk.name, area.w, area.h * 0.4, (STRONG, BODY, SMALL), 800)
    role = sheet.needed(page.clerk.title, area.w, area.h * 0.3, (SMALL,))
    side = min(area.h - name - role - m.px(3), m.px(50))
    block = area.centred(area.w, side + name + role + m.px(3))
    upper, block = block.cut_top(side, m.px(2))
    _portrait(sheet, upper.centred(side, side), page.clerk, (HUGE, LARGE, STRONG))
    upper, block = block.cut_top(name)
    sheet.write("clerk.name", upper, page.clerk.name, (STRONG, BODY, SMALL), 800, across=0.5)
    sheet.write("clerk.title", block.cut_top(role)[0], page.clerk.title, (SMALL,), 400, C.ink2, across=0.5)


def place_faces(sheet: Sheet, page: FacesPage) -> None:
    m = sheet.measures
    area = _strip(sheet, _frame(sheet, page), page.strip).inset(m.px(8 if m.is_small else 10), m.px(3.5))
    bar, area = area.cut_bottom(m.px(20 if m.is_portrait or not m.is_small else 18), m.px(3.5))
    buttons(sheet, bar.centred(m.px(80) * len(page.bar), bar.h), page.bar)
    keep = m.px(42) * -(-len(page.faces) // _most_in_a_row(sheet, area, len(page.faces)))
    area = _question(sheet, area, page.title, page.hint or page.text, keep, warns=bool(page.hint))
    places, side = max(_face_grids(sheet, area, page.faces), key=lambda grid: grid[1])
    for place, face in zip(places, page.faces, strict=True):
        _face(sheet, place, face, side)


def _most_in_a_row(sheet: Sheet, area: Area, faces: int) -> int:
    """All in landscape; in portrait as many as keep `_FACE_MM` each, in rows as equal as can be."""
    if not sheet.measures.is_portrait:
        return faces
    most = max(1, int(area.w // sheet.measures.px(_FACE_MM)))
    return -(-faces // -(-faces // most))


def _face_grids(sheet: Sheet, area: Area, faces: Sequence[Face]) -> Iterator[tuple[list[Area], float]]:
    """The ways to place them, each with how large the faces become; in landscape there is only one row."""
    most = _most_in_a_row(sheet, area, len(faces))
    for per_row in range(most, 0 if sheet.measures.is_portrait else most - 1, -1):
        places = grid(area, len(faces), per_row, sheet.measures.px(4.5), sheet.measures.px(110))
        yield places, min(_face_side(sheet, place, face) for place, face in zip(places, faces, strict=True))


def _question(sheet: Sheet, area: Area, title: str, text: str, keep: float, *, warns: bool = False) -> Area:
    """The question and its text; on a small panel the text gives way, so that `keep` pixels are left below."""
    m = sheet.measures
    sizes = (HEADING,) if m.is_small else _TITLE
    high = sheet.needed(title, area.w, area.h * 0.45, sizes, 700)
    ink, weight = (C.warn, 700) if warns else (C.ink2, 400)
    more = sheet.needed(text, area.w, area.h * 0.3, _TEXT, weight)
    upper, rest = area.cut_top(high, m.px(1))
    sheet.write("title", upper, title, sizes, 700, across=0.5)
    if not warns and rest.h - more - m.px(4) < keep:
        return rest.cut_top(0, m.px(2))[1]
    upper, rest = rest.cut_top(more, m.px(4))
    sheet.write("text", upper, text, _TEXT, weight, ink, across=0.5)
    return rest


def _face_side(sheet: Sheet, area: Area, face: Face) -> float:
    """How large this face could be above its words."""
    m = sheet.measures
    inner = area.inset(m.px(1.5), m.px(2))
    words = sheet.needed(face.text, inner.w, inner.h * _WORDS, _LABEL, 700)
    return min(inner.w * 0.76, inner.h - words - m.px(3), m.px(62))


def _face(sheet: Sheet, area: Area, face: Face, side: float) -> None:
    m = sheet.measures
    shape = shape_of(face)
    colour = FACE_COLOURS[shape]
    fill = C.primary_soft if face.chosen else C.card
    radius = m.px(RADIUS_MM)
    sheet.put(face.name, Plate(area, fill, colour, m.px(1.6 if face.chosen else 0.8), radius))
    sheet.targets.append(Target(face.name, area, face.spoken, radius=radius))
    inner = area.inset(m.px(1.5), m.px(2))
    words = sheet.needed(face.text, inner.w, inner.h * _WORDS, _LABEL, 700)
    upper, lower = inner.centred(inner.w, side + m.px(3) + words).cut_top(side, m.px(3))
    sheet.put(f"{face.name}.picture", Drawing(upper.centred(side, side), f"face:{shape}", colour, fill))
    sheet.write(f"{face.name}.text", lower, face.text, _LABEL, 700, colour, fill, across=0.5)


def place_reasons(sheet: Sheet, page: ReasonsPage) -> None:
    m = sheet.measures
    area = _strip(sheet, _frame(sheet, page), page.strip).inset(m.px(8 if m.is_small else 10), m.px(3.5))
    gap = m.px(3.5 if m.is_small else GAP)
    row, area = area.cut_bottom(m.px(18 if m.is_small else 20), gap)
    buttons(sheet, row, (*page.bar, *page.main[::-1]))
    columns = 2 if m.is_portrait or len(page.reasons) < 5 else 3
    rows = -(-len(page.reasons) // columns)
    area = _question(sheet, area, page.title, page.text, m.px(24) * rows)
    places = grid(area, len(page.reasons), columns, gap, m.px(40))
    for place, reason in zip(places, page.reasons, strict=True):
        choice(sheet, place, reason, _LABEL)


def place_thanks(sheet: Sheet, page: ThanksPage) -> None:
    m = sheet.measures
    area = _strip(sheet, _frame(sheet, page), page.strip).inset(m.px(10), m.px(6))
    bar, area = area.cut_bottom(m.px(22), m.px(GAP))
    if page.bar:
        buttons(sheet, bar.centred(m.px(90) * len(page.bar), bar.h), page.bar)
    name = "check" if page.face is None else f"face:{shape_of(page.face)}"
    colour = C.good if page.face is None else FACE_COLOURS[shape_of(page.face)]
    title = sheet.needed(page.title, area.w, area.h * 0.3, (HUGE, LARGE, HEADING), 700)
    text = sheet.needed(page.text, area.w, area.h * 0.25, (STRONG, *_TEXT))
    side = min(m.px(70), area.h - title - text - m.px(8))
    block = area.centred(area.w, side + title + text + m.px(8))
    upper, block = block.cut_top(side, m.px(5))
    sheet.put("picture", Drawing(upper.centred(side, side), name, colour, C.ground))
    upper, block = block.cut_top(title, m.px(3))
    sheet.write("title", upper, page.title, (HUGE, LARGE, HEADING), 700, across=0.5)
    sheet.write("text", block.cut_top(text)[0], page.text, (STRONG, *_TEXT), 400, C.ink2, across=0.5)
