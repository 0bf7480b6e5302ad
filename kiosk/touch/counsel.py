"""Pages that tell and ask besides numbers: the suggestion box, the office's own texts, a dossier.

Frozen values as in `page`. The rule that surprises: how many leaves a text has depends on the panel, so a page says
which leaf is wanted, and the layout shows the last one when there are fewer.
"""

from dataclasses import dataclass
from enum import StrEnum

from kiosk.touch.page import Control, Page, Tile

Words = tuple[tuple[str, bool], ...]
"""Whole words and whether they are stressed; a space stands between two of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionPage(Page):
    """What a suggestion is about: reasons to tap, and the field for words of one's own. `readers`: who will read it.

    `write`: the field itself, pressed to write; `written`: what stands in it.
    """

    title: str
    readers: str
    reasons: tuple[Control, ...]
    write: Control
    written: str = ""
    complaint: str = ""
    main: tuple[Control, ...] = ()
    bar: tuple[Control, ...] = ()

    @property
    def own_controls(self) -> tuple[Control | Tile, ...]:
        return (*self.reasons, self.write, *self.main, *self.bar)


@dataclass(frozen=True, slots=True, kw_only=True)
class WritingPage(Page):
    """Words of one's own. `written`: so far; `hint`: what becomes of them, or, `is_full`, how much room is left."""

    title: str
    hint: str
    written: str
    empty: str
    is_full: bool = False
    keys: tuple[tuple[Control, ...], ...]
    main: tuple[Control, ...] = ()

    @property
    def own_controls(self) -> tuple[Control | Tile, ...]:
        return (*self.main, *(key for row in self.keys for key in row))


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentsPage(Page):
    """The office's own pages as a list; each line has its pictogram."""

    title: str
    text: str = ""
    lines: tuple[Control, ...]
    main: tuple[Control, ...] = ()
    bar: tuple[Control, ...] = ()

    @property
    def own_controls(self) -> tuple[Control | Tile, ...]:
        return (*self.lines, *self.main, *self.bar)


class Kind(StrEnum):
    """What a passage is: a table is a run of `ROW`s, perhaps with a `HEAD` above them."""

    HEADING = "heading"
    TEXT = "text"
    ITEM = "item"
    HEAD = "head"
    ROW = "row"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a text. `mark`: the bullet or figure before an item; `link`: of a `CODE`, its words stand beside it.

    `level`: of a heading or an item, 1 the outermost; of a `CODE`, how many times as large.
    """

    kind: Kind
    words: Words = ()
    level: int = 1
    mark: str = ""
    link: str = ""
    cells: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlePage(Page):
    """A text to read, leaf by leaf. `leaf`: from 0; `place`: which one it is, in words; `note`: of what date it is."""

    title: str
    note: str = ""
    passages: tuple[Passage, ...] = ()
    leaf: int = 0
    place: str = ""
    main: tuple[Control, ...] = ()
    bar: tuple[Control, ...] = ()

    @property
    def own_controls(self) -> tuple[Control | Tile, ...]:
        return (*self.main, *self.bar)


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierPage(Page):
    """A dossier that somebody asks for. `code`: the text of the QR code, "" without; `text`: what to do instead."""

    kicker: str
    number: str
    title: str
    text: str = ""
    code: str = ""
    code_caption: str = ""
    main: tuple[Control, ...] = ()
    bar: tuple[Control, ...] = ()

    @property
    def own_controls(self) -> tuple[Control | Tile, ...]:
        return (*self.main, *self.bar)
