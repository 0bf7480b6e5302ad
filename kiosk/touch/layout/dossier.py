"""A dossier: its number, and the code that opens its page on a telephone."""

from dataclasses import dataclass

from kiosk.touch.counsel import DossierPage
from kiosk.touch.layout.parts import buttons, code
from kiosk.touch.layout.sheet import Sheet
from kiosk.touch.layout.top import frame
from look.sheet.areas import Area
from look.sheet.measures import BODY, GAP, HEADING, HUGE, LARGE, MARGIN, SMALL, STRONG
from look.sheet.things import Drawing, Plate
from look.theme import COLOURS

C = COLOURS
_NUMBER = (HUGE, LARGE, HEADING, STRONG, SMALL)
_TITLE = (LARGE, 12.0, HEADING)
_TEXT = (STRONG, BODY, SMALL)
_CODE_MM = 112

_SHARES = (1.2, 1)


@dataclass(frozen=True, slots=True)
class _Line:
    """`high`: pixels that it needs; `below_mm`: air below it."""

    key: str
    text: str
    sizes: tuple[float, ...]
    weight: int
    ink: str
    high: float
    below_mm: float


def place(sheet: Sheet, page: DossierPage) -> None:
    """One column in portrait; in landscape the code stands beside the words."""
    m = sheet.measures
    area = frame(sheet, page).inset(m.px(MARGIN), m.px(9 if m.is_portrait else 6))
    bar, area = area.cut_bottom(m.px(22), m.px(GAP))
    buttons(sheet, bar if m.is_portrait else bar.centred(m.px(300), bar.h), page.bar)
    if page.main:
        main, area = area.cut_bottom(m.px(26), m.px(6))
        buttons(sheet, main if m.is_portrait else main.centred(m.px(300), main.h), page.main)
    wide = area.w if m.is_portrait else area.columns(_SHARES, m.px(12))[0].w
    lines = _lines(sheet, Area(area.x, area.y, wide, area.h), page)
    high = sum(line.high + m.px(line.below_mm) for line in lines)
    if m.is_portrait:
        words, area = area.centred(area.w, high + m.px(_CODE_MM)).cut_top(high, m.px(10))
    else:
        words, area = area.columns(_SHARES, m.px(12))
    _write(sheet, words.centred(words.w, high), lines)
    if page.code:
        code(sheet, area, page.code, page.code_caption)
    else:
        _picture(sheet, area)


def _lines(sheet: Sheet, area: Area, page: DossierPage) -> tuple[_Line, ...]:
    def line(key: str, text: str, sizes: tuple[float, ...], weight: int, ink: str, below_mm: float) -> _Line:
        return _Line(key, text, sizes, weight, ink, sheet.needed(text, area.w, area.h * 0.28, sizes, weight), below_mm)

    return (
        line("kicker", page.kicker, (HEADING,), 600, C.ink2, 2),
        line("dossier", page.number, _NUMBER, 800, C.primary, 10),
        line("title", page.title, _TITLE, 700, C.ink, 4),
        line("text", page.text, _TEXT, 400, C.ink2, 1),
    )


def _write(sheet: Sheet, block: Area, lines: tuple[_Line, ...]) -> None:
    for line in lines:
        upper, block = block.cut_top(line.high, sheet.measures.px(line.below_mm))
        sheet.write(line.key, upper, line.text, line.sizes, line.weight, line.ink, across=0.5)


def _picture(sheet: Sheet, area: Area) -> None:
    side = min(sheet.measures.px(66), area.h, area.w)
    disc = area.centred(side, side)
    sheet.put("picture.ground", Plate(disc, C.primary_soft, radius=int(side / 2)))
    sheet.put("picture", Drawing(disc.centred(side * 0.6, side * 0.6), "folder", C.primary, C.primary_soft))
