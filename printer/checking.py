"""Reads a template's file and tells all its mistakes at once, each with file, block and field.

Knows which keys a block of each kind has, and what they may hold. A letter that the paper's font cannot draw is refused
here, with its name, not found out by a citizen.
"""

import difflib
import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from look import fonts
from look.words import N_
from printer import slips
from printer.mistakes import BadTemplate, Mistake
from printer.template import DOTS, MOST_LETTERS, Align, Block, Kind, Template, named_fields

MOST_BYTES = 64_000
MOST_BLOCKS = 60

_TEXT_KEYS = ("text", "value", "size", "bold", "align")
_KEYS: Mapping[Kind, tuple[str, ...]] = MappingProxyType(
    {
        Kind.TEXT: _TEXT_KEYS,
        Kind.NUMBER: ("size", "align"),
        Kind.RULE: ("size", "width", "align"),
        Kind.SPACE: ("size",),
        Kind.QR: ("text", "size", "align"),
        Kind.IMAGE: ("file", "align"),
        Kind.EACH: ("of", *_TEXT_KEYS),
    }
)
_LETTERS = (22, 160, 28)  # smaller letters break up at 203 dpi
_SIZES: Mapping[Kind, tuple[int, int, int]] = MappingProxyType(  # least, most, default; in dots
    {
        Kind.TEXT: _LETTERS,
        Kind.EACH: _LETTERS,
        Kind.NUMBER: (60, 320, 200),
        Kind.RULE: (1, 16, 3),
        Kind.SPACE: (1, 200, 12),
        Kind.QR: (80, 384, 200),
    }
)
_UNKNOWN_KEY = (N_("unknown key, did you mean '{near}'?"), N_("unknown key (known: {known})"))
_UNKNOWN_KIND = (N_("unknown, did you mean '{near}'?"), N_("unknown (known: {known})"))
_UNKNOWN_FIELD = (
    N_("unknown field {word}, did you mean '{near}'?"),
    N_("unknown field {word} (known: {known})"),
)
_AT = re.compile(r"\(at line (\d+), column (\d+)\)")

Facts = dict[str, str | int]


def read(path: Path) -> Template:
    """Raises BadTemplate with all mistakes of this file."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadTemplate((Mistake(path, N_("cannot be read: {why}"), {"why": str(error.strerror)}),)) from error
    return read_bytes(content, path, slips.kind_of(path.stem))


def read_bytes(content: bytes, path: Path, slip: str) -> Template:
    """`path`: where it lies or will lie; pictures are looked for beside it. Raises BadTemplate."""
    if len(content) > MOST_BYTES:
        raise BadTemplate((Mistake(path, N_("longer than {most} bytes"), {"most": MOST_BYTES}),))
    try:
        table = tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BadTemplate((Mistake(path, N_("not UTF-8 text: save it as UTF-8")),)) from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadTemplate((_not_toml(path, content, error),)) from error
    return _Check(path, slip).template(table)


def _not_toml(path: Path, content: bytes, error: Exception) -> Mistake:
    found = _AT.search(str(error))
    line, column = (int(found[1]), int(found[2])) if found else (content.count(b"\n") + 1, 1)
    said = N_("not valid TOML in line {line}, column {column}: look for a missing quotation mark, bracket or =")
    return Mistake(path, said, {"line": line, "column": column})


def _meant(word: str, known: tuple[str, ...], said: tuple[str, str]) -> tuple[str, Facts]:
    """Which known word was probably meant, else all of them."""
    close = difflib.get_close_matches(word, known, n=1)
    if close:
        return said[0], {"word": word, "near": close[0]}
    return said[1], {"word": word, "known": ", ".join(known)}


@dataclass(frozen=True, slots=True)
class _Place:
    """A block of the file."""

    block: int = 0
    kind: str = ""


@dataclass(slots=True)
class _Check:
    """One reading of one file; collects the mistakes."""

    path: Path
    slip: str
    mistakes: list[Mistake] = field(default_factory=list)

    def template(self, table: dict[str, object]) -> Template:
        for key in sorted(table.keys() - {"paper", "block"}):
            self._wrong(_Place(), key, *_meant(key, ("paper", "block"), _UNKNOWN_KEY))
        paper = table.get("paper")
        if type(paper) is not int or paper not in DOTS:
            self._wrong(_Place(), "paper", N_("must be 80 or 58 (mm)"))
            paper = 80
        blocks = tuple(self._blocks(table.get("block"), DOTS[paper]))
        numbered = any(block.kind is Kind.NUMBER for block in blocks)
        if slips.KINDS[self.slip].numbered and not self.mistakes and not numbered:
            self._wrong(_Place(), "block", N_("a ticket needs a block with kind = 'number'"))
        if self.mistakes:
            raise BadTemplate(tuple(self.mistakes))
        return Template(self.path.stem, paper, blocks, self.slip)

    def _wrong(self, place: _Place, key: str, words: str, facts: Facts | None = None) -> None:
        self.mistakes.append(Mistake(self.path, words, facts or {}, place.block, place.kind, key))

    def _blocks(self, entries: object, dots: int) -> Iterator[Block]:
        if not isinstance(entries, list) or not entries or len(entries) > MOST_BLOCKS:
            self._wrong(_Place(), "block", N_("1 to {most} tables [[block]] are needed"), {"most": MOST_BLOCKS})
            return
        for index, entry in enumerate(entries, 1):
            known = entry.get("kind") if isinstance(entry, dict) else None
            if not isinstance(known, str) or known not in list(Kind):
                self._wrong(_Place(index), "kind", *_meant(str(known), tuple(map(str, Kind)), _UNKNOWN_KIND))
                continue
            yield self._block(Kind(known), entry, _Place(index, known), dots)

    def _block(self, kind: Kind, entry: dict[str, object], at: _Place, dots: int) -> Block:
        for key in sorted(entry.keys() - {"kind", *_KEYS[kind]}):
            self._wrong(at, key, *_meant(key, _KEYS[kind], _UNKNOWN_KEY))
        of = self._list(entry, at) if kind is Kind.EACH else ""
        return Block(
            kind=kind,
            size=self._figure(entry, "size", _SIZES.get(kind, (1, 1, 1)), at),
            text="{number}" if kind is Kind.NUMBER else self._text(entry, "text", at, of),
            value=self._text(entry, "value", at, of),
            bold=self._yes_or_no(entry, "bold", at),
            align=self._align(entry, at),
            width=self._figure(entry, "width", (5, 100, 100), at),
            file=self._image(entry, at, dots) if kind is Kind.IMAGE else None,
            of=of,
        )

    def _list(self, entry: dict[str, object], at: _Place) -> str:
        lists = tuple(slips.KINDS[self.slip].lists)
        of = entry.get("of")
        if isinstance(of, str) and of in lists:
            return of
        self._wrong(at, "of", *_meant(str(of), lists, _UNKNOWN_KIND))
        return ""

    def _align(self, entry: dict[str, object], at: _Place) -> Align:
        align = entry.get("align", Align.CENTER)
        if align in list(Align):
            return Align(str(align))
        self._wrong(at, "align", N_("must be one of {known}"), {"known": ", ".join(Align)})
        return Align.CENTER

    def _yes_or_no(self, entry: dict[str, object], key: str, at: _Place) -> bool:
        found = entry.get(key, False)
        if not isinstance(found, bool):
            self._wrong(at, key, N_("must be true or false"))
        return found is True

    def _figure(self, entry: dict[str, object], key: str, bounds: tuple[int, int, int], at: _Place) -> int:
        least, most, default = bounds
        figure = entry.get(key, default)
        if type(figure) is int and least <= figure <= most:
            return figure
        self._wrong(at, key, N_("must be a whole number from {least} to {most}"), {"least": least, "most": most})
        return default

    def _text(self, entry: dict[str, object], key: str, at: _Place, of: str) -> str:
        needed = key == "text" and at.kind in (Kind.TEXT, Kind.QR, Kind.EACH)
        text = entry.get(key, "")
        if not isinstance(text, str) or len(text) > MOST_LETTERS or (needed and not text.strip()):
            self._wrong(at, key, N_("must be a text of 1 to {most} letters"), {"most": MOST_LETTERS})
            return ""
        text = unicodedata.normalize("NFC", text)
        try:
            names = list(named_fields(text))
        except ValueError:
            self._wrong(at, key, N_("a brace without its partner in '{text}'"), {"text": text})
            return ""
        slip = slips.KINDS[self.slip]
        known = (*slip.lists.get(of, ()), *slip.fields)
        for name in (name for name in names if name not in known):
            said, facts = _meant(name, known, _UNKNOWN_FIELD)
            self._wrong(at, key, said, {**facts, "word": f"{{{name}}}"})
        if lacking := fonts.missing_letters(fonts.BOLD, text):
            self._wrong(at, key, N_("the font has no letter {letters}"), {"letters": _named(lacking)})
        return text

    def _image(self, entry: dict[str, object], at: _Place, dots: int) -> Path | None:
        from printer.pictures import picture_mistake  # imports Pillow, needed for an image only

        name = entry.get("file")
        if not isinstance(name, str) or Path(name).name != name or not name:
            self._wrong(at, "file", N_("must be the name of a picture beside the template"))
            return None
        if mistake := picture_mistake(self.path.parent / name, dots):
            self._wrong(at, "file", *mistake)
        return self.path.parent / name


def _named(letters: set[str]) -> str:
    """ "'☃' (U+2603 SNOWMAN)": some have no shape at all, so the sign alone would not help."""
    return ", ".join(f"{one!r} (U+{ord(one):04X} {unicodedata.name(one, 'unnamed')})" for one in sorted(letters))
