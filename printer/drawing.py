"""The ticket as a picture of black and white dots, exactly as the paper will show it.

Owns the look of each block. A block with fields of which none is known is left out, together with a rule
that would then stand on another. What is drawn once is kept (office, foot, services), so that a ticket
costs its number and its time only. The marks of a ticket (priority, reprint, training) are not the
template's business: they stand above the number in every template.
"""

import math
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from PIL import Image, ImageDraw

from look import fonts
from printer.composing import whole_rows
from printer.lettering import (
    BLACK,
    WHITE,
    Font,
    ascent,
    check_letters,
    clean,
    draw_line,
    fit,
    font,
    ink,
    length,
    pitch,
    wrap,
)
from printer.pictures import one_bit
from printer.slips import KINDS
from printer.template import MOST_LETTERS, Align, Block, Kind, Template

Entry = Mapping[str, str | None]
Values = Mapping[str, str | Sequence[Entry] | None]
"""Field → its text, list → its entries; what is unknown is None or missing."""

_TOP, _BOTTOM = 20, 28  # dots; the way from head to knife adds some 10 mm above
_SIDE = 12  # dots that letters keep from the edge of the printable row
_KEPT = 200  # drawn blocks
_GAP = 24  # between a text and its value
_UNDER_MARKS, _BETWEEN_MARKS = 10, 10
_MARK_SIZE: Mapping[int, int] = MappingProxyType({80: 36, 58: 29})


class Mark(StrEnum):
    """What makes a ticket special, in the words on the paper."""

    PRIORITY = "ƯU TIÊN"
    REPRINT = "IN LẠI"
    TRAINING = "TẬP HUẤN"


@dataclass(frozen=True, slots=True)
class Line:
    """A strip of the paper, as wide as its row, and what stands in it; `kind` None: a margin or the marks."""

    picture: Image.Image
    kind: Kind | None = None
    text: str = ""
    value: str = ""
    size: int = 0
    bold: bool = False
    align: Align = Align.CENTER


class Drawing:
    """Draws tickets from one template on a row of `dots` (default: all that its paper has).

    Raises `LettersMissing` when the font cannot write Vietnamese.
    """

    def __init__(self, template: Template, dots: int | None = None) -> None:
        check_letters()
        self.template = template
        self._width = dots or template.dots
        self._kept: OrderedDict[object, Image.Image] = OrderedDict()

    def draw(self, values: Values, marks: Iterable[Mark] = ()) -> Image.Image:
        """The ticket, mode "1", `template.dots` wide. Unknown fields are None or missing.

        Raises OSError when a picture of the template is lost.
        """
        lines = self.lines(values, marks)
        height = sum(line.picture.height for line in lines)
        ticket = Image.new("1", (self._width, whole_rows(height)), WHITE)
        top = 0
        for line in lines:
            ticket.paste(line.picture, (0, top))
            top += line.picture.height
        return ticket

    def lines(self, values: Values, marks: Iterable[Mark] = ()) -> tuple[Line, ...]:
        """The same ticket strip by strip, from the upper margin to the lower one. Raises OSError as `draw` does."""
        known = _known(values, KINDS[self.template.slip].fields)
        return (Line(self._strip(_TOP)), *self._strips(known, values, tuple(marks)), Line(self._strip(_BOTTOM)))

    def _strips(self, known: Mapping[str, str], values: Values, marks: tuple[Mark, ...]) -> Iterator[Line]:
        marked = [Line(self._keep(marks, lambda: self._marks(marks)))] if marks else []
        if all(block.kind is not Kind.NUMBER for block in self.template.blocks):
            yield from marked
        for block in _standing(self.template.blocks, known, values):
            if block.kind is Kind.NUMBER:
                yield from marked
                marked = []
            yield from self._repeated(block, known, values) if block.of else (self._block(block, known),)

    def _repeated(self, block: Block, known: Mapping[str, str], values: Values) -> Iterator[Line]:
        one = replace(block, kind=Kind.TEXT, of="")
        fields = KINDS[self.template.slip].lists[block.of]
        for entry in _entries(values, block.of):
            yield self._block(one, {**known, **_known(entry, fields)})

    def _block(self, block: Block, known: Mapping[str, str]) -> Line:
        text = clean(block.text.format_map(known)) if block.text else ""
        value = clean(block.value.format_map(known)) if block.value else ""
        picture = self._keep((block, text, value), lambda: self._drawn(block, text, value))
        return Line(picture, block.kind, text, value, block.size, block.bold, block.align)

    def _keep(self, key: object, draw: Callable[[], Image.Image]) -> Image.Image:
        if key not in self._kept:
            self._kept[key] = draw()
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return self._kept[key]

    def _drawn(self, block: Block, text: str, value: str) -> Image.Image:
        match block.kind:
            case Kind.EACH:
                raise AssertionError  # drawn as texts, one for each entry
            case Kind.TEXT if value:
                return self._pair(block, text, value)
            case Kind.TEXT:
                return self._text(block, text)
            case Kind.NUMBER:
                return self._placed(self._number(block, text), block.align)
            case Kind.RULE:
                return self._rule(block)
            case Kind.QR:
                return self._placed(_qr(text, min(block.size, self._width - 2 * _SIDE)), block.align)
            case Kind.IMAGE:
                assert block.file is not None
                return self._placed(one_bit(block.file, self._width), block.align)
            case Kind.SPACE:
                return self._strip(block.size)

    def _strip(self, height: int) -> Image.Image:
        return Image.new("1", (self._width, height), WHITE)

    def _left(self, length: float, align: Align) -> float:
        match align:
            case Align.LEFT:
                return _SIDE
            case Align.RIGHT:
                return self._width - _SIDE - length
            case Align.CENTER:
                return (self._width - length) / 2

    def _placed(self, picture: Image.Image, align: Align) -> Image.Image:
        strip = self._strip(picture.height)
        left = self._left(picture.width, align) if picture.width <= self._width - 2 * _SIDE else 0
        strip.paste(picture, (round(left), 0))
        return strip

    def _text(self, block: Block, text: str) -> Image.Image:
        path = fonts.BOLD if block.bold else fonts.MEDIUM
        setting = fit(text, path, block.size, self._width - 2 * _SIDE)
        return self._lines(setting.lines, font(path, setting.size), block.align)

    def _lines(self, lines: tuple[str, ...], letters: Font, align: Align) -> Image.Image:
        step = pitch(round(letters.size))
        strip = self._strip(step * len(lines))
        canvas = ImageDraw.Draw(strip)
        for index, line in enumerate(lines):
            draw_line(canvas, line, letters, index * step, self._left(letters.getlength(line), align))
        return strip

    def _pair(self, block: Block, text: str, value: str) -> Image.Image:
        """A text at the left and its bold value at the right; what does not fit wraps in its own column."""
        letters, bold = font(fonts.MEDIUM, block.size), font(fonts.BOLD, block.size)
        row = self._width - 2 * _SIDE - _GAP
        label, needed = round(length(letters, text)), math.ceil(bold.getlength(value))
        if label + needed > row:
            label = min(label, row - needed if needed <= row // 2 else row * 3 // 5)
        left = self._keep((block.size, text, label), lambda: self._label(text, letters, label))
        right = self._lines(wrap(value, bold, row - label), bold, Align.RIGHT)
        strip = self._strip(max(left.height, right.height))
        strip.paste(left, (0, 0))
        edge = _SIDE + label
        strip.paste(right.crop((edge, 0, self._width, right.height)), (edge, 0))
        return strip

    def _label(self, text: str, letters: Font, width: int) -> Image.Image:
        return self._lines(wrap(text, letters, width), letters, Align.LEFT)

    def _number(self, block: Block, text: str) -> Image.Image:
        """The number as large as the paper allows, at most `size` dots of ink high."""
        row = self._width - 2 * _SIDE
        size = round(block.size / 0.714)  # Noto Sans: a capital is 0.714 of the size high
        while (drawn := ink(text, font(fonts.EXTRABOLD, size))).width > row and size > _SIDE:
            size = min(size - 1, size * row // drawn.width)
        return drawn

    def _rule(self, block: Block) -> Image.Image:
        strip = self._strip(block.size)
        length = (self._width - 2 * _SIDE) * block.width // 100
        left = round(self._left(length, block.align))
        ImageDraw.Draw(strip).rectangle((left, 0, left + length - 1, block.size - 1), fill=BLACK)
        return strip

    def _marks(self, marks: tuple[Mark, ...]) -> Image.Image:
        """White on black over the whole row, so that nobody takes the ticket for an ordinary one."""
        rows = [[mark for mark in marks if (mark is Mark.TRAINING) == alone] for alone in (True, False)]
        strips = [self._bar(row) for row in rows if row]
        strip = self._strip(sum(bar.height for bar in strips) + _UNDER_MARKS)
        top = 0
        for bar in strips:
            strip.paste(bar, (0, top))
            top += bar.height
        return strip

    def _bar(self, marks: list[Mark]) -> Image.Image:
        each = (self._width - 2 * _SIDE - _BETWEEN_MARKS * (len(marks) - 1)) / len(marks)
        size = _MARK_SIZE[self.template.paper]
        letters = font(fonts.BOLD, size)
        height = round(size * 1.56)
        strip = self._strip(height + _BETWEEN_MARKS)
        canvas = ImageDraw.Draw(strip)
        for index, mark in enumerate(marks):
            left = round(_SIDE + index * (each + _BETWEEN_MARKS))
            canvas.rounded_rectangle((left, 0, round(left + each) - 1, height - 1), radius=10, fill=BLACK)
            start = left + (each - letters.getlength(mark)) / 2
            draw_line(canvas, mark, letters, round(height * 0.76) - ascent(size), start, WHITE)
        return strip


def _known(values: Values, fields: Iterable[str]) -> dict[str, str]:
    found = {name: values.get(name) for name in fields}
    return {name: clean(text[:MOST_LETTERS]) if isinstance(text, str) else "" for name, text in found.items()}


def _entries(values: Values, of: str) -> Sequence[Entry]:
    entries = values.get(of)
    return () if entries is None or isinstance(entries, str) else entries


def _standing(blocks: tuple[Block, ...], known: Mapping[str, str], values: Values) -> Iterator[Block]:
    """The blocks that are drawn. Of spaces in a row the largest stays, of rules in a row the first."""
    space: Block | None = None
    last: Kind | None = None
    for block in blocks:
        if block.kind is Kind.SPACE:
            space = block if space is None or block.size > space.size else space
            continue
        if block.of and not _entries(values, block.of):
            continue
        if not block.of and block.fields and not any(known.get(name) for name in block.fields):
            continue
        if block.kind is Kind.RULE and last is Kind.RULE:
            continue
        if space is not None:
            yield space
        space, last = None, block.kind
        yield block


def _qr(content: str, side: int) -> Image.Image:
    """A QR code (error correction M) with its quiet zone, at most `side` dots; every module is whole dots."""
    import segno  # only tickets with a QR need it

    matrix = segno.make(content, error="m", micro=False).matrix
    quiet = 2
    modules = len(matrix) + 2 * quiet
    small = Image.new("1", (modules, modules), WHITE)
    for y, row in enumerate(matrix):
        for x, dark in enumerate(row):
            if dark:
                small.putpixel((x + quiet, y + quiet), BLACK)
    scale = max(side // modules, 2)
    return small.resize((modules * scale, modules * scale), Image.Resampling.NEAREST)
