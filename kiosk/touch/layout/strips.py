"""A text cut into strips: what is never torn apart between two leaves - a line, a row of a table, a code.

Things stand where they are within their strip, from its upper left corner; who fills the leaves moves them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from kiosk.touch.counsel import Kind, Passage, Words
from kiosk.touch.layout.sheet import Sheet
from look.sheet.areas import Area
from look.sheet.lettering import LEADING, Fitted, Line, fit, line_width, width, wrap
from look.sheet.measures import BODY, HEADING, SMALL, STRONG, Measures
from look.sheet.things import Code, Plate, Thing, Writing
from look.theme import COLOURS

C = COLOURS
_ENDLESS = 1e6
_MARK_MM, _STEP_MM, _CODE_MM = 9.0, 9.0, 36.0
_BETWEEN_MM = 4.5
_MOST_STEPS = 3
_INSET_MM = (2.5, 1.6)
_TALLEST_MM = 120.0
"""Of a row of a table."""


@dataclass(frozen=True, slots=True)
class Strip:
    """`gap`: above it, unless it begins a leaf; `keeps`: it does not end a leaf."""

    height: float
    gap: float
    things: tuple[tuple[str, Thing], ...]
    keeps: bool = False


def strips_of(
    passages: Sequence[Passage], measures: Measures, w: float, h: float, size: float = BODY
) -> tuple[Strip, ...]:
    """All strips of a text that is `w` wide, in letters of `size` mm; a row of a table is at most `h` high."""
    return tuple(_strips(passages, measures, w, h, size))


def _strips(passages: Sequence[Passage], m: Measures, w: float, h: float, size: float) -> Iterator[Strip]:
    for is_table, group in groupby(passages, lambda one: one.kind in (Kind.HEAD, Kind.ROW)):
        parts = list(group)
        if is_table:
            yield from _table(parts, m, w, h)
            continue
        for part, following in zip(parts, [*parts[1:], None], strict=True):
            has_code = following is not None and following.kind is Kind.CODE
            lines = _lines(part, m, w, size, keeps=has_code)
            yield from (_code(part, m, w, size),) if part.kind is Kind.CODE else lines


def runs(words: Words, ink: str) -> list[tuple[str, str]]:
    """Stressed words stand out by their colour; the office's own page says everything without it, too."""
    return [(text, C.primary if stressed else ink) for text, stressed in words]


def broken(words: Words, m: Measures, w: float, size: float, weight: int, ink: str) -> tuple[Line, ...]:
    """Lines as they fill; an endless word is broken where the line ends."""
    pixels = m.letters(size)
    lines = wrap(runs(words, ink), w, pixels, weight)
    if all(line_width(line, pixels, weight) <= w for line in lines):
        return lines
    return fit(runs(words, ink), w, _ENDLESS, (pixels,), weight).lines


def _lines(part: Passage, m: Measures, w: float, body: float, *, keeps: bool) -> Iterator[Strip]:
    """No line of a longer text stands alone on a leaf; `keeps`: the next passage belongs to this one."""
    is_heading = part.kind is Kind.HEADING
    size = max(HEADING if part.level <= 1 else STRONG, body) if is_heading else body
    air = _BETWEEN_MM * body / BODY
    weight, between = (700, air * 1.6) if is_heading else (400, air)
    indent = min(part.level - 1, _MOST_STEPS) * m.px(_STEP_MM) if part.kind is Kind.ITEM else 0
    mark = m.px(_MARK_MM * body / BODY) if part.mark else 0
    high = m.letters(size) * LEADING
    lines = broken(part.words, m, w - indent - mark, size, weight, C.ink)
    for at, line in enumerate(lines):
        area = Area(indent + mark, 0, w - indent - mark, high)
        things = [("line", _written(area, line, m, size, weight))]
        if at == 0 and part.mark:
            sign = ((part.mark, C.primary),)
            things.append(("mark", _written(Area(indent, 0, mark, high), sign, m, size, 700)))
        stays = at in (0, len(lines) - 2) if at + 1 < len(lines) else keeps
        yield Strip(high, 0 if at else m.px(between), tuple(things), keeps=is_heading or stays)


def _written(area: Area, line: Line, m: Measures, size: float, weight: int) -> Writing:
    return Writing(area, Fitted((line,), m.letters(size), weight), C.card)


def _code(part: Passage, m: Measures, w: float, body: float) -> Strip:
    side, gap = min(m.px(_CODE_MM * body / BODY) * part.level, w / 2), m.px(5)
    square, beside = Area(0, 0, w, side).cut_left(side, gap)
    words = Sheet(m).fitted(" ".join(text for text, _ in part.words), beside.w, beside.h, (body, SMALL), 400, C.ink2)
    plate = Plate(square, C.card, C.line, m.px(0.5), m.px(2))
    code, caption = Code(square.inset(m.px(2)), part.link), Writing(beside, words, C.card)
    return Strip(side, m.px(_BETWEEN_MM), (("plate", plate), ("code", code), ("caption", caption)))


# -- tables


def _table(rows: Sequence[Passage], m: Measures, w: float, h: float) -> Iterator[Strip]:
    """The head does not end a leaf; a row is at most as high as one."""
    columns = Area(0, 0, w, min(h, m.px(_TALLEST_MM))).columns(_widths(rows, m, w), 0)
    for at, row in enumerate(rows):
        yield _row(row, columns, m, gap=m.px(_BETWEEN_MM) if at == 0 else 0)


def _widths(rows: Sequence[Passage], m: Measures, w: float) -> list[float]:
    """Wide enough for the longest word of each column; what is left goes to those with longer texts."""
    count = max((len(row.cells) for row in rows), default=1) or 1
    inset = 2 * m.px(_INSET_MM[0]) + 1
    words, texts = [1.0] * count, [1.0] * count
    for row in rows:
        weight = 700 if row.kind is Kind.HEAD else 400
        for at, cell in enumerate(row.cells):
            text = " ".join(text for text, _ in cell)
            words[at] = max(words[at], *(_width(word, m, weight) + inset for word in text.split(" ")))
            texts[at] = max(texts[at], _width(text, m, weight) + inset)
    words = [min(word, w / count) for word in words] if sum(words) > w else words
    spare, wishes = w - sum(words), [text - word + 1 for text, word in zip(texts, words, strict=True)]
    return [word + spare * wish / sum(wishes) for word, wish in zip(words, wishes, strict=True)]


def _width(text: str, m: Measures, weight: int) -> float:
    return width(text, m.letters(SMALL), weight)


def _row(row: Passage, columns: Sequence[Area], m: Measures, *, gap: float) -> Strip:
    is_head = row.kind is Kind.HEAD
    weight, fill = (700, C.primary_soft) if is_head else (400, C.card)
    places = [column.inset(m.px(_INSET_MM[0]), m.px(_INSET_MM[1])) for column in columns]
    cells = [_cell(words, m, place, weight) for words, place in zip(row.cells, places, strict=False)]
    high = max((cell.height for cell in cells), default=0.0)
    whole = Area(0, 0, columns[-1].right, high + 2 * m.px(_INSET_MM[1]))
    things: list[tuple[str, Thing]] = [("row", Plate(whole, fill, C.line, max(1, m.px(0.3))))]
    for at, (cell, place) in enumerate(zip(cells, places, strict=False)):
        if cell.lines:
            things.append((f"cell{at}", Writing(Area(place.x, place.y, place.w, high), cell, fill, down=0)))
    return Strip(whole.h, gap, tuple(things), keeps=is_head)


def _cell(words: Words, m: Measures, place: Area, weight: int) -> Fitted:
    lines = [line for line in broken(words, m, place.w, SMALL, weight, C.ink) if line]
    room = max(1, int(place.h // (m.letters(SMALL) * LEADING)))
    return Fitted(tuple(lines[:room]), m.letters(SMALL), weight)
