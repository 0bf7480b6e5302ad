"""The template of a ticket: which blocks stand under one another on the paper.

A TOML file with `paper` (80 or 58, mm) and a list of `[[block]]`. Everything is checked when the file is
read, and all mistakes are told at once, each with file, block and field. An office's own file wins over the
shipped one of the same name; when it is wrong, the shipped one is used and the mistakes are kept in
`problems`, so that a slip of the pen in the morning does not leave people without numbers.
"""

import difflib
import string
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

from look import fonts

DOTS: Mapping[int, int] = MappingProxyType({80: 576, 58: 384})
"""Printable dots of a row by the paper's width in mm, at 203 dpi (8 dots per mm)."""
FIELDS = (
    "office",
    "parent",
    "number",
    "service",
    "counters",
    "ahead",
    "wait",
    "time",
    "date",
    "leader",
    "url",
)
SHIPPED = Path(__file__).with_name("tickets")
MOST_BYTES = 64_000
MOST_BLOCKS = 60
MOST_LETTERS = 500


class Kind(StrEnum):
    """What a block draws."""

    TEXT = "text"
    RULE = "rule"
    NUMBER = "number"
    QR = "qr"
    IMAGE = "image"
    SPACE = "space"


class Align(StrEnum):
    """Where a block stands on its line."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Block:
    """One block; what a kind does not use keeps its default.

    `size` in dots: height of letters, of a space, of a rule, the most a number or QR may be high. `value`
    stands at the right end of a text's line, bold. `width` is a rule's length in percent of the paper.
    """

    kind: Kind
    size: int
    text: str = ""
    value: str = ""
    bold: bool = False
    align: Align = Align.CENTER
    width: int = 100
    file: Path | None = None

    @property
    def fields(self) -> frozenset[str]:
        """The named fields in the text and the value."""
        return frozenset(named_fields(self.text + self.value))


@dataclass(frozen=True, slots=True)
class Template:
    """A checked template: `paper` in mm, `dots` its printable row."""

    name: str
    paper: int
    blocks: tuple[Block, ...]

    @property
    def dots(self) -> int:
        """Printable dots of one row."""
        return DOTS[self.paper]


class BadTemplate(ValueError):
    """A template with mistakes; `mistakes` names each with file, block and field."""

    def __init__(self, mistakes: tuple[str, ...]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes


@dataclass(slots=True)
class Templates:
    """The templates in use; `ticket` may be replaced while the printer works.

    `problems` are the mistakes of an own template that was put aside.
    """

    ticket: Template
    problems: tuple[str, ...] = ()


def load_templates(paper: int, own: Path | None = None, name: str = "ticket") -> Templates:
    """The template `{name}-{paper}.toml`: the office's own in `own` if it is right, else the shipped.

    A name that is not shipped falls back to `ticket`. Raises BadTemplate when neither can be used.
    """
    if paper not in DOTS:
        raise BadTemplate((f"paper: {paper} mm is not known (80 or 58)",))
    file = f"{name}-{paper}.toml"
    if own is None or not (own / file).is_file():
        return Templates(read_template(_shipped(file, paper)))
    try:
        template = read_template(own / file)
    except BadTemplate as mistake:
        return Templates(read_template(_shipped(file, paper)), mistake.mistakes)
    if template.paper == paper:
        return Templates(template)
    mistake_in_paper = f"{own / file}: paper: {template.paper} mm, but the printer has {paper} mm"
    return Templates(read_template(_shipped(file, paper)), (mistake_in_paper,))


def _shipped(file: str, paper: int) -> Path:
    shipped = SHIPPED / file
    return shipped if shipped.is_file() else SHIPPED / f"ticket-{paper}.toml"


def read_template(path: Path) -> Template:
    """Read and check one file. Raises BadTemplate with all its mistakes."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadTemplate((f"{path}: cannot be read: {error.strerror}",)) from error
    if len(content) > MOST_BYTES:
        raise BadTemplate((f"{path}: longer than {MOST_BYTES} bytes",))
    try:
        table = tomllib.loads(content.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadTemplate((f"{path}: not valid TOML: {error}",)) from error
    return _Check(path).template(table)


def named_fields(text: str) -> Iterator[str]:
    """The names in braces, with what Python would format them by. Raises ValueError for a lone brace."""
    for _, name, how, conversion in string.Formatter().parse(text):
        if name is not None:
            yield name + (f"!{conversion}" if conversion else "") + (f":{how}" if how else "")


def near(word: str, known: tuple[str, ...]) -> str:
    """Which known word was probably meant, as the end of a message."""
    close = difflib.get_close_matches(word, known, n=1)
    return f", did you mean {close[0]!r}?" if close else f" (known: {', '.join(known)})"


_TEXT_KEYS = ("text", "value", "size", "bold", "align")
_KEYS: Mapping[Kind, tuple[str, ...]] = MappingProxyType(
    {
        Kind.TEXT: _TEXT_KEYS,
        Kind.NUMBER: ("size", "align"),
        Kind.RULE: ("size", "width", "align"),
        Kind.SPACE: ("size",),
        Kind.QR: ("text", "size", "align"),
        Kind.IMAGE: ("file", "align"),
    }
)
_SIZES: Mapping[Kind, tuple[int, int, int]] = MappingProxyType(  # least, most, default; in dots
    {
        Kind.TEXT: (22, 160, 28),  # smaller letters break up at 203 dpi
        Kind.NUMBER: (60, 320, 200),
        Kind.RULE: (1, 16, 3),
        Kind.SPACE: (1, 200, 12),
        Kind.QR: (80, 384, 200),
    }
)


@dataclass(slots=True)
class _Check:
    """One reading of one file; collects the mistakes."""

    path: Path
    mistakes: list[str] = field(default_factory=list)

    def template(self, table: dict[str, object]) -> Template:
        for key in table.keys() - {"paper", "block"}:
            self._wrong(f"{key}: unknown key{near(key, ('paper', 'block'))}")
        paper = table.get("paper")
        if type(paper) is not int or paper not in DOTS:
            self._wrong("paper: must be 80 or 58 (mm)")
            paper = 80
        blocks = tuple(self._blocks(table.get("block"), DOTS[paper]))
        if not self.mistakes and all(block.kind is not Kind.NUMBER for block in blocks):
            self._wrong("block: a ticket needs a block with kind = 'number'")
        if self.mistakes:
            raise BadTemplate(tuple(self.mistakes))
        return Template(self.path.stem, paper, blocks)

    def _wrong(self, message: str) -> None:
        self.mistakes.append(f"{self.path}: {message}")

    def _blocks(self, entries: object, dots: int) -> Iterator[Block]:
        if not isinstance(entries, list) or not entries or len(entries) > MOST_BLOCKS:
            self._wrong(f"block: 1 to {MOST_BLOCKS} tables [[block]] are needed")
            return
        for index, entry in enumerate(entries, 1):
            known = entry.get("kind") if isinstance(entry, dict) else None
            if not isinstance(known, str) or known not in list(Kind):
                self._wrong(f"block {index}: kind: unknown{near(str(known), tuple(map(str, Kind)))}")
                continue
            yield self._block(Kind(known), entry, f"block {index} ({known})", dots)

    def _block(self, kind: Kind, entry: dict[str, object], where: str, dots: int) -> Block:
        for key in entry.keys() - {"kind", *_KEYS[kind]}:
            self._wrong(f"{where}: {key}: unknown key{near(key, _KEYS[kind])}")
        align = entry.get("align", Align.CENTER)
        if align not in list(Align):
            self._wrong(f"{where}: align: must be one of {', '.join(Align)}")
            align = Align.CENTER
        bold = entry.get("bold", False)
        if not isinstance(bold, bool):
            self._wrong(f"{where}: bold: must be true or false")
        return Block(
            kind=kind,
            size=self._figure(entry, "size", _SIZES.get(kind, (1, 1, 1)), where),
            text="{number}" if kind is Kind.NUMBER else self._text(entry, "text", where, kind),
            value=self._text(entry, "value", where, kind),
            bold=bold is True,
            align=Align(str(align)),
            width=self._figure(entry, "width", (5, 100, 100), where),
            file=self._image(entry, where, dots) if kind is Kind.IMAGE else None,
        )

    def _figure(self, entry: dict[str, object], key: str, bounds: tuple[int, int, int], where: str) -> int:
        least, most, default = bounds
        figure = entry.get(key, default)
        if type(figure) is not int or not least <= figure <= most:
            self._wrong(f"{where}: {key}: must be a whole number from {least} to {most}")
            return default
        return figure

    def _text(self, entry: dict[str, object], key: str, where: str, kind: Kind) -> str:
        needed = key == "text" and kind in (Kind.TEXT, Kind.QR)
        text = entry.get(key, "")
        if not isinstance(text, str) or len(text) > MOST_LETTERS or (needed and not text.strip()):
            self._wrong(f"{where}: {key}: must be a text of 1 to {MOST_LETTERS} letters")
            return ""
        text = unicodedata.normalize("NFC", text)
        try:
            names = list(named_fields(text))
        except ValueError:
            self._wrong(f"{where}: {key}: a brace without its partner in {text!r}")
            return ""
        for name in names:
            if name not in FIELDS:
                self._wrong(f"{where}: {key}: unknown field {{{name}}}{near(name, FIELDS)}")
        if lacking := fonts.missing_letters(fonts.BOLD, text):
            self._wrong(f"{where}: {key}: the font has no letter {', '.join(map(repr, sorted(lacking)))}")
        return text

    def _image(self, entry: dict[str, object], where: str, dots: int) -> Path | None:
        from printer.pictures import picture_mistake  # imports Pillow, needed for an image only

        name = entry.get("file")
        if not isinstance(name, str) or Path(name).name != name or not name:
            self._wrong(f"{where}: file: must be the name of a picture beside the template")
            return None
        if mistake := picture_mistake(self.path.parent / name, dots):
            self._wrong(f"{where}: file: {mistake}")
        return self.path.parent / name
