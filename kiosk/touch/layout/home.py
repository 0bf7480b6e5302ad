"""The first screen: eight tiles at most, the large controls, the small ones."""

import math

from kiosk.touch.layout.parts import RADIUS_MM, buttons, in_rows, piled
from kiosk.touch.layout.sheet import Sheet
from kiosk.touch.layout.top import frame
from kiosk.touch.page import HomePage, Tile
from look.sheet.areas import Area
from look.sheet.lettering import LEADING, wrap
from look.sheet.measures import BODY, GAP, HEADING, LARGE, MARGIN, SMALL, STRONG
from look.sheet.things import Drawing, Plate, Target
from look.theme import COLOURS, service_colour

C = COLOURS
SHADOW = "#C4CEDA"
OFF_LETTER = C.mute
_TITLES = (HEADING, 9.4, STRONG, BODY, SMALL)
_HIGHEST_MM = 76
_USUAL = 60
_FEW = 4
_NARROW_MM, _TALL_MM = 106, 400
_LOWEST_MM, _TIGHT_MM = 20.4, 3.2
_IN_A_ROW, _IN_A_WIDE_ROW = 3, 5
"""Small controls side by side on a compact panel and on a wide one."""


def place(sheet: Sheet, page: HomePage) -> None:
    """In portrait the controls stand below the tiles, in landscape beside them."""
    m = sheet.measures
    area = frame(sheet, page).inset(m.px(MARGIN), m.px(5 if m.is_compact else 8 if m.is_portrait else 6))
    area = _heading(sheet, area, page)
    area = _below(sheet, area, page) if m.is_portrait else _beside(sheet, area, page)
    _tiles(sheet, area, page)


def _heading(sheet: Sheet, area: Area, page: HomePage) -> Area:
    m = sheet.measures
    sizes: tuple[float, ...] = (LARGE, 12.0, HEADING) if m.is_portrait and not m.is_compact else (12.0, HEADING)
    words, gap = area, m.px(4 if m.is_compact else 6)
    picture = None
    if page.picture:
        picture, words = area.cut_left(m.px(22), m.px(5))
    if m.is_compact and sheet.width(page.title, HEADING, 700) <= words.w:
        sizes = tuple(size for size in sizes if sheet.width(page.title, size, 700) <= words.w)
    title = sheet.needed(page.title, words.w, area.h * 0.12, sizes, 700)
    show = page.subtitle if page.picture or (m.is_portrait and not m.is_compact) else ""
    subtitle = sheet.needed(show, words.w, area.h * 0.17, (BODY, SMALL))
    upper, rest = words.cut_top(title)
    lower, _ = rest.cut_top(subtitle)
    sheet.write("title", upper, page.title, sizes, 700)
    sheet.write("subtitle", lower, show, (BODY, SMALL), 400, C.ink2)
    if picture is not None:
        square = Area(picture.x, picture.y + m.px(2), picture.w, picture.w)
        sheet.put("title.picture", Drawing(square, page.picture, C.primary, C.ground))
    high = max(title + subtitle, m.px(24) if picture is not None else 0)
    return area.cut_top(high, gap)[1]


def _beside(sheet: Sheet, area: Area, page: HomePage) -> Area:
    """One column of controls, or two when one would make them too low; gives what is left for the tiles."""
    m = sheet.measures
    count = len(page.main) + len(page.bar)
    if area.h >= count * m.px(_LOWEST_MM) + (count - 1) * m.px(GAP):
        side, area = area.cut_right(m.px(74), m.px(7))
        piled(sheet, side, (*page.main, *page.bar), most_mm=42)
        return area
    side, area = area.cut_right(m.px(100 if m.is_compact else 112), m.px(5 if m.is_compact else 7))
    rows = [*((one,) for one in page.main), *in_rows(page.bar, 2)]
    gap = m.px(GAP) if area.h >= len(rows) * m.px(_LOWEST_MM + GAP) else m.px(_TIGHT_MM)
    for row, controls in zip(side.rows(len(rows), gap, m.px(42)), rows, strict=True):
        buttons(sheet, row, controls, stacked=len(controls) > 1)
    return area


def _below(sheet: Sheet, area: Area, page: HomePage) -> Area:
    m = sheet.measures
    is_tall = m.height * m.mm_per_px > _TALL_MM
    if m.is_compact and len(page.main) == 1 and len(page.bar) < _IN_A_ROW:
        bar, area = area.cut_bottom(m.px(30), m.px(GAP))
        buttons(sheet, bar, (*page.main, *page.bar), stacked=True)
        return area
    rows = in_rows(page.bar, _IN_A_ROW if m.is_compact else _IN_A_WIDE_ROW)[::-1] if page.bar else []
    for controls in rows:
        bar, area = area.cut_bottom(m.px(31 if is_tall else 30 if len(rows) == 1 else 22), m.px(GAP))
        buttons(sheet, bar, controls, stacked=True)
    rows = in_rows(page.main, 2 if m.is_compact else 3)[::-1] if page.main else []
    for controls in rows:
        main, area = area.cut_bottom(m.px(28 if is_tall else 22), m.px(GAP + 0.8))
        buttons(sheet, main, controls)
    return area


def _tiles(sheet: Sheet, area: Area, page: HomePage) -> None:
    m = sheet.measures
    gap = m.px(4.2 if m.is_compact else 5.4)
    columns = 1 if len(page.tiles) <= (_FEW if m.is_portrait else 1) else 2
    rows = area.rows(math.ceil(len(page.tiles) / columns), gap, m.px(_HIGHEST_MM))
    places = [rows[at // columns].columns([1.0] * columns, gap)[at % columns] for at in range(len(page.tiles))]
    cells = [_Cell(sheet, place, one) for place, one in zip(places, page.tiles, strict=True)]
    size = _common_size(cells)
    for cell in cells:
        cell.draw(size)


def _common_size(cells: list["_Cell"]) -> int:
    """The place in `_TITLES` of the largest size in which all usual names fit; one endless name counts for nothing."""
    usual = [cell for cell in cells if len(cell.one.title) <= _USUAL]
    return max((cell.first_size() for cell in usual), default=0)


class _Cell:
    """One tile: the letter in the service's colour, its name, what it is for, and how many wait or why it is closed."""

    def __init__(self, sheet: Sheet, area: Area, one: Tile) -> None:
        self.sheet, self.area, self.one = sheet, area, one
        m = sheet.measures
        self.is_narrow = area.w < m.px(_NARROW_MM) or (m.is_compact and not m.is_portrait)
        is_slim = m.is_compact
        self.strip = m.px(12 if is_slim else 17 if self.is_narrow else 26 if m.is_portrait else 29)
        self.fill = C.card if one.open else C.off
        inner = area.cut_left(self.strip, m.px(3.6 if is_slim else 5.6))[1].inset(
            0, m.px(1.6 if m.is_compact and not m.is_portrait else 3 if self.is_narrow else 4.6)
        )
        inner = Area(inner.x, inner.y, inner.w - m.px(3.4 if is_slim else 4), inner.h)
        room = inner.w - self._sign_w
        self.text = self._status_text(room)
        lines = self._status_lines(room)
        title = m.letters(SMALL) * LEADING
        most = min(lines * m.letters(BODY) * LEADING, inner.h - title - m.px(0.8))
        high = sheet.needed(self.text, room, most, (BODY, SMALL), 600)
        self.status, upper = inner.cut_bottom(high, m.px(0.8))
        picture, self.words = upper.cut_right(m.px(17.5 if m.is_portrait else 20.8), m.px(1.6))
        self.words = upper if self.is_narrow else self.words
        side = min(picture.w, picture.h)
        self.picture = Area(picture.right - side, picture.y, side, side)

    @property
    def _sign_w(self) -> float:
        """The little clock before the reason of a closed tile."""
        return 0 if self.one.open or not self._has_sign else self.sheet.measures.px(11)

    @property
    def _has_sign(self) -> bool:
        return not self.sheet.measures.is_compact

    def _status_text(self, width: float) -> str:
        """In one line when it fits, else in two."""
        if not self.one.more:
            return self.one.status
        line = f"{self.one.status} · {self.one.more}"
        return line if self.sheet.width(line, SMALL, 600) <= width else f"{self.one.status}\n{self.one.more}"

    def _status_lines(self, width: float) -> int:
        """One line for each part, two for a part that is wider than the tile."""
        return sum(1 if self.sheet.width(part, SMALL, 600) <= width else 2 for part in self.text.splitlines())

    def first_size(self) -> int:
        """The largest size in which the whole name fits; the detail below it gives way before names become small."""
        m, words = self.sheet.measures, self.words
        line = m.letters(SMALL) * LEADING
        detail = self.sheet.needed(self.one.detail, words.w, 2 * line, (SMALL,))
        for sizes, below in ((_TITLES[:3], detail), (_TITLES[:3], line), (_TITLES, 0.0)):
            for place, mm in enumerate(sizes):
                fitted = self.sheet.fitted(self._title(mm), words.w, words.h - below, (mm,), 700)
                if not fitted.cut and fitted.text.split() == self.one.title.split():
                    return place
        return len(_TITLES) - 1

    def _title(self, mm: float) -> str:
        """Broken at its dash rather than anywhere, where it needs two lines anyway."""
        if self.sheet.width(self.one.title, mm, 700) <= self.words.w:
            return self.one.title
        broken = self.one.title.replace(" – ", " –\n")
        return broken if self._lines(broken, mm) <= self._lines(self.one.title, mm) else self.one.title

    def _lines(self, text: str, mm: float) -> int:
        return len(wrap([(text, "")], self.words.w, self.sheet.measures.letters(mm), 700))

    def draw(self, common: int) -> None:
        m, one, sheet = self.sheet.measures, self.one, self.sheet
        colour = service_colour(one.prefix) if one.open else OFF_LETTER
        radius = m.px(RADIUS_MM)
        shadow = SHADOW if one.open else ""
        sheet.put(one.name, Plate(self.area, self.fill, C.line, m.px(0.5), radius, (colour, self.strip), shadow))
        sheet.targets.append(Target(one.name, self.area, one.spoken, radius=radius))
        letter = self.area.cut_left(self.strip)[0]
        sheet.write(
            f"{one.name}.letter",
            letter,
            one.prefix,
            (11.0 if self.is_narrow else 17.9,),
            800,
            C.card,
            colour,
            across=0.5,
        )
        if not self.is_narrow:
            sheet.put(f"{one.name}.picture", Drawing(self.picture, f"service:{one.prefix}", colour, self.fill))
        self._draw_status()
        self._draw_words(_TITLES[common:])

    def _draw_status(self) -> None:
        m, one, area = self.sheet.measures, self.one, self.status
        if not one.open and self._has_sign:
            sign, area = area.cut_left(m.px(8), m.px(3))
            square = Area(sign.x, area.y + m.px(0.5), sign.w, sign.w)
            self.sheet.put(f"{one.name}.why", Drawing(square, "clock", C.warn, self.fill))
        ink = C.ink if one.open else C.warn
        self.sheet.write(f"{one.name}.status", area, self.text, (BODY, SMALL), 600, ink, self.fill, down=1)

    def _draw_words(self, sizes: tuple[float, ...]) -> None:
        m, one, sheet, ink = self.sheet.measures, self.one, self.sheet, C.ink if self.one.open else C.ink2
        text = self._title(sizes[0])
        title = sheet.needed(text, self.words.w, self.words.h, sizes, 700)
        upper, lower = self.words.cut_top(title, m.px(0.8))
        sheet.write(f"{one.name}.title", upper, text, sizes, 700, ink, self.fill, down=0)
        if lower.h >= m.letters(SMALL) * LEADING:
            sheet.write(f"{one.name}.detail", lower, one.detail, (SMALL,), 400, C.ink2, self.fill, down=0)
